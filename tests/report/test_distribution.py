"""The distribution of totals, and the gap between visible and hidden checks, by hand."""

import pytest
from made import (
    BROKEN,
    FAILED,
    FORWARD,
    LOSS,
    PASSED,
    SKIPPED,
    SOFTMAX,
    absent,
    class_of,
    done,
    outcome,
    scored,
    student,
    unwritten,
)

from autograder.report.distribution import distribution_of
from autograder.report.gaps import gaps_of


def totals(*scores):
    """A class with these totals of 20 points."""
    exercises = (SOFTMAX, FORWARD, LOSS)
    found = [
        student(f"s{n}", scored(SOFTMAX, 0.0), scored(FORWARD, score), scored(LOSS, 0.0))
        for n, score in enumerate(scores)
    ]
    return class_of(*found, exercises=exercises)


def test_the_totals_are_nbgraders():
    late = student("ada", scored(SOFTMAX, 4.0), scored(LOSS, 6.0), penalty=3.0)
    manual = student("bo", scored(SOFTMAX, 4.0, manual=1.0), scored(LOSS, None))
    extra = student("chen", scored(SOFTMAX, 4.0, extra=2.0), scored(LOSS, 6.0))
    ruined = student("dora", scored(SOFTMAX, 1.0), scored(LOSS, 0.0), penalty=5.0)
    found = distribution_of(class_of(late, manual, extra, ruined, absent("eve")))
    assert found.scores == (0.0, 1.0, 7.0, 12.0)
    assert found.mean == 5.0
    assert found.points == 10.0


def test_median_and_quartiles_are_interpolated():
    found = distribution_of(totals(1.0, 2.0, 3.0, 4.0, 10.0))
    assert (found.median, found.quartiles) == (3.0, (2.0, 4.0))
    assert distribution_of(totals(0.0, 1.0)).quartiles == (0.25, 0.75)


def test_a_score_on_a_bound_counts_above_it_and_full_points_in_the_last_bin():
    found = distribution_of(totals(0.0, 1.99, 2.0, 20.0))
    assert len(found.bins) == 10
    assert found.bins[0] == (0.0, 2.0, 2)
    assert found.bins[1] == (2.0, 4.0, 1)
    assert found.bins[9] == (18.0, 20.0, 1)


def test_extra_credit_has_bins_of_its_own_and_nobody_is_lost():
    found = distribution_of(totals(20.0, 23.0))
    assert found.bins[-1] == (22.0, 24.0, 1)
    assert sum(count for *_, count in found.bins) == 2


@pytest.mark.parametrize("seed", range(5))
def test_every_student_is_in_a_bin(seed):
    scores = [((seed + 3) * n * 7919 % 2001) / 100 for n in range(40)]
    found = distribution_of(totals(*scores))
    for low, high, count in found.bins:
        is_last = high == found.bins[-1][1]
        inside = [s for s in found.scores if low <= s < high or (is_last and s == high)]
        assert count == len(inside)


def test_nobody_graded_has_no_distribution_and_no_gap():
    class_ = class_of(absent("ada"))
    assert distribution_of(class_) is None
    assert gaps_of(class_) == ()


def test_visible_and_hidden_are_counted_against_each_other():
    right, wrong = outcome(points=3.0), outcome(FAILED, 1.0, "more")
    also_right = outcome(points=1.0, title="more")
    class_ = class_of(
        student("ada", done(SOFTMAX, right, also_right)),
        student("bo", done(SOFTMAX, right, wrong)),
        student("chen", done(SOFTMAX, right, also_right, visible=(PASSED, FAILED))),
        student("dora", done(SOFTMAX, right, wrong, visible=(FAILED, SKIPPED))),
    )
    (gap,) = gaps_of(class_)
    assert (gap.both, gap.fooled, gap.strict, gap.neither) == (1, 1, 1, 1)
    assert gap.visible == (1 + 1 + 0.5 + 0) / 4
    assert gap.hidden == (1 + 0.75 + 1 + 0.75) / 4


def test_what_says_nothing_of_the_difference_is_left_out():
    class_ = class_of(
        student("ada", unwritten(SOFTMAX)),
        student("bo", done(SOFTMAX, outcome(points=4.0), visible=())),
        student("chen", done(SOFTMAX, outcome(BROKEN, 4.0))),
        student("dora", scored(SOFTMAX, 4.0)),
    )
    assert gaps_of(class_) == ()


def test_a_manual_score_is_no_tests():
    kept = done(SOFTMAX, outcome(FAILED, 4.0), manual=4.0)
    (gap,) = gaps_of(class_of(student("ada", kept)))
    assert (gap.fooled, gap.hidden) == (1, 0.0)
