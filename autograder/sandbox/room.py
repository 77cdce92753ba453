"""Rooms for students' code, as the judge opens and uses them.

with StudentRooms(Limits()) as rooms:             # one warm process
    with rooms.open(folder) as room:              # one notebook: a fork of it
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
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Any

from autograder.sandbox import affinity, files, launch, wire
from autograder.sandbox.connection import (
    ANSWER_GRACE_SECONDS,
    Connection,
    RoomLostError,
    RoomTimeoutError,
    StudentCodeError,
)
from autograder.sandbox.errors import ErrorReport, from_tree
from autograder.sandbox.limits import Limits
from autograder.sandbox.shell import CellRun
from autograder.sandbox.tiers import Tier, TierUnavailableError, Walls
from autograder.sandbox.trusted import clean_outputs
from autograder.sandbox.user import owner_of_new_files

START_SECONDS = 120.0
# A room that broke the line takes a moment to be gone.
WHY_TRIES, WHY_SECONDS = 5, 0.005


class RoomsUnavailableError(Exception):
    """The warm process can't be started or does not answer: the grader's failure."""


class StudentRooms:
    """The warm process, from which a room is forked for each notebook: one at a time.

    `walls` say which tiers of isolation are good enough; the best that works is taken.
    """

    def __init__(self, limits: Limits, walls: Walls | None = None) -> None:
        self.limits = limits
        self._walls = walls or Walls()
        self._attempts = launch.attempts(self._walls)
        self._refused: dict[str, str] = {}
        self._warm = self._start_next()
        self._ready: launch.Ready | None = None

    @property
    def tier(self) -> Tier:
        """Raises `TierUnavailableError`."""
        self.wait_until_ready()
        assert self._warm is not None
        return self._warm.tier

    @property
    def scratch(self) -> Path:
        """The student's folder, as this process can use it."""
        return self.wait_until_ready().scratch

    def open(self, folder: Path | None = None, limits: Limits | None = None) -> Room:
        """A fresh room, whose current folder holds copies of the data files of `folder`.

        Raises `RoomsUnavailableError`.
        """
        self.wait_until_ready()
        return self._open(folder, limits or self.limits)

    def wait_until_ready(self) -> launch.Ready:
        """Take the best tier that works: that starts, and in which a room can be opened.

        Raises `TierUnavailableError` if none does that is good enough.
        """
        while self._ready is None:
            if self._warm is None:
                raise TierUnavailableError(self._walls.expected, self._refused)
            try:
                self._ready = launch.await_ready(self._warm, START_SECONDS)
                self._open(None, self.limits).close()
            except (launch.LaunchError, RoomsUnavailableError, OSError) as error:
                self._refuse(self._warm.tier, error)
                self._warm.end()
                self._ready = None
                self._warm = self._start_next()
        return self._ready

    def as_students_files(self) -> AbstractContextManager[None]:
        """Within the block files that this process makes in the student's folder are theirs."""
        return owner_of_new_files(self.scratch.stat().st_uid)

    def end_open_rooms(self) -> None:
        """End the open room, and every process that was started in it; empty its folder.

        Raises `RoomsUnavailableError` if the warm process is gone or can't do that.
        """
        if not self._ask({"operation": "close"})["done"]:
            raise RoomsUnavailableError("the student's room can't be cleared")

    def end_processes(self) -> None:
        """End the open room; its files stay. Raises `RoomsUnavailableError`."""
        if not self._ask({"operation": "end"})["done"]:
            raise RoomsUnavailableError("processes of the student's room can't be ended")

    def why_ended(self) -> str:
        """Why the open room has ended, in words; empty if nothing is known."""
        return str(self._ask({"operation": "why"})["why"])

    def close(self) -> None:
        """End the warm process, and with it whatever it started."""
        if self._warm is not None:
            if self._ready is None:  # it has no room yet, and is not listening
                self._warm.process.kill()
            self._warm.end()

    def _start_next(self) -> launch.WarmProcess | None:
        for attempt in self._attempts:
            try:
                return attempt.start()
            except (launch.LaunchError, OSError, subprocess.SubprocessError) as error:
                self._refuse(attempt.tier, error)
        return None

    def _refuse(self, tier: Tier, error: Exception) -> None:
        before = self._refused.get(tier.name)
        self._refused[tier.name] = f"{before}, {error}" if before else str(error)

    def _open(self, folder: Path | None, granted: Limits) -> Room:
        assert self._ready is not None
        assert self._warm is not None
        copied = {}
        if folder is not None:
            with self.as_students_files():
                copied = files.copy_in(folder, self._ready.scratch)
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        allowed = granted.with_processes(launch.processes_counted(self._warm.tier))
        request = {
            "operation": "open",
            "limits": allowed.as_dict(),
            "address_space": self._ready.address_space,
            "cpus": affinity.cpus(),
        }
        with theirs:
            self._ask(request, theirs.fileno())
        room = Room(self, ours, granted, copied)
        room.wait_until_ready()
        return room

    def _ask(self, request: dict[str, Any], descriptor: int | None = None) -> dict[str, Any]:
        descriptors = [] if descriptor is None else [descriptor]
        number = secrets.randbits(48)
        message = json.dumps({**request, "id": number}).encode()
        try:
            socket.send_fds(self._control, [message], descriptors)
        except OSError as error:
            raise RoomsUnavailableError(f"the student's room is gone: {error}") from error
        return self._receive(number, 30.0)

    def _receive(self, number: int, seconds: float) -> dict[str, Any]:
        """The answer to request `number`. One to a judge that crashed before it is dropped."""
        deadline = time.monotonic() + seconds
        while True:
            left = max(0.0, deadline - time.monotonic())
            if not select.select([self._control], [], [], left)[0]:
                raise RoomsUnavailableError("the student's room did not answer in time")
            try:
                message = self._control.recv(1 << 16)
            except OSError:
                message = b""
            if not message:
                raise RoomsUnavailableError("the warm process of the student's room has ended")
            answer: dict[str, Any] = json.loads(message)
            if answer["id"] == number:
                return answer

    @property
    def _control(self) -> socket.socket:
        assert self._warm is not None
        return self._warm.control

    def __enter__(self) -> StudentRooms:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Snapshot:
    """A fork of a room as it stood: what happens in it reaches nobody else."""

    def __init__(self, connection: Connection, end: Callable[[bool], None]) -> None:
        self.connection = connection
        self._end = end

    def close(self) -> None:
        """End the fork, even one that does not listen any more.

        One that does sees that the judge hangs up, and ends while the judge goes on. Whether it
        really ended is seen to before the room runs another cell or is forked again.
        """
        is_stuck = self.connection.is_lost
        self.connection.close()
        self._end(is_stuck)

    def __enter__(self) -> Snapshot:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Room:
    """One notebook's student code."""

    def __init__(
        self,
        rooms: StudentRooms,
        line: socket.socket,
        limits: Limits,
        copied: dict[Path, files.Stamp],
    ) -> None:
        self._rooms = rooms
        self._copied = copied
        self._connection = Connection(line)
        self._is_closed = False
        self._ended: list[Any] = []
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
                process = self._ask("snapshot", self._take_ended(), theirs.fileno())
            except StudentCodeError as failed:
                ours.close()
                raise RoomLostError(f"the room can't be forked: {failed}") from None
            except RoomLostError:
                ours.close()
                raise
        return Snapshot(
            Connection(ours, special, revive, call), lambda at_once: self._end(process, at_once)
        )

    def is_alive(self) -> bool:
        """Whether the room still answers."""
        try:
            self._ask("ping", self._take_ended())
        except (RoomLostError, StudentCodeError):
            return False
        return True

    def why_ended(self, lost: RoomLostError) -> str:
        """Why the room or a snapshot of it was lost, in words for the student."""
        if isinstance(lost, RoomTimeoutError):
            return str(lost)
        for _ in range(WHY_TRIES):
            with contextlib.suppress(RoomsUnavailableError):
                if why := self._rooms.why_ended():
                    return why
            time.sleep(WHY_SECONDS)
        return str(lost)

    def copy_out(self, folder: Path) -> None:
        """End the room's processes, and copy the files that its code wrote to `folder`."""
        self._rooms.end_processes()
        files.copy_out(self._rooms.scratch, folder, self._copied)

    def close(self) -> None:
        """End the room, all that was started in it, and its files.

        Raises `RoomsUnavailableError`.
        """
        self._connection.close()
        if not self._is_closed:
            self._is_closed = True
            self._rooms.end_open_rooms()

    def _ask(self, operation: str, body: Any, descriptor: int | None = None) -> Any:
        return self._connection.request(operation, body, ANSWER_GRACE_SECONDS, descriptor)

    def _end(self, snapshot: Any, at_once: bool) -> None:
        self._ended.append(snapshot)
        if at_once:
            self.is_alive()

    def _take_ended(self) -> list[Any]:
        """The closed snapshots that the room has not been told of."""
        ended, self._ended = self._ended, []
        return ended

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
