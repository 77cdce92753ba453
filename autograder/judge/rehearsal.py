"""The student's side of a notebook run: a room that survives what a cell does to it."""

from __future__ import annotations

from pathlib import Path

from autograder.sandbox.connection import RoomLostError, RoomTimeoutError
from autograder.sandbox.errors import CellTimeoutError, ErrorReport, too_long
from autograder.sandbox.limits import Limits
from autograder.sandbox.room import Room, error_output
from autograder.sandbox.rooms import StudentRooms
from autograder.sandbox.shell import CellRun


class StudentSide:
    """Runs the student's cells in order. A cell that ends the room loses itself and no other:
    the room is opened again and the cells before it are run once more."""

    def __init__(self, rooms: StudentRooms, folder: Path, limits: Limits) -> None:
        self._rooms = rooms
        self._folder = folder
        self._limits = limits
        self._done: list[tuple[str, int]] = []
        self._room = rooms.open(folder, limits)

    def run_cell(self, source: str, execution_count: int) -> CellRun:
        """The cell's run; never raises for what the student's code does."""
        room = self.living_room()
        try:
            run = room.run_cell(source, execution_count)
        except RoomLostError as lost:
            why = _why(lost, room.why_ended(lost), self._limits)
            self._start_again()
            return CellRun([error_output(why)], ok=False)
        if not _timed_out(run):
            self._done.append((source, execution_count))
        return run

    def living_room(self) -> Room:
        """The room; a new one if something that an earlier cell left behind has ended it."""
        if not self._room.is_alive():
            self._start_again()
        return self._room

    def close(self) -> None:
        """End the room. Files that the student's code wrote are copied to the folder."""
        self._room.copy_out(self._folder)
        self._room.close()

    def _start_again(self) -> None:
        """Open a room and run in it what ran before, but for cells that end it this time."""
        while True:
            self._room.close()
            self._room = self._rooms.open(self._folder, self._limits)
            lost = self._first_that_ends_the_room()
            if lost is None:
                return
            del self._done[lost]

    def _first_that_ends_the_room(self) -> int | None:
        for index, (source, count) in enumerate(self._done):
            try:
                self._room.run_cell(source, count)
            except RoomLostError:
                return index
        return None


def _timed_out(run: CellRun) -> bool:
    return any(
        output["output_type"] == "error" and output["ename"] == CellTimeoutError.__name__
        for output in run.outputs
    )


def _why(lost: RoomLostError, reason: str, limits: Limits) -> ErrorReport:
    if isinstance(lost, RoomTimeoutError):
        message = f"{too_long(limits.cell_seconds)} and did not stop"
        return ErrorReport(CellTimeoutError.__name__, (), message, ())
    return ErrorReport(
        "CellEndedError", (), f"this cell ended the notebook's process: {reason}", ()
    )
