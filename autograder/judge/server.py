"""The judge's process: runs notebooks one after another, each in a fork of its own.

It speaks JSON lines: a job on standard input, its result on standard output. A fork that crashes
takes its own notebook with it and nothing else.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import traceback
from pathlib import Path
from typing import Any, TextIO

import nbformat

from autograder.judge.course import COURSE_VARIABLE
from autograder.judge.notebook import Options, run_notebook
from autograder.judge.scratch import scratch_copy
from autograder.sandbox.limits import Limits
from autograder.sandbox.room import StudentRooms


def main() -> None:
    """Serve jobs until standard input ends."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a test cell prints past its shell must not look like an answer
    with StudentRooms(Limits()) as rooms:
        _tell(answers, {"tier": rooms.tier.name, "promise": rooms.tier.promise})
        for line in sys.stdin:
            _tell(answers, _in_a_fork(json.loads(line), rooms))


def _tell(answers: TextIO, result: dict[str, Any]) -> None:
    answers.write(json.dumps(result) + "\n")
    answers.flush()


def _in_a_fork(job: dict[str, Any], rooms: StudentRooms) -> dict[str, Any]:
    rooms.wait_until_ready()
    gc.freeze()
    receiving, sending = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(receiving)
        _work(job, rooms, sending)
    os.close(sending)
    with os.fdopen(receiving, "rb") as pipe:
        answer = pipe.read()
    _, status = os.waitpid(process, 0)
    rooms.end_open_rooms()
    if status != 0 or not answer:
        code = os.waitstatus_to_exitcode(status)
        return {"error": f"the judge's process ended early (exit status {code})"}
    result: dict[str, Any] = json.loads(answer)
    return result


def _work(job: dict[str, Any], rooms: StudentRooms, sending: int) -> None:
    """In the fork: run the job, write its result, and leave without clean-up handlers."""
    try:
        result = _run(job, rooms)
    except BaseException:
        result = {"error": traceback.format_exc()}
    try:
        with os.fdopen(sending, "wb") as pipe:
            pipe.write(json.dumps(result).encode())
    finally:
        os._exit(0)


def _run(job: dict[str, Any], rooms: StudentRooms) -> dict[str, Any]:
    os.environ[COURSE_VARIABLE] = job["course"]
    os.environ["NBGRADER_EXECUTION"] = "autograde"
    folder = Path(job["folder"])
    os.chdir(folder)
    notebook = nbformat.from_dict(job["notebook"])
    with scratch_copy(folder) as scratch:
        flags = run_notebook(notebook, rooms, Options(scratch, Limits(**job["limits"])))
    return {"notebook": notebook, "flags": flags}


if __name__ == "__main__":
    main()
