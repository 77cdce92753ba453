"""All that is on the report's page."""

from __future__ import annotations

from autograder.checks.lessons import Lesson
from autograder.report.calls import calls_of
from autograder.report.distribution import distribution_of
from autograder.report.findings import Findings, Pair
from autograder.report.gaps import gaps_of
from autograder.report.items import items_of
from autograder.report.misconceptions import misconceptions_of
from autograder.report.results import ClassResults
from autograder.report.slowest import slowest_of
from autograder.report.trust import trust_of


def findings_of(
    results: ClassResults, *, pairs: tuple[Pair, ...] = (), lesson: Lesson | None = None
) -> Findings:
    """What an instructor asks of this class. `pairs` are found apart, since that takes longer;
    `lesson` tells the lecture's section of an exercise."""
    gaps = gaps_of(results)
    return Findings(
        results=results,
        trust=trust_of(results),
        distribution=distribution_of(results),
        gaps=gaps,
        items=items_of(results, gaps),
        misconceptions=misconceptions_of(results, lesson),
        calls=calls_of(results),
        pairs=pairs,
        slowest=slowest_of(results),
    )
