"""Changes of the gradebook's rows: submissions as nbgrader adds them, grades, comments, penalties.

Every function takes many rows, and is one or a few statements of one transaction.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from nbgrader import api
from sqlalchemy import Connection, bindparam, insert, select, update

from autograder.batch.rows import (
    COMMENT,
    COMMENTED,
    GRADE,
    GRADED,
    STUDENT,
    SUBMISSION,
    SUBMITTED,
    Structure,
    known_submissions,
)


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


def _add_students(connection: Connection, students: Iterable[str]) -> None:
    names = list(students)
    have = connection.execute(select(STUDENT.c.id).where(STUDENT.c.id.in_(names)))
    missing = set(names) - {row.id for row in have}
    _execute(connection, insert(STUDENT), [{"id": name} for name in sorted(missing)])


def _insert_submissions(
    connection: Connection, structure: Structure, timestamps: dict[str, Any]
) -> None:
    submissions, notebooks, grades, comments = [], [], [], []
    for student, timestamp in timestamps.items():
        submission = api.new_uuid()
        names = {"assignment_id": structure.assignment, "student_id": student}
        submissions.append({"id": submission, **names, "timestamp": timestamp})
        for notebook in structure.notebooks.values():
            submitted = api.new_uuid()
            names = {"assignment_id": submission, "notebook_id": notebook}
            notebooks.append({"id": submitted, **names})
            grades += _mirrored(structure, notebook, submitted, GRADED)
            comments += _mirrored(structure, notebook, submitted, COMMENTED)
    _execute(connection, insert(SUBMISSION), submissions)
    _execute(connection, insert(SUBMITTED), notebooks)
    _execute(connection, insert(GRADE), grades)
    _execute(connection, insert(COMMENT), comments)


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
