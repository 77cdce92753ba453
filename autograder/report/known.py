"""What a course's gradebook has by this name; near matches where it has nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from autograder.batch import rows
from autograder.course.student import Student
from autograder.report.gradebook import (
    connected,
    read_assignments,
    read_exercises,
)
from autograder.report.nearest import MOST_NAMED, one_of, unknown_assignment
from autograder.report.reading import opened_course
from autograder.report.results import ClassResults, Exercise, StudentResult


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
    `NotFoundError` where none has it, or several have, and `UnknownAssignmentError`."""
    if assignment is not None:
        if assignment not in known:
            raise unknown_assignment(assignment, tuple(known))
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
    called = [each.student for each in results.students if _is_called(each.student, student)]
    if called:
        ids = ", ".join(f"{each.id} ({each.name})" for each in called[:MOST_NAMED])
        raise NotFoundError(
            f"found no student with the id {student!r} in {results.assignment}; expected an id, "
            f"such as {ids}"
        )
    names = [each.student.id for each in results.students]
    raise NotFoundError(_not_found("student", student, names, results.assignment))


def _is_called(student: Student, name: str) -> bool:
    """Whether these words are part of the student's name; Chinese ones have no space in it."""
    words = name.casefold().split()
    first, last = student.first_name.casefold(), student.last_name.casefold()
    own = (f"{first} {last}", first + last, last + first)
    return bool(words) and any(all(word in each for word in words) for each in own)


def _not_found(what: str, name: str, known: Sequence[str], assignment: str | None) -> str:
    place = f" in {assignment}" if assignment else ""
    return f"found no {what} {name!r}{place}; {one_of(name, known)}"
