"""Run one submitted notebook in two rooms."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from autograder.checks import RECORD, Outcome, Status, check, from_record, text
from autograder.checks.catalogue import LANGUAGES
from autograder.judge.cells import Place, nbgrader_metadata, place_of
from autograder.judge.errors import GraderError, JudgeTimeoutError
from autograder.judge.limitations import why_not_in_two_rooms
from autograder.judge.names import Names
from autograder.judge.operators import Operators, operators_of
from autograder.judge.rehearsal import StudentSide
from autograder.judge.score import within_points
from autograder.judge.shell import JudgeShell
from autograder.judge.view import View
from autograder.sandbox.limits import Limits
from autograder.sandbox.outputs import Output
from autograder.sandbox.rooms import StudentRooms
from autograder.sandbox.shell import CellRun


@dataclass(frozen=True)
class Options:
    """How to run a notebook: the folder of its files, and what its code may use."""

    folder: Path
    limits: Limits

    @property
    def wall_seconds(self) -> float:
        """What the judge's own code may take in one cell, the student's calls included."""
        return 10 * self.limits.cell_seconds + 60


def run_notebook(notebook: NotebookNode, rooms: StudentRooms, options: Options) -> dict[str, str]:
    """Fill in the outputs and execution counts of every code cell of `notebook`.

    Returns what the instructor must look at: the grade id of a test cell → why.
    Raises `RoomsUnavailableError` if the student's rooms fail.
    """
    check.language = language_of(notebook)
    with_rooms = TwoRooms(rooms, options, operators_of(notebook))
    try:
        for cell in notebook.cells:
            with_rooms.run(cell)
    finally:
        with_rooms.close()
    return with_rooms.flags


class TwoRooms:
    """The two rooms of one notebook, while its cells run."""

    def __init__(
        self, rooms: StudentRooms, options: Options, operators: Operators | None = None
    ) -> None:
        self._operators = operators
        self._rooms = rooms
        self._names = Names()
        self._judge = JudgeShell(self._names, options.wall_seconds)
        self.student = StudentSide(rooms, options.folder, options.limits)
        self._count = 0
        self._has_failed = False
        self.flags: dict[str, str] = {}

    def run(self, cell: NotebookNode) -> None:
        place = place_of(cell)
        if cell.cell_type != "code":
            return
        if place is Place.NOWHERE:
            cell.outputs, cell.execution_count = [], None
            return
        self._count += 1
        if place is Place.JUDGE:
            outputs = self._test(cell)
        else:
            outputs = self.student.run_cell(cell.source, self._count).outputs
        if place is Place.BOTH:
            self._run_in_judge(cell)
        cell.execution_count = self._count
        cell.outputs = [NotebookNode(_numbered(output, self._count)) for output in outputs]

    def close(self) -> None:
        self._names.look_at(None)
        self.student.close()

    def _test(self, cell: NotebookNode) -> list[Output]:
        view, run = self._run_in_judge(cell)
        metadata = nbgrader_metadata(cell)
        outcomes = _outcomes(run)
        self._has_failed |= any(each.status is Status.FAILED for each in outcomes)
        if why := _why_flagged(run, outcomes, self._has_failed) or why_not_in_two_rooms(
            run, view, self._names
        ):
            self.flags[str(metadata["grade_id"])] = why
        return within_points(run.outputs, float(metadata.get("points", 0)))

    def _run_in_judge(self, cell: NotebookNode) -> tuple[View, CellRun]:
        view = View(self.student.living_room(), self._operators)
        self._names.look_at(view)
        try:
            with self._rooms.as_students_files():
                return view, self._judge.run(cell.source, self._count)
        finally:
            self._names.look_at(None)


def _outcomes(run: CellRun) -> list[Outcome]:
    """What the checks and hidden tests of a test cell said: it comes from the judge's room."""
    records = [output["data"][RECORD] for output in run.outputs if RECORD in output.get("data", {})]
    return [outcome for record in records for outcome in from_record(record).outcomes]


def _why_flagged(run: CellRun, outcomes: list[Outcome], has_failed: bool) -> str:
    """Why the instructor must look at this test cell; empty if there is no reason.

    A check that is worth nothing and broke says little where one of the student's functions has
    failed its tests already: most likely it stumbled over what that function gave.
    """
    if isinstance(run.error, GraderError | JudgeTimeoutError):
        return str(run.error)
    return "; ".join(
        f"{outcome.sentence('en')} {text(outcome.fact, 'en') if outcome.fact else ''}".strip()
        for outcome in outcomes
        if outcome.status is Status.GRADER_ERROR and (outcome.points or not has_failed)
    )


def _numbered(output: Output, count: int) -> Output:
    if output["output_type"] == "execute_result":
        return {**output, "execution_count": count}
    return output


def language_of(notebook: NotebookNode) -> str:
    """The language that the notebook was built in; English where it does not say."""
    ours = notebook.metadata.get("autograder", {})
    language = ours.get("language") if isinstance(ours, dict) else None
    return language if language in LANGUAGES else "en"
