"""Several values, dicts, exact values, exceptions."""

import numpy as np
import pytest

from autograder.checks import CheckFailed, check


def failure(function, *args):
    with pytest.raises(CheckFailed) as caught:
        function(*args)
    return caught.value


@pytest.mark.parametrize("value", [(1, 2, 3), [1, 2, 3]])
def test_several_values_are_handed_on_as_a_tuple(value):
    assert check.returns(value, "s_next out_pred cache") == (1, 2, 3)


def test_too_few_values_are_counted_and_named():
    found = failure(check.returns, (1, 2), "s_next out_pred cache")
    assert str(found) == "returned 2 values; expected 3: s_next, out_pred, cache"


def test_one_array_is_not_three_values():
    found = failure(check.returns, np.zeros((3, 2)), "s y caches")
    assert str(found).startswith("returned an array; expected 3 values: s, y, caches")


def test_nothing_returned_suggests_the_missing_return():
    assert failure(check.returns, None, "s y").advice.key == "advice.none"


def test_extra_keys_are_fine():
    gradients = {"dU": 1, "dW": 2, "more": 3}
    assert check.keys(gradients, "dU dW") is gradients


def test_missing_keys_are_named():
    found = failure(check.keys, {"dU": 1, 3: 4}, "dU dW dba")
    assert (str(found), found.advice) == ("the dict lacks the keys dW, dba", None)


@pytest.mark.parametrize("near", ["du", "DU", "d_U", "dU "])
def test_a_near_miss_of_a_key_is_shown(near):
    assert "should be 'dU'" in str(failure(check.keys, {near: 1}, "dU"))


def test_a_dict_is_asked_for_where_a_tuple_came():
    found = failure(check.keys, (1, 2), "dU dW")
    assert "returned a tuple (length 2); expected a dict with the keys dU, dW" in str(found)
    assert 'return {"name": value, ...}' in str(found)


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        (3, 3),
        ("a", "a"),
        (True, True),
        ((3, 2), (3, 2)),
        ([3, 2], (3, 2)),
        (None, None),
        (np.int64(3), 3),
        (np.array([1, 2]), np.array([1, 2])),
        ({"a": [1]}, {"a": (1,)}),
    ],
)
def test_equal_values_are_equal(actual, expected):
    assert check.equal("clipped", actual, expected) is actual


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        (3, 4),
        ("a", "b"),
        ("3", 3),
        (True, False),
        ((3, 2), (2, 3)),
        ((3,), 3),
        (None, 0),
        (np.array([1, 2]), np.array([1, 3])),
        (np.array([1]), 1),
        ({"a": 1}, {"b": 1}),
        ([1], [1, 2]),
    ],
)
def test_other_values_are_not(actual, expected):
    assert str(failure(check.equal, "clipped", actual, expected)).startswith("clipped is ")


def test_equal_shows_the_students_own_value_and_not_the_expected_one():
    found = str(failure(check.equal, "steps", 3, 41))
    assert found == "steps is 3; that is not the expected value"


def fails():
    raise ValueError("token 9")


def stub():
    raise NotImplementedError


def test_the_expected_exception_is_returned():
    assert str(check.raises(ValueError, fails)) == "token 9"
    assert str(check.raises((TypeError, ValueError), fails)) == "token 9"


def test_an_exception_that_never_came_is_missed():
    found = str(failure(check.raises, ValueError, sorted, [1]))
    assert found.startswith("the call of sorted raised nothing; expected ValueError")
    assert "`raise ValueError(...)` is missing" in found


def test_another_exception_is_named():
    found = str(failure(check.raises, KeyError, fails))
    assert found == "the call of fails raised ValueError: token 9; expected KeyError"


def test_a_function_without_a_name_is_just_the_function():
    assert "the call of the function raised nothing" in str(
        failure(check.raises, KeyError, lambda: 1)
    )


def test_a_stub_does_not_pass_for_the_runtime_error_that_it_is():
    with pytest.raises(NotImplementedError):
        check.raises(RuntimeError, stub)
    check.raises(NotImplementedError, stub)
