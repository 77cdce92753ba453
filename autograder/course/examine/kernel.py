"""The kernel that notebooks ask for: is it there, and does it know the checks and numpy?"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager, NoSuchKernel

from autograder import __version__
from autograder.course.complaint import Complaint
from autograder.course.examine.look import Seen, doubtful, seen, wrong
from autograder.course.setup import Setup

NAME = "python3"
SECONDS = 60
ASK = (
    "import json, platform, numpy, autograder, autograder.checks; "
    "print(json.dumps({'python': platform.python_version(), 'numpy': numpy.__version__, "
    "'kit': autograder.__version__}))"
)


def kernel(_setup: Setup) -> Seen:
    try:
        spec = KernelSpecManager().get_kernel_spec(NAME)
    except NoSuchKernel:
        return seen("", [_no_kernel()])
    told, complaint = _ask(spec)
    if told is None:
        return seen("", [complaint] if complaint else [])
    fact = f"{NAME}: Python {told['python']}, numpy {told['numpy']}, kit {told['kit']}"
    return seen(fact, _of_versions(Path(spec.resource_dir), told))


def _no_kernel() -> Complaint:
    return wrong(
        sys.executable,
        f"no kernel {NAME}",
        "the one that the notebooks name",
        "run `python -m ipykernel install --sys-prefix`",
    )


def _ask(spec: KernelSpec) -> tuple[dict[str, Any] | None, Complaint | None]:
    """What the kernel's Python imports; or what is wrong with it."""
    place = Path(spec.resource_dir) / "kernel.json"
    program = spec.argv[0] if spec.argv else "python"
    if program in ("python", "python3"):  # jupyter_client takes the server's own
        program = sys.executable
    try:
        done = _run(program, spec.env)
    except (OSError, subprocess.TimeoutExpired) as error:
        return None, _does_not_start(place, program, error)
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        return None, _fails(place, program, last)
    told: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return told, None


def _run(program: str, variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [program, "-c", ASK],
        env={**os.environ, **variables},
        cwd="/",
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


def _does_not_start(place: Path, program: str, error: Exception) -> Complaint:
    return wrong(
        place,
        f"{program}, which does not start ({error})",
        "a Python that runs",
        "run `python -m ipykernel install --sys-prefix` with the course's Python",
    )


def _fails(place: Path, program: str, last: str) -> Complaint:
    return wrong(
        place,
        f"{program}, in which a notebook's imports fail: {last}",
        "numpy and autograder.checks: without them no student's check runs",
        f"run `{program} -m pip install 'rnn-autograder[student]'`",
    )


def _of_versions(place: Path, told: dict[str, Any]) -> Iterator[Complaint]:
    if told["kit"] != __version__:
        yield wrong(
            place,
            f"the kit's version {told['kit']}",
            f"{__version__}, which grades here",
            "install the same rnn-autograder for students and graders",
        )
    ours = {"python": platform.python_version(), "numpy": version("numpy")}
    for name, expected in ours.items():
        if told[name] != expected:
            yield doubtful(
                place,
                f"{name} {told[name]}",
                f"{expected}, with which is graded",
                f"install the same {name} for students and graders; small differences do no harm",
            )
