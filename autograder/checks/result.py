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


class Certainty(Enum):
    """How sure a diagnosis is.

    NAMED: the numbers are those of a known mistake. SEVERAL: those of several known mistakes
    together. PATTERN: a statement about the numbers that was computed. UNKNOWN: neither.
    """

    NAMED = "named"
    SEVERAL = "several"
    PATTERN = "pattern"
    UNKNOWN = "unknown"

    @property
    def is_sure(self) -> bool:
        """Whether known mistakes give the very numbers: a check's guess would only distract."""
        return self in (Certainty.NAMED, Certainty.SEVERAL)


@dataclass(frozen=True)
class Diagnosis:
    """What is behind the failed tests of one exercise.

    `facts` were computed from the student's arrays; `causes` are likely. `keys` name the known
    mistakes, for counting: with NAMED any one of them gives these numbers, with SEVERAL all of
    them together do, with PATTERN any one of them gives some of the arrays.
    """

    certainty: Certainty
    facts: tuple[Message, ...] = ()
    causes: tuple[Message, ...] = ()
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class ArrayError:
    """How far one array is off, and how far it may be: relative errors."""

    name: str
    error: float
    allowed: float
    is_close: bool


@dataclass(frozen=True)
class Curve:
    """A size for each time step as levels 0 to 8; `wrong` are the steps at which it is off."""

    name: Message
    levels: tuple[int, ...]
    wrong: tuple[int, ...] = ()


@dataclass(frozen=True)
class Drawing:
    """A picture as data: rows × columns of levels 0 (right) to 8 (the largest error).

    Levels are coarse on purpose: a picture of hidden inputs must not give the expected values.
    `rows` and `columns` name the axes and hold their `size`: of a large array several entries
    share a cell. `caption` is the picture's text alternative. `curves` share its columns, which
    are time steps then.
    """

    kind: str
    levels: tuple[tuple[int, ...], ...]
    rows: Message
    columns: Message
    caption: Message
    title: Message | None = None
    curves: tuple[Curve, ...] = ()


@dataclass(frozen=True)
class Progress:
    """How far the student is in the notebook; `following` is the next exercise, or empty."""

    assignment: str
    passed: int
    total: int
    following: str = ""


@dataclass(frozen=True)
class Outcome:
    """One test: its sentence by language, and what came of it. 0 points: reported only.

    `errors` tell how far off each array was that the test looked at together.
    """

    title: Mapping[str, str]
    status: Status
    points: float
    earned: float
    fact: Message | None = None
    advice: Message | None = None
    errors: tuple[ArrayError, ...] = ()
    drawing: Drawing | None = None

    def sentence(self, language: str) -> str:
        """The title in this language, else in English, else in any."""
        return self.title.get(language) or self.title.get("en") or next(iter(self.title.values()))


@dataclass(frozen=True)
class Result:
    """All tests of one exercise."""

    exercise: str
    outcomes: tuple[Outcome, ...]
    diagnosis: Diagnosis | None = None

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
    """What came of one visible check in a notebook: no points, a number of checks.

    `notes` are warnings: they fail nothing.
    """

    title: str
    status: Status
    checks: int
    fact: Message | None = None
    advice: Message | None = None
    errors: tuple[ArrayError, ...] = ()
    drawing: Drawing | None = None
    diagnosis: Diagnosis | None = None
    notes: tuple[Message, ...] = ()
    progress: Progress | None = None

    @property
    def causes(self) -> tuple[Message, ...]:
        """What is likely behind the failure, the likeliest first."""
        if self.diagnosis is not None and self.diagnosis.causes:
            return self.diagnosis.causes
        return (self.advice,) if self.advice else ()
