"""Every exercise over the class: how hard it is, and whether it tells students apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from autograder.checks import Outcome, Status
from autograder.report import facts
from autograder.report.estimates import correlation, mean_share
from autograder.report.findings import CheckItem, Gap, Interval, Item
from autograder.report.flags import Look, flags_of
from autograder.report.results import ClassResults, Exercise, ExerciseResult, StudentResult

Pair = tuple[StudentResult, ExerciseResult]

# Below, the interval of a correlation of 0.2 reaches from less than -0.25 to more than 0.55: a
# worthless exercise and a good one look alike.
FEWEST = 20
# A correlation in which all students but a few have the same score is that of these few.
FEWEST_APART = 5


def items_of(results: ClassResults, gaps: Sequence[Gap] = ()) -> tuple[Item, ...]:
    """In the exercises' order: nothing is ranked."""
    by_exercise = {gap.exercise: gap for gap in gaps}
    complete = _complete(results)
    return tuple(
        _item(results, exercise, complete, by_exercise.get(exercise))
        for exercise in results.exercises
    )


def discrimination(own: Sequence[float], rest: Sequence[float]) -> Interval | None:
    """The corrected item-rest correlation: an exercise's points with those of all others, itself
    left out, since a part correlates with its own sum (Henrysson 1963, Psychometrika 28:211-218).

    None for fewer than `FEWEST` students, or where fewer than `FEWEST_APART` are apart from the
    rest.
    """
    if len(own) < FEWEST or min(_apart(own), _apart(rest)) < FEWEST_APART:
        return None
    return correlation(own, rest)


def _apart(values: Sequence[float]) -> int:
    return len(values) - Counter(values).most_common(1)[0][1]


def _complete(results: ClassResults) -> tuple[StudentResult, ...]:
    """Those whose every score counts and who wrote something: two blank notebooks would make every
    exercise look as if it told the good from the weak."""
    return tuple(
        student
        for student in results.graded
        if all(facts.counts(student, each) for each in student.exercises)
        and not facts.is_blank(student)
    )


def _item(
    results: ClassResults, exercise: Exercise, complete: Sequence[StudentResult], gap: Gap | None
) -> Item:
    pairs = list(facts.results_in(results, exercise))
    counted = [each for student, each in pairs if facts.counts(student, each)]
    unwritten = sum(map(facts.is_unwritten, counted))
    shares = [facts.share(each) for each in counted]
    full = sum(share == 1 for share in shares)
    none = sum(share == 0 for share in shares) - unwritten
    item = Item(
        exercise,
        students=len(counted),
        difficulty=mean_share(shares),
        discrimination=_discrimination(results, exercise, complete),
        full=full,
        partial=len(counted) - full - none - unwritten,
        none=none,
        unwritten=unwritten,
        checks=_checks(pairs),
    )
    errors = sum(bool(facts.grader_error(student, each)) for student, each in pairs)
    return flags_of(Look(item, gap, errors, len(pairs)))


def _discrimination(
    results: ClassResults, exercise: Exercise, complete: Sequence[StudentResult]
) -> Interval | None:
    place = results.exercises.index(exercise)
    own = [facts.automatic(student.exercises[place]) or 0.0 for student in complete]
    totals = [sum(facts.automatic(e) or 0.0 for e in student.exercises) for student in complete]
    # Rounded: 0.1 + 0.2 - 0.1 would else be apart from 0.2.
    rest = [round(total - mine, 9) for total, mine in zip(totals, own, strict=True)]
    return discrimination(own, rest)


def _checks(pairs: Sequence[Pair]) -> tuple[CheckItem, ...]:
    """By title, in the tests' order. A stub fails one check and the others are skipped, which says
    nothing of any: whoever wrote nothing is not counted here."""
    found: dict[str, list[Outcome]] = {}
    for _, each in pairs:
        if each.hidden is not None and not facts.is_unwritten(each):
            for outcome in each.hidden.outcomes:
                found.setdefault(outcome.sentence("en"), []).append(outcome)
    return tuple(map(_check, found.values()))


def _check(outcomes: Sequence[Outcome]) -> CheckItem:
    counts = Counter(outcome.status for outcome in outcomes)
    return CheckItem(
        title=outcomes[0].title,
        points=outcomes[0].points,
        passed=counts[Status.PASSED],
        failed=counts[Status.FAILED],
        skipped=counts[Status.SKIPPED],
        grader_errors=counts[Status.GRADER_ERROR],
    )
