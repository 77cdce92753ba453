"""What a course's gradebook has by this name; near matches where it has nothing."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path

from autograder.batch import rows
from autograder.report.gradebook import (
    connected,
    read_assignments,
    read_exercises,
)
from autograder.report.reading import opened_course
from autograder.report.results import ClassResults, Exercise, StudentResult

MOST_NAMED = 12


class NotFoundError(Exception):
    """No exercise or student of this name: what was found, what was expected, what to do."""


def exercises_by_assignment(
    root: Path, db_url: str | None = None
) -> dict[str, tuple[Exercise, ...]]:
    """For every assignment that was made. Raises `CourseConfigError`, `GradebookError`."""
    with connected(str(opened_course(root, db_url).db_url)) as connection:
        return {
            name: read_exercises(connection, rows.read_structure(connection, name))
            for name in read_assignments(connection)
        }


def assignment_with(
    exercise: str, known: dict[str, tuple[Exercise, ...]], assignment: str | None = None
) -> str:
    """The one assignment that has this exercise; `assignment`, if one is named. Raises
    `NotFoundError` where none has it, or several have."""
    if assignment is not None:
        known = {name: found for name, found in known.items() if name == assignment}
    having = [name for name, found in known.items() if exercise in {each.name for each in found}]
    if len(having) == 1:
        return having[0]
    if having:
        raise NotFoundError(
            f"found {exercise!r} in {', '.join(having)}; expected one assignment. Name it with "
            "--assignment"
        )
    names = sorted({each.name for found in known.values() for each in found})
    raise NotFoundError(_not_found("exercise", exercise, names, assignment))


def assignments_of(root: Path, db_url: str | None = None) -> tuple[str, ...]:
    """All that were made. Raises as `exercises_by_assignment`."""
    with connected(str(opened_course(root, db_url).db_url)) as connection:
        return read_assignments(connection)


def student_in(results: ClassResults, student: str) -> StudentResult:
    """Raises `NotFoundError`."""
    for each in results.students:
        if each.student.id == student:
            return each
    names = [each.student.id for each in results.students]
    raise NotFoundError(_not_found("student", student, names, results.assignment))


def _not_found(what: str, name: str, known: Sequence[str], assignment: str | None) -> str:
    place = f" in {assignment}" if assignment else ""
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
    if near:
        return f"found no {what} {name!r}{place}; expected one such as {', '.join(near)}"
    some = ", ".join(known[:MOST_NAMED]) + (" …" if len(known) > MOST_NAMED else "")
    return f"found no {what} {name!r}{place}; expected one of: {some or 'none'}"
