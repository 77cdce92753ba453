"""A recurrent network by hand: forward, back-propagation through time, training.

Notation: m vocabulary, n hidden units, N examples (columns), T time steps.
Parameters: a dict with `U` (n, m), `W` (n, n), `V` (m, n), `ba` (n, 1), `by` (m, 1).
A gradient has the shape of what it is the gradient of.
"""

import numpy as np


def softmax(z):
    """Turn each column of scores into probabilities: z (m, N) → p (m, N).

        p[i, b] = exp(z[i, b]) / Σ_k exp(z[k, b])

    Scores as large as ±1000 must give exact probabilities, never nan.
    A number added to a whole column changes none of its probabilities.

    Source: the output layer in Lecture 4.1.4.3.
    """
    # .real: complex numbers have no order, and a complex step must pass through.
    e = np.exp(z - np.max(z.real, axis=0, keepdims=True))
    return e / np.sum(e, axis=0, keepdims=True)


def rnn_cell_forward(x_t, s_prev, parameters):
    """One time step: x_t (m, N), s_prev (n, N) → s_next (n, N), out_pred (m, N), cache.

        s_next   = tanh(U·x_t + W·s_prev + ba)
        out_pred = softmax(V·s_next + by)

    `parameters` is a dict with `U` (n, m), `W` (n, n), `V` (m, n), `ba` (n, 1), `by` (m, 1).
    The cache is the tuple (s_next, s_prev, x_t, parameters), in this order.
    Returns s_next, out_pred, cache. The arguments stay as they are.

    Source: Lecture 4.1.4.3, forward pass of one cell.
    """
    U, W, V, ba, by = (parameters[name] for name in ("U", "W", "V", "ba", "by"))
    s_next = np.tanh(U @ x_t + W @ s_prev + ba)
    out_pred = softmax(V @ s_next + by)
    cache = (s_next, s_prev, x_t, parameters)
    return s_next, out_pred, cache


def rnn_forward(x, s0, parameters):
    """A whole sequence: x (m, N, T), s0 (n, N) → s (n, N, T), y (m, N, T), caches.

        s[:, :, t], y[:, :, t] = the cell at step t, with input x[:, :, t]

    The first step starts from s0, every later step from the state before it.
    All steps share `parameters` (see rnn_cell_forward).
    `caches` is a list of the T caches of rnn_cell_forward, in order of time.
    Returns s, y, caches. The arguments stay as they are.

    Source: Lecture 4.1.4.3, forward pass of all cells.
    """
    s, y, caches = [], [], []
    s_next = s0
    for t in range(x.shape[2]):
        s_next, out_pred, cache = rnn_cell_forward(x[:, :, t], s_next, parameters)
        s.append(s_next)
        y.append(out_pred)
        caches.append(cache)
    return np.stack(s, axis=2), np.stack(y, axis=2), caches


def rnn_cell_backward(ds_next, cache):
    """Back through one time step: ds_next (n, N) → a dict of gradients.

    ds_next is dL/ds_next, and the cache is (s_next, s_prev, x_t, parameters), where

        s_next = tanh(a)   with   a = U·x_t + W·s_prev + ba

    Returns a dict with the keys
        `dx_t` (m, N), `ds_prev` (n, N), `dU` (n, m), `dW` (n, n), `dba` (n, 1):
    dL/dx_t, dL/ds_prev, dL/dU, dL/dW and dL/dba, by the chain rule through a.
    L counts every example of the batch. The derivative is tanh′ = 1 − tanh².
    The arguments stay as they are.

    Source: Lecture 4.1.2.7 and 4.1.4.3, backward pass of one cell.
    """
    s_next, s_prev, x_t, parameters = cache
    da = (1 - s_next**2) * ds_next
    return {
        "dx_t": parameters["U"].T @ da,
        "ds_prev": parameters["W"].T @ da,
        "dU": da @ x_t.T,
        "dW": da @ s_prev.T,
        "dba": np.sum(da, axis=1, keepdims=True),
    }


def rnn_backward(ds, caches):
    """Back through a whole sequence, from the last step to the first: ds (n, N, T) → a dict.

    ds[:, :, t] is the gradient that the loss of step t alone sends to the state s_t.
    The full gradient at s_t is that plus what step t+1 sends back to it:

        dL/ds_t = ds[:, :, t] + ds_prev of step t+1

    `caches` is the list that rnn_forward returns. Returns a dict with the keys
        `dx` (m, N, T), `ds0` (n, N), `dU` (n, m), `dW` (n, n), `dba` (n, 1).
    All steps share U, W and ba, so their gradients are sums over time.
    The arguments stay as they are.

    Source: Lecture 4.1.2.7, and 4.1.4.3, backward pass of all cells.
    """
    dx, dU, dW, dba = [], 0, 0, 0
    ds_future = 0
    for t in reversed(range(ds.shape[2])):
        step = rnn_cell_backward(ds[:, :, t] + ds_future, caches[t])
        dx.append(step["dx_t"])
        dU = dU + step["dU"]
        dW = dW + step["dW"]
        dba = dba + step["dba"]
        ds_future = step["ds_prev"]
    return {"dx": np.stack(dx[::-1], axis=2), "ds0": ds_future, "dU": dU, "dW": dW, "dba": dba}


def one_hot(tokens, vocabulary_size):
    """Write each token as a column with a single 1: tokens (N, T) → (m, N, T).

        result[i, b, t] = 1 if tokens[b, t] == i else 0,   i = 0 … m − 1

    `tokens` holds integers, m is `vocabulary_size`, and the result is an array of numbers.

    Raises ValueError if a token is outside the vocabulary: negative, or m and more.

    Source: the input and the targets of Lecture 4.1.2.7 and 4.1.4.3.
    """
    outside = (tokens < 0) | (tokens >= vocabulary_size)
    if np.any(outside):
        raise ValueError(
            f"token {tokens[outside][0]} is outside the vocabulary 0…{vocabulary_size - 1}"
        )
    return np.eye(vocabulary_size)[:, tokens]


def cross_entropy(y, targets):
    """The loss of a sequence: y (m, N, T), targets (m, N, T) → one number.

        L = −(1/N) Σ_t Σ_b Σ_i targets[i, b, t] · log y[i, b, t]

    Summed over time, the mean over the batch. `targets` are one-hot columns.
    A probability of 0 must give a finite loss, not inf or nan: a large one where the
    target is 1, nothing where it is 0. Stay exact for probabilities down to 1e-9.

    Source: the loss of Lecture 4.1.2.7.
    """
    p = np.sum(y * targets, axis=0)
    return -np.sum(np.log(np.maximum(p, np.finfo(float).tiny))) / y.shape[1]


def output_backward(y, targets, s, parameters):
    """Back from the loss to the states: y, targets (m, N, T), s (n, N, T) → a dict.

    L is the loss of cross_entropy (mean over the batch), and at each step

        y_t = softmax(z_t)   with   z_t = V·s_t + by

    The softmax and the logarithm together give a short formula for dL/dz_t.
    Returns a dict with the keys `dV` (m, n), `dby` (m, 1) and `ds` (n, N, T).
    V and by serve all steps: dV and dby are sums over time.
    ds[:, :, t] is what the loss of step t alone sends to s_t. The arguments stay as they are.

    Source: Lecture 4.1.2.7, the derivatives at the output of each cell.
    """
    dz = (y - targets) / y.shape[1]
    return {
        "dV": np.einsum("ibt,jbt->ij", dz, s),
        "dby": np.sum(dz, axis=(1, 2))[:, None],
        "ds": np.einsum("ij,ibt->jbt", parameters["V"], dz),
    }


def bptt(x, targets, s0, parameters):
    """Loss and gradients of one batch: x, targets (m, N, T), s0 (n, N) → loss, gradients.

    The whole of back-propagation through time: forward over the sequence, the loss,
    back through the output layer, back through time.
    Returns the loss of cross_entropy and a dict of its gradients with the keys
        `dU` (n, m), `dW` (n, n), `dV` (m, n), `dba` (n, 1), `dby` (m, 1).
    Use the functions that you have written. The arguments stay as they are.

    Source: Lecture 4.1.2.7.
    """
    s, y, caches = rnn_forward(x, s0, parameters)
    loss = cross_entropy(y, targets)
    output = output_backward(y, targets, s, parameters)
    hidden = rnn_backward(output["ds"], caches)
    gradients = {
        "dU": hidden["dU"],
        "dW": hidden["dW"],
        "dV": output["dV"],
        "dba": hidden["dba"],
        "dby": output["dby"],
    }
    return loss, gradients


def gradient_norms(ds_last, caches):
    """How long the gradient is at each step: ds_last (n, N) → norms (T,).

        norms[t] = ‖dL/ds_t‖ = √(Σ of the squares of all entries)

    Only the last state receives a gradient from the loss: dL/ds_{T−1} = ds_last.
    To the earlier states it comes through the steps between.
    `caches` is the list that rnn_forward returns. The arguments stay as they are.

    Source: Lecture 4.1.2.8, vanishing and exploding gradients.
    """
    norms, ds = [], ds_last
    for cache in reversed(caches):
        norms.append(np.linalg.norm(ds))
        ds = rnn_cell_backward(ds, cache)["ds_prev"]
    return np.array(norms[::-1])


def clip_gradients(gradients, max_norm):
    """Shorten gradients that are too long together: a dict of arrays → a new dict.

        ‖g‖ = √(Σ of the squares of all entries of all arrays)
        g   → g · max_norm / ‖g‖   if ‖g‖ > max_norm, else g as it is

    One norm for all arrays, so that the direction stays the same.
    The result has the keys of `gradients`. The argument and its arrays stay as they are.

    Source: a cure for the exploding gradients of Lecture 4.1.2.8.
    """
    norm = np.sqrt(sum(np.sum(g**2) for g in gradients.values()))
    scale = max_norm / norm if norm > max_norm else 1.0
    return {name: scale * g for name, g in gradients.items()}


def gradient_step(parameters, gradients, learning_rate):
    """One step of gradient descent: two dicts and a number → a new dict of parameters.

        θ → θ − learning_rate · dL/dθ   for every parameter θ

    `parameters` has the keys `U W V ba by`, `gradients` has `dU dW dV dba dby`.
    The result has the keys of `parameters`. The arguments and their arrays stay as they are.

    Source: Lecture 4.1.2.7, learning the parameters by gradient descent.
    """
    return {
        name: value - learning_rate * gradients["d" + name] for name, value in parameters.items()
    }
