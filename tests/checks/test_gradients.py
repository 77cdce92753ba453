"""The gradient checker, tried with near misses."""

import numpy as np
import pytest

from autograder.checks import CheckFailed, check
from autograder.checks.gradients import agree_along_directions, central_differences

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


def test_a_right_gradient_costs_four_calls_however_large_the_array_is(weights):
    calls = []

    def counted():
        calls.append(1)
        return loss(weights)

    check.gradient("dW", derivative(weights), counted, weights)
    assert len(calls) == 4


def test_every_single_wrong_entry_is_found(weights):
    for index in np.ndindex(weights.shape):
        dW = derivative(weights)
        dW[index] += 1e-4 * np.linalg.norm(dW)
        assert not agree_along_directions([dW], lambda: loss(weights), [weights], 1e-6, 1e-5)


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
        wrong = right + size * error
        assert agree_along_directions([right], f, [weights], 1e-6, 1e-5)
        assert not agree_along_directions([wrong], f, [weights], 1e-6, 1e-5)


# Several gradients at once: of L = Σ scale · tanh(W X + b)²


class Layer:
    """Two arrays, their loss, and its true gradients; `calls` of the loss are counted."""

    def __init__(self, scale=1.0):
        self.W, self.b = RNG.normal(size=(5, 4)) * 0.3, RNG.normal(size=(5, 1))
        self.quiet = RNG.normal(size=3)  # moves the loss a million times less
        self.scale, self.calls = scale, 0
        self.arrays = {"dW": (self.W, "n m"), "db": (self.b, "n 1"), "dquiet": (self.quiet, "k")}

    def loss(self):
        self.calls += 1
        tail = 1e-6 * np.sum(self.quiet**2)
        return self.scale * float(np.sum(np.tanh(self.W @ X + self.b) ** 2) + tail)

    def gradients(self):
        a = np.tanh(self.W @ X + self.b)
        da = 2 * self.scale * a * (1 - a**2)
        quiet = 2e-6 * self.scale * self.quiet
        return {"dW": da @ X.T, "db": da.sum(axis=1, keepdims=True), "dquiet": quiet}


def test_right_gradients_pass_and_come_back_and_each_is_counted():
    layer, before = Layer(), check.passed
    gradients = layer.gradients()
    assert check.gradients(gradients, layer.loss, layer.arrays) is gradients
    assert check.passed == before + 3


def test_right_gradients_cost_four_calls_however_many_there_are():
    layer = Layer()
    del layer.arrays["dquiet"]
    check.gradients(layer.gradients(), layer.loss, layer.arrays)
    assert layer.calls == 4


@pytest.mark.parametrize("name", ["dW", "db", "dquiet"])
@pytest.mark.parametrize("scale", [1e-3, 1.0, 1e3])
def test_every_single_wrong_entry_is_found_beside_right_gradients(name, scale):
    """Even in an array whose gradient is small beside that of the others."""
    layer = Layer(scale)
    for index in np.ndindex(layer.gradients()[name].shape):
        gradients = layer.gradients()
        gradients[name][index] += 1e-2 * np.linalg.norm(gradients[name])
        with pytest.raises(CheckFailed, match=f"{name} differs from the numerical derivative"):
            check.gradients(gradients, layer.loss, layer.arrays)


def test_errors_in_two_gradients_that_cancel_in_their_sum_are_found():
    layer = Layer()
    gradients = layer.gradients()
    gradients["dW"][0, 0] += 1e-3
    gradients["db"][0, 0] -= 1e-3
    with pytest.raises(CheckFailed, match=r"dW, db differ .*; dquiet agree"):
        check.gradients(gradients, layer.loss, layer.arrays)


def test_a_wrong_shape_is_told_before_wrong_values():
    layer = Layer()
    gradients = {**layer.gradients(), "db": 0.0}
    gradients["dW"] *= 2
    with pytest.raises(CheckFailed, match="db is a single number"):
        check.gradients(gradients, layer.loss, layer.arrays)


def test_a_failure_holds_all_arrays_that_were_looked_at_together():
    layer = Layer()
    gradients = layer.gradients()
    gradients["db"] = gradients["db"] * 2
    with pytest.raises(CheckFailed, match="db differs") as caught:
        check.gradients(gradients, layer.loss, layer.arrays)
    told = {one.name: one.is_close for one in caught.value.comparisons}
    assert told == {"dW": True, "db": False, "dquiet": True}


def test_a_gradient_that_is_missing_is_named():
    layer = Layer()
    with pytest.raises(CheckFailed, match="db"):
        check.gradients({"dW": layer.gradients()["dW"]}, layer.loss, layer.arrays)


def test_a_complex_gradient_is_not_taken_for_its_real_part():
    layer = Layer()
    gradients = layer.gradients()
    gradients["dW"] = gradients["dW"] + 0.1j
    with pytest.raises(CheckFailed):
        check.gradients(gradients, layer.loss, layer.arrays)


def test_all_arrays_are_restored_when_the_function_fails():
    layer = Layer()
    before = layer.W.tobytes(), layer.b.tobytes()
    with pytest.raises(ZeroDivisionError):
        check.gradients(layer.gradients(), lambda: 1 / 0, layer.arrays)
    assert (layer.W.tobytes(), layer.b.tobytes()) == before


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
