"""Whether a notebook is ready to hand in: what the file shows, and what a fresh run shows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from autograder.checks import Message, Status, text
from autograder.workbench.copied import copy_of, folder_bytes
from autograder.workbench.inspection import MOST_BYTES, TEST, to_know, to_mend, unanswered
from autograder.workbench.kernel import open_kernel
from autograder.workbench.names import names_of
from autograder.workbench.verdicts import CellReport, run_cells
from autograder.workbench.workbook import KERNEL, Workbook

_UNDEFINED = re.compile(r"name '(\w+)' is not defined")


@dataclass(frozen=True)
class Row:
    """One exercise that will be graded; `status` is that of its visible check."""

    exercise: str
    points: float
    status: Status


@dataclass(frozen=True)
class Readiness:
    """`mend`: what must change first. `know`: what fails nothing."""

    mend: tuple[Message, ...]
    know: tuple[Message, ...]
    rows: tuple[Row, ...]

    @property
    def is_ready(self) -> bool:
        return not self.mend


def fresh_run(workbook: Workbook, seconds: float) -> list[CellReport]:
    """All cells from top to bottom in a new kernel, in a copy of the folder.

    The kernel is the one that grading uses. Raises UnusableError if it does not start.
    """
    with (
        copy_of(workbook.path.resolve(), MOST_BYTES) as folder,
        open_kernel(KERNEL, folder) as kernel,
    ):
        return list(run_cells(kernel, workbook.code, seconds))


def readiness(workbook: Workbook, reports: Sequence[CellReport]) -> Readiness:
    """What to mend and to know of a notebook that ran."""
    rows = tuple(_rows(workbook, reports))
    mend = [*to_mend(workbook), *_folder(workbook), *_raised(workbook, reports)]
    open_tasks = unanswered(workbook)
    mend += [
        Message("ready.failed", {"name": row.exercise})
        for row in rows
        if row.status is not Status.PASSED and row.exercise not in open_tasks
    ]
    notes = [
        Message("ready.note", {"name": verdict.title, "note": note})
        for report in reports
        for verdict in report.verdicts
        for note in verdict.notes
    ]
    return Readiness(tuple(mend), (*to_know(workbook), *notes), rows)


def _rows(workbook: Workbook, reports: Sequence[CellReport]) -> Iterator[Row]:
    statuses = {v.title: v.status for report in reports for v in report.verdicts}
    seen: set[str] = set()
    for cell in workbook.cells:
        if not cell.nbgrader.get("grade") or cell.grade_id in seen:
            continue
        seen.add(cell.grade_id)
        name = cell.checks[0] if cell.checks else cell.grade_id.removeprefix(TEST)
        points = float(cell.nbgrader.get("points") or 0)
        yield Row(name, points, statuses.get(name, Status.SKIPPED))


def _folder(workbook: Workbook) -> Iterator[Message]:
    found = folder_bytes(workbook.path.resolve().parent, MOST_BYTES)
    if found > MOST_BYTES:
        yield Message("ready.folder", {"found": found / 1e6, "most": MOST_BYTES / 1e6})


def _raised(workbook: Workbook, reports: Sequence[CellReport]) -> Iterator[Message]:
    """Cells that failed in the fresh run; a name that nothing gives is told as such, once."""
    told: set[str] = set()
    missing: set[str] = set()  # what cells that failed would have given
    is_open = bool(unanswered(workbook))
    for report in reports:
        name = _undefined(report)
        if report.error:
            missing |= names_of(report.cell.source).writes
        if name and name not in told and (message := _explained(workbook, report, name)):
            told.add(name)
            yield message
        elif report.error and name not in (told | missing) and not (is_open and _is_stub(report)):
            yield Message("ready.raises", {"error": report.error})


def _is_stub(report: CellReport) -> bool:
    return report.kind == "NotImplementedError"


def _undefined(report: CellReport) -> str | None:
    """The name that a cell, or the function that its check called, did not find."""
    facts = [verdict.fact for verdict in report.verdicts] + [report.error]
    for fact in facts:
        match = _UNDEFINED.search(text(fact, "en")) if fact else None
        if match:
            return match[1]
        if fact and fact.key == "student.not_defined":
            return str(fact.values["name"])
    return None


def _explained(workbook: Workbook, report: CellReport, name: str) -> Message | None:
    """Where the name might have come from in the old kernel; None if a cell above gives it."""
    given = [c.number for c in workbook.code if name in names_of(c.source).writes]
    values = {"cell": report.cell.number, "name": name}
    if not given:
        return Message("ready.undefined", values)
    if min(given) > report.cell.number:
        return Message("ready.undefined_below", {**values, "below": min(given)})
    return None
