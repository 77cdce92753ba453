"""Rooms for students' code, as the judge opens and uses them.

    with StudentRooms(Limits()) as rooms:             # one warm process
        with rooms.open(scratch) as room:             # one notebook: a fork of it
            run = room.run_cell("x = 1", 1)
            with room.snapshot() as snapshot:         # a fork of the room as it stands
                snapshot.request("lookup", "x", 5)
"""

from __future__ import annotations

import json
import select
import socket
from pathlib import Path
from types import TracebackType
from typing import Any

from autograder.sandbox import launch, wire
from autograder.sandbox.connection import (
    ANSWER_GRACE_SECONDS,
    Connection,
    RoomLostError,
    StudentCodeError,
)
from autograder.sandbox.errors import CellTimeoutError, ErrorReport, from_tree
from autograder.sandbox.limits import Limits
from autograder.sandbox.shell import CellRun
from autograder.sandbox.trusted import clean_outputs

START_SECONDS = 120.0


class RoomsUnavailableError(Exception):
    """The warm process can't be started or does not answer: the grader's failure."""


class StudentRooms:
    """The warm process, from which a room is forked for each notebook."""

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
        with theirs:
            request = {"operation": "open", "folder": str(folder), "limits": granted.as_dict()}
            answer = self._ask(request, theirs.fileno())
        return Room(self, answer["room"], ours, granted)

    def wait_until_ready(self) -> None:
        if not self._started:
            self._receive(START_SECONDS)
            self._started = True

    def end_room(self, number: int) -> None:
        self._ask({"operation": "close", "room": number})

    def end_open_rooms(self) -> None:
        """End whatever room is still open, as after a crash of the judge that opened it."""
        self._ask({"operation": "close", "room": 0})

    def close(self) -> None:
        self._warm.control.close()
        self._warm.process.terminate()
        self._warm.process.wait(10)

    def _ask(self, request: dict[str, Any], descriptor: int | None = None) -> dict[str, Any]:
        descriptors = [] if descriptor is None else [descriptor]
        try:
            socket.send_fds(self._warm.control, [json.dumps(request).encode()], descriptors)
        except OSError as error:
            raise RoomsUnavailableError(f"the student's room is gone: {error}") from error
        return self._receive(30.0)

    def _receive(self, seconds: float) -> dict[str, Any]:
        control = self._warm.control
        if not select.select([control], [], [], seconds)[0]:
            raise RoomsUnavailableError("the student's room did not start in time")
        message = control.recv(1 << 16)
        if not message:
            raise RoomsUnavailableError("the student's room ended while it started")
        answer: dict[str, Any] = json.loads(message)
        return answer

    def __enter__(self) -> StudentRooms:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Snapshot:
    """A fork of a room as it stood: what happens in it reaches nobody else."""

    def __init__(self, connection: Connection, limits: Limits) -> None:
        self.connection = connection
        self.limits = limits

    def close(self) -> None:
        self.connection.close()

    def __enter__(self) -> Snapshot:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Room:
    """One notebook's student code."""

    def __init__(
        self, rooms: StudentRooms, number: int, line: socket.socket, limits: Limits
    ) -> None:
        self._rooms = rooms
        self._number = number
        self._connection = Connection(line)
        self.limits = limits

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
                self._connection.request("snapshot", None, ANSWER_GRACE_SECONDS, theirs.fileno())
            except StudentCodeError as failed:
                ours.close()
                raise RoomLostError(f"the room can't be forked: {failed}") from None
            except RoomLostError:
                ours.close()
                raise
        return Snapshot(Connection(ours, special, revive, call), self.limits)

    def close(self) -> None:
        self._connection.close()
        self._rooms.end_room(self._number)

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
    return CellRun(clean_outputs(reply["outputs"]), reply["ok"] is True, error=error)


def error_output(report: ErrorReport) -> dict[str, Any]:
    """A notebook's error output for an error that the shell did not show itself."""
    name = "CellTimeoutError" if report.name == CellTimeoutError.__name__ else report.name
    return {
        "output_type": "error",
        "ename": name,
        "evalue": report.message,
        "traceback": [f"{name}: {report.message}"],
    }
