"""Rooms for students' code, as the judge opens and uses them.

with StudentRooms(Limits()) as rooms:             # one warm process
    with rooms.open(scratch) as room:             # one notebook: a fork of it
        run = room.run_cell("x = 1", 1)
        with room.snapshot() as snapshot:         # a fork of the room as it stands
            snapshot.request("lookup", "x", 5)
"""

from __future__ import annotations

import contextlib
import json
import secrets
import select
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

from autograder.sandbox import affinity, launch, wire
from autograder.sandbox.connection import (
    ANSWER_GRACE_SECONDS,
    Connection,
    RoomLostError,
    StudentCodeError,
)
from autograder.sandbox.errors import ErrorReport, from_tree
from autograder.sandbox.limits import Limits
from autograder.sandbox.shell import CellRun
from autograder.sandbox.trusted import clean_outputs

START_SECONDS = 120.0


class RoomsUnavailableError(Exception):
    """The warm process can't be started or does not answer: the grader's failure."""


class StudentRooms:
    """The warm process, from which a room is forked for each notebook: one at a time."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._warm = launch.launch()
        self._started = False

    @property
    def tier(self) -> launch.Tier:
        return self._warm.tier

    def open(self, folder: Path, limits: Limits | None = None) -> Room:
        """A fresh room whose current folder is `folder`. Raises `RoomsUnavailableError`."""
        self.wait_until_ready()
        granted = limits or self.limits
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        allowed = granted.with_processes(launch.processes_of_this_user())
        request = {
            "operation": "open",
            "folder": str(folder),
            "limits": allowed.as_dict(),
            "cpus": affinity.cpus(),
        }
        with theirs:
            self._ask(request, theirs.fileno())
        room = Room(self, ours, granted)
        room.wait_until_ready()
        return room

    def wait_until_ready(self) -> None:
        """Raises `RoomsUnavailableError` if the warm process does not start."""
        if not self._started:
            self._receive(0, START_SECONDS)
            self._started = True

    def end_open_rooms(self) -> None:
        """End the open room, and every process that was started in it.

        Raises `RoomsUnavailableError` if the warm process is gone or can't end them.
        """
        if not self._ask({"operation": "close"})["ended"]:
            raise RoomsUnavailableError("processes of the student's room can't be ended")

    def close(self) -> None:
        """End the warm process, and with it whatever it started."""
        self._warm.control.close()
        if not self._started:  # it has no room yet, and is not listening
            self._warm.process.kill()
        try:
            self._warm.process.wait(10)
        except subprocess.TimeoutExpired:
            self._warm.process.kill()
            self._warm.process.wait()

    def _ask(self, request: dict[str, Any], descriptor: int | None = None) -> dict[str, Any]:
        descriptors = [] if descriptor is None else [descriptor]
        number = secrets.randbits(48)
        message = json.dumps({**request, "id": number}).encode()
        try:
            socket.send_fds(self._warm.control, [message], descriptors)
        except OSError as error:
            raise RoomsUnavailableError(f"the student's room is gone: {error}") from error
        return self._receive(number, 30.0)

    def _receive(self, number: int, seconds: float) -> dict[str, Any]:
        """The answer to request `number`. One to a judge that crashed before it is dropped."""
        deadline = time.monotonic() + seconds
        while True:
            left = max(0.0, deadline - time.monotonic())
            if not select.select([self._warm.control], [], [], left)[0]:
                raise RoomsUnavailableError("the student's room did not answer in time")
            try:
                message = self._warm.control.recv(1 << 16)
            except OSError:
                message = b""
            if not message:
                raise RoomsUnavailableError("the warm process of the student's room has ended")
            answer: dict[str, Any] = json.loads(message)
            if answer["id"] == number:
                return answer

    def __enter__(self) -> StudentRooms:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Snapshot:
    """A fork of a room as it stood: what happens in it reaches nobody else."""

    def __init__(self, connection: Connection, end: Callable[[], None]) -> None:
        self.connection = connection
        self._end = end

    def close(self) -> None:
        """End the fork, even one that does not listen any more."""
        self.connection.close()
        self._end()

    def __enter__(self) -> Snapshot:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Room:
    """One notebook's student code."""

    def __init__(self, rooms: StudentRooms, line: socket.socket, limits: Limits) -> None:
        self._rooms = rooms
        self._connection = Connection(line)
        self._is_closed = False
        self.limits = limits

    def wait_until_ready(self) -> None:
        """Nothing of the student's has run yet: raises `RoomsUnavailableError` if it is not."""
        try:
            self._connection.await_greeting(START_SECONDS)
        except (RoomLostError, StudentCodeError) as error:
            raise RoomsUnavailableError(f"a student's room can't be prepared: {error}") from None

    def run_cell(self, source: str, execution_count: int) -> CellRun:
        """Run a cell. Raises `RoomLostError` if it took the room with it."""
        seconds = self.limits.cell_seconds
        try:
            reply = self._connection.request("cell", [source, execution_count], seconds)
        except StudentCodeError as failed:
            return CellRun([error_output(failed.report)], False, error=failed)
        return _cell_run(reply)

    def snapshot(
        self,
        special: wire.Special | None = None,
        revive: wire.Revive | None = None,
        call: Any = None,
    ) -> Snapshot:
        """Raises `RoomLostError` if the room can't be forked any more."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        with theirs:
            try:
                process = self._ask("snapshot", None, theirs.fileno())
            except StudentCodeError as failed:
                ours.close()
                raise RoomLostError(f"the room can't be forked: {failed}") from None
            except RoomLostError:
                ours.close()
                raise
        return Snapshot(Connection(ours, special, revive, call), lambda: self._end(process))

    def is_alive(self) -> bool:
        """Whether the room still answers."""
        try:
            self._ask("ping", None)
        except (RoomLostError, StudentCodeError):
            return False
        return True

    def close(self) -> None:
        """End the room and all that was started in it. Raises `RoomsUnavailableError`."""
        self._connection.close()
        if not self._is_closed:
            self._is_closed = True
            self._rooms.end_open_rooms()

    def _ask(self, operation: str, body: Any, descriptor: int | None = None) -> Any:
        return self._connection.request(operation, body, ANSWER_GRACE_SECONDS, descriptor)

    def _end(self, process: Any) -> None:
        with contextlib.suppress(RoomLostError, StudentCodeError):
            self._ask("end", process)

    def __enter__(self) -> Room:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def _cell_run(reply: Any) -> CellRun:
    """A cell's run from what the room sent; a malformed one counts as a lost room."""
    if type(reply) is not dict or set(reply) != {"outputs", "ok", "error"}:
        raise RoomLostError("the room described a cell in no known form")
    error = None
    if reply["error"] is not None:
        try:
            error = StudentCodeError(from_tree(reply["error"]))
        except ValueError as malformed:
            raise RoomLostError(f"the room described an error wrongly ({malformed})") from None
    return CellRun(clean_outputs(reply["outputs"]), reply["ok"] is True, error)


def error_output(report: ErrorReport) -> dict[str, Any]:
    """A notebook's error output for an error that the shell did not show itself."""
    return {
        "output_type": "error",
        "ename": report.name,
        "evalue": report.message,
        "traceback": [f"{report.name}: {report.message}"],
    }
