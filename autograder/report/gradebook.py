"""A class's rows in nbgrader's gradebook, read in a handful of queries. Nothing is written."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbgrader import api
from sqlalchemy import Connection, create_engine, select
from sqlalchemy.exc import SQLAlchemyError

from autograder.batch import rows
from autograder.batch.gradebook import GradebookError, unusable
from autograder.course.student import Student
from autograder.report.results import Exercise

PREFIX = "test_"


@dataclass(frozen=True)
class SubmissionRow:
    """What the gradebook says of one submission. `grades`: (notebook, cell) → its row."""

    grades: dict[tuple[str, str], rows.GradeRow]
    submitted: datetime.datetime | None
    seconds_late: float
    penalty: float


@contextmanager
def connected(address: str) -> Iterator[Connection]:
    """To read. Raises `GradebookError`, also for what fails while it is read."""
    path = Path(address.removeprefix("sqlite:///"))
    if address.startswith("sqlite:///") and not path.is_file():
        raise GradebookError(
            f"{path}: found no gradebook; expected the one nbgrader keeps. Run "
            "`nbgrader generate_assignment` in the course first, or name it with --db"
        )
    try:
        engine = create_engine(address)
        try:
            with engine.connect() as connection:
                yield connection
        finally:
            engine.dispose()
    except SQLAlchemyError as error:
        raise unusable(address, error) from None


def read_assignments(connection: Connection) -> tuple[str, ...]:
    """All that were ever made, by name."""
    return tuple(sorted(row.name for row in connection.execute(select(rows.ASSIGNMENT.c.name))))


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
    by_student: dict[str, list[rows.SubmittedRow]] = {}
    for (student, _), row in submitted.items():
        by_student.setdefault(student, []).append(row)
    found = {}
    for student, own in grades.items():
        notebooks = by_student.get(student, [])
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
