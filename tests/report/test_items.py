"""Difficulty, discrimination and flags: against formulas worked out by hand, and numpy."""

import math
from dataclasses import replace

import numpy as np
import pytest
from made import (
    BROKEN,
    FAILED,
    FORWARD,
    LOSS,
    PASSED,
    SKIPPED,
    SOFTMAX,
    class_of,
    done,
    outcome,
    scored,
    student,
    unwritten,
)
from sample_class import sample_class

from autograder.report.estimates import correlation, mean_share
from autograder.report.items import FEWEST, discrimination, items_of
from autograder.report.overview import findings_of
from autograder.report.words import say


def close(interval):
    return pytest.approx((interval.value, interval.low, interval.high), abs=5e-5)


def flags(class_, exercise="softmax"):
    """The keys of the exercise's flags."""
    items = findings_of(class_).items
    (item,) = [each for each in items if each.exercise.name == exercise]
    return [flag.key.removeprefix("report.flag.") for flag in item.flags]


def test_wilsons_interval_is_that_of_the_textbook():
    """81 of 263: Newcombe 1998 (Stat. Med. 17:857-872), table I, method 3."""
    found = mean_share([1.0] * 81 + [0.0] * 182)
    assert close(found) == (0.3080, 0.2553, 0.3662)
    assert close(mean_share([0.0] * 20)) == (0.0, 0.0, 0.1611)
    assert close(mean_share([1.0] + [0.0] * 28)) == (0.0345, 0.0061, 0.1718)


def test_the_interval_holds_the_mean_and_mirrors():
    for n, passed in ((1, 0), (1, 1), (7, 7), (30, 4), (1000, 999)):
        found = mean_share([1.0] * passed + [0.0] * (n - passed))
        other = mean_share([0.0] * passed + [1.0] * (n - passed))
        assert 0 <= found.low <= found.value <= found.high <= 1
        assert (1 - other.value, 1 - other.high, 1 - other.low) == close(found)
    assert mean_share([]) is None


def test_with_partial_credit_the_interval_covers_the_truth_at_least_as_often_as_it_says():
    random = np.random.default_rng(0)
    shares = random.beta(2.0, 1.0, size=(2000, 25))  # its mean is 2/3
    found = [mean_share(list(row)) for row in shares]
    assert np.mean([each.low <= 2 / 3 <= each.high for each in found]) >= 0.95


def test_fishers_interval_is_worked_out_by_hand():
    """r = 0.6 exactly: half of what tells the one tells the other. n = 28 gives z ± 1.96/5."""
    x = np.tile([1.0, -1.0, 0.0, 0.0], 7)
    y = 0.6 * x + 0.8 * np.tile([0.0, 0.0, 1.0, -1.0], 7)
    found = correlation(list(x), list(y))
    z = math.atanh(0.6)
    half = 1.959964 / 5
    assert (0.6, math.tanh(z - half), math.tanh(z + half)) == close(found)


def test_fishers_interval_covers_the_truth_as_often_as_it_says():
    random = np.random.default_rng(1)
    covered = 0
    for _ in range(2000):
        x, e = random.normal(size=(2, 30))
        found = correlation(list(x), list(0.6 * x + 0.8 * e))
        covered += found.low <= 0.6 <= found.high
    assert 0.935 <= covered / 2000 <= 0.965


def test_what_does_not_vary_or_is_too_little_has_no_correlation():
    assert correlation([1.0] * 10, list(range(10))) is None
    assert correlation([1.0, 2.0, 3.0], [1.0, 2.0, 4.0]) is None
    found = correlation([1.0, 2.0, 3.0, 4.0], [2.0, 4.0, 6.0, 8.0])
    assert close(found) == (1.0, 1.0, 1.0)


def spread(number, seed=0, extra=0.0):
    """A class whose scores vary."""
    random = np.random.default_rng(seed)
    rows = random.integers(0, [5, 11, 7], size=(number, 3))
    return rows, class_of(
        *(
            student(
                f"s{n:03}",
                scored(SOFTMAX, float(a) + extra),
                scored(FORWARD, float(b)),
                scored(LOSS, float(c)),
            )
            for n, (a, b, c) in enumerate(rows)
        )
    )


@pytest.mark.parametrize("seed", range(4))
def test_discrimination_is_numpys_correlation_with_the_item_left_out(seed):
    rows, class_ = spread(40, seed)
    for place, item in enumerate(items_of(class_)):
        rest = np.delete(rows, place, axis=1).sum(axis=1)
        expected = np.corrcoef(rows[:, place], rest)[0, 1]
        assert item.discrimination.value == pytest.approx(expected)
        whole = np.corrcoef(rows[:, place], rows.sum(axis=1))[0, 1]
        assert item.discrimination.value != pytest.approx(whole, abs=0.05)


def test_adding_a_constant_to_everybody_changes_no_discrimination():
    _, class_ = spread(40)
    _, shifted = spread(40, extra=3.0)
    for one, other in zip(items_of(class_), items_of(shifted), strict=True):
        assert one.discrimination.value == pytest.approx(other.discrimination.value)


def test_few_students_have_no_discrimination():
    assert items_of(spread(FEWEST)[1])[0].discrimination is not None
    assert items_of(spread(FEWEST - 1)[1])[0].discrimination is None


def test_a_few_students_who_differ_decide_nothing():
    rest = [float(n) for n in range(30)]
    assert discrimination([1.0] * 4 + [0.0] * 26, rest) is None
    assert discrimination([1.0] * 5 + [0.0] * 25, rest) is not None
    assert discrimination([0.0] * 30, rest) is None


def test_blank_notebooks_do_not_make_exercises_look_good():
    _, class_ = spread(30)
    blank = [student(f"t{n}", *map(unwritten, class_.exercises)) for n in range(10)]
    more = replace(class_, students=(*class_.students, *blank))
    for one, other in zip(items_of(class_), items_of(more), strict=True):
        assert one.discrimination == other.discrimination
        assert other.students == 40
        assert other.unwritten == 10
        assert other.difficulty.value == pytest.approx(0.75 * one.difficulty.value)


def test_the_four_kinds_of_results_make_up_all_students():
    class_ = class_of(
        student("ada", done(SOFTMAX, outcome(points=4.0))),
        student("bo", done(SOFTMAX, outcome(points=1.0), outcome(FAILED, 3.0, "more"))),
        student("chen", done(SOFTMAX, outcome(FAILED, 4.0))),
        student("dora", unwritten(SOFTMAX)),
        student("eve", scored(SOFTMAX, 4.0, extra=1.0)),
    )
    (item,) = items_of(class_)
    assert (item.full, item.partial, item.none, item.unwritten) == (2, 1, 1, 1)
    assert item.students == 5
    assert item.difficulty.value == (1 + 0.25 + 0 + 0 + 1) / 5


def test_a_stub_of_another_exercise_is_not_this_ones():
    """rnn_forward is written, and calls what is not."""
    fact = unwritten(SOFTMAX).hidden.outcomes[0].fact
    class_ = class_of(student("ada", done(FORWARD, outcome(FAILED, 10.0, fact=fact))))
    (item,) = items_of(class_)
    assert (item.none, item.unwritten) == (1, 0)


def test_at_whom_the_grader_failed_is_not_counted_but_for_a_manual_score():
    broken = done(SOFTMAX, outcome(BROKEN, 4.0))
    class_ = class_of(
        student("ada", done(SOFTMAX, outcome(FAILED, 4.0))),
        student("bo", broken),
        student("chen", replace(broken, manual=4.0)),
        student("dora", scored(SOFTMAX, None)),
    )
    (item,) = items_of(class_)
    assert item.students == 2
    assert item.difficulty.value == 0.5
    (nobody,) = items_of(class_of(student("bo", broken)))
    assert (nobody.students, nobody.difficulty, nobody.discrimination) == (0, None, None)


def test_every_hidden_test_is_counted_for_those_who_wrote_it():
    class_ = class_of(
        student("ada", done(SOFTMAX, outcome(points=1.0), outcome(points=3.0, title="more"))),
        student("bo", done(SOFTMAX, outcome(FAILED, 1.0), outcome(SKIPPED, 3.0, "more"))),
        student("chen", done(SOFTMAX, outcome(BROKEN, 1.0), outcome(points=3.0, title="more"))),
        student("dora", unwritten(SOFTMAX)),
    )
    first, second = items_of(class_)[0].checks
    assert (first.title["en"], first.points) == ("it is right", 1.0)
    assert (first.passed, first.failed, first.skipped, first.grader_errors) == (1, 1, 0, 1)
    assert (second.passed, second.failed, second.skipped, second.grader_errors) == (2, 0, 1, 0)


def shares(full, none, number_unwritten=0):
    """So many with full points, without any, and with nothing written."""
    found = [done(SOFTMAX, outcome(points=4.0))] * full
    found += [done(SOFTMAX, outcome(FAILED, 4.0), visible=(FAILED,))] * none
    found += [unwritten(SOFTMAX)] * number_unwritten
    return class_of(*(student(f"s{n}", each) for n, each in enumerate(found)))


def test_almost_everybody_and_almost_nobody_are_flagged_and_near_misses_are_not():
    assert flags(shares(19, 1)) == ["easy"]
    assert flags(shares(18, 2)) == []
    assert flags(shares(9, 0)) == []
    assert flags(shares(1, 0, 19)) == ["hard"]
    assert flags(shares(2, 0, 18)) == []


def test_a_check_that_nobody_passes_is_flagged_unless_few_failed_or_it_has_no_points():
    def class_with(number, other=(), points=1.0):
        failing = [outcome(FAILED, points, "asks too much"), outcome(points=3.0)]
        found = [done(SOFTMAX, *failing, visible=(FAILED,))] * number
        return class_of(*(student(f"s{n}", e) for n, e in enumerate([*found, *other])))

    right = done(SOFTMAX, outcome(points=1.0, title="asks too much"), outcome(points=3.0))
    assert flags(class_with(5)) == ["all_fail"]
    assert flags(class_with(4)) == []
    assert flags(class_with(5, [right])) == []
    assert flags(class_with(5, points=0.0)) == []
    assert flags(class_with(5, [unwritten(SOFTMAX)] * 4)) == ["all_fail"]
    (item,) = findings_of(class_with(5)).items
    assert "nobody passes “asks too much”: 5 failed" in say(item.flags[0], "en")
    assert "没有人通过“asks too much（中文）”" in say(item.flags[0], "zh")


def test_visible_checks_that_promise_too_much_are_flagged():
    def class_with(fooled, right):
        half = done(SOFTMAX, outcome(points=2.0), outcome(FAILED, 2.0, "more"))
        found = [half] * fooled + [done(SOFTMAX, outcome(points=4.0))] * right
        return class_of(*(student(f"s{n}", each) for n, each in enumerate(found)))

    assert flags(class_with(3, 6)) == ["gap"]
    assert flags(class_with(2, 0)) == []
    assert flags(class_with(4, 16)) == ["gap"]
    assert flags(class_with(3, 14)) == []


def test_many_grader_errors_are_flagged_as_the_tests_and_one_is_not():
    def class_with(errors, right):
        found = [done(SOFTMAX, outcome(BROKEN, 4.0))] * errors
        found += [done(SOFTMAX, outcome(points=4.0), visible=(PASSED,))] * right
        found += [done(SOFTMAX, outcome(FAILED, 4.0), visible=(FAILED,))] * right
        return class_of(*(student(f"s{n}", each) for n, each in enumerate(found)))

    assert flags(class_with(2, 3)) == ["grader_errors"]
    assert flags(class_with(1, 3)) == []
    assert flags(class_with(2, 20)) == []
    (item,) = findings_of(class_with(2, 3)).items
    assert "look at the tests, not at the students" in say(item.flags[0], "en")


def told_by(slope, seed=3):
    """Two exercises in 40 students: the second follows the first with this sign and noise."""
    random = np.random.default_rng(seed)
    first = random.integers(0, 5, 40)
    second = 5 + slope * (first - 2) + random.integers(-1, 2, 40)
    return class_of(
        *(
            student(f"s{n:02}", scored(SOFTMAX, float(a)), scored(FORWARD, float(b)))
            for n, (a, b) in enumerate(zip(first, second, strict=True))
        )
    )


def test_discrimination_is_flagged_only_with_its_whole_interval_below_the_bound():
    assert flags(told_by(-1)) == ["negative"]
    assert flags(told_by(1)) == []
    poor = told_by(0)
    found = items_of(poor)[0].discrimination
    assert found.low < 0 < found.high < 0.2
    assert flags(poor) == ["low"]
    unknown = told_by(0, seed=4)
    found = items_of(unknown)[0].discrimination
    assert found.low < 0.2 < found.high
    assert flags(unknown) == []


def test_items_stand_in_the_exercises_order_whatever_their_numbers():
    class_ = sample_class(60)
    assert [item.exercise for item in items_of(class_)] == list(class_.exercises)
