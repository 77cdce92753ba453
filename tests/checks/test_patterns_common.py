"""What holds in all tests of an exercise: up to the sizes of the arrays, and never against one."""

from dataclasses import replace

import numpy as np
import pytest
from pattern_arrays import gates, normal, one

from autograder.checks import text
from autograder.checks.patterns import common
from autograder.checks.patterns.detectors import PARTIAL, WHOLE
from autograder.checks.patterns.pair import pair_of


def words(*looks, right=(), language="en"):
    return [text(message, language) for message in common(looks, right)]


def dx(change, T, seed=0, N=2):
    right = normal((3, N, T), seed)
    return [one(change(right), right, "m N T", "dx")]


def broken_before(step):
    def change(right):
        return np.concatenate(
            [2.5 + normal(right.shape, 99)[..., :step], right[..., step:]], axis=2
        )

    return change


def test_a_pattern_that_every_test_shows_is_told_once():
    looks = [dx(np.negative, T, seed) for seed, T in enumerate((4, 1, 6))]
    assert words(*looks) == ["dx: every sign is reversed, all else is right"]


def test_a_pattern_that_another_test_contradicts_is_not_told():
    assert words(dx(np.negative, 4), dx(np.negative, 3), dx(lambda a: a - a**3, 5)) == []


def test_a_factor_is_told_as_the_size_that_it_is_in_every_test():
    looks = [dx(lambda a, N=N: a / N, T, N=N) for N, T in ((2, 4), (3, 5), (5, 1))]
    assert words(*looks) == ["dx: 1/N × the right result"]
    assert words(*looks, language="zh") == ["dx：每个元素都是正确结果的 1/N 倍"]
    assert words(dx(lambda a: a * 4, 4), dx(lambda a: a * 6, 6)) == ["dx: T × the right result"]


def test_a_factor_that_changes_without_reason_is_not_told():
    assert words(dx(lambda a: a / 7, 4), dx(lambda a: a / 9, 5)) == []


def test_the_end_of_time_that_is_right_is_told_for_sequences_of_any_length():
    looks = [dx(broken_before(T - 1), T) for T in (4, 6, 2)]
    assert words(*looks) == ["dx: only the last time step is right"]


def test_a_way_back_that_is_empty_in_one_test_is_a_broken_one():
    def only_last(right):
        return right * (np.arange(right.shape[2]) == right.shape[2] - 1)

    looks = [dx(broken_before(3), 4), dx(only_last, 5)]
    assert words(*looks) == ["dx: only the last time step is right"]


def test_a_test_of_few_numbers_confirms_what_another_shows():
    half = np.full((5, 2), 0.5)
    twice = [one(1 / (1 + np.exp(-gate)), gate, "n N", "f") for gate in (gates((5, 2)), half)]
    assert words([twice[0]], [twice[1]]) == ["f: sigmoid(x), where x is the right result"]
    wrong = one(half + 0.2, half, "n N", "f")
    assert words([twice[0]], [wrong]) == []


def test_arrays_of_which_the_same_can_be_said_share_a_sentence():
    looks = [[one(-normal((4, 3)), normal((4, 3)), "n m", name)] for name in ("dU", "dW")]
    assert words(*looks) == ["dU, dW: every sign is reversed, all else is right"]


def test_the_split_by_name_counts_all_tests():
    looks = [
        [one(normal((4, 3), 50 + i), normal((4, 3), i), "n m", name)]
        for i, name in enumerate(("dUf", "dWf", "dbf"))
    ]
    right = ("dUu", "dWu", "dbu", "dh_prev")
    assert words(*looks, right=right)[0] == (
        "gradients of the weights: those of f wrong; all of u right"
    )
    assert words(*looks) == []


def test_nothing_is_said_of_no_failure_or_of_noise():
    assert common([]) == ()
    assert words(dx(lambda a: normal(a.shape, 77), 4), dx(lambda a: normal(a.shape, 78), 3)) == []


@pytest.mark.parametrize("detector", [*WHOLE, *PARTIAL], ids=lambda one: one.__name__)
@pytest.mark.parametrize("shape", [(), (1,), (1, 1), (2, 1), (1, 1, 1), (2, 1, 2), (3, 3)])
def test_a_detector_looks_at_any_shape_and_at_few_numbers(detector, shape):
    for actual in (normal(shape), np.zeros(shape), np.ones(shape), normal(shape, 8) * 1e300):
        for right in (normal(shape, 9), np.ones(shape), np.zeros(shape), normal(shape) * 1e-300):
            pair = pair_of(one(actual, right, name="dU"), {"N": 2, "T": 2})
            with np.errstate(all="ignore"):
                for enough in (1, 3):
                    found = detector(replace(pair, enough=enough))
                    assert found is None or found.kind


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def test_a_batch_of_one_confirms_what_larger_ones_show():
    looks = []
    for N, seed in ((3, 1), (1, 2)):
        z, bias = normal((5, N), seed), normal((5, 1), 6 + seed)
        looks.append([one(sigmoid(z), sigmoid(z + bias), "n N", "f")])
    same = "the error is the same for every example"
    assert words(*looks) == [f"f: before sigmoid, {same}"]
    assert words(looks[1]) == []


def test_a_bias_outside_the_activation_is_told():
    looks = []
    for N, seed in ((3, 1), (1, 2)):
        right = gates((5, N), seed)
        looks.append([one(right + normal((5, 1), 6 + seed), right, "n N", "f")])
    assert words(*looks) == ["f: the error is the same in every example"]


def test_a_product_of_full_rank_contradicts_nothing():
    looks = []
    for N, seed in ((2, 1), (6, 2)):
        a, b, other = normal((5, N), seed), normal((4, N), 3 + seed), normal((5, N), 6 + seed)
        looks.append([one(other @ b.T, a @ b.T, "n m", "dU")])
    assert words(*looks) == ["dU: as `np.dot(a, b.T)`, b is right and a is wrong"]
    assert words(looks[1]) == []
