"""Which picture is drawn of wrong arrays, what it shows, and what it must not give away."""

import json

import numpy as np
import pytest

from autograder.checks import CheckFailed, check, text
from autograder.checks.comparison import compared, compared_gradient
from autograder.checks.drawings import drawing_of
from autograder.checks.levels import HIGHEST
from autograder.checks.record import as_record, from_record
from autograder.checks.result import Outcome, Result, Status


def wrong(name, shape, axes, where=..., by=1.0, seed=0):
    """A comparison whose array is off by `by` at the places `where`."""
    expected = np.random.default_rng(seed).standard_normal(shape)
    actual = expected.copy()
    actual[where] += by
    return compared(name, actual, expected, axes, 1e-9)


def right(name, shape, axes):
    return wrong(name, shape, axes, where=(slice(0),))


def drawn(*comparisons):
    drawing = drawing_of(comparisons)
    assert drawing is not None
    return drawing


def caption(drawing, language="en"):
    return text(drawing.caption, language)


def test_time_runs_across_and_units_run_down():
    drawing = drawn(wrong("s", (5, 2, 4), "n N T", (3, 0, slice(0, 2))))
    assert (drawing.kind, len(drawing.levels), len(drawing.levels[0])) == ("time", 5, 4)
    assert drawing.levels[3] == (8, 8, 0, 0)
    assert sum(map(sum, drawing.levels)) == 16
    assert (text(drawing.rows), text(drawing.columns)) == ("hidden unit", "time step")


def test_the_caption_says_where_the_error_is_largest_and_what_is_right():
    comparison = wrong("s", (5, 1, 4), "n N T", (slice(None), 0, slice(0, 3)), by=0.1)
    comparison.actual[3, 0, 0] += 5
    words = "The error of s is largest at t=0, hidden unit 3; right at t=3."
    assert caption(drawn(comparison)) == words


def test_the_caption_of_a_matrix_counts_what_is_right():
    drawing = drawn(wrong("dW", (3, 4), "n n", (slice(None), 1)))
    assert caption(drawing) == (
        "The error of dW is largest at row 0, column 1; 9 of 12 entries are right."
    )


def test_a_place_is_named_by_its_axes_where_they_differ():
    drawing = drawn(wrong("dx_t", (3, 4), "m N", (2, 1)))
    assert "largest at entry 2, example 1;" in caption(drawing)
    assert "在分量 2、样本 1 处最大" in caption(drawing, "zh")


def test_nothing_right_is_said_so():
    assert "no time step is right" in caption(drawn(wrong("s", (2, 3), "n T")))
    assert "no entry is right" in caption(drawn(wrong("dW", (2, 3), "n m")))


def test_a_batch_is_folded_to_its_largest_error():
    comparison = wrong("s", (3, 2, 4), "n N T", (1, 0, 2), by=0.5)
    comparison.actual[1, 1, 2] += 1.0
    assert drawn(comparison).levels == ((0, 0, 0, 0), (0, 0, 8, 0), (0, 0, 0, 0))


def test_the_axis_of_time_may_stand_anywhere():
    drawing = drawn(wrong("s", (4, 3, 2), "T n N", (0,)))
    assert [row[0] for row in drawing.levels] == [8, 8, 8]
    assert {level for row in drawing.levels for level in row[1:]} == {0}


def test_an_array_with_time_is_drawn_before_a_matrix():
    drawing = drawn(wrong("dW", (5, 5), "n n"), wrong("dx", (3, 1, 4), "m N T"))
    assert "of dx" in text(drawing.title)


def test_a_picture_with_something_right_tells_more():
    drawing = drawn(wrong("dU", (5, 3), "n m"), wrong("dW", (5, 5), "n n", (0,)))
    assert "of dW" in text(drawing.title)


def test_a_right_array_is_not_drawn():
    drawing = drawn(right("dx", (3, 1, 4), "m N T"), wrong("dW", (5, 5), "n n"))
    assert "of dW" in text(drawing.title)


@pytest.mark.parametrize(
    "comparison",
    [
        right("dx", (3, 1, 4), "m N T"),
        wrong("loss", (), ""),
        wrong("dba", (3, 1), "n 1"),
        wrong("s", (1, 1, 3), "n N T"),
        wrong("p", (3, 2), "m N"),
        wrong("empty", (0, 4), "n T"),
    ],
    ids=["right", "a number", "three numbers", "three steps", "all wrong", "nothing"],
)
def test_what_a_picture_does_not_help_with_is_not_drawn(comparison):
    assert drawing_of([comparison]) is None


def test_no_comparisons_give_no_picture():
    assert drawing_of(()) is None


def test_a_column_of_numbers_is_drawn_as_one_row():
    drawing = drawn(wrong("dba", (5, 1), "n 1", (2,)))
    assert drawing.levels == ((0, 0, 8, 0, 0),)
    assert "largest at hidden unit 2" in caption(drawing)


def test_a_large_array_shares_cells_and_loses_no_error():
    drawing = drawn(wrong("s", (70, 1, 90), "n N T", (69, 0, 89)))
    assert (len(drawing.levels), len(drawing.levels[0])) == (16, 32)
    assert drawing.levels[-1][-1] == 8
    assert (drawing.rows.values["size"], drawing.columns.values["size"]) == (70, 90)
    assert "t=89, hidden unit 69" in caption(drawing)


def test_a_numerical_gradient_is_called_so():
    a, b = np.ones((3, 4)), np.full((3, 4), 2.0)
    drawing = drawn(compared_gradient("dx", a, b, "m T", 1e-6, 0.0))
    assert text(drawing.title) == "|yours − numerical| of dx"
    assert "numerical 8 8 8 8" in caption(drawing)


@pytest.mark.parametrize("huge", [1e308, np.finfo(float).max])
def test_the_largest_numbers_there_are_can_be_drawn(huge):
    expected = np.full((2, 3), huge)
    drawing = drawn(compared("dx", -expected, expected, "m T", 1e-9))
    assert drawing.levels == ((8, 8, 8), (8, 8, 8))


def test_complex_numbers_can_be_drawn():
    expected = np.full((2, 3), 1j)
    assert drawn(compared("s", -expected, expected, "n T", 1e-9)).levels[0] == (8, 8, 8)


# The gradient's path


def path(lost_before):
    """A gradient of size 4 at every step, of which nothing arrives before a step."""
    expected = np.full((3, 1, 6), 4.0)
    actual = expected.copy()
    actual[:, :, :lost_before] = 0.5
    return drawn(compared("dx", actual, expected, "m N T", 1e-9))


def test_the_path_of_a_gradient_shows_where_it_is_lost():
    drawing = path(lost_before=4)
    yours, expected = drawing.curves
    assert drawing.kind == "path"
    assert yours.levels == (1, 1, 1, 1, 8, 8)
    assert expected.levels == (8, 8, 8, 8, 8, 8)


def test_the_path_is_told_in_figures_for_who_does_not_see_it():
    assert caption(path(3)).endswith(
        "Its size by step, from 0 to 8: yours 1 1 1 8 8 8, expected 8 8 8 8 8 8."
    )
    assert caption(path(3), "zh").endswith(
        "每步的大小（0 到 8）：你的结果 1 1 1 8 8 8、正确结果 8 8 8 8 8 8。"
    )


def test_paths_that_look_alike_are_left_out():
    assert drawn(wrong("dx", (3, 1, 4), "m N T", (0, 0, 0), by=1e-6)).curves == ()


def test_states_have_no_path():
    assert drawn(wrong("s", (3, 1, 4), "n N T", by=5.0)).curves == ()


# Gates


def gates():
    z, r = np.full((5, 1, 4), 0.5), np.full((5, 1, 4), 1.0)
    z_wrong = z.copy()
    z_wrong[:, :, 2:] = 0.0
    return [
        wrong("h", (5, 1, 4), "n N T", (slice(None), 0, slice(2, 4))),
        compared("r", r, r, "n N T", 1e-9),
        compared("z", z_wrong, z, "n N T", 1e-9),
    ]


def test_gates_are_drawn_below_the_states():
    drawing = drawn(*gates())
    r, z = drawing.curves
    assert drawing.kind == "gates"
    assert [text(curve.name) for curve in drawing.curves] == ["r", "z"]
    assert (r.levels, r.wrong) == ((8, 8, 8, 8), ())
    assert (z.levels, z.wrong) == ((4, 4, 0, 0), (2, 3))
    assert caption(drawing).endswith("Your gates by step, from 0 to 8: r 8 8 8 8, z 4 4 0 0.")


# Nothing hidden is given away


def hidden_inputs(seed):
    """A wrong gradient of a hidden problem, and the right one."""
    draw = np.random.default_rng(seed)
    return draw.standard_normal((3, 2, 6)), draw.standard_normal((3, 2, 6))


def numbers_in(value):
    if isinstance(value, dict):
        return [number for part in value.values() for number in numbers_in(part)]
    if isinstance(value, list):
        return [number for part in value for number in numbers_in(part)]
    return [value] if isinstance(value, int | float) else []


def drawing_record(actual, expected):
    drawing = drawing_of([compared("dx", actual, expected, "m N T", 1e-9)])
    outcome = Outcome({"en": "x"}, Status.FAILED, 1, 0, drawing=drawing)
    return as_record(Result("x", (outcome,)))["outcomes"][0]["drawing"]


@pytest.mark.parametrize("seed", range(5))
def test_a_recorded_picture_holds_whole_levels_and_places_only(seed):
    record = drawing_record(*hidden_inputs(seed))
    flat = [level for row in record["levels"] for level in row]
    flat += [level for curve in record["curves"] for level in curve["levels"]]
    assert set(flat) <= set(range(HIGHEST + 1))
    assert all(isinstance(number, int) for number in numbers_in(record))
    assert max(numbers_in(record)) <= max(HIGHEST, *hidden_inputs(seed)[0].shape)


@pytest.mark.parametrize("seed", range(5))
def test_many_expected_values_give_the_same_picture(seed):
    """Who knows the own array and the picture cannot tell these expected arrays apart: they
    differ by more than half of what they are, in every entry."""
    actual, expected = hidden_inputs(seed)
    mirrored, stretched = 2 * actual - expected, actual + 3 * (expected - actual)
    levels = [drawing_record(actual, one)["levels"] for one in (expected, mirrored, stretched)]
    assert levels[0] == levels[1] == levels[2]
    for other in (mirrored, stretched):
        assert np.median(np.abs(other - expected) / np.abs(expected)) > 0.5


@pytest.mark.parametrize("seed", range(5))
def test_an_answer_of_zeros_gets_no_digit_of_the_expected_values(seed):
    """The worst case: the error is then the expected value itself. Its levels, scaled by its true
    maximum, are still off by 5 % and more of it in some entry, and know no sign."""
    expected = hidden_inputs(seed)[1][:, :1]
    levels = np.array(drawing_record(np.zeros_like(expected), expected)["levels"])
    largest = np.abs(expected).max()
    guessed = (levels - 0.5) / HIGHEST * largest
    off = np.abs(guessed - np.abs(expected[:, 0]))
    assert 0.05 * largest < off.max() <= largest / HIGHEST


def test_a_small_change_of_the_expected_values_does_not_show():
    actual, expected = np.zeros((2, 1, 4)), np.tile([1.0, 0.8, 0.55, 0.3], (2, 1, 1))
    assert drawing_record(actual, expected) == drawing_record(actual, 0.97 * expected)


# Records


def test_a_drawing_comes_back_from_its_record():
    for comparisons in (gates(), [wrong("dx", (3, 1, 4), "m N T", by=5.0)]):
        outcome = Outcome({"en": "x"}, Status.FAILED, 1, 0, drawing=drawing_of(comparisons))
        result = Result("x", (outcome,))
        record = json.loads(json.dumps(as_record(result), allow_nan=False))
        back = from_record(record).outcomes[0].drawing
        assert back.levels == outcome.drawing.levels
        assert back.curves == outcome.drawing.curves
        assert text(back.caption, "zh") == text(outcome.drawing.caption, "zh")
        assert text(back.title, "zh") == text(outcome.drawing.title, "zh")


def test_a_record_of_before_there_were_curves_still_reads():
    record = as_record(Result("x", (Outcome({}, Status.FAILED, 1, 0, drawing=drawn(*gates())),)))
    for name in ("title", "curves"):
        del record["outcomes"][0]["drawing"][name]
    drawing = from_record(record).outcomes[0].drawing
    assert (drawing.title, drawing.curves) == (None, ())


def test_a_failed_check_brings_all_that_a_drawing_needs():
    expected = {"dx": np.ones((3, 1, 4)), "dW": np.ones((5, 5))}
    with pytest.raises(CheckFailed) as caught:
        check.all_close(
            {"dx": np.zeros((3, 1, 4)), "dW": np.ones((5, 5))},
            expected,
            {"dx": "m N T", "dW": "n n"},
        )
    drawing = drawing_of(caught.value.comparisons)
    assert drawing.kind == "path"
    assert drawing.curves[0].levels == (0, 0, 0, 0)
