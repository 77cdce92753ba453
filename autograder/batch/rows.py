"""The gradebook's rows, many at a time.

nbgrader opens its gradebook nine times for a submission and commits each cell by itself. Here a
whole batch of submissions is one short transaction, with the same rows as its result.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from nbgrader import api
from sqlalchemy import Connection, bindparam, insert, select, update

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
    rows = connection.execute(
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
        .where(SUBMISSION.c.assignment_id == structure.assignment)
        .where(SUBMISSION.c.student_id.in_(students))
    )
    grades: dict[str, list[GradeRow]] = {}
    for row in rows:
        values = row._mapping
        kept = {name: values[name] for name in GradeRow.__dataclass_fields__}
        grades.setdefault(values["student_id"], []).append(GradeRow(**kept))
    return grades


def add_submissions(
    connection: Connection, structure: Structure, timestamps: dict[str, Any]
) -> None:
    """Students, submissions and their empty grades and comments, where there are none; the
    timestamps of those that are there. None as a timestamp leaves what stands."""
    _add_students(connection, timestamps)
    known = known_submissions(connection, structure, list(timestamps))
    new = [student for student in timestamps if student not in known]
    moved = [
        {"key": known[student], "timestamp": timestamp}
        for student, timestamp in timestamps.items()
        if student in known and timestamp is not None
    ]
    _execute(
        connection,
        update(SUBMISSION)
        .where(SUBMISSION.c.id == bindparam("key"))
        .values(timestamp=bindparam("timestamp")),
        moved,
    )
    _insert_submissions(connection, structure, {name: timestamps[name] for name in new})


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


def _add_students(connection: Connection, students: Iterable[str]) -> None:
    names = list(students)
    have = connection.execute(select(STUDENT.c.id).where(STUDENT.c.id.in_(names)))
    missing = set(names) - {row.id for row in have}
    _execute(connection, insert(STUDENT), [{"id": name} for name in sorted(missing)])


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


def _insert_submissions(
    connection: Connection, structure: Structure, timestamps: dict[str, Any]
) -> None:
    submissions, notebooks, grades, comments = [], [], [], []
    for student, timestamp in timestamps.items():
        submission = api.new_uuid()
        submissions.append(
            {
                "id": submission,
                "assignment_id": structure.assignment,
                "student_id": student,
                "timestamp": timestamp,
            }
        )
        for notebook in structure.notebooks.values():
            submitted = api.new_uuid()
            notebooks.append(
                {"id": submitted, "assignment_id": submission, "notebook_id": notebook}
            )
            grades += _mirrored(structure, notebook, submitted, GRADED)
            comments += _mirrored(structure, notebook, submitted, COMMENTED)
    for table, rows in (
        (SUBMISSION, submissions),
        (SUBMITTED, notebooks),
        (GRADE, grades),
        (COMMENT, comments),
    ):
        _execute(connection, insert(table), rows)


def _mirrored(
    structure: Structure, notebook: str, submitted: str, kinds: tuple[str, ...]
) -> list[dict[str, Any]]:
    return [
        {"id": api.new_uuid(), "cell_id": cell.id, "notebook_id": submitted}
        for cell in structure.cells[notebook]
        if cell.kind in kinds
    ]


def update_grades(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Rows of `key` (a grade's id), `auto_score`, `needs_manual_grade`."""
    _execute(
        connection,
        update(GRADE)
        .where(GRADE.c.id == bindparam("key"))
        .values(
            auto_score=bindparam("auto_score"), needs_manual_grade=bindparam("needs_manual_grade")
        ),
        rows,
    )


def update_comments(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Rows of `submitted` (a submitted notebook's id), `cell` (a cell's id), `auto_comment`."""
    _execute(
        connection,
        update(COMMENT)
        .where(COMMENT.c.notebook_id == bindparam("submitted"))
        .where(COMMENT.c.cell_id == bindparam("cell"))
        .values(auto_comment=bindparam("auto_comment")),
        rows,
    )


def update_penalties(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Rows of `key` (a submitted notebook's id) and `penalty`."""
    _execute(
        connection,
        update(SUBMITTED)
        .where(SUBMITTED.c.id == bindparam("key"))
        .values(late_submission_penalty=bindparam("penalty")),
        rows,
    )


def _execute(connection: Connection, statement: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(statement, rows)
