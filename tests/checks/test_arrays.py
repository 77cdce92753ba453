"""Shapes and closeness: what is refused, what is accepted, and in which words."""

import numpy as np
import pytest

from autograder.checks import CheckFailed, check

RNG = np.random.default_rng(3)
RIGHT = RNG.normal(size=(5, 2, 6))


def failure(function, *args, **kwargs):
    with pytest.raises(CheckFailed) as caught:
        function(*args, **kwargs)
    return caught.value


def shape_failure(value, **axes):
    return failure(check.shape, "s", value, **axes)


def close_failure(actual, expected=RIGHT, **options):
    return failure(check.close, "dx", actual, expected, **options)


# Shape


def test_the_right_shape_is_returned_as_it_came():
    s = np.zeros((5, 2, 4))
    assert check.shape("s", s, n=5, N=2, T=4) is s


def test_integers_have_a_numeric_type():
    assert check.shape("s", np.zeros((3, 2), dtype=int), m=3, N=2).dtype.kind == "i"


@pytest.mark.parametrize("number", [1.5, 2, np.float64(1.0), np.array(2.0)])
def test_a_number_has_no_axes(number):
    assert check.shape("loss", number) is number


def test_a_transposed_array_is_named_so():
    found = shape_failure(np.zeros((2, 5)), n=5, N=2)
    assert str(found).startswith("s has shape (N, n) = (2, 5); expected (n, N) = (5, 2)")
    assert found.advice.key == "shape.transposed"


def test_permuted_axes_are_named_in_their_order():
    found = shape_failure(np.zeros((4, 5, 2)), n=5, N=2, T=4)
    assert "(T, n, N) = (4, 5, 2); expected (n, N, T) = (5, 2, 4)" in str(found)
    assert found.advice.key == "shape.permuted"


def test_axes_of_one_size_are_not_guessed():
    assert "shape (2, 5, 5); expected" in str(shape_failure(np.zeros((2, 5, 5)), n=5, n_=5, N=2))


@pytest.mark.parametrize(
    ("found", "axes", "key"),
    [
        ((5,), {"n": 5, "_": 1}, "shape.keepdims"),
        ((5, 2, 1), {"n": 5, "N": 2}, "shape.extra_axis"),
        ((5, 5), {"n": 5, "_": 1}, "shape.broadcast"),
        ((5, 2), {"n": 5, "N": 2, "T": 4}, "shape.missing_time"),
        ((5, 4), {"n": 5, "N": 2, "T": 4}, "shape.missing_axis"),
        ((5, 2, 3), {"n": 5, "N": 2, "T": 4}, "shape.loop_length"),
        ((5, 2, 9), {"n": 5, "N": 2, "T": 4}, "shape.one_axis"),
        ((3, 2), {"n": 5, "N": 2}, "shape.one_axis"),
    ],
)
def test_the_likely_cause_of_a_wrong_shape_is_told(found, axes, key):
    assert shape_failure(np.zeros(found), **axes).advice.key == key


def test_a_shape_that_tells_nothing_gets_no_advice():
    assert shape_failure(np.zeros((7, 8)), n=5, N=2).advice is None


def test_axes_without_names_show_their_size():
    assert "expected (n, 1) = (5, 1)" in str(shape_failure(np.zeros(5), n=5, _=1))


def test_a_list_of_the_right_shape_is_told_to_become_an_array():
    found = shape_failure([[1.0, 2.0], [3.0, 4.0]], n=2, N=2)
    assert "is a list (length 2); expected a numpy array" in str(found)
    assert "np.array(...)" in str(found)


def test_a_list_of_time_steps_is_told_to_be_stacked():
    found = shape_failure([np.zeros((5, 2))] * 4, n=5, N=2, T=4)
    assert "as an array its shape would be (4, 5, 2)" in str(found)
    assert "np.stack(..., axis=-1)" in str(found)


def test_a_missing_return_is_guessed_from_none():
    found = shape_failure(None, n=5)
    assert "s is None; expected an array of shape (n,) = (5,)" in str(found)
    assert found.advice.key == "advice.none"


@pytest.mark.parametrize("value", [np.zeros((1, 1)), np.zeros(1), np.zeros(3), "3", None, True])
def test_a_number_is_not_an_array_nor_a_string(value):
    assert "expected a single number" in str(shape_failure(value))


# Close


def test_equal_arrays_are_close():
    value = RIGHT.copy()
    assert check.close("dx", value, RIGHT, axes="n N T") is value


def test_rounding_is_accepted_and_a_near_miss_is_not():
    scale = np.abs(RIGHT).max()
    check.close("dx", RIGHT + 0.9e-9 * scale, RIGHT)
    assert "relative error 1.1e-09 (allowed 1e-09)" in str(close_failure(RIGHT + 1.1e-9 * scale))


def test_an_entry_near_zero_is_compared_with_the_whole_array():
    check.close("dx", np.array([1.0, 1e-13]), np.array([1.0, -1e-13]))


def test_zeros_are_met_up_to_rounding():
    check.close("dx", np.full(3, 1e-13), np.zeros(3))
    assert "absolute error 1.0e-08" in str(close_failure(np.full(3, 1e-8), np.zeros(3)))


@pytest.mark.parametrize("dtype", [int, np.int8, np.uint8, np.float32])
def test_another_type_with_the_same_values_is_accepted(dtype):
    check.close("codes", np.array([0, 1, 1], dtype=dtype), np.array([0.0, 1.0, 1.0]))


def test_unsigned_integers_do_not_wrap():
    assert "relative error 1.0e+00" in str(close_failure(np.array([0], np.uint8), np.array([1.0])))


@pytest.mark.parametrize("dtype", ["float32", "float16"])
def test_float32_is_named_rather_than_called_wrong(dtype):
    found = close_failure(RIGHT.astype(dtype), axes="n N T")
    assert str(found).startswith(f"dx is right, but its dtype is {dtype}; expected float64")


def test_a_wrong_float32_array_is_wrong():
    assert close_failure((RIGHT * 1.01).astype(np.float32)).fact.key == "close.differs"


def test_float32_on_the_way_is_told():
    found = close_failure(RIGHT.astype(np.float32).astype(float))
    assert (found.fact.key, found.advice.key) == ("close.differs", "advice.short_format")


def test_the_shape_is_compared_before_the_values():
    assert close_failure(RIGHT[:, :, 0], axes="n N T").advice.key == "shape.missing_time"


def test_nan_is_told_with_its_first_time_step():
    wrong = RIGHT.copy()
    wrong[2, 1, 3:] = np.nan
    assert "nan or inf in 3 of 60 entries; the first is at t=3" in str(
        close_failure(wrong, axes="n N T")
    )


def test_nan_in_the_way_back_is_told_from_where_it_begins():
    wrong = RIGHT.copy()
    wrong[2, 1, :2] = np.nan
    assert "from t=1 back to t=0; all others are right" in str(close_failure(wrong, axes="n N T"))


def test_what_is_wrong_beside_a_nan_is_not_called_right():
    wrong = 2 * RIGHT
    wrong[2, 1, 0] = np.inf
    assert str(close_failure(wrong, axes="n N T")).startswith(
        "dx holds inf in 1 of 60 entries; the first is at t=0\n"
    )


def test_inf_is_told_without_nan():
    assert close_failure(np.array([np.inf, 1.0]), np.ones(2)).fact.key == "close.inf"


def test_a_number_is_compared_with_a_number():
    check.close("loss", 2.0, np.float64(2.0))
    check.close("loss", 2, 2.0)
    assert "loss differs" in str(failure(check.close, "loss", 2.1, 2.0))


def test_an_array_with_one_entry_is_not_a_number():
    found = failure(check.close, "loss", np.array([[2.0]]), 2.0)
    assert "an array of shape (1, 1); expected a single number" in str(found)


def test_complex_values_are_refused_where_real_ones_belong():
    assert close_failure(RIGHT + 0j).fact.key == "close.complex"
    check.close("z", RIGHT + 1j, RIGHT + 1j)


def test_masked_entries_count_as_missing():
    masked = np.ma.masked_array(np.ones(3), mask=[False, True, False])
    assert "1 of 3" in str(close_failure(masked, np.ones(3)))


def test_no_message_holds_an_expected_value():
    found = close_failure(np.full((2, 2), 8.0), np.full((2, 2), 0.123456789))
    assert "0.12" not in repr(found.fact) + repr(found.advice) + str(found)


@pytest.mark.parametrize("expected", [np.array([np.nan]), "x", np.array([None])])
def test_an_unfit_expected_value_is_an_error_of_the_check(expected):
    with pytest.raises(ValueError, match="numeric and finite"):
        check.close("dx", 1.0, expected)


def test_a_wrong_number_of_axes_is_an_error_of_the_check():
    with pytest.raises(ValueError, match="names 2 axes"):
        check.close("dx", RIGHT, RIGHT, axes="n N")


def test_a_huge_difference_warns_nobody():
    assert close_failure(np.array([1e308]), np.array([-1e308])).fact.key == "close.differs"
