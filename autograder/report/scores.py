"""Scores of a class, read from nbgrader's gradebook."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry


class UnknownAssignmentError(Exception):
    """The gradebook does not know the assignment."""


class Standing(Enum):
    """What came of a student's submission."""

    GRADED = "graded"
    NEEDS_REVIEW = "needs review"
    NOT_GRADED = "not graded"
    NO_SUBMISSION = "no submission"


@dataclass(frozen=True)
class Exercise:
    """A graded cell and its points."""

    name: str
    points: float


@dataclass(frozen=True)
class StudentScores:
    """One student's points, in the order of the table's exercises."""

    student: str
    standing: Standing
    scores: tuple[float | None, ...] = ()

    @property
    def total(self) -> float:
        return sum(score or 0.0 for score in self.scores)


@dataclass(frozen=True)
class ScoreTable:
    """Students × exercises."""

    assignment: str
    exercises: tuple[Exercise, ...]
    rows: tuple[StudentScores, ...]

    @property
    def points(self) -> float:
        return sum(exercise.points for exercise in self.exercises)


def read_scores(db_url: str, assignment: str, submitted: Path, autograded: Path) -> ScoreTable:
    """The table of an assignment.

    `submitted` and `autograded` are nbgrader's folders of the same names: a submission that is
    in the first and not in the second could not be graded. Raises `UnknownAssignmentError`.
    """
    with Gradebook(db_url) as gradebook:
        try:
            found = gradebook.find_assignment(assignment)
        except MissingEntry:
            known = ", ".join(each.name for each in gradebook.assignments) or "none"
            raise UnknownAssignmentError(
                f"found no assignment {assignment!r} in {db_url}; expected one of: {known}. "
                f"Run `nbgrader generate_assignment {assignment}` first"
            ) from None
        cells = [(nb.name, cell) for nb in found.notebooks for cell in nb.grade_cells]
        exercises = tuple(Exercise(_exercise(c.name), float(c.max_score)) for _, c in cells)
        order = [(notebook, cell.name) for notebook, cell in cells]
        students = {student.id for student in gradebook.students} | _names(submitted, assignment)
        rows = tuple(
            _row(gradebook, assignment, order, student, submitted, autograded)
            for student in sorted(students)
        )
    return ScoreTable(assignment, exercises, rows)


def _row(
    gradebook: Gradebook,
    assignment: str,
    order: list[tuple[str, str]],
    student: str,
    submitted: Path,
    autograded: Path,
) -> StudentScores:
    if not (submitted / student / assignment).is_dir():
        return StudentScores(student, Standing.NO_SUBMISSION)
    if not (autograded / student / assignment).is_dir():
        return StudentScores(student, Standing.NOT_GRADED)
    try:
        submission = gradebook.find_submission(assignment, student)
    except MissingEntry:
        return StudentScores(student, Standing.NOT_GRADED)
    by_cell = {
        (grade.notebook.name, grade.cell.name): grade.score
        for notebook in submission.notebooks
        for grade in notebook.grades
    }
    scores = tuple(map(by_cell.get, order))
    standing = Standing.NEEDS_REVIEW if submission.needs_manual_grade else Standing.GRADED
    return StudentScores(student, standing, scores)


def _names(submitted: Path, assignment: str) -> set[str]:
    return {folder.parent.name for folder in submitted.glob(f"*/{assignment}") if folder.is_dir()}


def _exercise(grade_id: str) -> str:
    return grade_id.removeprefix("test_")
