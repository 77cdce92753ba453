"""The reference is right: complex step, automatic differentiation, the lecture's words, torch.

Nothing here is taken on trust: every gradient is proved against two methods that do not share the
reference's formulas, and the forward pass against the formula written out entry by entry.
"""

import warnings

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

from autograder.judge.derivatives import complex_step
from solutions import gru

SHAPES = [(3, 5, 2, 4), (4, 2, 3, 1), (2, 4, 1, 2), (5, 3, 4, 6)]
NAMES = ("Ur", "Wr", "br", "Uz", "Wz", "bz", "Uh", "Wh", "bh")
CELL_KEYS = {"dx_t", "dh_prev", *("d" + name for name in NAMES)}
SEQUENCE_KEYS = {"dx", "dh0", *("d" + name for name in NAMES)}


def problem(m, n, N, T, seed=0):
    draw = np.random.default_rng(seed)
    shapes = {"U": (n, m), "W": (n, n), "b": (n, 1)}
    parameters = {name: 0.5 * draw.standard_normal(shapes[name[0]]) for name in NAMES}
    x, h0, dh = (draw.standard_normal(shape) for shape in [(m, N, T), (n, N), (n, N, T)])
    return parameters, x, h0, dh


def held(parameters, reset=None, update=None):
    """The same parameters, but a named gate stands still at 0 or 1, whatever comes in."""
    changed = dict(parameters)
    for letter, value in (("r", reset), ("z", update)):
        if value is not None:
            for kind in "UWb":
                changed[kind + letter] = np.zeros_like(parameters[kind + letter])
            changed["b" + letter] += 1000.0 if value else -1000.0
    return changed


def assert_same(actual, expected):
    assert actual.shape == expected.shape
    np.testing.assert_allclose(actual, expected, rtol=0, atol=1e-12 * np.abs(expected).max())


# The forward pass


def test_sigmoid_is_right_at_a_thousand_without_a_warning():
    z = np.array([[1000.0, -1000.0, 0.0], [750.0, -750.0, -40.0]])
    with warnings.catch_warnings(), np.errstate(all="raise", under="ignore"):
        warnings.simplefilter("error")
        s = gru.sigmoid(z)
    assert np.array_equal(s[:, :2], [[1.0, 0.0], [1.0, 0.0]])
    assert s[0, 2] == 0.5
    assert s[1, 2] == pytest.approx(np.exp(-40.0), rel=1e-14)


def test_sigmoid_lets_complex_numbers_through():
    z = np.array([[-2.0, 0.0, 3.0]])
    s = gru.sigmoid(z)
    assert_same(complex_step(lambda a: np.sum(gru.sigmoid(a)), z), s * (1 - s))
    at_the_ends = complex_step(lambda a: np.sum(gru.sigmoid(a)), np.array([[1000.0, -1000.0]]))
    assert np.array_equal(at_the_ends, [[0.0, 0.0]])


def test_the_cell_is_the_formula_written_out():
    p, x, h_prev, _ = problem(3, 5, 2, 1)
    x_t = x[:, :, 0]
    h_next, cache = gru.gru_cell_forward(x_t, h_prev, p)

    def sum_of(gate, i, b, state):
        total = sum(p["U" + gate][i, k] * x_t[k, b] for k in range(3))
        return total + sum(p["W" + gate][i, k] * state[k] for k in range(5)) + p["b" + gate][i, 0]

    for b in range(2):
        old = h_prev[:, b]
        r = [1 / (1 + np.exp(-sum_of("r", i, b, old))) for i in range(5)]
        reset = [r[i] * old[i] for i in range(5)]
        for i in range(5):
            z = 1 / (1 + np.exp(-sum_of("z", i, b, old)))
            h_cand = np.tanh(sum_of("h", i, b, reset))
            expected = z * old[i] + (1 - z) * h_cand
            found = [cache[k][i, b] for k in (2, 3, 4, 0)]
            assert found == pytest.approx([r[i], z, h_cand, expected], rel=1e-13)
    assert cache[0] is h_next
    assert (cache[1] is h_prev, cache[5] is x_t, cache[6] is p) == (True, True, True)


def test_the_sequence_is_cells_in_a_row():
    parameters, x, h0, _ = problem(3, 5, 2, 4)
    h, caches = gru.gru_forward(x, h0, parameters)
    assert h.shape == (5, 2, 4)
    assert len(caches) == 4
    state = h0
    for t in range(4):
        state, _ = gru.gru_cell_forward(x[:, :, t], state, parameters)
        assert_same(h[:, :, t], state)
        assert_same(caches[t][0], state)


# The lecture's words


def test_reset_one_and_update_zero_give_the_plain_rnn():
    parameters, x, h0, dh = problem(3, 5, 2, 4)
    parameters = held(parameters, reset=1, update=0)
    h, caches = gru.gru_forward(x, h0, parameters)
    state = h0
    for t in range(4):
        inner = parameters["Uh"] @ x[:, :, t] + parameters["Wh"] @ state + parameters["bh"]
        state = np.tanh(inner)
        assert np.array_equal(h[:, :, t], state)
    gradients = gru.gru_backward(dh, caches)
    for name in ("dUr", "dWr", "dbr", "dUz", "dWz", "dbz"):
        assert not gradients[name].any(), name


def test_update_one_keeps_the_state_and_the_gradient_exactly():
    parameters, x, h0, dh = problem(3, 5, 2, 4)
    h, caches = gru.gru_forward(x, h0, held(parameters, update=1))
    assert all(np.array_equal(h[:, :, t], h0) for t in range(4))
    gradients = gru.gru_backward(dh, caches)
    assert_same(gradients["dh0"], dh.sum(axis=2))
    assert not any(gradients[name].any() for name in SEQUENCE_KEYS - {"dh0"})


def test_reset_zero_makes_the_candidate_forget():
    parameters, x, h0, _ = problem(3, 5, 2, 1)
    shut = np.zeros_like(h0)
    here = gru.gru_candidate(x[:, :, 0], h0, shut, parameters)
    assert np.array_equal(here, gru.gru_candidate(x[:, :, 0], 5 - h0, shut, parameters))


# Complex step


@pytest.mark.parametrize("shape", SHAPES)
def test_cell_backward_agrees_with_complex_step(shape):
    parameters, x, h0, dh = problem(*shape)
    arguments = {"x_t": x[:, :, 0], "h_prev": h0, **parameters}

    def loss(name, value):
        a = {**arguments, name: value}
        return np.sum(dh[:, :, 0] * gru.gru_cell_forward(a["x_t"], a["h_prev"], a)[0])

    _, cache = gru.gru_cell_forward(x[:, :, 0], h0, parameters)
    gradients = gru.gru_cell_backward(dh[:, :, 0], cache)
    assert set(gradients) == CELL_KEYS
    for name in gradients:
        truth = complex_step(lambda a, name=name: loss(name[1:], a), arguments[name[1:]])
        assert_same(gradients[name], truth)


@pytest.mark.parametrize("shape", SHAPES)
def test_backward_agrees_with_complex_step(shape):
    parameters, x, h0, dh = problem(*shape)
    arguments = {"x": x, "h0": h0, **parameters}

    def loss(name, value):
        a = {**arguments, name: value}
        return np.sum(dh * gru.gru_forward(a["x"], a["h0"], a)[0])

    gradients = gru.gru_backward(dh, gru.gru_forward(x, h0, parameters)[1])
    assert set(gradients) == SEQUENCE_KEYS
    for name in gradients:
        truth = complex_step(lambda a, name=name: loss(name[1:], a), arguments[name[1:]])
        assert_same(gradients[name], truth)


# HIPS autograd, on a forward pass of its own


def independent_states(parameters, x, h0):
    """The states by the formulas alone: autograd's numpy, nothing of the reference."""

    def inner(gate, x_t, state):
        weighted = anp.dot(parameters["U" + gate], x_t) + anp.dot(parameters["W" + gate], state)
        return weighted + parameters["b" + gate]

    states = [h0]
    for t in range(x.shape[2]):
        x_t, h = x[:, :, t], states[-1]
        r, z = (1 / (1 + anp.exp(-inner(gate, x_t, h))) for gate in "rz")
        states.append(z * h + (1 - z) * anp.tanh(inner("h", x_t, r * h)))
    return anp.stack(states[1:], axis=2)


def independent_gradients(parameters, x, h0, dh):
    def loss(parameters, x, h0):
        return anp.sum(dh * independent_states(parameters, x, h0))

    d_parameters, dx, dh0 = (autograd.grad(loss, k)(parameters, x, h0) for k in range(3))
    return {"dx": dx, "dh0": dh0, **{"d" + name: d_parameters[name] for name in NAMES}}


@pytest.mark.parametrize("shape", SHAPES)
def test_backward_agrees_with_automatic_differentiation(shape):
    parameters, x, h0, dh = problem(*shape)
    h, caches = gru.gru_forward(x, h0, parameters)
    assert_same(h, independent_states(parameters, x, h0))
    truth = independent_gradients(parameters, x, h0, dh)
    gradients = gru.gru_backward(dh, caches)
    for name in SEQUENCE_KEYS:
        assert_same(gradients[name], truth[name])


@pytest.mark.parametrize("shape", SHAPES)
def test_cell_backward_agrees_with_automatic_differentiation(shape):
    parameters, x, h0, dh = problem(*shape)
    x, dh = x[:, :, :1], dh[:, :, :1]
    truth = independent_gradients(parameters, x, h0, dh)
    _, cache = gru.gru_cell_forward(x[:, :, 0], h0, parameters)
    gradients = gru.gru_cell_backward(dh[:, :, 0], cache)
    assert_same(gradients["dx_t"], truth["dx"][:, :, 0])
    assert_same(gradients["dh_prev"], truth["dh0"])
    for name in NAMES:
        assert_same(gradients["d" + name], truth["d" + name])


# torch, whose convention is another one
#
# torch.nn.GRUCell computes, with rows for examples, two biases for each part, and r after the
# product:
#
#     r = σ(W_ir x + b_ir + W_hr h + b_hr)        z likewise
#     n = tanh(W_in x + b_in + r ⊙ (W_hn h + b_hn))
#     h′ = (1 − z) ⊙ n + z ⊙ h
#
# z has the same meaning. r before or after the product is the same where they commute: where r is
# 1 for all units, or where W_hn is diagonal. b_hn must be 0, because r multiplies it; how the
# other biases are divided between the two does not matter.


def diagonal(parameters):
    return {**parameters, "Wh": np.diag(np.diag(parameters["Wh"]))}


def reset_open(parameters):
    return held(parameters, reset=1)


def torch_gradients(torch, parameters, x_t, h_prev, dh_next):
    """h_next and the gradients of torch's cell, by our names and in our shapes."""
    n, m = parameters["Uh"].shape
    cell = torch.nn.GRUCell(m, n, dtype=torch.float64)
    third = 1 / 3
    with torch.no_grad():
        for own, kind in ((cell.weight_ih, "U"), (cell.weight_hh, "W")):
            own.copy_(torch.tensor(np.vstack([parameters[kind + gate] for gate in "rzh"])))
        bias = {gate: parameters["b" + gate][:, 0] for gate in "rzh"}
        first = np.concatenate([third * bias["r"], third * bias["z"], bias["h"]])
        cell.bias_ih.copy_(torch.tensor(first))
        cell.bias_hh.copy_(torch.tensor(np.concatenate(list(bias.values())) - first))
    x, h = (torch.tensor(a.T.copy(), requires_grad=True) for a in (x_t, h_prev))
    h_next = cell(x, h)
    h_next.backward(torch.tensor(dh_next.T.copy()))
    found = {"dx_t": x.grad.numpy().T, "dh_prev": h.grad.numpy().T}
    for kind, own in (("dU", cell.weight_ih), ("dW", cell.weight_hh), ("db", cell.bias_ih)):
        parts = np.split(own.grad.numpy().reshape(3 * n, -1), 3)
        found.update({kind + gate: part for gate, part in zip("rzh", parts, strict=True)})
    return h_next.detach().numpy().T, found


@pytest.mark.parametrize("agreeing", [diagonal, reset_open])
def test_the_cell_agrees_with_torch_where_the_conventions_agree(agreeing):
    torch = pytest.importorskip("torch", reason="torch is not installed")
    parameters, x, h_prev, dh = problem(3, 5, 2, 1)
    parameters, x_t, dh_next = agreeing(parameters), x[:, :, 0], dh[:, :, 0]
    h_next, cache = gru.gru_cell_forward(x_t, h_prev, parameters)
    gradients = gru.gru_cell_backward(dh_next, cache)
    theirs, truth = torch_gradients(torch, parameters, x_t, h_prev, dh_next)
    assert_same(h_next, theirs)
    if agreeing is diagonal:  # off the diagonal, dWh tells the two conventions apart
        gradients["dWh"], truth["dWh"] = (np.diag(np.diag(g["dWh"])) for g in (gradients, truth))
    for name in CELL_KEYS:
        assert_same(gradients[name], truth[name])


def test_reset_before_and_after_the_product_differ_unless_they_commute():
    parameters, x, h_prev, _ = problem(3, 5, 2, 1)
    r = gru.gru_reset_gate(x[:, :, 0], h_prev, parameters)
    for Wh, commute in ((parameters["Wh"], False), (diagonal(parameters)["Wh"], True)):
        ours = gru.gru_candidate(x[:, :, 0], h_prev, r, {**parameters, "Wh": Wh})
        theirs = np.tanh(parameters["Uh"] @ x[:, :, 0] + r * (Wh @ h_prev) + parameters["bh"])
        assert np.allclose(ours, theirs, rtol=0, atol=1e-14) is commute


def test_integer_arguments_are_fine():
    parameters, x, h0, dh = problem(3, 5, 2, 4)
    whole = {name: np.rint(2 * value).astype(int) for name, value in parameters.items()}
    real = {name: value.astype(float) for name, value in whole.items()}
    x, h0, dh = (np.rint(a).astype(int) for a in (x, h0, dh))
    gradients = gru.gru_backward(dh, gru.gru_forward(x, h0, whole)[1])
    expected = gru.gru_backward(dh * 1.0, gru.gru_forward(x * 1.0, h0 * 1.0, real)[1])
    for name in expected:
        np.testing.assert_allclose(gradients[name], expected[name], rtol=1e-12)
