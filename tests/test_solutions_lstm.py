"""The reference is right: formulas, complex step, automatic differentiation, the gates' meaning.

The published answer of the best-known course was wrong for years (its LSTM was printed without
the way back through time), so nothing here is taken on trust: every gradient is proved against
two methods that do not share the reference's formulas, and once against a library's own cell.
"""

import warnings

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

from autograder.judge.derivatives import complex_step
from solutions import lstm

SHAPES = [(3, 5, 2, 4), (4, 2, 3, 1), (2, 4, 1, 2), (5, 3, 4, 6)]
NAMES = [kind + gate for gate in "fuco" for kind in "UWb"]
OPEN = 1000.0


def problem(m, n, N, T, seed=0):
    draw = np.random.default_rng(seed)
    shapes = {"U": (n, m), "W": (n, n), "b": (n, 1)}
    parameters = {name: 0.5 * draw.standard_normal(shapes[name[0]]) for name in NAMES}
    x, h0, c0 = (draw.standard_normal(shape) for shape in [(m, N, T), (n, N), (n, N)])
    return parameters, x, h0, c0, draw.standard_normal((n, N, T))


def assert_same(actual, expected):
    assert actual.shape == expected.shape
    np.testing.assert_allclose(actual, expected, rtol=0, atol=1e-12 * np.abs(expected).max())


# The gates


def test_sigmoid_is_exact_and_silent_for_numbers_of_a_thousand():
    z = np.array([[1000.0, -1000.0, 0.0], [-745.0, 710.0, 50.0]])
    with warnings.catch_warnings(), np.errstate(over="raise", invalid="raise"):
        warnings.simplefilter("error")
        assert np.array_equal(lstm.sigmoid(z)[0], [1.0, 0.0, 0.5])
        assert np.isfinite(lstm.sigmoid(z)).all()
        assert np.array_equal(lstm.sigmoid(-z)[0], [0.0, 1.0, 0.5])


def test_sigmoid_keeps_its_digits_where_it_is_small():
    assert lstm.sigmoid(np.array([[-40.0]]))[0, 0] == pytest.approx(np.exp(-40.0), rel=1e-14)


@pytest.mark.parametrize("z", [0.0, 2.0, -3.0, 1000.0, -1000.0])
def test_a_complex_step_passes_through_sigmoid(z):
    slope = complex_step(lambda a: np.sum(lstm.sigmoid(a)), np.array([[z]]))
    value = lstm.sigmoid(np.array([[z]]))
    assert_same(slope, value * (1 - value))


def test_the_cell_is_the_formula_written_out():
    parameters, x, h_prev, c_prev, _ = problem(3, 5, 2, 1)
    h_next, c_next, _ = lstm.lstm_cell_forward(x[:, :, 0], h_prev, c_prev, parameters)
    for i, b in np.ndindex(5, 2):
        a = {}
        for gate in "fuco":
            a[gate] = sum(parameters["U" + gate][i, k] * x[k, b, 0] for k in range(3))
            a[gate] += sum(parameters["W" + gate][i, k] * h_prev[k, b] for k in range(5))
            a[gate] += parameters["b" + gate][i, 0]
        f, u, o = (1 / (1 + np.exp(-a[gate])) for gate in "fuo")
        c = f * c_prev[i, b] + u * np.tanh(a["c"])
        assert c_next[i, b] == pytest.approx(c, rel=1e-13)
        assert h_next[i, b] == pytest.approx(o * np.tanh(c), rel=1e-13)


def test_the_cache_holds_ten_things_in_the_order_of_the_contract():
    parameters, x, h_prev, c_prev, _ = problem(3, 5, 2, 1)
    x_t = x[:, :, 0]
    h_next, c_next, cache = lstm.lstm_cell_forward(x_t, h_prev, c_prev, parameters)
    arguments = (x_t, h_prev, parameters)
    assert [cache[k] is value for k, value in enumerate((h_next, c_next, h_prev, c_prev))]
    assert (cache[8] is x_t, cache[9] is parameters) == (True, True)
    for k, gate in enumerate(
        (lstm.lstm_forget_gate, lstm.lstm_update_gate, lstm.lstm_candidate, lstm.lstm_output_gate)
    ):
        assert_same(cache[4 + k], gate(*arguments))
    assert len(cache) == 10


def with_gates(parameters, **gates):
    """The same parameters with some gates fixed by their bias: `f=OPEN`, `u=-OPEN`."""
    fixed = dict(parameters)
    for gate, bias in gates.items():
        fixed["U" + gate] = 0 * parameters["U" + gate]
        fixed["W" + gate] = 0 * parameters["W" + gate]
        fixed["b" + gate] = 0 * parameters["b" + gate] + bias
    return fixed


def test_forget_1_and_update_0_keep_the_memory_exactly_over_any_distance():
    parameters, x, h0, c0, _ = problem(3, 5, 2, 30)
    _, c, _ = lstm.lstm_forward(x, h0, c0, with_gates(parameters, f=OPEN, u=-OPEN))
    assert np.array_equal(c, np.repeat(c0[:, :, None], 30, axis=2))


def test_forget_1_and_update_0_carry_the_gradient_of_the_memory_back_exactly():
    parameters, x, h0, c0, dh = problem(3, 5, 2, 30)
    dh[:, :, :-1] = 0
    fixed = with_gates(parameters, f=OPEN, u=-OPEN, o=OPEN)
    h, _, caches = lstm.lstm_forward(x, h0, c0, fixed)
    gradients = lstm.lstm_backward(dh, caches)
    assert_same(gradients["dc0"], dh[:, :, -1] * (1 - h[:, :, -1] ** 2))


def test_forget_0_and_update_1_leave_the_candidate_alone():
    parameters, x, h0, c0, _ = problem(3, 5, 2, 1)
    fixed = with_gates(parameters, f=-OPEN, u=OPEN)
    _, c_next, _ = lstm.lstm_cell_forward(x[:, :, 0], h0, c0, fixed)
    assert np.array_equal(c_next, lstm.lstm_candidate(x[:, :, 0], h0, parameters))


def test_output_0_closes_h_and_leaves_the_memory_alone():
    parameters, x, h0, c0, _ = problem(3, 5, 2, 1)
    h_next, c_next, _ = lstm.lstm_cell_forward(x[:, :, 0], h0, c0, with_gates(parameters, o=-OPEN))
    assert not h_next.any()
    assert_same(c_next, lstm.lstm_cell_forward(x[:, :, 0], h0, c0, parameters)[1])


def test_the_first_steps_of_a_sequence_are_a_sequence():
    parameters, x, h0, c0, _ = problem(3, 5, 2, 6)
    h, c, _ = lstm.lstm_forward(x, h0, c0, parameters)
    for k in (1, 2, 5):
        h_k, c_k, caches = lstm.lstm_forward(x[:, :, :k], h0, c0, parameters)
        assert_same(h_k, h[:, :, :k])
        assert_same(c_k, c[:, :, :k])
        assert len(caches) == k


def test_backward_is_linear_and_zero_for_zeros():
    parameters, x, h0, c0, dh = problem(3, 5, 2, 4)
    caches = lstm.lstm_forward(x, h0, c0, parameters)[2]
    other = np.random.default_rng(1).standard_normal(dh.shape)
    both = lstm.lstm_backward(2 * dh - 3 * other, caches)
    first, second = lstm.lstm_backward(dh, caches), lstm.lstm_backward(other, caches)
    for name, value in both.items():
        assert_same(value, 2 * first[name] - 3 * second[name])
    assert not any(value.any() for value in lstm.lstm_backward(0 * dh, caches).values())


# Complex step


@pytest.mark.parametrize("shape", SHAPES)
def test_cell_backward_agrees_with_complex_step(shape):
    parameters, x, h0, c0, dh = problem(*shape)
    dc = np.random.default_rng(1).standard_normal(c0.shape)
    arguments = {"x_t": x[:, :, 0], "h_prev": h0, "c_prev": c0, **parameters}

    def loss(name, value):
        a = {**arguments, name: value}
        h_next, c_next, _ = lstm.lstm_cell_forward(a["x_t"], a["h_prev"], a["c_prev"], a)
        return np.sum(dh[:, :, 0] * h_next) + np.sum(dc * c_next)

    cache = lstm.lstm_cell_forward(x[:, :, 0], h0, c0, parameters)[2]
    gradients = lstm.lstm_cell_backward(dh[:, :, 0], dc, cache)
    assert set(gradients) == {"d" + name for name in arguments}
    for name, value in gradients.items():
        truth = complex_step(lambda a, name=name: loss(name[1:], a), arguments[name[1:]])
        assert_same(value, truth)


@pytest.mark.parametrize("shape", SHAPES)
def test_backward_agrees_with_complex_step(shape):
    parameters, x, h0, c0, dh = problem(*shape)
    arguments = {"x": x, "h0": h0, "c0": c0, **parameters}

    def loss(name, value):
        a = {**arguments, name: value}
        return np.sum(dh * lstm.lstm_forward(a["x"], a["h0"], a["c0"], a)[0])

    gradients = lstm.lstm_backward(dh, lstm.lstm_forward(x, h0, c0, parameters)[2])
    assert set(gradients) == {"d" + name for name in arguments}
    for name, value in gradients.items():
        truth = complex_step(lambda a, name=name: loss(name[1:], a), arguments[name[1:]])
        assert_same(value, truth)


# HIPS autograd, on a forward pass of its own


def independent_steps(parameters, x, h, c):
    """h and c of all steps by the formulas alone: autograd's numpy, nothing of the reference."""
    hs, cs = [], []
    for t in range(x.shape[2]):
        a = {
            gate: anp.dot(parameters["U" + gate], x[:, :, t])
            + anp.dot(parameters["W" + gate], h)
            + parameters["b" + gate]
            for gate in "fuco"
        }
        f, u, o = (0.5 + 0.5 * anp.tanh(a[gate] / 2) for gate in "fuo")
        c = f * c + u * anp.tanh(a["c"])
        h = o * anp.tanh(c)
        hs.append(h)
        cs.append(c)
    return anp.stack(hs, axis=2), anp.stack(cs, axis=2)


def independent_gradients(loss, parameters, x, h0, c0):
    """The gradients of `loss(h, c)` by autograd, under the reference's names."""

    def of(parameters, x, h0, c0):
        return loss(*independent_steps(parameters, x, h0, c0))

    d_parameters, dx, dh0, dc0 = autograd.grad(of, (0, 1, 2, 3))(parameters, x, h0, c0)
    return {"dx": dx, "dh0": dh0, "dc0": dc0, **{"d" + k: v for k, v in d_parameters.items()}}


@pytest.mark.parametrize("shape", SHAPES)
def test_backward_agrees_with_automatic_differentiation(shape):
    parameters, x, h0, c0, dh = problem(*shape)
    h, c, caches = lstm.lstm_forward(x, h0, c0, parameters)
    expected_h, expected_c = independent_steps(parameters, x, h0, c0)
    assert_same(h, expected_h)
    assert_same(c, expected_c)
    gradients = lstm.lstm_backward(dh, caches)
    truth = independent_gradients(lambda h, c: anp.sum(dh * h), parameters, x, h0, c0)
    assert set(gradients) == set(truth)
    for name, value in gradients.items():
        assert_same(value, truth[name])


@pytest.mark.parametrize("shape", SHAPES)
def test_cell_backward_agrees_with_automatic_differentiation(shape):
    parameters, x, h0, c0, dh = problem(*shape[:3], 1)
    dc = np.random.default_rng(1).standard_normal(dh.shape)
    cache = lstm.lstm_cell_forward(x[:, :, 0], h0, c0, parameters)[2]
    gradients = lstm.lstm_cell_backward(dh[:, :, 0], dc[:, :, 0], cache)

    def loss(h, c):
        return anp.sum(dh * h) + anp.sum(dc * c)

    truth = independent_gradients(loss, parameters, x, h0, c0)
    truth["dx_t"] = truth.pop("dx")[:, :, 0]
    truth["dh_prev"], truth["dc_prev"] = truth.pop("dh0"), truth.pop("dc0")
    assert set(gradients) == set(truth)
    for name, value in gradients.items():
        assert_same(value, truth[name])


# A library's own cell


def as_torch_has_it(torch, parameters, kind):
    """One matrix of four gates, in torch's order i, f, g, o.

    torch calls the update gate i (input gate) and the candidate g (cell gate).
    """
    stacked = np.concatenate([parameters[kind + gate] for gate in "ufco"])
    return torch.tensor(stacked.squeeze(1) if kind == "b" else stacked)


def test_the_cell_is_that_of_torch():
    """torch.nn.LSTMCell computes c' = f⊙c + i⊙g and h' = o⊙tanh(c'), as here, with three habits
    of its own: the order of the gates is i f g o, an example is a row and not a column, and every
    gate has two biases, bias_ih and bias_hh, which are only ever added up. So U goes into
    weight_ih, W into weight_hh, b into bias_ih; bias_hh is 0; and its gradient is db once more.
    """
    torch = pytest.importorskip("torch")
    parameters, x, h0, c0, dh = problem(3, 5, 2, 4)
    cell = torch.nn.LSTMCell(3, 5).double()
    with torch.no_grad():
        cell.weight_ih.copy_(as_torch_has_it(torch, parameters, "U"))
        cell.weight_hh.copy_(as_torch_has_it(torch, parameters, "W"))
        cell.bias_ih.copy_(as_torch_has_it(torch, parameters, "b"))
        cell.bias_hh.zero_()
    rows = {
        name: torch.tensor(value.T.copy(), requires_grad=True)
        for name, value in (("h0", h0), ("c0", c0))
    }
    inputs = torch.tensor(x.transpose(2, 1, 0).copy(), requires_grad=True)  # (T, N, m)
    h, c, hs, cs = rows["h0"], rows["c0"], [], []
    for x_t in inputs:
        h, c = cell(x_t, (h, c))
        hs.append(h)
        cs.append(c)
    loss = sum((h * torch.tensor(dh[:, :, t].T.copy())).sum() for t, h in enumerate(hs))
    loss.backward()

    own_h, own_c, caches = lstm.lstm_forward(x, h0, c0, parameters)
    assert_same(own_h, torch.stack(hs).detach().numpy().transpose(2, 1, 0))
    assert_same(own_c, torch.stack(cs).detach().numpy().transpose(2, 1, 0))
    gradients = lstm.lstm_backward(dh, caches)
    assert_same(gradients["dx"], inputs.grad.numpy().transpose(2, 1, 0))
    assert_same(gradients["dh0"], rows["h0"].grad.numpy().T)
    assert_same(gradients["dc0"], rows["c0"].grad.numpy().T)
    theirs = {"U": cell.weight_ih.grad, "W": cell.weight_hh.grad, "b": cell.bias_ih.grad}
    for kind, whole in theirs.items():
        for gate, part in zip("ufco", np.split(whole.numpy(), 4), strict=True):
            own = gradients[f"d{kind}{gate}"]
            assert_same(own, part.reshape(own.shape))
    assert torch.equal(cell.bias_hh.grad, cell.bias_ih.grad)


# The rest


def test_arguments_stay_as_they_are():
    parameters, x, h0, c0, dh = problem(3, 5, 2, 4)
    given = [x, h0, c0, dh, *parameters.values()]
    before = [array.copy() for array in given]
    lstm.lstm_backward(dh, lstm.lstm_forward(x, h0, c0, parameters)[2])
    assert all(map(np.array_equal, given, before))


def test_integer_arguments_are_fine():
    parameters, x, h0, c0, dh = problem(3, 5, 2, 4)
    whole = {name: np.rint(2 * value).astype(int) for name, value in parameters.items()}
    real = {name: value.astype(float) for name, value in whole.items()}
    x, h0, c0, dh = (np.rint(a).astype(int) for a in (x, h0, c0, dh))
    gradients = lstm.lstm_backward(dh, lstm.lstm_forward(x, h0, c0, whole)[2])
    expected = lstm.lstm_backward(dh * 1.0, lstm.lstm_forward(x * 1.0, h0 * 1.0, c0 * 1.0, real)[2])
    for name in expected:
        np.testing.assert_allclose(gradients[name], expected[name], rtol=1e-12)
