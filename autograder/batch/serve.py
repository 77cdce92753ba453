"""The worker's process: the judge, and the student's rooms below it, for whole submissions.

It reads messages from one connection (what an assignment shares, then jobs) and answers each job
with its packed result. Every submission is graded in a fork of its own: it can neither be trusted
to parse well nor to leave the judge as it was.
"""

from __future__ import annotations

import base64
import json
import logging
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import traitlets.log
from traitlets.config import Config

from autograder.batch.jobs import (
    SHARED,
    AssignmentData,
    Graded,
    GradedNotebook,
    pack_graded,
    unpack_job,
    unpack_shared,
)
from autograder.batch.pipeline import Pipeline
from autograder.batch.timeouts import count_timeouts
from autograder.judge.limitations import is_limitation
from autograder.judge.notebook import Options
from autograder.judge.server import Server, run_alone
from autograder.judge.shell import as_python
from autograder.judge.store import link
from autograder.judge.versions import Versions, stamp
from autograder.nbgrader.execute import is_python, told
from autograder.nbgrader.submission import BadSubmissionError
from autograder.sandbox.files import is_regular
from autograder.sandbox.rooms import StudentRooms
from autograder.sandbox.tiers import Walls


def serve(line: Connection, walls: Walls, rooms: StudentRooms, store: str = "") -> None:
    """Serve until the other end hangs up. `store`: see `Worker`."""
    worker = _Worker(walls, rooms, store)
    try:
        line.send_bytes(json.dumps(worker.server.tier()).encode())
        while True:
            message = line.recv_bytes()
            if message[:1] == SHARED:
                worker.prepare(message[1:])
            else:
                line.send_bytes(worker.run(message[1:]))
    except (EOFError, OSError):
        pass
    finally:
        worker.close()


class _Worker:
    """One assignment at a time: its pipeline, and a folder with its hidden tests."""

    def __init__(self, walls: Walls, rooms: StudentRooms, store: str) -> None:
        self._store = store
        self.server = Server(walls, self._grade, rooms)
        self._log = traitlets.log.get_logger()
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._data: AssignmentData | None = None
        self._versions = Versions()
        self._pipeline: Pipeline | None = None

    def prepare(self, payload: bytes) -> None:
        self._close_folder()
        self._data = unpack_shared(payload)
        self._versions = self._data.versions()
        self._pipeline = Pipeline(self._data, Config(self._data.config), self._log)
        self._pipeline.warm_up()
        for notebook in self._data.notebooks.values():
            for cell in notebook.cells:
                if cell["is_locked"]:
                    as_python(cell["source"])  # translated once, and not in every fork
        self._folder = tempfile.TemporaryDirectory(prefix="course-", ignore_cleanup_errors=True)
        _write(Path(self._folder.name), self._data.course_files)
        if self._store:
            link(Path(self._folder.name), Path(self._store))

    def run(self, payload: bytes) -> bytes:
        assert self._folder is not None
        job: dict[str, Any] = {"course": self._folder.name, "payload": payload}
        with tempfile.TemporaryDirectory(prefix="submission-", ignore_cleanup_errors=True) as base:
            result = self.server.run({**job, "base": base, "started": time.monotonic()})
        if "error" in result:
            return pack_graded(Graded(problem=str(result["error"]), is_graders=True))
        return base64.b64decode(result["packed"])

    def close(self) -> None:
        self.server.close()
        self._close_folder()

    def _close_folder(self) -> None:
        if self._folder is not None:
            self._folder.cleanup()

    def _grade(self, job: dict[str, Any], rooms: StudentRooms) -> dict[str, Any]:
        """In the fork."""
        graded = _Grading(self._pipeline, self._data, job, rooms, self._versions).run()
        return {"packed": base64.b64encode(pack_graded(graded)).decode("ascii")}


class _NotInTwoRoomsError(Exception):
    """A notebook, or a test in it, can't run in two rooms."""


class _Grading:
    """One submission in its fork: notebooks in order, in one working folder."""

    def __init__(self, pipeline: Any, data: Any, job: Any, rooms: Any, versions: Any) -> None:
        self._pipeline: Pipeline = pipeline
        self._data: AssignmentData = data
        self._job: dict[str, Any] = job
        self._rooms: StudentRooms = rooms
        self._versions: Versions = versions
        self._folder = Path(job["base"])
        self._timeouts = 0

    def run(self) -> Graded:
        submission = unpack_job(self._job["payload"])
        heard = _listen(self._pipeline.log)
        _write(self._folder, submission.files)
        done: list[GradedNotebook] = []
        problem = ""
        try:
            for name, content in submission.notebooks.items():
                done.append(self._pipeline.grade(name, content, Path(), self._run_notebook))
        except _NotInTwoRoomsError as found:
            return self._elsewhere(f"{name}.ipynb: {found}")
        except BadSubmissionError as error:
            problem = str(error.at(Path(f"{name}.ipynb")))
        return Graded(
            tuple(done),
            problem,
            messages=tuple(heard),
            files=_changed(self._folder, submission.files),
            tier=self._rooms.tier.name,
            seconds=round(time.monotonic() - self._job["started"], 4),
            timeouts=self._timeouts,
        )

    def _elsewhere(self, why: str) -> Graded:
        """What can't run in two rooms: handed to nbgrader's own execution, or refused."""
        if self._data.fallback == "refuse":
            refused = f"{why}; refused, as c.TwoRooms.fallback says"
            return Graded(problem=refused, is_graders=True)
        return Graded(one_room=why)

    def _run_notebook(self, notebook: Any) -> dict[str, str]:
        if not is_python(notebook):
            raise _NotInTwoRoomsError("its kernel is not a Python kernel")
        options = Options(self._folder, self._data.limits)
        flags = run_alone(notebook, self._job["course"], self._rooms, options)
        stamp(notebook.metadata, self._rooms.tier.name, self._versions)
        self._timeouts += count_timeouts(notebook)
        for name, why in flags.items():
            if is_limitation(why) and self._data.fallback != "flag":
                raise _NotInTwoRoomsError(f"the test {name!r}: {why}")
        return {name: told(why) for name, why in flags.items()}


def _listen(log: Any) -> list[tuple[str, str]]:
    """From now on what is logged in this process is also kept."""
    heard: list[tuple[str, str]] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            heard.append((record.levelname.lower(), record.getMessage()))

    log.handlers[:] = [Ear(logging.WARNING)]
    log.propagate = False
    return heard


def _write(folder: Path, files: dict[str, bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _changed(folder: Path, before: dict[str, bytes]) -> dict[str, bytes]:
    """The files that are new or other than they were, as the scratch folder left them."""
    found = {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if is_regular(path)
    }
    return {name: data for name, data in found.items() if before.get(name) != data}
