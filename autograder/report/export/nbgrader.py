"""nbgrader's own CSV, as `nbgrader export` writes it (nbgrader/plugins/export.py), but sound: cells
are quoted, and a submission without a score has none."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from autograder.report.export.common import Cell, held_back
from autograder.report.results import ClassResults, Standing, StudentResult

COLUMNS = (
    "assignment",
    "duedate",
    "timestamp",
    "student_id",
    "last_name",
    "first_name",
    "email",
    "raw_score",
    "late_submission_penalty",
    "score",
    "max_score",
)


def nbgrader_rows(classes: Sequence[ClassResults]) -> Iterator[Sequence[Cell]]:
    """The heading and a row for each student of each assignment, in nbgrader's order: by due date
    and name, then by last and first name. Students of the same name are in order of their ids."""
    yield COLUMNS
    for results in sorted(classes, key=_by_duedate):
        for each in sorted(results.students, key=_by_name):
            yield _row(results, each)


def _row(results: ClassResults, each: StudentResult) -> Sequence[Cell]:
    student = each.student
    return (
        results.assignment,
        _moment(results.due),
        _moment(each.submitted),
        student.id,
        student.last_name,
        student.first_name,
        student.email,
        *_scores(each),
        float(results.points),
    )


def _scores(each: StudentResult) -> tuple[Cell, Cell, Cell]:
    """Raw score, penalty, score. nbgrader gives 0.0 to whoever did not hand in."""
    if held_back(each):
        return None, None, None
    if each.standing is Standing.NO_SUBMISSION:
        return 0.0, 0.0, 0.0
    return float(each.raw_score), float(each.penalty), float(each.score)


def _moment(moment: datetime.datetime | None) -> str:
    return "" if moment is None else str(moment)


def _by_duedate(results: ClassResults) -> tuple[bool, datetime.datetime, str]:
    return results.due is not None, results.due or datetime.datetime.min, results.assignment


def _by_name(each: StudentResult) -> tuple[str, str, str]:
    return each.student.last_name, each.student.first_name, each.student.id
