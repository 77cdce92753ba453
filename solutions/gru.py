"""A gated recurrent unit by hand: the gates, forward, back-propagation through time.

Notation: m inputs, n hidden units, N examples (columns), T time steps.
Parameters: a dict with `Ur Wr br` (reset gate), `Uz Wz bz` (update gate) and `Uh Wh bh`
(candidate); each U is (n, m), each W (n, n), each b (n, 1).
A gradient has the shape of what it is the gradient of.
"""

import numpy as np


def sigmoid(z):
    """Squeeze every entry between 0 and 1: z (n, N) → an array of the same shape.

        sigmoid(z) = 1 / (1 + exp(−z)),   entry by entry

    Entries as large as ±1000 must give 1 and 0, never nan.
    The argument stays as it is.

    Source: the gates in Lecture 4.1.4.1.
    """
    # Complex numbers have no order: a complex step must pass through, so the real part decides.
    negative = z.real < 0
    e = np.exp(np.where(negative, z, -z))  # never above 1: nothing overflows
    return np.where(negative, e, 1) / (1 + e)


def gru_reset_gate(x_t, h_prev, parameters):
    """How much of each old entry the candidate may see: x_t (m, N), h_prev (n, N) → r (n, N).

        r = sigmoid(Ur·x_t + Wr·h_prev + br)

    `parameters` is a dict with `Ur` (n, m), `Wr` (n, n), `br` (n, 1), and six more arrays that
    this gate does not use. The arguments stay as they are.

    Source: Lecture 4.1.4.1, the reset gate.
    """
    Ur, Wr, br = (parameters[name] for name in ("Ur", "Wr", "br"))
    return sigmoid(Ur @ x_t + Wr @ h_prev + br)


def gru_update_gate(x_t, h_prev, parameters):
    """How much of each old entry is kept: x_t (m, N), h_prev (n, N) → z (n, N).

        z = sigmoid(Uz·x_t + Wz·h_prev + bz)

    `parameters` is a dict with `Uz` (n, m), `Wz` (n, n), `bz` (n, 1), and six more arrays that
    this gate does not use. The arguments stay as they are.

    Source: Lecture 4.1.4.1, the update gate.
    """
    Uz, Wz, bz = (parameters[name] for name in ("Uz", "Wz", "bz"))
    return sigmoid(Uz @ x_t + Wz @ h_prev + bz)


def gru_candidate(x_t, h_prev, r, parameters):
    """What the new state could be: x_t (m, N), h_prev (n, N), r (n, N) → h_cand (n, N).

        h_cand = tanh(Uh·x_t + Wh·(r ⊙ h_prev) + bh),   ⊙ entry by entry

    The reset gate r acts on the old state before Wh does.
    `parameters` is a dict with `Uh` (n, m), `Wh` (n, n), `bh` (n, 1), and six more arrays that
    the candidate does not use. The arguments stay as they are.

    Source: Lecture 4.1.4.1; the formula as in Cho et al. (2014), arXiv:1406.1078.
    """
    Uh, Wh, bh = (parameters[name] for name in ("Uh", "Wh", "bh"))
    return np.tanh(Uh @ x_t + Wh @ (r * h_prev) + bh)


def gru_cell_forward(x_t, h_prev, parameters):
    """One time step: x_t (m, N), h_prev (n, N) → h_next (n, N), cache.

        h_next = z ⊙ h_prev + (1 − z) ⊙ h_cand

    with r and z from the two gates, and h_cand from the candidate: an update gate of 1 keeps
    the old state, an update gate of 0 takes the candidate.
    `parameters` is a dict with `Ur Wr br`, `Uz Wz bz` and `Uh Wh bh`.
    The cache is the tuple (h_next, h_prev, r, z, h_cand, x_t, parameters), in this order.
    Returns h_next, cache. The arguments stay as they are.

    Source: Lecture 4.1.4.1 and 4.1.4.3; the formula as in Cho et al. (2014), arXiv:1406.1078.
    """
    r = gru_reset_gate(x_t, h_prev, parameters)
    z = gru_update_gate(x_t, h_prev, parameters)
    h_cand = gru_candidate(x_t, h_prev, r, parameters)
    h_next = z * h_prev + (1 - z) * h_cand
    cache = (h_next, h_prev, r, z, h_cand, x_t, parameters)
    return h_next, cache


def gru_forward(x, h0, parameters):
    """A whole sequence: x (m, N, T), h0 (n, N) → h (n, N, T), caches.

        h[:, :, t] = the state of the cell at step t, with input x[:, :, t]

    The first step starts from h0, every later step from the state before it.
    All steps share `parameters` (see gru_cell_forward).
    `caches` is a list of the T caches of gru_cell_forward, in order of time.
    Returns h, caches. The arguments stay as they are.

    Source: Lecture 4.1.4; the loop of 4.1.4.3, forward pass of all cells, with another cell.
    """
    h, caches = [], []
    h_next = h0
    for t in range(x.shape[2]):
        h_next, cache = gru_cell_forward(x[:, :, t], h_next, parameters)
        h.append(h_next)
        caches.append(cache)
    return np.stack(h, axis=2), caches


def gru_cell_backward(dh_next, cache):
    """Back through one time step: dh_next (n, N) → a dict of gradients.

    dh_next is dL/dh_next, and the cache is (h_next, h_prev, r, z, h_cand, x_t, parameters), where

        r      = sigmoid(Ur·x_t + Wr·h_prev + br)
        z      = sigmoid(Uz·x_t + Wz·h_prev + bz)
        h_cand = tanh(Uh·x_t + Wh·(r ⊙ h_prev) + bh)
        h_next = z ⊙ h_prev + (1 − z) ⊙ h_cand

    Returns a dict with the keys
        `dx_t` (m, N), `dh_prev` (n, N), and for each of the gates and the candidate
        `dUr` (n, m), `dWr` (n, n), `dbr` (n, 1), `dUz dWz dbz`, `dUh dWh dbh`.
    L counts every example of the batch. h_prev acts on h_next in four ways: dh_prev is their sum.
    The derivatives are sigmoid′ = sigmoid·(1 − sigmoid) and tanh′ = 1 − tanh².
    The arguments stay as they are.

    Source: the chain rule of Lecture 4.1.2.7, on the cell of 4.1.4.1.
    """
    _, h_prev, r, z, h_cand, x_t, parameters = cache
    Ur, Wr, Uz, Wz, Uh, Wh = (parameters[name] for name in ("Ur", "Wr", "Uz", "Wz", "Uh", "Wh"))
    da_h = dh_next * (1 - z) * (1 - h_cand**2)
    da_z = dh_next * (h_prev - h_cand) * z * (1 - z)
    d_seen = Wh.T @ da_h  # of r ⊙ h_prev
    da_r = d_seen * h_prev * r * (1 - r)
    return {
        "dx_t": Ur.T @ da_r + Uz.T @ da_z + Uh.T @ da_h,
        "dh_prev": dh_next * z + d_seen * r + Wr.T @ da_r + Wz.T @ da_z,
        "dUr": da_r @ x_t.T,
        "dWr": da_r @ h_prev.T,
        "dbr": np.sum(da_r, axis=1, keepdims=True),
        "dUz": da_z @ x_t.T,
        "dWz": da_z @ h_prev.T,
        "dbz": np.sum(da_z, axis=1, keepdims=True),
        "dUh": da_h @ x_t.T,
        "dWh": da_h @ (r * h_prev).T,
        "dbh": np.sum(da_h, axis=1, keepdims=True),
    }


def gru_backward(dh, caches):
    """Back through a whole sequence, from the last step to the first: dh (n, N, T) → a dict.

    dh[:, :, t] is the gradient that the loss of step t alone sends to the state h_t.
    The full gradient at h_t is that plus what step t+1 sends back to it:

        dL/dh_t = dh[:, :, t] + dh_prev of step t+1

    `caches` is the list that gru_forward returns. Returns a dict with the keys
        `dx` (m, N, T), `dh0` (n, N), and of the parameters
        `dUr` (n, m), `dWr` (n, n), `dbr` (n, 1), `dUz dWz dbz`, `dUh dWh dbh`.
    All steps share the parameters, so their gradients are sums over time.
    The arguments stay as they are.

    Source: Lecture 4.1.2.7, on the cells of 4.1.4.
    """
    shared = dict.fromkeys(("dUr", "dWr", "dbr", "dUz", "dWz", "dbz", "dUh", "dWh", "dbh"), 0)
    dx, dh_future = [], 0
    for t in reversed(range(dh.shape[2])):
        step = gru_cell_backward(dh[:, :, t] + dh_future, caches[t])
        dh_future = step["dh_prev"]
        dx.append(step["dx_t"])
        shared = {name: total + step[name] for name, total in shared.items()}
    return {"dx": np.stack(dx[::-1], axis=2), "dh0": dh_future, **shared}
