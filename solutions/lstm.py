"""A network with long short-term memory (LSTM) by hand: gates, forward, back through time.

Notation: m inputs, n hidden units, N examples (columns), T time steps.
Parameters: a dict with `U` (n, m), `W` (n, n), `b` (n, 1) for each of f, u, c, o:
forget gate, update gate, candidate, output gate. `Uf Wf bf` are those of the forget gate.
A gradient has the shape of what it is the gradient of.
"""

import numpy as np


def sigmoid(z):
    """Squeeze every number between 0 and 1: z (n, N) → (n, N).

        sigmoid(z) = 1 / (1 + exp(−z))

    Entry by entry: 0 gives 1/2, large numbers give 1, large negative numbers give 0.
    Numbers as large as ±1000 must give exactly 1 and 0, never nan.

    Source: the gates of Lecture 4.1.5; Hochreiter and Schmidhuber, 1997.
    """
    # exp never sees a positive number, so it can't overflow. .real: a complex step must pass.
    positive = np.real(z) >= 0
    e = np.exp(np.where(positive, -z, z))
    return np.where(positive, 1, e) / (1 + e)


def lstm_forget_gate(x_t, h_prev, parameters):
    """How much of the old memory stays: x_t (m, N), h_prev (n, N) → f (n, N).

        f = sigmoid(Uf·x_t + Wf·h_prev + bf)

    `parameters` is a dict; this gate uses `Uf` (n, m), `Wf` (n, n), `bf` (n, 1).
    1 keeps a number of the memory, 0 deletes it. The arguments stay as they are.

    Source: the forget gate of Lecture 4.1.5; Gers, Schmidhuber and Cummins, 2000.
    """
    return sigmoid(parameters["Uf"] @ x_t + parameters["Wf"] @ h_prev + parameters["bf"])


def lstm_update_gate(x_t, h_prev, parameters):
    """How much of the candidate is written: x_t (m, N), h_prev (n, N) → u (n, N).

        u = sigmoid(Uu·x_t + Wu·h_prev + bu)

    `parameters` is a dict; this gate uses `Uu` (n, m), `Wu` (n, n), `bu` (n, 1).
    1 writes the candidate, 0 ignores it. The arguments stay as they are.

    Source: the update gate of Lecture 4.1.5; Hochreiter and Schmidhuber, 1997 ("input gate").
    """
    return sigmoid(parameters["Uu"] @ x_t + parameters["Wu"] @ h_prev + parameters["bu"])


def lstm_candidate(x_t, h_prev, parameters):
    """What could be written into the memory: x_t (m, N), h_prev (n, N) → c_cand (n, N).

        c_cand = tanh(Uc·x_t + Wc·h_prev + bc)

    `parameters` is a dict; the candidate uses `Uc` (n, m), `Wc` (n, n), `bc` (n, 1).
    It is a content, not a gate: between −1 and 1. The arguments stay as they are.

    Source: the cell of Lecture 4.1.5; Hochreiter and Schmidhuber, 1997.
    """
    return np.tanh(parameters["Uc"] @ x_t + parameters["Wc"] @ h_prev + parameters["bc"])


def lstm_output_gate(x_t, h_prev, parameters):
    """How much of the memory is shown: x_t (m, N), h_prev (n, N) → o (n, N).

        o = sigmoid(Uo·x_t + Wo·h_prev + bo)

    `parameters` is a dict; this gate uses `Uo` (n, m), `Wo` (n, n), `bo` (n, 1).
    1 shows a number of the memory, 0 hides it. The arguments stay as they are.

    Source: the output gate of Lecture 4.1.5; Hochreiter and Schmidhuber, 1997.
    """
    return sigmoid(parameters["Uo"] @ x_t + parameters["Wo"] @ h_prev + parameters["bo"])


def lstm_cell_forward(x_t, h_prev, c_prev, parameters):
    """One time step: x_t (m, N), h_prev, c_prev (n, N) → h_next, c_next (n, N), cache.

        c_next = f ⊙ c_prev + u ⊙ c_cand
        h_next = o ⊙ tanh(c_next)

    f, u, c_cand and o come from x_t and h_prev; ⊙ multiplies entry by entry.
    The cache is this tuple, in this order:
        (h_next, c_next, h_prev, c_prev, f, u, c_cand, o, x_t, parameters)
    Returns h_next, c_next, cache. The arguments stay as they are.

    Source: Lecture 4.1.5: c is the state, h the output of the cell.
    """
    f = lstm_forget_gate(x_t, h_prev, parameters)
    u = lstm_update_gate(x_t, h_prev, parameters)
    c_cand = lstm_candidate(x_t, h_prev, parameters)
    o = lstm_output_gate(x_t, h_prev, parameters)
    c_next = f * c_prev + u * c_cand
    h_next = o * np.tanh(c_next)
    cache = (h_next, c_next, h_prev, c_prev, f, u, c_cand, o, x_t, parameters)
    return h_next, c_next, cache


def lstm_forward(x, h0, c0, parameters):
    """A whole sequence: x (m, N, T), h0, c0 (n, N) → h, c (n, N, T), caches.

        h[:, :, t], c[:, :, t] = the cell at step t, with input x[:, :, t]

    The first step starts from h0 and c0, every later step from the h and c before it.
    All steps share `parameters`.
    `caches` is a list of the T caches of lstm_cell_forward, in order of time.
    Returns h, c, caches. The arguments stay as they are.

    Source: Lecture 4.1.5, and the loop over time of Lecture 4.1.4.3.
    """
    h, c, caches = [], [], []
    h_next, c_next = h0, c0
    for t in range(x.shape[2]):
        h_next, c_next, cache = lstm_cell_forward(x[:, :, t], h_next, c_next, parameters)
        h.append(h_next)
        c.append(c_next)
        caches.append(cache)
    return np.stack(h, axis=2), np.stack(c, axis=2), caches


def lstm_cell_backward(dh_next, dc_next, cache):
    """Back through one time step: dh_next, dc_next (n, N) → a dict of gradients.

    dh_next is dL/dh_next. dc_next is what the step after sends back to c_next; what reaches
    c_next through h_next is not in it. The cache is that of lstm_cell_forward:
        (h_next, c_next, h_prev, c_prev, f, u, c_cand, o, x_t, parameters)

    Returns a dict with the keys
        `dx_t` (m, N), `dh_prev` (n, N), `dc_prev` (n, N), and for each of f, u, c, o
        `dUf` (n, m), `dWf` (n, n), `dbf` (n, 1), `dUu` … `dbo`.
    L counts every example of the batch. sigmoid′ = σ·(1 − σ), tanh′ = 1 − tanh².
    The arguments stay as they are.

    Source: the chain rule, through the formulas of lstm_cell_forward.
    """
    _, c_next, h_prev, c_prev, f, u, c_cand, o, x_t, parameters = cache
    tanh_c = np.tanh(c_next)
    dc = dc_next + dh_next * o * (1 - tanh_c**2)
    daf = dc * c_prev * f * (1 - f)
    dau = dc * c_cand * u * (1 - u)
    dac = dc * u * (1 - c_cand**2)
    dao = dh_next * tanh_c * o * (1 - o)
    gradients = {"dx_t": 0, "dh_prev": 0, "dc_prev": dc * f}
    for name, da in (("f", daf), ("u", dau), ("c", dac), ("o", dao)):
        gradients["dx_t"] = gradients["dx_t"] + parameters["U" + name].T @ da
        gradients["dh_prev"] = gradients["dh_prev"] + parameters["W" + name].T @ da
        gradients["dU" + name] = da @ x_t.T
        gradients["dW" + name] = da @ h_prev.T
        gradients["db" + name] = np.sum(da, axis=1, keepdims=True)
    return gradients


def lstm_backward(dh, caches):
    """Back through a whole sequence, from the last step to the first: dh (n, N, T) → a dict.

    dh[:, :, t] is the gradient that the loss of step t alone sends to h_t.
    Step t+1 sends back two gradients more, one to h_t and one to c_t:

        dh_next of step t = dh[:, :, t] + dh_prev of step t+1
        dc_next of step t = dc_prev of step t+1

    Nothing comes after the last step. `caches` is the list that lstm_forward returns.
    Returns a dict with the keys `dx` (m, N, T), `dh0` (n, N), `dc0` (n, N), and the twelve
    `dUf` (n, m), `dWf` (n, n), `dbf` (n, 1), `dUu` … `dbo` (see lstm_cell_backward).
    All steps share the parameters, so their gradients are sums over time.
    The arguments stay as they are.

    Source: back-propagation through time as in Lecture 4.1.2.7, for the cell of 4.1.5.
    """
    dx, total = [], {f"d{kind}{name}": 0 for name in "fuco" for kind in "UWb"}
    dh_future, dc_future = np.zeros(dh.shape[:2]), np.zeros(dh.shape[:2])
    for t in reversed(range(dh.shape[2])):
        step = lstm_cell_backward(dh[:, :, t] + dh_future, dc_future, caches[t])
        dx.append(step["dx_t"])
        total = {name: total[name] + step[name] for name in total}
        dh_future, dc_future = step["dh_prev"], step["dc_prev"]
    return {"dx": np.stack(dx[::-1], axis=2), "dh0": dh_future, "dc0": dc_future, **total}
