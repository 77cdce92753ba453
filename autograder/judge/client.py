"""The judge's process as others use it: give it a notebook, get it back executed."""

from __future__ import annotations

import atexit
import contextlib
import functools
import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from autograder.judge.errors import GraderError
from autograder.sandbox.launch import notebook_environment
from autograder.sandbox.limits import Limits
from autograder.sandbox.paths import PACKAGE_PARENT
from autograder.sandbox.tiers import Tier, Walls


@dataclass(frozen=True)
class Judged:
    """An executed notebook, and what the instructor must look at: grade id → why."""

    notebook: NotebookNode
    flags: dict[str, str]


class Judge:
    """A running judge process and the student's rooms that it opens.

    `tier` says how well those are isolated. Raises `GraderError` if it can't be started.
    """

    def __init__(self, walls: Walls | None = None) -> None:
        if sys.platform != "linux":
            raise GraderError(
                f"found {sys.platform}; expected Linux. Grade in a Linux container or virtual "
                "machine, or take use_two_rooms(c) out of nbgrader_config.py"
            )
        self._process = subprocess.Popen(
            _command(walls or Walls()),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **notebook_environment()},
            text=True,
            encoding="utf-8",
        )
        answer = self._read()
        if "error" in answer:
            self.close()
            raise GraderError(answer["error"])
        self.tier = Tier(**answer)

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    def run(self, notebook: NotebookNode, folder: Path, course: Path, limits: Limits) -> Judged:
        """Raises `GraderError` if the judge itself failed; never for what the student did."""
        job = {
            "notebook": notebook,
            "folder": str(folder.resolve()),
            "course": str(course.resolve()),
            "limits": limits.as_dict(),
        }
        self._write(job)
        result = self._read()
        if "error" in result:
            raise GraderError(result["error"])
        return Judged(nbformat.from_dict(result["notebook"]), result["flags"])

    def close(self) -> None:
        """End the judge; it ends the student's rooms."""
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        self._wait()

    def _wait(self) -> None:
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _write(self, job: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(job) + "\n")
            self._process.stdin.flush()
        except OSError as error:
            self._wait()
            raise GraderError(f"the judge's process is gone: {error}") from error

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            self._wait()
            raise GraderError("the judge's process ended; its own message is above")
        answer: dict[str, Any] = json.loads(line)
        return answer


def _command(walls: Walls) -> list[str]:
    """-I keeps the current folder off the path: it may be a submission's."""
    start = (
        f"import sys; sys.path.insert(0, {str(PACKAGE_PARENT)!r}); "
        "from autograder.judge.server import main; "
        f"main({asdict(walls)!r})"
    )
    return [sys.executable, "-I", "-c", start]


@functools.cache
def _started(_process: int, _walls: Walls) -> list[Judge]:
    return []


def shared_judge(walls: Walls | None = None) -> Judge:
    """This process's judge, started when first needed and again if it has ended.

    There is one for each choice of `walls`. A forked process gets its own: two can't share one
    line.
    """
    walls = walls or Walls()
    judges = _started(os.getpid(), walls)
    if not judges or not judges[-1].is_running:
        judges.append(Judge(walls))
        atexit.register(judges[-1].close)
    return judges[-1]
