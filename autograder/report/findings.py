"""What an instructor asks of a graded class, as data. Other modules of this folder compute it,
others render it.

Sentences are `Message`s of the catalogues in `report/words/`: in English and Chinese alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from autograder.checks import Message
from autograder.checks.result import Certainty
from autograder.judge.versions import Versions
from autograder.report.results import ClassResults, Exercise


@dataclass(frozen=True)
class Interval:
    """An estimate and the 95 % interval around it."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Remark:
    """A sentence about one student."""

    student: str
    sentence: Message


@dataclass(frozen=True)
class Trust:
    """Whether the results can be relied on. Counts are submissions.

    `unrecorded` have no entry in the history: plain `nbgrader autograde` graded them. `versions`:
    what graded how many; more than one means that not all were graded alike.
    """

    students: int
    collected: int
    graded: int
    from_cache: int
    unrecorded: int
    tiers: Mapping[str, int]
    versions: tuple[tuple[Versions, int], ...]
    newest: str
    no_submission: tuple[str, ...] = ()
    not_graded: tuple[Remark, ...] = ()
    timeouts: tuple[Remark, ...] = ()
    grader_errors: tuple[Remark, ...] = ()
    to_review: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class Distribution:
    """Total scores of those who were graded. `bins`: (from, to, how many)."""

    points: float
    scores: tuple[float, ...]
    bins: tuple[tuple[float, float, int], ...]
    mean: float
    median: float
    quartiles: tuple[float, float]


@dataclass(frozen=True)
class Gap:
    """One exercise's visible checks against its hidden tests; counts are submissions in which it
    is written.

    `fooled`: the visible checks passed, the hidden tests took points. `strict`: the other way
    round. `visible`, `hidden`: the mean share passed and the mean share of points.
    """

    exercise: Exercise
    both: int
    fooled: int
    strict: int
    neither: int
    visible: float
    hidden: float


@dataclass(frozen=True)
class CheckItem:
    """One hidden test over the class: how many passed, failed, waited for another exercise, or met
    a failure of the grader's."""

    title: Mapping[str, str]
    points: float
    passed: int
    failed: int
    skipped: int
    grader_errors: int


@dataclass(frozen=True)
class Item:
    """One exercise over the class.

    `students` are those whose points count: not those at whom the grader failed. `difficulty` is
    the mean share of its points, None without students. `discrimination` is the correlation with
    the rest of the score (the exercise itself left out: corrected item–rest); None where there are
    too few students or nothing varies. `full`, `partial`, `none` and `unwritten` make up all of
    them. `checks` are of those who wrote it. `flags` say where to look, never who is bad.
    """

    exercise: Exercise
    students: int
    difficulty: Interval | None
    discrimination: Interval | None
    full: int
    partial: int
    none: int
    unwritten: int
    checks: tuple[CheckItem, ...] = ()
    flags: tuple[Message, ...] = ()


@dataclass(frozen=True)
class Misconception:
    """A cause of lost points in one exercise, and who has it.

    `certainty` UNKNOWN gathers what nobody could explain, `cause` None. `keys` are those of known
    mistakes. Who has two mistakes stands with both, and half of the lost points with each. `sample`
    is one student's code without names, comments and texts. `section` is the lecture's heading to
    read again.
    """

    exercise: str
    certainty: Certainty
    cause: Message | None
    keys: tuple[str, ...]
    students: tuple[str, ...]
    points_lost: float
    sample: str = ""
    section: Message | None = None

    @property
    def count(self) -> int:
        return len(self.students)


@dataclass(frozen=True)
class Call:
    """A student to talk to, and the facts that say so. No score of risk."""

    student: str
    facts: tuple[Message, ...]


@dataclass(frozen=True)
class PairedLine:
    """A line of one student's code; `match` is the number, from 1, of the line of the other's that
    it goes with, among those that are shown; None if there is none."""

    text: str
    match: int | None = None


@dataclass(frozen=True)
class PairedCode:
    """One exercise of two students, side by side. `share` is that of matching tokens, after the
    starter code and what most of the class shares are taken out."""

    exercise: str
    share: float
    first: tuple[PairedLine, ...]
    second: tuple[PairedLine, ...]


@dataclass(frozen=True)
class Pair:
    """Two submissions that are more alike than those of others: evidence to read, no verdict.

    `common` is the number of matching tokens that few others share.
    """

    first: str
    second: str
    share: float
    common: int
    code: tuple[PairedCode, ...]


@dataclass(frozen=True)
class Slow:
    """How long grading one submission took."""

    student: str
    seconds: float
    timeouts: int


@dataclass(frozen=True)
class Findings:
    """Everything that is on the page, in its order."""

    results: ClassResults
    trust: Trust
    distribution: Distribution | None
    gaps: tuple[Gap, ...]
    items: tuple[Item, ...]
    misconceptions: tuple[Misconception, ...]
    calls: tuple[Call, ...]
    pairs: tuple[Pair, ...]
    slowest: tuple[Slow, ...]
