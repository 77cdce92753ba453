"""The gradient checker, tried with near misses."""

import numpy as np
import pytest

from autograder.checks import CheckFailed, check
from autograder.checks.gradients import agrees_along_directions, central_differences

RNG = np.random.default_rng(7)
X = RNG.normal(size=(4, 3))


@pytest.fixture
def weights():
    return RNG.normal(size=(5, 4)) * 0.3


def loss(W):
    return float(np.sum(np.tanh(W @ X) ** 2))


def derivative(W):
    a = np.tanh(W @ X)
    return 2 * (a * (1 - a**2)) @ X.T


def test_the_right_gradient_passes(weights):
    dW = derivative(weights)
    assert check.gradient("dW", dW, lambda: loss(weights), weights, axes="n m") is dW


@pytest.mark.parametrize("factor", [1.0005, 0.9995])
def test_a_gradient_wrong_by_a_twentieth_of_a_percent_fails(weights, factor):
    with pytest.raises(CheckFailed, match=r"dW differs from the numerical derivative: .* 2\.5e-04"):
        check.gradient("dW", derivative(weights) * factor, lambda: loss(weights), weights)


def test_one_wrong_entry_fails(weights):
    dW = derivative(weights)
    dW[3, 2] *= 1.001
    with pytest.raises(CheckFailed):
        check.gradient("dW", dW, lambda: loss(weights), weights)


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (lambda dW: -dW, "advice.sign"),
        (lambda dW: dW / 3, "advice.too_small"),
        (lambda dW: dW * 0, "advice.zeros"),
        (lambda dW: dW.T, "shape.transposed"),
    ],
)
def test_the_likely_cause_of_a_wrong_gradient_is_told(weights, change, key):
    with pytest.raises(CheckFailed) as caught:
        check.gradient("dW", change(derivative(weights)), lambda: loss(weights), weights)
    assert caught.value.advice.key == key


def test_a_gradient_of_zero_is_not_failed_by_rounding(weights):
    zero = np.zeros_like(weights)
    check.gradient("dW", zero, lambda: 3.7 + 1e-16 * RNG.normal(), weights)


def test_a_gradient_whose_norm_overflows_fails(weights):
    with pytest.raises(CheckFailed, match=r"relative error 1\.0e\+00"):
        check.gradient("dW", np.full((5, 4), 1.7e308), lambda: loss(weights), weights)


def test_the_array_is_restored_to_the_last_bit(weights):
    before = weights.tobytes()
    central_differences(lambda: loss(weights), weights, 1e-5)
    assert weights.tobytes() == before


def test_the_array_is_restored_when_the_function_fails(weights):
    before = weights.tobytes()
    with pytest.raises(ZeroDivisionError):
        check.gradient("dW", weights * 0, lambda: 1 / 0, weights)
    assert weights.tobytes() == before


def test_a_right_gradient_costs_six_calls_however_large_the_array_is(weights):
    calls = []

    def counted():
        calls.append(1)
        return loss(weights)

    check.gradient("dW", derivative(weights), counted, weights)
    assert len(calls) == 6


def test_every_single_wrong_entry_is_found(weights):
    for index in np.ndindex(weights.shape):
        dW = derivative(weights)
        dW[index] += 1e-4 * np.linalg.norm(dW)
        assert not agrees_along_directions(dW, lambda: loss(weights), weights, 1e-6, 1e-5)


@pytest.mark.parametrize("shape", [(7,), (2, 4), (5, 5), (3, 2, 4), (20, 30)])
def test_errors_with_a_pattern_are_found(shape):
    weights = RNG.normal(size=shape)
    right = 2 * weights

    def f():
        return float(np.sum(weights**2))

    signs = np.ones(weights.size)
    signs[::2] = -1
    size = 1e-4 * np.linalg.norm(right) / np.sqrt(weights.size)
    for error in (np.ones(shape), signs.reshape(shape), RNG.normal(size=shape), right / size):
        assert agrees_along_directions(right, f, weights, 1e-6, 1e-5)
        assert not agrees_along_directions(right + size * error, f, weights, 1e-6, 1e-5)


@pytest.mark.parametrize("value", [None, "x", np.zeros(2), [1.0], 1j, True, {}])
def test_a_loss_that_is_no_number_fails_the_check(weights, value):
    with pytest.raises(CheckFailed, match="needs a number"):
        check.gradient("dW", derivative(weights), lambda: value, weights)


def test_a_loss_that_is_nan_fails_the_check(weights):
    with pytest.raises(CheckFailed, match="nan or inf"):
        check.gradient("dW", derivative(weights), lambda: np.nan, weights)


def test_a_loss_in_an_array_of_one_entry_is_a_number(weights):
    check.gradient("dW", derivative(weights), lambda: np.array([[loss(weights)]]), weights)


def read_only():
    array = np.ones(2)
    array.flags.writeable = False
    return array


@pytest.mark.parametrize("array", [np.ones(2, dtype=int), np.ones(2, np.float32), read_only()])
def test_an_array_that_cannot_be_shifted_is_an_error_of_the_check(array):
    with pytest.raises(ValueError, match="writeable float64"):
        check.gradient("dW", np.ones(2), lambda: 1.0, array)
