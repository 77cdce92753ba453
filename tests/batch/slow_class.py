"""A class whose submissions each take a moment, so that something can happen in the middle."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

from classroom import Course

COMMAND = "import sys; from autograder.cli.main import main; main()"
SLOW = "import time\ntime.sleep(0.4)\nlabel = {name!r}"


def hand_in(course: Course, names: list[str], right: tuple[str, ...] = ()) -> None:
    """A slow hand-in for each of them; those in `right` earn everything that is tested."""
    writer = course.student()
    for name in names:
        wrong = {} if name in right else {"square": "def square(x):\n    return x + x"}
        course.hand_in(name, writer.notebook(drawing=SLOW.format(name=name), **wrong))


@contextmanager
def started(course: Course, *words: str):
    """The command in a process of its own; killed at the end if it still runs."""
    process = subprocess.Popen(
        [sys.executable, "-c", COMMAND, *words],
        cwd=course.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def wait_for_graded(course: Course, count: int, seconds: float = 90.0) -> list[str]:
    """The students who have an autograded folder, once there are so many."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = sorted(path.parent.name for path in course.root.glob("autograded/*/ps1"))
        if len(found) >= count:
            return found
        time.sleep(0.02)
    raise AssertionError(f"not {count} graded within {seconds} seconds")


def send(process: subprocess.Popen, number: signal.Signals) -> None:
    os.kill(process.pid, number)
