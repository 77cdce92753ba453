"""What the visible checks promise, and what the hidden tests find."""

from __future__ import annotations

import math
from collections import Counter

from autograder.checks import Status
from autograder.report import facts
from autograder.report.findings import Gap
from autograder.report.results import ClassResults, Exercise, ExerciseResult


def gaps_of(results: ClassResults) -> tuple[Gap, ...]:
    """One for each exercise that has both kinds of checks, in the exercises' order.

    Of those who wrote it: a stub fails both, and says nothing of the difference.
    """
    found = (_gap(results, exercise) for exercise in results.exercises)
    return tuple(gap for gap in found if gap is not None)


def _gap(results: ClassResults, exercise: Exercise) -> Gap | None:
    both = [
        each
        for student, each in facts.results_in(results, exercise)
        if each.hidden is not None
        and facts.visible_passed(each) is not None
        and not facts.grader_error(student, each)
        and not facts.is_unwritten(each)
    ]
    if not both:
        return None
    met = Counter((facts.visible_passed(each), _hidden_share(each) == 1) for each in both)
    return Gap(
        exercise,
        both=met[True, True],
        fooled=met[True, False],
        strict=met[False, True],
        neither=met[False, False],
        visible=math.fsum(map(_visible_share, both)) / len(both),
        hidden=math.fsum(map(_hidden_share, both)) / len(both),
    )


def _visible_share(each: ExerciseResult) -> float:
    ran = [verdict for verdict in each.visible if verdict.status is not Status.SKIPPED]
    return sum(verdict.status is Status.PASSED for verdict in ran) / len(ran)


def _hidden_share(each: ExerciseResult) -> float:
    """The tests' own points: a manual score is no test's."""
    if each.hidden is None or not each.hidden.points:
        return 1.0
    return each.hidden.earned / each.hidden.points
