"""What came of an exercise, as data. Renderers turn it into text and HTML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from autograder.checks.errors import Message


class Status(Enum):
    """A grader error is never a failure of the student's."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"
    GRADER_ERROR = "grader_error"


@dataclass(frozen=True)
class Outcome:
    """One test: its sentence by language, and what came of it. 0 points: reported only."""

    title: Mapping[str, str]
    status: Status
    points: float
    earned: float
    fact: Message | None = None
    advice: Message | None = None

    def sentence(self, language: str) -> str:
        """The title in this language, else in English, else in any."""
        return self.title.get(language) or self.title.get("en") or next(iter(self.title.values()))


@dataclass(frozen=True)
class Result:
    """All tests of one exercise."""

    exercise: str
    outcomes: tuple[Outcome, ...]

    @property
    def points(self) -> float:
        return sum(outcome.points for outcome in self.outcomes)

    @property
    def earned(self) -> float:
        return sum(outcome.earned for outcome in self.outcomes)

    @property
    def status(self) -> Status:
        """Failed if a test that has points failed; a test without points is only reported."""
        counted = [outcome for outcome in self.outcomes if outcome.points] or self.outcomes
        found = {outcome.status for outcome in counted}
        order = (Status.FAILED, Status.GRADER_ERROR, Status.PASSED)
        return next((status for status in order if status in found), Status.SKIPPED)


@dataclass(frozen=True)
class Verdict:
    """What came of one visible check in a notebook: no points, a number of checks."""

    title: str
    status: Status
    checks: int
    fact: Message | None = None
    advice: Message | None = None
