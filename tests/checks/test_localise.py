"""Where an array is wrong in time."""

import numpy as np
import pytest

from autograder.checks import CheckFailed, check, text
from autograder.checks.localise import describe_steps

RIGHT = np.random.default_rng(5).normal(size=(4, 2, 6))


def steps(pattern):
    message = describe_steps([mark == "x" for mark in pattern])
    return message and text(message, "en")


def damaged(*wrong_steps):
    array = RIGHT.copy()
    array[..., list(wrong_steps)] += np.linspace(0.1, 0.7, 4)[:, None, None]
    return array


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("xxxxx.", "; t=5 is right, wrong from t=4 back to t=0"),
        ("xx....", "; t=2 is right, wrong from t=1 back to t=0"),
        (".xxxxx", "; t=0 is right, wrong from t=1 onward"),
        ("....xx", "; t=3 is right, wrong from t=4 onward"),
        ("x.....", "; only t=0 is wrong"),
        (".....x", "; only t=5 is wrong"),
        (".x.xx.", "; wrong at t = 1, 3, 4"),
        ("xxxxxx", "; wrong at every time step"),
        ("x.", "; only t=0 is wrong"),
        ("x", None),
        ("......", None),
    ],
)
def test_the_pattern_of_wrong_steps_is_put_into_words(pattern, words):
    assert steps(pattern) == words


def test_many_wrong_steps_are_not_all_listed():
    assert steps("x." * 20) == "; wrong at t = 0, 2, 4, 6, 8, 10, 12, 14, …"


def test_close_tells_the_steps_of_the_axis_called_t():
    with pytest.raises(CheckFailed, match=r"t=5 is right, wrong from t=4 back to t=0"):
        check.close("dx", damaged(0, 1, 2, 3, 4), RIGHT, axes="n N T")
    with pytest.raises(CheckFailed, match=r"allowed 1e-09\)$"):
        check.close("dx", damaged(0, 1, 2, 3, 4), RIGHT, axes="n N k")


def test_time_is_found_on_any_axis():
    with pytest.raises(CheckFailed, match="only t=2 is wrong"):
        check.close("norms", np.array([1.0, 2.0, 9.0]), np.array([1.0, 2.0, 3.0]), axes="T")
