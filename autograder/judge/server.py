"""The judge's process: runs notebooks one after another, each in a fork of its own.

It speaks JSON lines: a job on standard input, its result on standard output. A fork that crashes
takes its own notebook with it and nothing else; if the student's rooms fail, they are started
anew for the next notebook.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

import nbformat
from nbformat import NotebookNode

from autograder.judge.course import COURSE_VARIABLE, Stamp, course_stamp, forget_modules
from autograder.judge.notebook import Options, run_notebook
from autograder.judge.rehearse_tests import read_test_cells, rehearse_tests
from autograder.judge.scratch import scratch_copy
from autograder.sandbox import processes
from autograder.sandbox.affinity import stay_on_this_cpu
from autograder.sandbox.hugepages import collapse_memory
from autograder.sandbox.limits import MIB, Limits, limit_memory
from autograder.sandbox.room import RoomsUnavailableError, StudentRooms
from autograder.sandbox.shell import new_shell, warm_up
from autograder.sandbox.tiers import Walls

# On top of what the judge has: a student's function may return a huge number to a test.
MEMORY = 4096 * MIB

Job = dict[str, Any]
Work = Callable[[Job, StudentRooms, Path], Job]


def main() -> None:
    """Serve jobs until standard input ends."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a test cell prints past its shell must not look like an answer
    processes.adopt_orphans()
    server = Server()
    try:
        tier = server.rooms.tier
        _tell(answers, {"tier": tier.name, "promise": tier.promise})
        for line in sys.stdin:
            _tell(answers, server.run(json.loads(line)))
    finally:
        server.close()


def _tell(answers: TextIO, result: Job) -> None:
    answers.write(json.dumps(result) + "\n")
    answers.flush()


class Server:
    """The student's rooms, and a fork for each job; `work` is what the fork does with it."""

    def __init__(self, work: Work | None = None, walls: Walls | None = None) -> None:
        self._work = work or _run
        self._walls = walls or Walls()
        self.rooms = StudentRooms(Limits())
        self._stamp: Stamp = ()
        warm_up(new_shell(), with_plots=False)

    def run(self, job: Job) -> Job:
        """The job's result, or what went wrong on the grader's side: `{"error": …}`."""
        result: Job | None = None
        self._prepare(job["course"])
        try:
            self.rooms.wait_until_ready()
            result = _with_scratch(job, self.rooms, self._work)
            self.rooms.end_open_rooms()
        except RoomsUnavailableError as error:
            self._start_again()
            return result or {"error": str(error)}
        return result

    def close(self) -> None:
        """End the student's rooms."""
        self.rooms.close()

    def _prepare(self, course: str) -> None:
        """Import and rehearse the course's hidden tests once, and not in every fork; again when a
        file of theirs has changed."""
        stamp = course_stamp(Path(course))
        if stamp == self._stamp:
            return
        self._stamp = stamp
        forget_modules(Path(course))
        rehearse_tests(Path(course))
        read_test_cells(Path(course))
        gc.collect()
        gc.freeze()
        collapse_memory()

    def _start_again(self) -> None:
        """New rooms; nothing of the old ones stays behind."""
        self.rooms.close()
        processes.end_all(())
        self.rooms = StudentRooms(Limits())


def _with_scratch(job: Job, rooms: StudentRooms, work: Work) -> Job:
    """Here and not in the fork, so that a crash leaves nothing on the disk."""
    with tempfile.TemporaryDirectory(prefix="judge-", ignore_cleanup_errors=True) as base:
        return _in_a_fork(job, rooms, Path(base), work)


def _in_a_fork(job: Job, rooms: StudentRooms, base: Path, work: Work) -> Job:
    gc.freeze()
    receiving, sending = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(receiving)
        _answer(lambda: work(job, rooms, base), sending)
    os.close(sending)
    with os.fdopen(receiving, "rb") as pipe:
        answer = pipe.read()
    _, status = os.waitpid(process, 0)
    if status != 0 or not answer:
        code = os.waitstatus_to_exitcode(status)
        return {"error": f"the judge's process ended early (exit status {code})"}
    result: Job = json.loads(answer)
    return result


def _answer(work: Callable[[], Job], sending: int) -> None:
    """In the fork: run the job, write its result, and leave without clean-up handlers."""
    try:
        result = work()
    except BaseException:
        result = {"error": traceback.format_exc()}
    try:
        with os.fdopen(sending, "wb") as pipe:
            pipe.write(json.dumps(result).encode())
    finally:
        os._exit(0)


def _run(job: Job, rooms: StudentRooms, base: Path) -> Job:
    notebook = nbformat.from_dict(job["notebook"])
    limits = Limits(**job["limits"])
    flags = run_in_folder(notebook, Path(job["folder"]), job["course"], rooms, limits, base)
    return {"notebook": notebook, "flags": flags}


def run_in_folder(
    notebook: NotebookNode,
    folder: Path,
    course: str,
    rooms: StudentRooms,
    limits: Limits,
    base: Path,
) -> dict[str, str]:
    """Run a submission's notebook; the flags of `run_notebook`.

    The working folder is the student's copy (in `base`) of `folder`: a test finds the files that
    their code wrote. This process takes limits and serves no other notebook's course afterwards.
    """
    stay_on_this_cpu()
    limit_memory(MEMORY)
    os.environ[COURSE_VARIABLE] = course
    os.environ["NBGRADER_EXECUTION"] = "autograde"
    with scratch_copy(folder, base) as scratch:
        os.chdir(scratch)
        return run_notebook(notebook, rooms, Options(scratch, limits))


if __name__ == "__main__":
    main()
