"""Every detector finds what it is for, in arrays of many shapes, and says it in plain words."""

import numpy as np
import pytest
from pattern_arrays import CASES, cause_of, gates, keys_of, normal, one, words_of

from autograder.checks import CheckFailed, check

RIGHT = normal((4, 2, 6))


def found(actual, right=RIGHT, axes="n N T", **more):
    return keys_of(one(actual, right, axes, **more))


def said(actual, right=RIGHT, axes="n N T", **more):
    return words_of(one(actual, right, axes, **more))


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


# -------------------------------------------------------------------- whole arrays, of every shape


@pytest.mark.parametrize(("axes", "shape"), CASES)
@pytest.mark.parametrize(
    ("change", "key"),
    [
        (lambda a: 0 * a, "pattern.zeros"),
        (lambda a: -a, "pattern.sign"),
        (lambda a: 2 * a, "pattern.factor"),
        (lambda a: 0.7312 * a, "pattern.factor"),
        (lambda a: 1 - a, "pattern.one_minus"),
        (np.tanh, "pattern.applied"),
        (np.exp, "pattern.applied"),
        (np.square, "pattern.applied"),
        (np.abs, "pattern.applied"),
        (lambda a: a + 0.25, "pattern.above"),
        (lambda a: a - 0.25, "pattern.below"),
        (lambda a: a.astype(np.float32).astype(float), "pattern.short_format"),
        (lambda a: np.round(a, 3), "pattern.rounded"),
        (lambda a: a * (1 + 1e-7 * np.sign(a)), "pattern.nearly"),
    ],
)
def test_it_is_found_in_arrays_of_every_shape(axes, shape, change, key):
    right = normal(shape, 16)  # of both signs, also where there are three numbers
    assert found(change(right), right, axes)[:1] == [key]


@pytest.mark.parametrize(
    ("axes", "shape"), [(axes, shape) for axes, shape in CASES if np.prod(shape) > 5]
)
def test_a_function_that_is_missing_is_named_in_every_shape(axes, shape):
    z = normal(shape)
    assert said(z, np.tanh(z), axes) == ["a: right after one more tanh"]
    assert said(z, sigmoid(z), axes) == ["a: right after one more sigmoid"]


@pytest.mark.parametrize(("axes", "shape"), [c for c in CASES if len(c[1]) == 2 and 1 not in c[1]])
def test_a_reshape_in_place_of_a_transpose_is_found(axes, shape):
    right = normal(shape)
    wrong = right.T.reshape(shape)
    is_square = shape[0] == shape[1]
    assert found(wrong, right, axes) == ["pattern.transposed" if is_square else "pattern.reshaped"]


@pytest.mark.parametrize(("axes", "shape"), [c for c in CASES if "T" in c[0] and c[1][-1] > 2])
@pytest.mark.parametrize(
    ("change", "key"),
    [
        (lambda a: a[..., ::-1], "pattern.reversed_time"),
        (lambda a: np.roll(a, 1, -1), "pattern.shifted_later"),
        (lambda a: np.roll(a, -1, -1), "pattern.shifted_earlier"),
        (lambda a: np.cumsum(a, axis=-1), "pattern.sum_up_to"),
        (lambda a: np.cumsum(a[..., ::-1], axis=-1)[..., ::-1], "pattern.sum_from"),
        (lambda a: np.diff(a, axis=-1, prepend=0), "pattern.own_share"),
        (lambda a: np.diff(a[..., ::-1], axis=-1, prepend=0)[..., ::-1], "pattern.own_share"),
    ],
)
def test_what_happened_in_time_is_found(axes, shape, change, key):
    right = normal(shape)
    assert found(change(right), right, axes)[:1] == [key]


@pytest.mark.parametrize("shape", [(4, 2, 3), (5, 3, 1), (3, 3, 3)])
@pytest.mark.parametrize("axis", [0, 1])
def test_a_sum_that_was_spread_out_again_is_found(shape, axis):
    right = normal(shape)
    total = np.broadcast_to(right.sum(axis=axis, keepdims=True), shape)
    assert found(total, right) == ["pattern.holds_sum"]
    assert found(total / shape[axis], right) == ["pattern.holds_mean"]


def test_every_example_with_the_sum_over_the_batch():
    wrong = np.broadcast_to(RIGHT.sum(axis=1, keepdims=True), RIGHT.shape)
    assert said(wrong) == ["a: every example holds the sum over all of them"]


# ------------------------------------------------------------------------------ which factor it is


@pytest.mark.parametrize(
    ("factor", "words", "advice"),
    [
        (2, "2 × the right result; N = 2", "advice.factor_n_many"),
        (1 / 2, "1/2 × the right result; N = 2", "advice.factor_n_few"),
        (6, "6 × the right result; T = 6", "advice.factor_t_many"),
        (1 / 6, "1/6 × the right result; T = 6", "advice.factor_t_few"),
        (12, "12 × the right result; N·T = 12", "advice.too_large"),
        (1 / 12, "1/12 × the right result; N·T = 12", "advice.mean_of_all"),
        (4, "4 × the right result; n = 4", "advice.too_large"),
        (7, "7 × the right result", "advice.too_large"),
        (1 / 5, "1/5 × the right result", "advice.too_small"),
        (-2, "−2 × the right result; N = 2", None),
        (0.3141592, "0.314159 × the right result", None),
    ],
)
def test_a_factor_is_told_with_the_size_that_it_is(factor, words, advice):
    wrong = one(factor * RIGHT, RIGHT, "n N T")
    assert words_of(wrong) == [f"a: {words}"]
    assert cause_of(wrong) == advice


def test_both_sizes_are_told_where_they_are_equal():
    right = normal((5, 3, 3))
    assert said(3 * right, right) == [
        "a: 3 × the right result; N = 3, T = 3",
    ]


def test_the_sizes_come_from_all_arrays_that_were_looked_at():
    dW, dx = normal((5, 5)), normal((3, 2, 4))
    wrong = one(dW / 4, dW, "n n", "dW"), one(dx, dx, "m N T", "dx")
    assert words_of(*wrong) == ["dW: 1/4 × the right result; T = 4"]


def test_factor_two_without_a_size_is_something_twice():
    wrong = one(2 * normal((5, 3)), normal((5, 3)), "n m")
    assert (keys_of(wrong), cause_of(wrong)) == (["pattern.factor"], "advice.twice")


def test_a_single_number_has_a_factor_only_if_it_is_a_known_one():
    x = one(np.ones((3, 2, 4)), np.ones((3, 2, 4)), "m N T", "x")
    assert words_of(one(8 * 1.7, 1.7, name="loss"), x) == ["loss: 8 × the right result; N·T = 8"]
    assert keys_of(one(-1.7, 1.7, name="loss")) == ["pattern.sign"]
    assert keys_of(one(0.9, 1.7, name="loss"), x) == []
    assert keys_of(one(1.7 * (4 + 1e-7), 1.7, name="loss"), x) == []


def test_a_factor_for_each_time_step_is_listed():
    wrong = RIGHT * np.array([4, 3, 2, 1, 1, 1])
    assert said(wrong) == [
        "a: each step is right up to a factor of its own; "
        "t=0: 4, t=1: 3, t=2: 2, t=3: 1, t=4: 1, t=5: 1"
    ]
    assert cause_of(one(RIGHT * np.arange(6, 0, -1), RIGHT, "n N T")) == "advice.counted_again"


@pytest.mark.parametrize(
    ("shape", "axis", "axes", "word"),
    [
        ((5, 3), 1, "n N", "example"),
        ((3, 4), 0, "n N", "hidden unit"),
        ((5, 3), 0, "n m", "row"),
        ((4, 4), 1, "n n", "column"),
    ],
)
def test_a_factor_for_each_slice_is_found(shape, axis, axes, word):
    right = normal(shape)
    factors = np.expand_dims(np.linspace(0.5, 2.2, shape[axis]), 1 - axis)
    name = "a" if "N" in axes else "dW"
    assert said(right * factors, right, axes, name=name) == [
        f"{name}: each {word} is right up to a factor of its own"
    ]


def test_three_arrays_with_factors_of_their_own_are_told_at_once():
    wrong = [
        one(factor * normal((4, 3), seed), normal((4, 3), seed), "n m", name)
        for seed, (name, factor) in enumerate([("dU", 0.31), ("dW", 0.47), ("dV", 0.83)])
    ]
    assert words_of(*wrong) == [
        "dU, dW, dV: each of these arrays is right up to a factor of its own"
    ]
    assert cause_of(*wrong) == "advice.own_factors"


# ---------------------------------------------------------------------------- hardly filled arrays


def only(*steps):
    wrong = np.zeros_like(RIGHT)
    wrong[..., list(steps)] = RIGHT[..., list(steps)]
    return wrong


@pytest.mark.parametrize(
    ("actual", "words", "advice"),
    [
        (only(5), "only t=5 is filled; every other step holds zeros", "advice.one_step"),
        (only(0), "only t=0 is filled; every other step holds zeros", "advice.one_step"),
        (only(1, 2, 3, 4, 5), "zeros at t = 0; all other steps are right", "advice.loop_misses"),
        (2 * only(2, 3, 4, 5) + 1e-3 * only(4), "zeros at t = 0, 1", "advice.loop_misses"),
        (np.full_like(RIGHT, 0.25), "every entry is 1/4", None),
        (np.rint(3 * RIGHT), "whole numbers only", "advice.whole_numbers"),
        (RIGHT[..., [2] * 6], "every time step holds what belongs to time step 2", "index"),
        (RIGHT[:, [0, 0]], "every example holds what belongs to example 0", "index"),
        (normal((4, 2, 1)) + 0 * RIGHT, "every time step holds the same numbers", None),
    ],
)
def test_arrays_that_were_hardly_filled_are_described(actual, words, advice):
    wrong = one(actual, RIGHT, "n N T")
    assert words_of(wrong)[0] == f"a: {words}"
    assert cause_of(wrong) == ("advice.index_fixed" if advice == "index" else advice)


def test_a_gradient_of_zeros_before_some_step_was_not_sent_back():
    assert cause_of(one(only(5), RIGHT, "n N T", "dx")) == "advice.chain_back"


# --------------------------------------------------------------- right numbers in the wrong places


def test_axes_in_another_order_are_named():
    right = normal((3, 3, 3))
    assert said(right.transpose(1, 0, 2), right) == [
        "a: the right result with its axes in another order (N, n, T)"
    ]


def test_rows_and_examples_in_another_order_are_found():
    right = normal((5, 4))
    assert said(right[[1, 0, 2, 4, 3]], right, "n N") == [
        "a: every hidden unit is right, but they stand in another order"
    ]
    assert said(right[:, ::-1], right, "n N") == [
        "a: the right result in reversed order, example by example"
    ]
    assert said(np.roll(right, 2, axis=0), right, "n N") == [
        "a: moved round by 2; hidden unit 2 holds what belongs to hidden unit 0"
    ]
    mixed = right.ravel()[np.random.default_rng(1).permutation(20)].reshape(5, 4)
    assert found(mixed, right, "n N") == ["pattern.reordered"]


# --------------------------------------------------------------------------------------- functions


def test_what_was_taken_in_the_place_of_another_function_is_named():
    z = normal((5, 2))
    e = np.exp(z)
    assert said(sigmoid(z), np.tanh(z), "n N") == ["a: right with tanh in place of sigmoid"]
    assert said(np.tanh(z), sigmoid(z), "n N") == ["a: right with sigmoid in place of tanh"]
    assert said(np.maximum(z, 0), np.tanh(z), "n N") == ["a: right with tanh in place of max(x, 0)"]
    assert said(z, e / e.sum(axis=0), "n N") == ["a: right after one more softmax"]
    assert said(e, e / e.sum(axis=0), "n N") == ["a: right after a division by the sum"]


def test_an_error_before_the_activation_is_seen_through_it():
    z, bias = normal((5, 3)), normal((5, 1), 6)
    same = "the error is the same for every example"
    for name, function in (("sigmoid", sigmoid), ("tanh", np.tanh)):
        wrong = one(function(z), function(z + bias), "n N")
        assert words_of(wrong) == [f"a: before {name}, {same}"]
        assert cause_of(wrong) == "advice.bias"
    shares = [np.exp(s) / np.exp(s).sum(axis=0) for s in (z, z + bias)]
    assert said(*shares, "n N") == [f"a: before softmax, {same}"]
    assert said(sigmoid(2 * z), sigmoid(z), "n N") == [
        "a: before sigmoid, every entry is 2 × the right one"
    ]


# ------------------------------------------------------------------------------ ranges and offsets


def test_states_at_the_limits_of_their_function_are_told():
    z = normal((5, 4))
    assert "pattern.saturated_tanh" in found(np.tanh(99 * z + 9 * z**2), np.tanh(z), "n N")
    right = gates((5, 4))
    assert "pattern.saturated_gate" in found(sigmoid(99 * z - 50 * z**2), right, "n N")


def test_entries_beyond_the_range_of_a_gate_are_told():
    right = gates((4, 3))
    assert found(right * 2 - normal((4, 3)) ** 2, right, "n N") == ["pattern.outside"]


def test_entries_that_were_cut_off_are_told():
    assert found(np.clip(RIGHT, -0.8, 0.8)) == ["pattern.clipped"]


def test_an_error_that_is_the_same_for_every_example_is_told():
    assert said(RIGHT + normal((4, 1, 6), 8)) == ["a: the error is the same in every example"]


# ------------------------------------------------------------------------------------- wrong parts


def test_the_examples_that_are_wrong_are_named():
    right, wrong = normal((5, 3)), normal((5, 3))
    wrong[:, 1:] = normal((5, 2), 9)
    assert said(wrong, right, "n N") == ["a: right only in example 0"]
    assert cause_of(one(wrong, right, "n N")) == "advice.first_example"
    wrong[:, 2] = right[:, 2]
    assert said(wrong, right, "n N") == ["a: wrong only in example 1"]


def test_a_matrix_that_is_right_on_its_diagonal_only():
    right = normal((4, 4))
    other = np.where(np.eye(4, dtype=bool), right, normal((4, 4), 9))
    assert found(other, right, "n n") == ["pattern.diagonal_right"]
    assert found(normal((4, 4), 9), right, "n n") == []


def test_the_wrong_factor_of_a_product_is_told():
    a, b, other = normal((5, 2)), normal((4, 2), 6), normal((5, 2), 7)
    assert found(other @ b.T, a @ b.T, "n m", name="dU") == ["pattern.rows_fit"]
    assert found(b @ other.T, b @ a.T, "n m", name="dU") == ["pattern.columns_fit"]
    assert found(other @ normal((4, 2), 8).T, a @ b.T, "n m", name="dU") == []


# ---------------------------------------------------------------- words for a numerical derivative


def test_a_numerical_derivative_is_called_so():
    right = normal((5, 3))
    wrong = one(-3 * right, right, "n m", "dU", is_numerical=True)
    assert words_of(wrong) == ["dU: −3 × the numerical derivative of your own forward"]
    assert words_of(wrong, language="zh") == ["dU：每个元素都是你自己的前向的数值导数的 −3 倍"]


def test_noise_of_a_numerical_derivative_does_not_hide_a_pattern():
    right = normal((4, 4))
    noisy = right + 1e-9 * normal((4, 4), 7)
    assert found(right.T, noisy, "n n", is_numerical=True) == ["pattern.transposed"]


# ------------------------------------------------------------------------------- the likely causes


@pytest.mark.parametrize(
    ("actual", "key"),
    [
        (np.zeros_like(RIGHT), "advice.zeros"),
        (RIGHT[..., ::-1], "advice.reversed"),
        (np.roll(RIGHT, 1, axis=2), "advice.shifted"),
        (-RIGHT, "advice.sign"),
        (RIGHT * 5, "advice.too_large"),
        (RIGHT * (1 + 1e-7 * np.sign(RIGHT)), "advice.short_step"),
        (1 - RIGHT, "advice.one_minus"),
        (np.tanh(RIGHT), "advice.one_too_many"),
        (RIGHT * 2.5, None),
        (normal((4, 2, 6), 9), None),
    ],
)
def test_the_likely_cause_of_a_pattern_is_the_advice_of_the_check(actual, key):
    with pytest.raises(CheckFailed) as caught:
        check.close("a", actual, RIGHT, axes="n N T")
    assert (caught.value.advice and caught.value.advice.key) == key


@pytest.mark.parametrize(
    ("steps", "key"),
    [
        ((0, 1, 2), "advice.chain_back"),
        ((1, 2, 3, 4, 5), "advice.chain_onward"),
        ((0,), "advice.first_step"),
        ((2,), None),
    ],
)
def test_the_likely_cause_of_a_break_in_time_is_told(steps, key):
    wrong = RIGHT.copy()
    wrong[..., list(steps)] = normal((4, 2, len(steps)), 9)
    assert cause_of(one(wrong, RIGHT, "n N T")) == key
    assert keys_of(one(wrong, RIGHT, "n N T")) == []  # the check's own fact says it


def test_unsigned_integers_are_understood():
    right = np.array([1.0, 2.0, 5.0])
    assert found(np.array([2, 4, 10], np.uint8), right, "") == ["pattern.factor"]


def test_a_step_that_was_left_out_of_a_sum_of_products_is_told():
    a, b = normal((5, 4)), normal((3, 4), 6)
    left_out = one(a[:, 1:] @ b[:, 1:].T, a @ b.T, "n m", "dU")
    assert words_of(left_out) == ["dU: the error is a single product of a column and a row"]
    assert cause_of(left_out) == "advice.one_share"
    assert found(a[:, 2:] @ b[:, 2:].T, a @ b.T, "n m", name="dU") == ["pattern.too_few"]


def test_a_gate_that_is_half_open_everywhere_lacks_a_term():
    wrong = one(np.full((5, 3), 0.5), gates((5, 3)), "n N")
    assert (words_of(wrong), cause_of(wrong)) == (["a: every entry is 1/2"], "advice.half_open")


def test_a_sum_of_products_that_lost_its_shares_is_told():
    a, b = normal((5, 4)), normal((3, 4), 6)
    wrong = one(a[:, :1] @ b[:, :1].T, a @ b.T, "n m", "dU")
    assert words_of(wrong) == ["dU: products of a column and a row, summed: 1; needed: 3"]
    assert cause_of(wrong) == "advice.too_few"
    assert found(normal((5, 3), 9), a @ b.T, "n m", name="dU") == []
