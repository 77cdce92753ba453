"""The room of one notebook's student code, as the judge uses it, and snapshots of it."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from autograder.sandbox import files, wire
from autograder.sandbox.connection import (
    ANSWER_GRACE_SECONDS,
    Connection,
    RoomLostError,
    RoomTimeoutError,
    StudentCodeError,
)
from autograder.sandbox.control import RoomsUnavailableError
from autograder.sandbox.errors import ErrorReport, from_tree
from autograder.sandbox.limits import Limits
from autograder.sandbox.shell import CellRun
from autograder.sandbox.trusted import clean_outputs

if TYPE_CHECKING:
    from autograder.sandbox.rooms import StudentRooms

START_SECONDS = 120.0
# A room that broke the line takes a moment to be gone.
WHY_TRIES, WHY_SECONDS = 5, 0.005


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
