"""The reference is right: the lecture's printed numbers, complex step, automatic differentiation.

The published answer of the best-known course was wrong for years, so nothing here is taken on
trust: every gradient is proved against two methods that do not share the reference's formulas.
"""

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

from autograder.judge.derivatives import complex_step
from solutions import rnn

SHAPES = [(3, 5, 2, 4), (4, 2, 3, 1), (2, 4, 1, 2), (5, 3, 4, 6)]

# What the lecture prints at the end of 4.1.4.3, to all printed digits: 62 numbers.
PRINTED = {
    "dx": """
         6.07961714e-02  6.51523342e-02  1.35284158e-02 -4.17389120e-01
        -1.87655227e-01  1.88161638e-01  2.76636979e-02  5.88910236e-01
        -2.10309856e-01  1.17512701e-01 -1.81722854e-05  1.33762936e+00""",
    "ds0": "-0.04446273 -0.48089235 -0.20806299 0.05651028 0.24527145",
    "dU": """
        -7.75341202e-02  1.14056089e-03 -1.39468435e-01
        -3.76126305e-01 -2.71092586e-01 -7.68534819e-01
        -2.27890773e-01 -4.52402940e-01 -5.62591790e-02
         3.67591208e-02  1.45958528e-01  1.47219164e-02
        -1.16043009e+00 -8.51763028e-01 -1.44090680e+00""",
    "dW": """
         0.04560171  0.04695379  0.0257273  -0.02726464  0.05504417
         0.37031535  0.3703334   0.38913814 -0.39608747  0.36938758
         0.21223499  0.3431846   0.22255773 -0.35298064  0.21136843
        -0.06210387 -0.06084794 -0.06470341  0.06497274 -0.03480747
         0.78119033  0.74650186  0.34013264 -0.31155225  0.6784628""",
    "dba": "0.02851001 0.39449393 0.35633039 -0.06492795 0.33991813",
}
PRINTED_SHAPES = {"dx": (3, 1, 4), "ds0": (5, 1), "dU": (5, 3), "dW": (5, 5), "dba": (5, 1)}


def lecture_cell():
    np.random.seed(1)
    x_t, s_prev = np.random.randn(3, 1), np.random.randn(5, 1)
    shapes = {"U": (5, 3), "W": (5, 5), "V": (3, 5), "ba": (5, 1), "by": (3, 1)}
    return x_t, s_prev, {name: np.random.randn(*shape) for name, shape in shapes.items()}


def lecture_sequence():
    np.random.seed(1)
    x, s0 = np.random.randn(3, 1, 4), np.random.randn(5, 1)
    shapes = {"W": (5, 5), "U": (5, 3), "V": (3, 5), "ba": (5, 1), "by": (3, 1)}
    return x, s0, {name: np.random.randn(*shape) for name, shape in shapes.items()}


def problem(m, n, N, T, seed=0):
    draw = np.random.default_rng(seed)
    shapes = {"U": (n, m), "W": (n, n), "V": (m, n), "ba": (n, 1), "by": (m, 1)}
    parameters = {name: 0.5 * draw.standard_normal(shape) for name, shape in shapes.items()}
    targets = rnn.one_hot(draw.integers(0, m, (N, T)), m)
    x, s0, ds = (draw.standard_normal(shape) for shape in [(m, N, T), (n, N), (n, N, T)])
    return parameters, x, s0, ds, targets


def assert_same(actual, expected):
    assert actual.shape == expected.shape
    np.testing.assert_allclose(actual, expected, rtol=0, atol=1e-12 * np.abs(expected).max())


# The lecture's facts


def test_all_62_printed_gradients_are_reproduced_to_all_printed_digits():
    x, s0, parameters = lecture_sequence()
    _, _, caches = rnn.rnn_forward(x, s0, parameters)
    gradients = rnn.rnn_backward(np.random.randn(5, 1, 4), caches)
    printed = 0
    for name, text in PRINTED.items():
        assert gradients[name].shape == PRINTED_SHAPES[name]
        for value, digits in zip(gradients[name].ravel(), text.split(), strict=True):
            assert abs(value - float(digits)) <= half_of_last_digit(digits), name
            printed += 1
    assert printed == 62


def half_of_last_digit(digits):
    mantissa, _, exponent = digits.partition("e")
    places = len(mantissa.partition(".")[2]) if exponent else 8
    return 0.5000001 * 10.0 ** (int(exponent or 0) - places)


def test_a_number_off_in_the_last_printed_digit_would_be_noticed():
    assert half_of_last_digit("6.07961714e-02") < 1e-10
    assert half_of_last_digit("0.3703334") < 1e-8


def test_the_lecture_cell_has_the_lecture_shapes_and_the_formula_written_out():
    x_t, s_prev, parameters = lecture_cell()
    s_next, out_pred, cache = rnn.rnn_cell_forward(x_t, s_prev, parameters)
    assert s_next.shape == (5, 1)
    assert out_pred.shape == (3, 1)
    assert cache[0] is s_next
    assert (cache[1] is s_prev, cache[2] is x_t, cache[3] is parameters) == (True, True, True)
    U, W, V, ba, by = (parameters[name] for name in ("U", "W", "V", "ba", "by"))
    for i in range(5):
        a = sum(U[i, k] * x_t[k, 0] for k in range(3))
        a += sum(W[i, k] * s_prev[k, 0] for k in range(5)) + ba[i, 0]
        assert s_next[i, 0] == pytest.approx(np.tanh(a), rel=1e-13)
    scores = [sum(V[i, k] * s_next[k, 0] for k in range(5)) + by[i, 0] for i in range(3)]
    total = sum(np.exp(z) for z in scores)
    for i in range(3):
        assert out_pred[i, 0] == pytest.approx(np.exp(scores[i]) / total, rel=1e-13)


def test_the_lecture_sequence_is_four_cells_in_a_row():
    x, s0, parameters = lecture_sequence()
    s, y, caches = rnn.rnn_forward(x, s0, parameters)
    assert s.shape == (5, 1, 4)
    assert y.shape == (3, 1, 4)
    assert len(caches) == 4
    state = s0
    for t in range(4):
        state, out_pred, _ = rnn.rnn_cell_forward(x[:, :, t], state, parameters)
        assert_same(s[:, :, t], state)
        assert_same(y[:, :, t], out_pred)
        assert_same(caches[t][0], state)


def test_gradients_shrink_or_grow_exponentially_with_the_matrix():
    parameters = problem(3, 5, 2, 8)[0]
    rotation = np.linalg.qr(parameters["W"])[0]
    still = {name: np.zeros_like(value) for name, value in parameters.items()}
    ds_last = np.random.default_rng(1).standard_normal((5, 2))
    for gain in (0.5, 1.4):
        still["W"] = gain * rotation
        _, _, caches = rnn.rnn_forward(np.zeros((3, 2, 8)), np.zeros((5, 2)), still)
        norms = rnn.gradient_norms(ds_last, caches)
        expected = np.linalg.norm(ds_last) * gain ** np.arange(7, -1, -1)
        np.testing.assert_allclose(norms, expected, rtol=1e-12)


# Complex step


@pytest.mark.parametrize("shape", SHAPES)
def test_cell_backward_agrees_with_complex_step(shape):
    parameters, x, s0, ds, _ = problem(*shape)
    arguments = {"x_t": x[:, :, 0], "s_prev": s0, **parameters}

    def loss(name, value):
        changed = {**arguments, name: value}
        inner = {key: changed[key] for key in parameters}
        s_next, _, _ = rnn.rnn_cell_forward(changed["x_t"], changed["s_prev"], inner)
        return np.sum(ds[:, :, 0] * s_next)

    _, _, cache = rnn.rnn_cell_forward(x[:, :, 0], s0, parameters)
    gradients = rnn.rnn_cell_backward(ds[:, :, 0], cache)
    assert set(gradients) == {"dx_t", "ds_prev", "dU", "dW", "dba"}
    for name in gradients:
        truth = complex_step(lambda a, name=name: loss(name[1:], a), arguments[name[1:]])
        assert_same(gradients[name], truth)


@pytest.mark.parametrize("shape", SHAPES)
def test_backward_agrees_with_complex_step(shape):
    parameters, x, s0, ds, _ = problem(*shape)
    arguments = {"x": x, "s0": s0, **parameters}

    def loss(name, value):
        changed = {**arguments, name: value}
        inner = {key: changed[key] for key in parameters}
        return np.sum(ds * rnn.rnn_forward(changed["x"], changed["s0"], inner)[0])

    gradients = rnn.rnn_backward(ds, rnn.rnn_forward(x, s0, parameters)[2])
    assert set(gradients) == {"dx", "ds0", "dU", "dW", "dba"}
    for name in gradients:
        truth = complex_step(lambda a, name=name: loss(name[1:], a), arguments[name[1:]])
        assert_same(gradients[name], truth)


@pytest.mark.parametrize("shape", SHAPES)
def test_output_backward_agrees_with_complex_step(shape):
    parameters, x, s0, _, targets = problem(*shape)
    s, y, _ = rnn.rnn_forward(x, s0, parameters)

    def loss(s, V, by):
        steps = [rnn.softmax(V @ s[:, :, t] + by) for t in range(s.shape[2])]
        return rnn.cross_entropy(np.stack(steps, axis=2), targets)

    V, by = parameters["V"], parameters["by"]
    gradients = rnn.output_backward(y, targets, s, parameters)
    assert_same(gradients["dV"], complex_step(lambda a: loss(s, a, by), V))
    assert_same(gradients["dby"], complex_step(lambda a: loss(s, V, a), by))
    assert_same(gradients["ds"], complex_step(lambda a: loss(a, V, by), s))


def test_gradient_norms_agree_with_complex_step():
    parameters, x, s0, ds, _ = problem(3, 4, 2, 5)
    s, _, caches = rnn.rnn_forward(x, s0, parameters)
    norms = rnn.gradient_norms(ds[:, :, -1], caches)

    def loss(t, state):
        later = (
            rnn.rnn_forward(x[:, :, t + 1 :], state, parameters)[0] if t < 4 else state[..., None]
        )
        return np.sum(ds[:, :, -1] * later[:, :, -1])

    truth = [np.linalg.norm(complex_step(lambda a, t=t: loss(t, a), s[:, :, t])) for t in range(5)]
    assert norms.shape == (5,)
    assert_same(norms, np.array(truth))


# HIPS autograd, on a forward pass of its own


def independent_loss(parameters, x, s0, targets):
    """The loss by the formulas alone: autograd's numpy, log-softmax, nothing of the reference."""
    total, state = 0.0, s0
    for t in range(x.shape[2]):
        a = anp.dot(parameters["U"], x[:, :, t]) + anp.dot(parameters["W"], state)
        state = anp.tanh(a + parameters["ba"])
        z = anp.dot(parameters["V"], state) + parameters["by"]
        log_p = z - anp.log(anp.sum(anp.exp(z), axis=0, keepdims=True))
        total = total - anp.sum(targets[:, :, t] * log_p)
    return total / x.shape[1]


def independent_states(parameters, x, s0):
    states = [s0]
    for t in range(x.shape[2]):
        a = anp.dot(parameters["U"], x[:, :, t]) + anp.dot(parameters["W"], states[-1])
        states.append(anp.tanh(a + parameters["ba"]))
    return anp.stack(states[1:], axis=2)


@pytest.mark.parametrize("shape", SHAPES)
def test_bptt_agrees_with_automatic_differentiation(shape):
    parameters, x, s0, _, targets = problem(*shape)
    loss, gradients = rnn.bptt(x, targets, s0, parameters)
    truth = autograd.grad(independent_loss)(parameters, x, s0, targets)
    assert loss == pytest.approx(independent_loss(parameters, x, s0, targets), rel=1e-13)
    assert set(gradients) == {"dU", "dW", "dV", "dba", "dby"}
    for name, value in gradients.items():
        assert_same(value, truth[name[1:]])


@pytest.mark.parametrize("shape", SHAPES)
def test_backward_agrees_with_automatic_differentiation(shape):
    parameters, x, s0, ds, _ = problem(*shape)
    gradients = rnn.rnn_backward(ds, rnn.rnn_forward(x, s0, parameters)[2])

    def loss(parameters, x, s0):
        return anp.sum(ds * independent_states(parameters, x, s0))

    d_parameters, dx, ds0 = (autograd.grad(loss, k)(parameters, x, s0) for k in range(3))
    truth = {"dx": dx, "ds0": ds0, **{f"d{name}": d_parameters[name] for name in ("U", "W", "ba")}}
    for name, value in gradients.items():
        assert_same(value, truth[name])


def test_cell_backward_agrees_with_automatic_differentiation():
    parameters, x, s0, ds, _ = problem(3, 5, 2, 1)

    def loss(parameters, x, s0):
        return anp.sum(ds * independent_states(parameters, x, s0))

    gradients = rnn.rnn_cell_backward(
        ds[:, :, 0], rnn.rnn_cell_forward(x[:, :, 0], s0, parameters)[2]
    )
    d_parameters, dx, ds0 = (autograd.grad(loss, k)(parameters, x, s0) for k in range(3))
    assert_same(gradients["dx_t"], dx[:, :, 0])
    assert_same(gradients["ds_prev"], ds0)
    for name in ("U", "W", "ba"):
        assert_same(gradients[f"d{name}"], d_parameters[name])


# The rest


def test_softmax_is_exact_for_scores_of_a_thousand():
    z = np.array([[1000.0, -1000.0], [1000.0, 0.0], [-1000.0, -1000.0]])
    assert np.array_equal(rnn.softmax(z), [[0.5, 0.0], [0.5, 1.0], [0.0, 0.0]])


def test_one_hot_has_its_ones_where_the_tokens_say():
    result = rnn.one_hot(np.array([[2, 0, 1], [3, 3, 0]]), 4)
    assert result.shape == (4, 2, 3)
    assert np.array_equal(np.argmax(result, axis=0), [[2, 0, 1], [3, 3, 0]])
    assert result.sum() == 6


@pytest.mark.parametrize("token", [-1, 4, 100])
def test_one_hot_names_a_token_outside_the_vocabulary(token):
    with pytest.raises(ValueError, match=f"token {token} is outside the vocabulary 0…3"):
        rnn.one_hot(np.array([[0, token]]), 4)


def test_cross_entropy_is_finite_when_a_probability_is_zero():
    y = np.array([0.0, 1.0]).reshape(2, 1, 1)
    assert 700 < rnn.cross_entropy(y, 1 - y) < 720
    assert rnn.cross_entropy(y, y) == 0


def test_clipping_uses_one_norm_for_all_arrays():
    gradients = {"dU": np.array([[3.0]]), "dba": np.array([[4.0]])}
    clipped = rnn.clip_gradients(gradients, 1.0)
    assert clipped["dU"][0, 0] == pytest.approx(0.6)
    assert clipped["dba"][0, 0] == pytest.approx(0.8)
    assert np.array_equal(rnn.clip_gradients(gradients, 5.0)["dU"], gradients["dU"])


def test_clipping_leaves_zeros_alone():
    assert rnn.clip_gradients({"dU": np.zeros((2, 2))}, 1.0)["dU"].max() == 0


def test_gradient_steps_lower_the_loss():
    parameters, x, s0, _, targets = problem(3, 5, 2, 4)
    losses = []
    for _ in range(5):
        loss, gradients = rnn.bptt(x, targets, s0, parameters)
        losses.append(loss)
        parameters = rnn.gradient_step(parameters, gradients, 0.1)
    assert losses == sorted(losses, reverse=True)
    assert losses[-1] < losses[0]


def test_integer_arguments_are_fine():
    parameters, x, s0, ds, _ = problem(3, 5, 2, 4)
    whole = {name: np.rint(2 * value).astype(int) for name, value in parameters.items()}
    real = {name: value.astype(float) for name, value in whole.items()}
    x, s0, ds = (np.rint(a).astype(int) for a in (x, s0, ds))
    gradients = rnn.rnn_backward(ds, rnn.rnn_forward(x, s0, whole)[2])
    expected = rnn.rnn_backward(ds * 1.0, rnn.rnn_forward(x * 1.0, s0 * 1.0, real)[2])
    for name in expected:
        np.testing.assert_allclose(gradients[name], expected[name], rtol=1e-12)


def test_complex_step_is_exact_and_notices_a_lost_imaginary_part():
    a = np.array([[0.3, -2.0]])
    assert_same(complex_step(lambda z: np.sum(np.sin(z) * z), a), np.cos(a) * a + np.sin(a))
    with pytest.raises(TypeError, match="expected a complex number from f"):
        complex_step(lambda z: np.sum(z.real), a)
