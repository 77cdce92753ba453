"""What is not certain is not said: noise, near misses, tiny and symmetric arrays."""

import math

import numpy as np
import pytest
from pattern_arrays import CASES, gates, keys_of, normal, one

from autograder.checks.patterns import cause, statements

# True of an array whatever led to it, and no reason to look for a cause.
HARMLESS = {"pattern.outside"}
SHAPES_WITH_ONE_ENTRY = [(), (1,), (1, 1), (1, 1, 1)]
AXES = {0: "", 1: "T", 2: "n N", 3: "n N T"}


def one_entry_off(array, by=1e-3):
    wrong = np.array(array, dtype=float)
    wrong.flat[wrong.size // 2] += by * np.abs(wrong).max()
    return wrong


@pytest.mark.parametrize(("axes", "shape"), CASES)
@pytest.mark.parametrize("draw", [normal, gates])
def test_nothing_is_said_of_noise(axes, shape, draw):
    for seed in range(8):
        wrong = one(draw(shape, seed + 100), draw(shape, seed), axes)
        assert set(keys_of(wrong)) <= HARMLESS
        assert cause([wrong]) is None


@pytest.mark.parametrize("draw", [normal, gates])
def test_nothing_is_said_of_noise_in_several_arrays(draw):
    shapes = {"dx": (3, 2, 4), "dh0": (5, 2), "dU": (5, 3), "dW": (5, 5), "dba": (5, 1)}
    for seed in range(8):
        wrong = [
            one(draw(shape, seed + 100), draw(shape, seed), "", name)
            for name, shape in shapes.items()
        ]
        assert keys_of(*wrong) == []


@pytest.mark.parametrize(("axes", "shape"), CASES)
def test_nothing_is_said_of_arrays_that_are_right(axes, shape):
    right = normal(shape)
    close = one(right * (1 + 1e-13), right, axes)
    assert close.is_close
    assert (statements([close]), cause([close])) == ((), None)


RIGHT, SQUARE, COLUMN = normal((4, 2, 6)), normal((4, 4)), normal((5, 1))
NEARLY = {
    "factor": (2 * RIGHT, RIGHT, "n N T"),
    "odd factor": (0.7312 * RIGHT, RIGHT, "n N T"),
    "sign": (-RIGHT, RIGHT, "n N T"),
    "transposed": (SQUARE.T, SQUARE, "n n"),
    "reshaped": (RIGHT[:, 0].T.reshape(4, 6), RIGHT[:, 0], "n m"),
    "axes": (normal((3, 3, 3)).transpose(1, 0, 2), normal((3, 3, 3)), "n N T"),
    "reversed": (RIGHT[..., ::-1], RIGHT, "n N T"),
    "sum over the batch": (0 * RIGHT + RIGHT.sum(axis=1, keepdims=True), RIGHT, "n N T"),
    "sum up to t": (np.cumsum(RIGHT, axis=2), RIGHT, "n N T"),
    "own share": (np.diff(RIGHT, axis=2, prepend=0), RIGHT, "n N T"),
    "1 − x": (1 - RIGHT, RIGHT, "n N T"),
    "tanh too many": (np.tanh(RIGHT), RIGHT, "n N T"),
    "tanh missing": (RIGHT, np.tanh(RIGHT), "n N T"),
    "sigmoid for tanh": (1 / (1 + np.exp(-RIGHT)), np.tanh(RIGHT), "n N T"),
    "softmax missing": (
        SQUARE,
        np.exp(SQUARE) / np.exp(SQUARE).sum(axis=0, keepdims=True),
        "m N",
    ),
    "offset": (RIGHT + 0.5, RIGHT, "n N T"),
    "one number": (np.full_like(SQUARE, 0.5), SQUARE, "n N"),
    "bias": (np.tanh(SQUARE), np.tanh(SQUARE + normal((4, 1), 6)), "n N"),
    "product": (normal((5, 2), 7) @ normal((2, 4)), normal((5, 2)) @ normal((2, 4)), "n m"),
    "factors by example": (SQUARE * np.arange(1, 5), SQUARE, "n N"),
    "rows permuted": (SQUARE[[1, 0, 3, 2]], SQUARE, "n N"),
}


@pytest.mark.parametrize("case", NEARLY)
def test_a_pattern_that_one_entry_breaks_is_no_pattern(case):
    actual, right, axes = NEARLY[case]
    name = "dU" if case == "product" else "a"
    before = keys_of(one(actual, right, axes, name))
    after = keys_of(one(one_entry_off(actual), right, axes, name))
    assert before[0] not in after
    # What may still be said: the diagonal of a transpose is right.
    assert set(after) <= {"pattern.diagonal_right", *HARMLESS}


@pytest.mark.parametrize("case", NEARLY)
def test_a_pattern_survives_rounding(case):
    actual, right, axes = NEARLY[case]
    name = "dU" if case == "product" else "a"
    noise = 1e-12 * np.random.default_rng(1).normal(size=actual.shape)
    assert keys_of(one(actual + noise, right, axes, name)) == keys_of(
        one(actual, right, axes, name)
    )


@pytest.mark.parametrize("shape", SHAPES_WITH_ONE_ENTRY)
def test_a_single_entry_says_nothing(shape):
    axes = AXES[len(shape)]
    for wrong in (0.37, -0.2, 3.1, 1e-3):
        assert keys_of(one(np.full(shape, wrong), np.full(shape, 0.7), axes)) == []


@pytest.mark.parametrize("shape", SHAPES_WITH_ONE_ENTRY)
def test_a_single_entry_of_zero_or_of_a_known_factor_is_told(shape):
    axes = AXES[len(shape)]
    assert keys_of(one(np.zeros(shape), np.full(shape, 0.7), axes)) == ["pattern.zeros"]
    assert keys_of(one(np.full(shape, 1.4), np.full(shape, 0.7), axes)) == ["pattern.factor"]


def test_two_entries_have_no_factor_and_no_order():
    right = np.array([[0.3], [0.7]])
    assert keys_of(one(right[::-1], right, "n 1")) == []
    assert keys_of(one(right * 0.37, right, "n 1")) == []


def test_zeros_fit_nothing():
    for shape in [(4, 2, 6), (4, 4), (5, 1), ()]:
        wrong = one(normal(shape), np.zeros(shape), AXES[len(shape)])
        assert keys_of(wrong) == []


def test_the_order_of_a_symmetric_array_is_not_told():
    symmetric = SQUARE + SQUARE.T
    assert keys_of(one(2 * symmetric, symmetric, "n n")) == ["pattern.factor"]
    even = np.concatenate([RIGHT, RIGHT[..., ::-1]], axis=2)
    assert keys_of(one(-even[..., ::-1], even, "n N T")) == ["pattern.sign"]


def test_a_nearly_symmetric_array_is_not_called_its_transpose():
    symmetric = SQUARE + SQUARE.T
    nearly = symmetric + 1e-8 * normal((4, 4), 9)
    assert keys_of(one(nearly.T, nearly, "n n")) == ["pattern.nearly"]


def test_columns_that_are_alike_are_not_called_repeated():
    right = np.repeat(COLUMN, 3, axis=1)
    assert keys_of(one(np.repeat(normal((5, 1), 9), 3, axis=1), right, "n N")) == []


@pytest.mark.parametrize(
    "extreme", [1e300, 1e-300, 5e-324, math.pi * 1e200, np.finfo(float).max, 1e-17]
)
@pytest.mark.parametrize("shape", [(), (1,), (3, 2), (4, 4), (3, 2, 4), (2, 1, 1), (5, 1)])
def test_no_number_is_too_large_or_too_small(extreme, shape):
    axes = AXES[len(shape)]
    scaled = extreme * np.sign(normal(shape))
    for actual, right in ((scaled, normal(shape)), (normal(shape), scaled), (scaled, -scaled)):
        for name in ("a", "dU"):
            found = one(actual, right, axes, name)
            assert len(statements([found])) <= 3


def test_empty_complex_and_huge_arrays_are_left_alone():
    assert keys_of(one(np.zeros((0, 3)), np.zeros((0, 3)), "n N")) == []
    assert keys_of(one(2j * SQUARE, SQUARE, "n N")) == []
    huge = np.ones(300_000)
    assert keys_of(one(huge, huge * np.linspace(1, 2, 300_000))) == []
    assert statements([]) == ()


def test_gradients_are_not_measured_by_the_range_of_a_gate():
    assert keys_of(one(gates((4, 3)) + 3 * normal((4, 3)), gates((4, 3)), "n N", "dh_prev")) == []


def test_the_memory_of_an_lstm_may_be_beyond_one():
    right = np.tanh(normal((4, 3)))
    assert keys_of(one(3 * normal((4, 3), 9), right, "n N", "c_next")) == []
    assert keys_of(one(3 * normal((4, 3), 9), right, "n N", "h_next")) == ["pattern.outside"]


def test_one_wrong_row_is_not_called_a_share_of_the_sum():
    right = normal((5, 4))
    wrong = right.copy()
    wrong[2] = normal(4, 9)
    assert keys_of(one(wrong, right, "n m", "dU")) == ["pattern.only_wrong"]
    assert keys_of(one(one_entry_off(right), right, "n m", "dU")) == ["pattern.only_wrong"]


def test_a_product_that_overflows_is_left_alone():
    largest = np.full((4, 4), np.finfo(float).max)
    assert keys_of(one(largest, -largest, "n m", "dU")) == ["pattern.sign"]
    assert keys_of(one(largest / 9 * normal((4, 4)), -largest, "n m", "dU")) == []
