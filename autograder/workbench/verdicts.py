"""Runs a notebook's cells and gathers the verdicts of its visible checks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

from autograder.checks import VERDICT, Message, Status, Verdict, from_verdict_record, printable
from autograder.checks.lessons import Lesson, progress
from autograder.checks.result import Progress
from autograder.workbench.errors import UnusableError
from autograder.workbench.kernel import Kernel, Ran
from autograder.workbench.lesson import exercises_of
from autograder.workbench.workbook import Cell, Workbook

SECONDS = 60.0


@dataclass(frozen=True)
class CellReport:
    """One cell that ran: the verdicts it showed, or the error of a cell without checks."""

    cell: Cell
    verdicts: tuple[Verdict, ...] = ()
    error: Message | None = None
    kind: str = ""


def run_cells(
    kernel: Kernel, cells: Sequence[Cell], seconds: float = SECONDS
) -> Iterator[CellReport]:
    """Run these cells in order; one that fails does not keep the others from running."""
    for cell in cells:
        if not kernel.is_alive:
            yield _not_run(cell)
            continue
        yield cell_report(cell, kernel.run(cell.source, seconds), seconds)


def cell_report(cell: Cell, ran: Ran, seconds: float) -> CellReport:
    """What a cell's outputs tell. A check that showed nothing gets a verdict all the same."""
    shown = {verdict.title: verdict for verdict in _shown(ran)}
    error = _error(cell, ran, seconds)
    kind = ran.error[0] if ran.error else ""
    if not cell.checks:
        return CellReport(cell, (), error, kind)
    for title in cell.checks:
        if title not in shown:
            why = error or Message("ran.nothing", {"cell": cell.number})
            advice = Message("advice.endless") if ran.is_stopped else None
            shown[title] = Verdict(title, Status.FAILED, 0, fact=why, advice=advice)
    return CellReport(cell, tuple(shown.values()), None, kind)


def chosen(workbook: Workbook, names: Sequence[str]) -> tuple[str, ...]:
    """The exercises that were asked for, in the notebook's order; all if none was.

    Raises UnusableError for one that the notebook does not check.
    """
    known = workbook.exercises
    for name in names:
        if name not in known:
            near = get_close_matches(name, known, 1)
            values = {"name": name, "file": workbook.path.name, "known": known}
            if near:
                raise UnusableError(Message("bad.exercise_near", {**values, "near": near[0]}))
            raise UnusableError(Message("bad.exercise", values))
    return tuple(name for name in known if not names or name in names)


def cells_for(workbook: Workbook, wanted: Sequence[str]) -> tuple[Cell, ...]:
    """The code cells down to the last check that is wanted."""
    last = max(cell.number for cell in workbook.cells if set(cell.checks) & set(wanted))
    return tuple(cell for cell in workbook.code if cell.number <= last)


def progress_of(workbook: Workbook, passed: Sequence[str]) -> Progress:
    """How far the student is, by the lesson's exercises, or by the notebook's own."""
    return progress(Lesson(workbook.assignment, exercises_of(workbook)), set(passed))


def _shown(ran: Ran) -> Iterator[Verdict]:
    for output in ran.outputs:
        record: Any = output.get("data", {}).get(VERDICT)
        try:
            # One line of progress stands at the end, not in each card.
            yield replace(from_verdict_record(record), progress=None)
        except (AttributeError, KeyError, TypeError, ValueError):
            continue


def _error(cell: Cell, ran: Ran, seconds: float) -> Message | None:
    if ran.is_stopped:
        key = "ran.killed" if ran.is_lost else "ran.stopped"
        return Message(key, {"cell": cell.number, "seconds": seconds})
    if ran.is_lost:
        return Message("ran.died", {"cell": cell.number})
    if ran.error is None:
        return None
    kind, said = (printable(part) for part in ran.error)
    named = Message("error.named" if said else "error.bare", {"type": kind, "message": said})
    return Message("ran.raised", {"cell": cell.number, "error": named})


def _not_run(cell: Cell) -> CellReport:
    why = Message("ran.not_run", {"cell": cell.number})
    skipped = tuple(Verdict(title, Status.SKIPPED, 0, fact=why) for title in cell.checks)
    return CellReport(cell, skipped)


def asked(report: CellReport, wanted: Sequence[str]) -> CellReport:
    """The report with the verdicts that are wanted; others stay unsaid."""
    return replace(report, verdicts=tuple(v for v in report.verdicts if v.title in wanted))


def passed_in(reports: Sequence[CellReport]) -> tuple[str, ...]:
    """The exercises whose last verdict is: passed."""
    last = {v.title: v.status for report in reports for v in report.verdicts}
    return tuple(title for title, status in last.items() if status is Status.PASSED)
