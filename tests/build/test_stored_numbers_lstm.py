"""The curves of RNN and GRU that the lstm notebook stores are those of the course's references.

This is how they were made: the notebook's demonstration cells run on the reference, with its data
and starting weights, and the other two networks do the same here.
"""

import warnings
from pathlib import Path

import matplotlib
import numpy as np
import pytest

from autograder.build.slots import Kind, read_prose
from solutions import lstm, rnn

gru = pytest.importorskip("solutions.gru")

ROOT = Path(__file__).parents[2]
PROSE = read_prose(ROOT / "source" / "en" / "lstm" / "lstm.md")


@pytest.fixture(scope="module")
def notebook():
    """The names of the notebook after its given and its ordinary cells, run on the reference."""
    names = {name: value for name, value in vars(lstm).items() if not name.startswith("__")}
    backend = matplotlib.get_backend()
    matplotlib.use("Agg")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # there is no screen to show a figure on
        for cell in PROSE.cells:
            if cell.kind in (Kind.GIVEN, Kind.PLAIN) and "check.language" not in cell.source:
                exec(compile(cell.source, "notebook", "exec"), names)
    matplotlib.pyplot.close("all")
    matplotlib.use(backend)
    return names


def as_rnn(parameters):
    """A plain network with the candidate's weights; its output layer is not looked at."""
    n, m = parameters["Uc"].shape
    weights = {"U": parameters["Uc"], "W": parameters["Wc"], "ba": parameters["bc"]}
    return {**weights, "V": np.zeros((m, n)), "by": np.zeros((m, 1))}


def as_gru(parameters):
    """A GRU: reset gate from the output gate, update gate from the forget gate."""
    return {
        kind + gate: parameters[kind + source]
        for gate, source in (("r", "o"), ("z", "f"), ("h", "c"))
        for kind in "UWb"
    }


def assert_stored(stored, computed):
    np.testing.assert_allclose(stored, computed, rtol=6e-3)


def test_the_lengths_of_the_gradient(notebook):
    n, starts = 8, notebook["starts"]
    x = np.random.default_rng(1).standard_normal((3, 1, notebook["starts"].stop))
    zero, last = np.zeros((n, 1)), np.zeros((n, 1, x.shape[2]))
    last[:, :, -1] = 1 / np.sqrt(n)
    weights = {**notebook["weights"], "bf": np.full((n, 1), 3.0)}
    caches = rnn.rnn_forward(x, zero, as_rnn(weights))[2]
    lengths = [np.linalg.norm(rnn.rnn_backward(last[:, :, t:], caches[t:])["ds0"]) for t in starts]
    assert_stored(notebook["rnn_lengths"], lengths)
    caches = gru.gru_forward(x, zero, as_gru(weights))[1]
    lengths = [np.linalg.norm(gru.gru_backward(last[:, :, t:], caches[t:])["dh0"]) for t in starts]
    assert_stored(notebook["gru_lengths"], lengths)


def losses_of(notebook, parameters, run, back):
    """The losses of 31 steps of training: run(x, zero, parameters) → h, caches."""
    n, N, T = notebook["n"], notebook["N"], notebook["T"]
    noise, x, dh = np.random.default_rng(0), np.zeros((2, N, T)), np.zeros((n, N, T))
    x[0, :, 0] = notebook["symbols"]
    adam, losses = notebook["Adam"](rate=0.05), []
    for _ in range(31):
        x[1] = noise.standard_normal((N, T))
        h, caches = run(x, np.zeros((n, N)), parameters)
        error = h[0, :, -1] - 0.8 * x[0, :, 0]
        losses.append(np.mean(error**2))
        dh[0, :, -1] = 2 * error / N
        adam.step(parameters, back(dh, caches))
    return losses


def starting_weights(n):
    rng = np.random.default_rng(1)
    names = [kind + gate for gate in "fuco" for kind in "UW"]
    weights = {name: 0.3 * rng.standard_normal((n, 2 if name[0] == "U" else n)) for name in names}
    return {**weights, **{f"b{g}": np.full((n, 1), 3.0 if g == "f" else 0.0) for g in "fuco"}}


def test_the_losses_of_the_memory_task(notebook):
    def run_rnn(x, s0, parameters):
        s, _, caches = rnn.rnn_forward(x, s0, parameters)
        return s, caches

    def back_rnn(ds, caches):
        return {**rnn.rnn_backward(ds, caches), "dV": 0.0, "dby": 0.0}

    weights = starting_weights(notebook["n"])
    losses = losses_of(notebook, as_rnn(weights), run_rnn, back_rnn)
    assert_stored(notebook["rnn_losses"], losses[::3])
    losses = losses_of(notebook, as_gru(weights), gru.gru_forward, gru.gru_backward)
    assert_stored(notebook["gru_losses"], losses[::3])

    def run_lstm(x, h0, parameters):
        h, _, caches = lstm.lstm_forward(x, h0, np.zeros_like(h0), parameters)
        return h, caches

    losses = losses_of(notebook, weights, run_lstm, lstm.lstm_backward)
    np.testing.assert_allclose(notebook["losses"], losses, rtol=1e-9)


def test_the_lstm_remembers_and_its_gradient_arrives_where_that_of_the_rnn_vanishes(notebook):
    assert notebook["losses"][-1] < 0.02 < 0.5 < min(notebook["rnn_losses"])
    assert notebook["right"] == 1
    assert notebook["curves"]["LSTM, bf = 3"][0] > 0.1
    assert notebook["rnn_lengths"][0] < 1e-5
    assert notebook["curves"]["LSTM, bf = 0"][0] < 1e-5
