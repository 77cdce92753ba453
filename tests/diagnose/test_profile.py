"""When two wrong programs count as the same: the same numbers at the same place, and no nearer."""

import numpy as np
import pytest

from autograder.checks import Message
from autograder.checks.comparison import compared
from autograder.diagnose.profile import canonical, failure, same_failure, same_profile

RIGHT = np.array([[1.0, -2.0], [0.5, 4.0]])
WRONG = RIGHT.T + 0.25


def shown(actual, name="dW", position=1):
    return failure(None, [compared(name, np.asarray(actual), RIGHT, "n m", 1e-9)], position)


def nudged(array, by):
    changed = array.copy()
    changed[0, 1] += by
    return changed


def test_equal_numbers_are_the_same_failure():
    assert same_failure(shown(WRONG), shown(WRONG.copy()))


def test_rounding_makes_no_difference():
    assert same_failure(shown(nudged(WRONG, 1e-13)), shown(WRONG))


@pytest.mark.parametrize("by", [1e-6, -1e-6, 1e-7])
def test_one_entry_wrong_by_a_millionth_is_another_failure(by):
    assert not same_failure(shown(nudged(WRONG, by)), shown(WRONG))


def test_two_programs_that_are_nearly_right_are_not_taken_for_one_another():
    """Both are off by a billionth, each in its own entry."""
    one, other = RIGHT.copy(), RIGHT.copy()
    one[0, 0] += 6e-9
    other[1, 1] += 6e-9
    assert np.max(np.abs(one - other)) <= 1e-8
    assert not same_failure(shown(one), shown(other))


@pytest.mark.parametrize(
    "other",
    [
        shown(WRONG, name="dU"),
        shown(WRONG, position=2),
        shown(WRONG[:1]),
        shown(WRONG.astype(complex)),
        failure(Message("shape.wrong"), (), 1),
    ],
    ids=["name", "place", "shape", "complex", "fact"],
)
def test_another_name_place_shape_or_kind_is_another_failure(other):
    assert not same_failure(shown(WRONG), other)


def test_a_right_array_beside_a_wrong_one_is_no_sign_of_it():
    pair = [compared(name, RIGHT, RIGHT, "", 1e-9) for name in ("dU", "dW")]
    wrong = [pair[0], compared("dW", WRONG, RIGHT, "", 1e-9)]
    assert not same_failure(failure(None, pair, 2), failure(None, wrong, 2))


def test_where_all_arrays_are_right_the_fact_tells_failures_apart():
    right = [compared("z", RIGHT, RIGHT, "n m", 1e-9)]
    one, other = (failure(Message(key), right, 1) for key in ("shape.wrong", "returns.count"))
    assert same_failure(one, failure(Message("shape.wrong"), right, 1))
    assert not same_failure(one, other)


def test_a_test_more_that_fails_is_another_profile():
    one = {"test_dW": shown(WRONG)}
    assert same_profile(one, {"test_dW": shown(WRONG)})
    assert not same_profile(one, {**one, "test_dU": shown(WRONG)})


def raised(line, text, message, key="student.raised_at"):
    error = Message("error.named", {"type": "ValueError", "message": message})
    return Message(key, {"function": "f", "line": line, "text": text, "error": error})


def test_an_exception_is_the_same_wherever_its_line_stands():
    one = raised(3, "return U @ x", "shapes (5,3) and (5,2) differ")
    assert canonical(one) == canonical(raised(9, "h = U @ x", "shapes (5,3) and (5,2) differ"))
    assert canonical(one) != canonical(raised(3, "return U @ x", "shapes (5,3) and (3,2) differ"))


def test_a_fact_keeps_all_its_values():
    found = Message("shape.wrong", {"name": "s", "found": Message("value.none"), "expected": "5"})
    other = Message("shape.wrong", {"name": "s", "found": Message("value.bool"), "expected": "5"})
    assert canonical(found) == canonical(found)
    assert canonical(found) != canonical(other)
