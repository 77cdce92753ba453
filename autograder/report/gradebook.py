"""A class's rows in nbgrader's gradebook, read in a handful of queries. Nothing is written."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from nbgrader import api
from sqlalchemy import Connection, select

from autograder.batch import rows
from autograder.report.results import Exercise, Student

PREFIX = "test_"


@dataclass(frozen=True)
class SubmissionRow:
    """What the gradebook says of one submission. `grades`: (notebook, cell) → its row."""

    grades: dict[tuple[str, str], rows.GradeRow]
    submitted: datetime.datetime | None
    seconds_late: float
    penalty: float


def read_students(connection: Connection) -> tuple[Student, ...]:
    """By id."""
    table: Any = api.Student.__table__
    names = ("id", "first_name", "last_name", "email", "lms_user_id")
    found = connection.execute(select(*(table.c[name] for name in names)).order_by(table.c.id))
    return tuple(Student(*(value or "" for value in row)) for row in found)


def read_exercises(connection: Connection, structure: rows.Structure) -> tuple[Exercise, ...]:
    """The graded cells by notebook, in the order in which nbgrader recorded them."""
    found: dict[str, float] = {}
    for model in (api.GradeCell, api.TaskCell):
        table: Any = model.__table__
        found |= {row.id: float(row.max_score or 0) for row in connection.execute(select(table))}
    return tuple(
        Exercise(cell.name.removeprefix(PREFIX), cell.name, name, found[cell.id])
        for name, notebook in sorted(structure.notebooks.items())
        for cell in structure.cells[notebook]
        if cell.id in found
    )


def read_submissions(
    connection: Connection, structure: rows.Structure, students: list[str]
) -> dict[str, SubmissionRow]:
    """Student → the submission's rows, for those who have one."""
    grades = rows.read_grades(connection, structure, students)
    submitted = rows.read_submitted(connection, structure, students)
    penalties = _penalties(connection, structure)
    found = {}
    for student, own in grades.items():
        notebooks = [row for (whose, _), row in submitted.items() if whose == student]
        found[student] = SubmissionRow(
            {(grade.notebook, grade.cell): grade for grade in own},
            next((row.timestamp for row in notebooks), None),
            max((row.seconds_late(structure.duedate) for row in notebooks), default=0.0),
            sum(penalties.get(row.id, 0.0) for row in notebooks),
        )
    return found


def _penalties(connection: Connection, structure: rows.Structure) -> dict[str, float]:
    table = rows.SUBMITTED
    of_assignment = table.c.notebook_id.in_(structure.notebooks.values())
    query = select(table.c.id, table.c.late_submission_penalty).where(of_assignment)
    return {row[0]: float(row[1] or 0) for row in connection.execute(query)}
