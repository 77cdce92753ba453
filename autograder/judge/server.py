"""The judge's process: runs notebooks one after another, each in a fork of its own.

It speaks JSON lines: a job on standard input, its result on standard output. A fork that crashes
takes its own notebook with it and nothing else; if the student's rooms fail, they are started
anew for the next notebook.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import sys
import traceback
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

import nbformat
from nbformat import NotebookNode

from autograder.checks.picture import get_ready
from autograder.judge.course import COURSE_VARIABLE, Stamp, course_stamp, forget_modules
from autograder.judge.diagnosing import read_lists
from autograder.judge.folder import stay_in
from autograder.judge.notebook import Options, run_notebook
from autograder.judge.rehearse_tests import read_test_cells, rehearse_tests
from autograder.sandbox import processes
from autograder.sandbox.affinity import stay_on_this_cpu
from autograder.sandbox.control import RoomsUnavailableError
from autograder.sandbox.garbage import collect_rarely
from autograder.sandbox.hugepages import collapse_memory
from autograder.sandbox.limits import MIB, Limits, limit_memory
from autograder.sandbox.rooms import StudentRooms
from autograder.sandbox.shell import new_shell
from autograder.sandbox.tiers import TierUnavailableError, Walls
from autograder.sandbox.warm_up import warm_up

# On top of what the judge has: a student's function may return a huge number to a test.
MEMORY = 4096 * MIB

Job = dict[str, Any]
Work = Callable[[Job, StudentRooms], Job]


def main(walls: dict[str, Any]) -> None:
    """Serve jobs until standard input ends. `walls`: the fields of a `Walls`."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a test cell prints past its shell must not look like an answer
    processes.adopt_orphans()
    server = Server(Walls(**walls))
    try:
        _tell(answers, server.tier())
        for line in sys.stdin:
            _tell(answers, server.run(json.loads(line)))
    finally:
        server.close()


def _tell(answers: TextIO, result: Job) -> None:
    answers.write(json.dumps(result) + "\n")
    answers.flush()


class Server:
    """The student's rooms, and a fork for each job; `work` is what the fork does with it.

    `rooms` are those of `walls` where they are started already.
    """

    def __init__(
        self, walls: Walls, work: Work | None = None, rooms: StudentRooms | None = None
    ) -> None:
        self._walls = walls
        self._work = work or _run
        self.rooms = rooms or StudentRooms(Limits(), walls)
        self._stamp: Stamp = ()
        warm_up(new_shell(), with_plots=False)
        # Meanwhile the rooms start, which takes longer. A fork would import matplotlib every time.
        get_ready()

    def close(self) -> None:
        """End the student's rooms."""
        self.rooms.close()

    def tier(self) -> Job:
        """How well the rooms are isolated; an error if that is not well enough."""
        try:
            return asdict(self.rooms.tier)
        except TierUnavailableError as error:
            return {"error": str(error)}

    def run(self, job: Job) -> Job:
        """The job's result, or what went wrong on the grader's side: `{"error": …}`."""
        result: Job | None = None
        self._prepare(job["course"])
        try:
            self.rooms.wait_until_ready()
            result = _in_a_fork(lambda: self._work(job, self.rooms))
            self.rooms.end_open_rooms()
        except (RoomsUnavailableError, TierUnavailableError) as error:
            self._start_again()
            return result or {"error": str(error)}
        return result

    def _prepare(self, course: str) -> None:
        """Import and rehearse the course's hidden tests once, and not in every fork; again when a
        file of theirs has changed."""
        stamp = course_stamp(Path(course))
        if stamp == self._stamp:
            return
        self._stamp = stamp
        forget_modules(Path(course))
        if _survives(lambda: rehearse_tests(Path(course))):
            rehearse_tests(Path(course))
        read_test_cells(Path(course))
        read_lists(Path(course))
        gc.unfreeze()
        gc.collect()
        collapse_memory()
        gc.freeze()

    def _start_again(self) -> None:
        """New rooms; nothing of the old ones stays behind."""
        self.rooms.close()
        processes.end_all(())
        self.rooms = StudentRooms(Limits(), self._walls)


def _survives(work: Callable[[], None]) -> bool:
    """Whether a process outlives this work: hidden tests may do anything, once they are run."""
    process = os.fork()
    if process == 0:
        with contextlib.suppress(BaseException):
            work()
            os._exit(0)
        os._exit(1)
    return os.waitpid(process, 0)[1] == 0


def _in_a_fork(work: Callable[[], Job]) -> Job:
    gc.freeze()
    receiving, sending = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(receiving)
        _answer(work, sending)
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


def _run(job: Job, rooms: StudentRooms) -> Job:
    notebook = nbformat.from_dict(job["notebook"])
    options = Options(Path(job["folder"]), Limits(**job["limits"]))
    return {"notebook": notebook, "flags": run_alone(notebook, job["course"], rooms, options)}


def run_alone(
    notebook: NotebookNode, course: str, rooms: StudentRooms, options: Options
) -> dict[str, str]:
    """Run a submission's notebook; the flags of `run_notebook`.

    The current folder becomes the student's: a test finds the files that their code wrote. This
    process takes limits, and is of no use for another submission.
    """
    stay_on_this_cpu()
    limit_memory(MEMORY)
    collect_rarely()
    os.environ[COURSE_VARIABLE] = course
    os.environ["NBGRADER_EXECUTION"] = "autograde"
    stay_in(rooms.scratch)
    return run_notebook(notebook, rooms, options)
