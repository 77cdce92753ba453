"""A graded class as data: what every report and every export is a pure function of."""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass
from enum import Enum

from autograder.batch.grading import Grading
from autograder.checks import Result, Verdict
from autograder.course.student import Student


class Standing(Enum):
    """What came of a student's submission."""

    GRADED = "graded"
    NEEDS_REVIEW = "needs review"
    NOT_GRADED = "not graded"
    NO_SUBMISSION = "no submission"


@dataclass(frozen=True)
class Exercise:
    """A graded cell of the assignment: its name, where it is, its points."""

    name: str
    cell: str
    notebook: str
    points: float


@dataclass(frozen=True)
class ExerciseResult:
    """One graded cell of one submission.

    `auto` is the hidden tests' score, `manual` a human's, which wins; None where there is none.
    `visible` are the verdicts of the visible checks, `hidden` the record of the hidden tests; None
    where the cell has none (another course's tests, a cell for a human, a broken result). `code` is
    what the student wrote for it. `timeout`: its tests ran out of time.
    """

    exercise: Exercise
    auto: float | None = None
    manual: float | None = None
    extra: float = 0.0
    needs_review: bool = False
    visible: tuple[Verdict, ...] = ()
    hidden: Result | None = None
    code: str = ""

    @property
    def score(self) -> float | None:
        """nbgrader's rule: the human's score wins; extra credit comes on top of either."""
        base = self.auto if self.manual is None else self.manual
        return None if base is None else base + self.extra


@dataclass(frozen=True)
class StudentResult:
    """One student's submission. `exercises` are in the class's order, and empty without grades.

    `penalty` are points off for being late by `seconds_late`. `grading` tells what graded it; of
    a result of `nbgrader autograde` only what its stamps tell (not `is_recorded`); None without.
    `language` is the notebook's.
    """

    student: Student
    standing: Standing
    exercises: tuple[ExerciseResult, ...] = ()
    penalty: float = 0.0
    submitted: datetime.datetime | None = None
    seconds_late: float = 0.0
    language: str = ""
    tier: str = ""
    grading: Grading | None = None

    @property
    def raw_score(self) -> float:
        return sum(each.score or 0.0 for each in self.exercises)

    @property
    def score(self) -> float:
        """After the late penalty, never below 0: nbgrader's rule."""
        return max(0.0, self.raw_score - self.penalty)

    @property
    def is_graded(self) -> bool:
        return self.standing in (Standing.GRADED, Standing.NEEDS_REVIEW)


def late_by(seconds: float) -> tuple[int, int]:
    """Hours and minutes, rounded up: half a minute too late is late."""
    return divmod(math.ceil(seconds / 60), 60)


@dataclass(frozen=True)
class ClassResults:
    """A class's results in one assignment; `students` by id."""

    course: str
    assignment: str
    exercises: tuple[Exercise, ...]
    students: tuple[StudentResult, ...]
    due: datetime.datetime | None = None

    @property
    def points(self) -> float:
        return sum(exercise.points for exercise in self.exercises)

    @property
    def graded(self) -> tuple[StudentResult, ...]:
        return tuple(each for each in self.students if each.is_graded)
