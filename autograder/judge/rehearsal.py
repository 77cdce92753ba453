"""The student's side of a notebook run: a room that survives what a cell does to it."""

from __future__ import annotations

from pathlib import Path

from autograder.sandbox.connection import RoomLostError, RoomTimeoutError
from autograder.sandbox.errors import CellTimeoutError, ErrorReport
from autograder.sandbox.limits import Limits
from autograder.sandbox.room import StudentRooms, error_output
from autograder.sandbox.shell import CellRun


class StudentSide:
    """Runs the student's cells in order. A cell that ends the room loses itself and no other:
    the room is opened again and the cells before it are run once more."""

    def __init__(self, rooms: StudentRooms, folder: Path, limits: Limits) -> None:
        self._rooms = rooms
        self._folder = folder
        self._limits = limits
        self._done: list[tuple[str, int]] = []
        self.room = rooms.open(folder, limits)

    def run_cell(self, source: str, execution_count: int) -> CellRun:
        """The cell's run; never raises for what the student's code does."""
        try:
            run = self.room.run_cell(source, execution_count)
        except RoomLostError as lost:
            self._start_again()
            return CellRun([error_output(_why(lost, self._limits))], ok=False)
        if not _timed_out(run):
            self._done.append((source, execution_count))
        return run

    def close(self) -> None:
        self.room.close()

    def _start_again(self) -> None:
        self.room.close()
        self.room = self._rooms.open(self._folder, self._limits)
        for index, (source, count) in enumerate(self._done):
            try:
                self.room.run_cell(source, count)
            except RoomLostError:
                # What ran once does not run twice: keep what can be kept, and start over.
                self._done = self._done[:index] + self._done[index + 1 :]
                self._start_again()
                return


def _timed_out(run: CellRun) -> bool:
    return any(
        output["output_type"] == "error" and output["ename"] == CellTimeoutError.__name__
        for output in run.outputs
    )


def _why(lost: RoomLostError, limits: Limits) -> ErrorReport:
    if isinstance(lost, RoomTimeoutError):
        message = f"it ran longer than {limits.cell_seconds:g} seconds and did not stop"
        return ErrorReport(CellTimeoutError.__name__, (), message, ())
    return ErrorReport("CellEndedError", (), f"this cell ended the notebook's process: {lost}", ())


