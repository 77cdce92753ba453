"""The gradebook's rows, many at a time.

nbgrader opens its gradebook nine times for a submission and commits each cell by itself. Here a
whole batch of submissions is one short transaction, with the same rows as its result.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from nbgrader import api
from sqlalchemy import Connection, Select, select

ASSIGNMENT: Any = api.Assignment.__table__
NOTEBOOK: Any = api.Notebook.__table__
CELL: Any = api.BaseCell.__table__
STUDENT: Any = api.Student.__table__
SUBMISSION: Any = api.SubmittedAssignment.__table__
SUBMITTED: Any = api.SubmittedNotebook.__table__
GRADE: Any = api.Grade.__table__
COMMENT: Any = api.Comment.__table__

COMMENTED = ("SolutionCell", "TaskCell")
GRADED = ("GradeCell", "TaskCell")


@dataclass(frozen=True)
class CellRow:
    id: str
    name: str
    kind: str


@dataclass(frozen=True)
class Structure:
    """An assignment's rows: its id, its notebooks' ids by name, and the cells of each."""

    assignment: str
    duedate: Any
    notebooks: dict[str, str]
    cells: dict[str, tuple[CellRow, ...]]


def read_structure(connection: Connection, assignment: str) -> Structure:
    """The assignment's rows. Raises `LookupError` if there are none."""
    found = connection.execute(
        select(ASSIGNMENT.c.id, ASSIGNMENT.c.duedate).where(ASSIGNMENT.c.name == assignment)
    ).first()
    if found is None:
        raise LookupError(assignment)
    notebooks = connection.execute(
        select(NOTEBOOK.c.name, NOTEBOOK.c.id).where(NOTEBOOK.c.assignment_id == found.id)
    )
    ids = {row.name: row.id for row in notebooks}
    cells: dict[str, list[CellRow]] = {notebook: [] for notebook in ids.values()}
    rows = connection.execute(
        select(CELL.c.id, CELL.c.name, CELL.c.type, CELL.c.notebook_id).where(
            CELL.c.notebook_id.in_(ids.values())
        )
    )
    for row in rows:
        cells[row.notebook_id].append(CellRow(row.id, row.name, row.type))
    return Structure(
        found.id, found.duedate, ids, {key: tuple(value) for key, value in cells.items()}
    )


def students_of(connection: Connection) -> list[str]:
    return sorted(row.id for row in connection.execute(select(STUDENT.c.id)))


@dataclass(frozen=True)
class GradeRow:
    """A grade as it stands; `notebook` and `cell` are names."""

    id: str
    submitted: str
    notebook: str
    cell: str
    auto_score: float | None
    manual_score: float | None
    extra_credit: float | None
    needs_manual_grade: bool

    @property
    def score(self) -> float:
        """nbgrader's rule: the human's score wins; extra credit comes on top of either."""
        base = self.auto_score if self.manual_score is None else self.manual_score
        return 0.0 if base is None else base + (self.extra_credit or 0.0)


def read_grades(
    connection: Connection, structure: Structure, students: Sequence[str]
) -> dict[str, list[GradeRow]]:
    """Student → the grades of the submission, for those who have one."""
    grades: dict[str, list[GradeRow]] = {}
    for row in connection.execute(_grades_of(structure.assignment, students)):
        values = row._mapping
        kept = {name: values[name] for name in GradeRow.__dataclass_fields__}
        grades.setdefault(values["student_id"], []).append(GradeRow(**kept))
    return grades


def _grades_of(assignment: str, students: Sequence[str]) -> Select[Any]:
    return (
        select(
            SUBMISSION.c.student_id,
            SUBMITTED.c.id.label("submitted"),
            NOTEBOOK.c.name.label("notebook"),
            CELL.c.name.label("cell"),
            GRADE.c.id,
            GRADE.c.auto_score,
            GRADE.c.manual_score,
            GRADE.c.extra_credit,
            GRADE.c.needs_manual_grade,
        )
        .join(SUBMITTED, SUBMITTED.c.assignment_id == SUBMISSION.c.id)
        .join(NOTEBOOK, NOTEBOOK.c.id == SUBMITTED.c.notebook_id)
        .join(GRADE, GRADE.c.notebook_id == SUBMITTED.c.id)
        .join(CELL, CELL.c.id == GRADE.c.cell_id)
        .where(SUBMISSION.c.assignment_id == assignment)
        .where(SUBMISSION.c.student_id.in_(students))
    )


@dataclass(frozen=True)
class SubmittedRow:
    """A submitted notebook: its id, and what says how late it is."""

    id: str
    timestamp: datetime.datetime | None
    extension: datetime.timedelta | None

    def seconds_late(self, duedate: datetime.datetime | None) -> float:
        """As nbgrader counts: 0 without a time stamp or a due date."""
        if self.timestamp is None or duedate is None:
            return 0.0
        late = self.timestamp - duedate - (self.extension or datetime.timedelta())
        return max(0.0, late.total_seconds())


def read_submitted(
    connection: Connection, structure: Structure, students: Sequence[str]
) -> dict[tuple[str, str], SubmittedRow]:
    """(student, notebook's name) → its row."""
    rows = connection.execute(
        select(
            SUBMISSION.c.student_id,
            NOTEBOOK.c.name,
            SUBMITTED.c.id,
            SUBMISSION.c.timestamp,
            SUBMISSION.c.extension,
        )
        .join(SUBMITTED, SUBMITTED.c.assignment_id == SUBMISSION.c.id)
        .join(NOTEBOOK, NOTEBOOK.c.id == SUBMITTED.c.notebook_id)
        .where(SUBMISSION.c.assignment_id == structure.assignment)
        .where(SUBMISSION.c.student_id.in_(students))
    )
    return {
        (row.student_id, row.name): SubmittedRow(row.id, row.timestamp, row.extension)
        for row in rows
    }


def known_submissions(
    connection: Connection, structure: Structure, students: list[str]
) -> dict[str, str]:
    """Student → id of the submission, for those who have one."""
    rows = connection.execute(
        select(SUBMISSION.c.student_id, SUBMISSION.c.id)
        .where(SUBMISSION.c.assignment_id == structure.assignment)
        .where(SUBMISSION.c.student_id.in_(students))
    )
    return {row.student_id: row.id for row in rows}
