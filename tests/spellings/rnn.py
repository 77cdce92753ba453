"""Other correct programs for the assignment `rnn`: none of them may lose a point.

Each string is one complete function definition that finds `np` and the other eleven functions
around it, as a student's cell does.
"""

SOFTMAX = (
    # The plain formula, step by step.
    """
def softmax(z):
    shifted = z - z.max(axis=0)
    exponentials = np.exp(shifted)
    return exponentials / exponentials.sum(axis=0)
""",
    # Through the logarithm of the sum.
    """
def softmax(z):
    top = np.max(z, axis=0, keepdims=True)
    log_sum = top + np.log(np.sum(np.exp(z - top), axis=0, keepdims=True))
    return np.exp(z - log_sum)
""",
    # Column by column.
    """
def softmax(z):
    columns = []
    for column in z.T:
        e = np.exp(column - max(column))
        columns.append(e / sum(e))
    return np.array(columns).T
""",
    # In place, on a copy.
    """
def softmax(z):
    p = np.array(z, dtype=float)
    p -= np.amax(p, axis=0)
    np.exp(p, out=p)
    p /= np.einsum("ij->j", p)
    return p
""",
    # Transposed: a result that is not contiguous.
    """
def softmax(z):
    rows = z.T - np.max(z.T, axis=1, keepdims=True)
    e = np.exp(rows)
    return (e / np.sum(e, axis=1, keepdims=True)).T
""",
    # One entry at a time, by ratios.
    """
def softmax(z):
    m, N = z.shape
    p = np.zeros((m, N))
    with np.errstate(over="ignore"):
        for b in range(N):
            for i in range(m):
                p[i, b] = 1 / np.sum(np.exp(z[:, b] - z[i, b]))
    return p
""",
    # np.apply_along_axis with a function of its own.
    """
def softmax(z):
    def of_column(c):
        e = np.exp(c - c.max())
        return e / e.sum()

    return np.apply_along_axis(of_column, 0, z)
""",
    # Fortran order, and powers of two.
    """
def softmax(z):
    scores = np.asfortranarray(z) / np.log(2.0)
    powers = 2.0 ** (scores - np.maximum.reduce(scores, axis=0))
    return powers * (1 / np.add.reduce(powers, axis=0))
""",
)

CELL_FORWARD = (
    # np.dot, no temporary names.
    """
def rnn_cell_forward(x_t, s_prev, parameters):
    s_next = np.tanh(
        np.dot(parameters["W"], s_prev) + np.dot(parameters["U"], x_t) + parameters["ba"]
    )
    out_pred = softmax(np.dot(parameters["V"], s_next) + parameters["by"])
    return s_next, out_pred, (s_next, s_prev, x_t, parameters)
""",
    # One matrix for both inputs.
    """
def rnn_cell_forward(x_t, s_prev, parameters):
    weights = np.concatenate((parameters["U"], parameters["W"]), axis=1)
    inputs = np.concatenate((x_t, s_prev), axis=0)
    s_next = np.tanh(weights @ inputs + parameters["ba"])
    out_pred = softmax(parameters["V"] @ s_next + parameters["by"])
    return [s_next, out_pred, [s_next, s_prev, x_t, parameters]]
""",
    # The biases too are columns of one matrix.
    """
def rnn_cell_forward(x_t, s_prev, parameters):
    ones = np.ones((1, x_t.shape[1]))
    hidden = np.hstack((parameters["U"], parameters["W"], parameters["ba"]))
    output = np.hstack([parameters["V"], parameters["by"]])
    s_next = np.tanh(hidden @ np.vstack((x_t, s_prev, ones)))
    out_pred = softmax(output @ np.vstack((s_next, ones)))
    cache = s_next, s_prev, x_t, parameters
    return s_next, out_pred, cache
""",
    # einsum, and softmax written out.
    """
def rnn_cell_forward(x_t, s_prev, parameters):
    a = np.einsum("ij,jb->ib", parameters["U"], x_t)
    a += np.einsum("ij,jb->ib", parameters["W"], s_prev)
    a += parameters["ba"]
    s_next = np.tanh(a)
    z = np.einsum("ij,jb->ib", parameters["V"], s_next) + parameters["by"]
    e = np.exp(z - z.max(axis=0, keepdims=True))
    out_pred = e / e.sum(axis=0, keepdims=True)
    return s_next, out_pred, (s_next, s_prev, x_t, parameters)
""",
    # Example by example.
    """
def rnn_cell_forward(x_t, s_prev, parameters):
    n, N = s_prev.shape
    s_next = np.empty((n, N))
    out_pred = np.empty((x_t.shape[0], N))
    for b in range(N):
        a = parameters["U"] @ x_t[:, [b]] + parameters["W"] @ s_prev[:, [b]] + parameters["ba"]
        s_next[:, [b]] = np.tanh(a)
        out_pred[:, [b]] = softmax(parameters["V"] @ s_next[:, [b]] + parameters["by"])
    return s_next, out_pred, (s_next, s_prev, x_t, parameters)
""",
    # Scalars and explicit loops; copies in the cache, with one key more.
    """
def rnn_cell_forward(x_t, s_prev, parameters):
    U, W, ba = parameters["U"], parameters["W"], parameters["ba"]
    n, N = s_prev.shape
    s_next = np.zeros((n, N))
    for i in range(n):
        for b in range(N):
            total = ba[i, 0]
            for j in range(x_t.shape[0]):
                total += U[i, j] * x_t[j, b]
            for j in range(n):
                total += W[i, j] * s_prev[j, b]
            s_next[i, b] = np.tanh(total)
    out_pred = softmax(parameters["V"] @ s_next + parameters["by"])
    kept = dict(parameters, note=0)
    return s_next, out_pred, (s_next.copy(), s_prev.copy(), x_t.copy(), kept)
""",
    # tanh from exponentials, with transposed products.
    """
def rnn_cell_forward(x_t, s_prev, parameters):
    a = (x_t.T @ parameters["U"].T + s_prev.T @ parameters["W"].T + parameters["ba"].T).T
    s_next = 1 - 2 / (np.exp(2 * a) + 1)
    out_pred = softmax((s_next.T @ parameters["V"].T).T + parameters["by"])
    return s_next, out_pred, (s_next, s_prev, x_t, parameters)
""",
    # In place, on buffers of its own; matmul with `out`.
    """
def rnn_cell_forward(x_t, s_prev, parameters):
    a = np.tile(parameters["ba"], x_t.shape[1])
    a += np.matmul(parameters["U"], x_t)
    a += np.matmul(parameters["W"], s_prev)
    np.tanh(a, out=a)
    z = np.empty((parameters["V"].shape[0], x_t.shape[1]))
    np.matmul(parameters["V"], a, out=z)
    z += parameters["by"]
    return a, softmax(z), [a, s_prev, x_t, parameters]
""",
)

FORWARD = (
    # Buffers of zeros.
    """
def rnn_forward(x, s0, parameters):
    m, N, T = x.shape
    n = s0.shape[0]
    s, y, caches = np.zeros((n, N, T)), np.zeros((m, N, T)), []
    s_next = s0
    for t in range(T):
        s_next, y[:, :, t], cache = rnn_cell_forward(x[:, :, t], s_next, parameters)
        s[:, :, t] = s_next
        caches.append(cache)
    return s, y, caches
""",
    # Time first, then moved: results that are not contiguous; a tuple of caches.
    """
def rnn_forward(x, s0, parameters):
    state, results = s0, []
    for x_t in np.moveaxis(x, 2, 0):
        results.append(rnn_cell_forward(x_t, state, parameters))
        state = results[-1][0]
    s, y, caches = zip(*results)
    return np.moveaxis(np.array(s), 0, 2), np.moveaxis(np.array(y), 0, 2), caches
""",
    # np.dstack, and a list in place of a tuple.
    """
def rnn_forward(x, s0, parameters):
    states, outputs, caches = [s0], [], []
    for t in range(x.shape[-1]):
        s_next, out_pred, cache = rnn_cell_forward(x[..., t], states[-1], parameters)
        states += [s_next]
        outputs += [out_pred]
        caches += [cache]
    return [np.dstack(states[1:]), np.dstack(outputs), caches]
""",
    # The cell written out, and all outputs in one product at the end.
    """
def rnn_forward(x, s0, parameters):
    U, W, V = parameters["U"], parameters["W"], parameters["V"]
    n, (m, N, T) = s0.shape[0], x.shape
    s, caches, s_prev = np.empty((n, N, T)), [], s0
    inputs = np.tensordot(U, x, axes=1) + parameters["ba"][:, :, None]
    for t in range(T):
        s[:, :, t] = np.tanh(inputs[:, :, t] + W @ s_prev)
        caches.append((s[:, :, t], s_prev, x[:, :, t], parameters))
        s_prev = s[:, :, t]
    z = np.tensordot(V, s, axes=1) + parameters["by"][:, :, None]
    return s, softmax(z), caches
""",
    # By recursion on the length.
    """
def rnn_forward(x, s0, parameters):
    def steps(t, s_prev):
        if t == x.shape[2]:
            return []
        step = rnn_cell_forward(x[:, :, t], s_prev, parameters)
        return [step, *steps(t + 1, step[0])]

    results = steps(0, s0)
    s = np.concatenate([r[0][:, :, None] for r in results], axis=2)
    y = np.concatenate([r[1][:, :, None] for r in results], axis=2)
    return s, y, [r[2] for r in results]
""",
    # The first step apart from the rest; named arguments.
    """
def rnn_forward(x, s0, parameters):
    first = rnn_cell_forward(x_t=x[:, :, 0], s_prev=s0.copy(), parameters=parameters)
    s, y, caches = first[0][:, :, np.newaxis], first[1][:, :, np.newaxis], [first[2]]
    for t in range(1, np.size(x, 2)):
        new, out, cache = rnn_cell_forward(
            x_t=x[:, :, t], s_prev=s[:, :, -1], parameters=parameters
        )
        s = np.append(s, new[:, :, np.newaxis], axis=2)
        y = np.append(y, out[:, :, np.newaxis], axis=2)
        caches.append(cache)
    return s, y, caches
""",
    # A while loop, caches in a list of known length, sizes from the parameters.
    """
def rnn_forward(x, s0, parameters):
    m, n = np.shape(parameters["V"])
    T = x.shape[2]
    s, y = np.full((n, x.shape[1], T), np.nan), np.full((m, x.shape[1], T), np.nan)
    caches = [None] * T
    t = 0
    while t < T:
        before = s0 if t == 0 else s[:, :, t - 1]
        s[:, :, t], y[:, :, t], caches[t] = rnn_cell_forward(x[:, :, t], before, parameters)
        t += 1
    return s, y, caches
""",
    # A generator of steps.
    """
def rnn_forward(x, s0, parameters):
    def steps():
        state = s0
        for x_t in np.rollaxis(x, 2):
            state, out_pred, cache = rnn_cell_forward(x_t, state, parameters)
            yield state, out_pred, cache

    s, y, caches = map(list, zip(*steps()))
    return np.stack(s, axis=-1), np.stack(y, axis=-1), caches
""",
)

CELL_BACKWARD = (
    # np.dot with named factors.
    """
def rnn_cell_backward(ds_next, cache):
    s_next, s_prev, x_t, parameters = cache
    dtanh = ds_next * (1 - np.square(s_next))
    gradients = {}
    gradients["dx_t"] = np.dot(parameters["U"].T, dtanh)
    gradients["ds_prev"] = np.dot(parameters["W"].T, dtanh)
    gradients["dU"] = np.dot(dtanh, x_t.T)
    gradients["dW"] = np.dot(dtanh, s_prev.T)
    gradients["dba"] = dtanh.sum(axis=1).reshape(-1, 1)
    return gradients
""",
    # einsum throughout, and a key more than needed.
    """
def rnn_cell_backward(ds_next, cache):
    s_next, s_prev, x_t, parameters = cache
    da = np.einsum("ib,ib->ib", 1 - s_next * s_next, ds_next)
    return {
        "da": da,
        "dx_t": np.einsum("ij,ib->jb", parameters["U"], da),
        "ds_prev": np.einsum("ij,ib->jb", parameters["W"], da),
        "dU": np.einsum("ib,jb->ij", da, x_t),
        "dW": np.einsum("ib,jb->ij", da, s_prev),
        "dba": np.einsum("ib->i", da)[:, None],
    }
""",
    # One matrix for both inputs, taken apart at the end.
    """
def rnn_cell_backward(ds_next, cache):
    s_next, s_prev, x_t, parameters = cache
    m = x_t.shape[0]
    da = (1 + s_next) * (1 - s_next) * ds_next
    weights = np.hstack((parameters["U"], parameters["W"]))
    d_inputs = weights.T @ da
    d_weights = da @ np.vstack((x_t, s_prev)).T
    return dict(
        dx_t=d_inputs[:m],
        ds_prev=d_inputs[m:],
        dU=d_weights[:, :m],
        dW=d_weights[:, m:],
        dba=da @ np.ones((da.shape[1], 1)),
    )
""",
    # The derivative through the pre-activation and cosh.
    """
def rnn_cell_backward(ds_next, cache):
    _, s_prev, x_t, p = cache
    a = p["U"] @ x_t + p["W"] @ s_prev + p["ba"]
    da = ds_next / np.cosh(a) ** 2
    keys = ["dx_t", "ds_prev", "dU", "dW", "dba"]
    values = [p["U"].T @ da, p["W"].T @ da, da @ x_t.T, da @ s_prev.T, da.sum(1, keepdims=True)]
    return dict(zip(keys, values))
""",
    # Example by example, sums by hand.
    """
def rnn_cell_backward(ds_next, cache):
    s_next, s_prev, x_t, parameters = cache
    U, W = parameters["U"], parameters["W"]
    dx_t, ds_prev = np.zeros(x_t.shape), np.zeros(s_prev.shape)
    dU, dW, dba = np.zeros(U.shape), np.zeros(W.shape), np.zeros((W.shape[0], 1))
    for b in range(ds_next.shape[1]):
        da = (1 - s_next[:, b] ** 2) * ds_next[:, b]
        dx_t[:, b] = da @ U
        ds_prev[:, b] = da @ W
        dU += np.outer(da, x_t[:, b])
        dW += np.outer(da, s_prev[:, b])
        dba[:, 0] += da
    return {"dx_t": dx_t, "ds_prev": ds_prev, "dU": dU, "dW": dW, "dba": dba}
""",
    # In place on a copy, the cache by index, transposed products.
    """
def rnn_cell_backward(ds_next, cache):
    parameters = cache[3]
    da = ds_next.copy()
    da *= 1 - cache[0] ** 2
    return {
        "dba": np.sum(da, axis=1, keepdims=1),
        "dW": (cache[1] @ da.T).T,
        "dU": (cache[2] @ da.T).T,
        "ds_prev": (da.T @ parameters["W"]).T,
        "dx_t": (da.T @ parameters["U"]).T,
    }
""",
    # Each entry of the gradients of the matrices by itself.
    """
def rnn_cell_backward(ds_next, cache):
    (s_next, s_prev, x_t, parameters) = cache
    n, m = parameters["U"].shape
    da = ds_next - ds_next * s_next**2
    dU = np.array([[np.sum(da[i] * x_t[j]) for j in range(m)] for i in range(n)])
    dW = np.array([[np.sum(da[i] * s_prev[j]) for j in range(n)] for i in range(n)])
    dba = np.array([[np.sum(row)] for row in da])
    dx_t = np.matmul(np.transpose(parameters["U"]), da)
    ds_prev = np.matmul(np.transpose(parameters["W"]), da)
    return {"dx_t": dx_t, "ds_prev": ds_prev, "dU": dU, "dW": dW, "dba": dba}
""",
    # tensordot, and a matrix of one row for the sum.
    """
def rnn_cell_backward(ds_next, cache):
    s_next, s_prev, x_t, parameters = list(cache)
    da = np.subtract(1, np.power(s_next, 2)) * ds_next
    both = {"U": x_t, "W": s_prev, "ba": np.ones((1, ds_next.shape[1]))}
    gradients = {"d" + k: np.tensordot(da, v, axes=(1, 1)) for k, v in both.items()}
    gradients["dx_t"] = np.tensordot(parameters["U"], da, axes=(0, 0))
    gradients["ds_prev"] = np.tensordot(parameters["W"], da, axes=(0, 0))
    return gradients
""",
)

BACKWARD = (
    # Buffers of zeros, filled from the end.
    """
def rnn_backward(ds, caches):
    _, s0, x_0, parameters = caches[0]
    n, N, T = ds.shape
    dx = np.zeros((x_0.shape[0], N, T))
    dU, dW = np.zeros_like(parameters["U"]), np.zeros_like(parameters["W"])
    dba, ds_prev = np.zeros((n, 1)), np.zeros((n, N))
    for t in range(T - 1, -1, -1):
        g = rnn_cell_backward(ds[:, :, t] + ds_prev, caches[t])
        dx[:, :, t], ds_prev = g["dx_t"], g["ds_prev"]
        dU += g["dU"]
        dW += g["dW"]
        dba += g["dba"]
    return {"dx": dx, "ds0": ds_prev, "dU": dU, "dW": dW, "dba": dba}
""",
    # In place on a copy of ds, steps kept in a list and summed at the end.
    """
def rnn_backward(ds, caches):
    total = ds.copy()
    steps = []
    for t in reversed(range(ds.shape[2])):
        steps.insert(0, rnn_cell_backward(total[:, :, t], caches[t]))
        if t > 0:
            total[:, :, t - 1] += steps[0]["ds_prev"]
    gradients = {name: sum(step[name] for step in steps) for name in ("dU", "dW", "dba")}
    gradients["dx"] = np.dstack([step["dx_t"] for step in steps])
    gradients["ds0"] = steps[0]["ds_prev"]
    return gradients
""",
    # The caches and ds walked through together, backwards.
    """
def rnn_backward(ds, caches):
    gradients = {"dU": 0, "dW": 0, "dba": 0}
    dx, carried = [], 0
    for ds_t, cache in zip(np.moveaxis(ds, 2, 0)[::-1], list(caches)[::-1]):
        step = rnn_cell_backward(ds_t + carried, cache)
        carried = step["ds_prev"]
        dx.append(step["dx_t"])
        for name in gradients:
            gradients[name] = gradients[name] + step[name]
    return {**gradients, "dx": np.stack(dx[::-1], axis=-1), "ds0": carried, "steps": len(dx)}
""",
    # The cell written out, the gradients of the parameters in one product each.
    """
def rnn_backward(ds, caches):
    n, N, T = ds.shape
    U, W = caches[0][3]["U"], caches[0][3]["W"]
    da = np.empty((n, N, T))
    carried = np.zeros((n, N))
    for t in reversed(range(T)):
        da[:, :, t] = (1 - caches[t][0] ** 2) * (ds[:, :, t] + carried)
        carried = W.T @ da[:, :, t]
    x = np.stack([cache[2] for cache in caches], axis=2)
    s_prev = np.stack([cache[1] for cache in caches], axis=2)
    return {
        "dx": np.einsum("ij,ibt->jbt", U, da),
        "ds0": carried,
        "dU": np.einsum("ibt,jbt->ij", da, x),
        "dW": np.einsum("ibt,jbt->ij", da, s_prev),
        "dba": np.sum(da, axis=(1, 2)).reshape(n, 1),
    }
""",
    # By recursion from the last step.
    """
def rnn_backward(ds, caches):
    T = len(caches)

    def after(t):
        if t == T:
            return None, 0, 0, 0, []
        ds_next, dU, dW, dba, dx = after(t + 1)
        incoming = ds[:, :, t] if ds_next is None else ds[:, :, t] + ds_next
        g = rnn_cell_backward(incoming, caches[t])
        return g["ds_prev"], dU + g["dU"], dW + g["dW"], dba + g["dba"], [g["dx_t"], *dx]

    ds0, dU, dW, dba, dx = after(0)
    return {"dx": np.stack(dx, axis=2), "ds0": ds0, "dU": dU, "dW": dW, "dba": dba}
""",
    # The last step apart from the rest; named arguments.
    """
def rnn_backward(ds, caches):
    T = ds.shape[-1]
    g = rnn_cell_backward(ds_next=ds[:, :, T - 1], cache=caches[T - 1])
    dx, dU, dW, dba = g["dx_t"][:, :, None], g["dU"].copy(), g["dW"].copy(), g["dba"].copy()
    for t in range(T - 2, -1, -1):
        g = rnn_cell_backward(ds_next=np.add(ds[:, :, t], g["ds_prev"]), cache=caches[t])
        dx = np.concatenate((g["dx_t"][:, :, None], dx), axis=2)
        np.add(dU, g["dU"], out=dU)
        np.add(dW, g["dW"], out=dW)
        np.add(dba, g["dba"], out=dba)
    return dict(dx=dx, ds0=g["ds_prev"], dU=dU, dW=dW, dba=dba)
""",
    # All steps kept as arrays with an axis of time, then summed over it.
    """
def rnn_backward(ds, caches):
    ds_t, steps = np.zeros(ds.shape[:2]), []
    for back in range(1, len(caches) + 1):
        step = rnn_cell_backward(ds[:, :, -back] + ds_t, caches[-back])
        ds_t = step["ds_prev"]
        steps.append(step)
    steps.reverse()
    stacked = {name: np.stack([s[name] for s in steps], axis=2) for name in steps[0]}
    gradients = {name: stacked[name].sum(axis=2) for name in ("dU", "dW", "dba")}
    gradients.update(dx=stacked["dx_t"], ds0=stacked["ds_prev"][:, :, 0])
    return gradients
""",
    # A stack of caches, emptied from its end.
    """
def rnn_backward(ds, caches):
    waiting, dx, total = list(caches), [], None
    carried = np.zeros_like(ds[..., 0])
    while waiting:
        step = rnn_cell_backward(ds[..., len(waiting) - 1] + carried, waiting.pop())
        dx = [step.pop("dx_t")] + dx
        carried = step.pop("ds_prev")
        total = step if total is None else {k: total[k] + step[k] for k in step}
    return {"dx": np.dstack(dx), "ds0": carried, **total}
""",
)

ONE_HOT = (
    # Explicit loops.
    """
def one_hot(tokens, vocabulary_size):
    N, T = tokens.shape
    result = np.zeros((vocabulary_size, N, T))
    for b in range(N):
        for t in range(T):
            if not 0 <= tokens[b, t] < vocabulary_size:
                raise ValueError("a token is outside the vocabulary")
            result[tokens[b, t], b, t] = 1
    return result
""",
    # Comparison by broadcasting, as floats.
    """
def one_hot(tokens, vocabulary_size):
    if tokens.min() < 0 or tokens.max() >= vocabulary_size:
        raise ValueError(f"tokens must be in 0..{vocabulary_size - 1}")
    return (np.arange(vocabulary_size)[:, None, None] == tokens).astype(float)
""",
    # Rows of the identity, then the axes moved: whole numbers, not contiguous.
    """
def one_hot(tokens, vocabulary_size):
    if np.any(tokens < 0) or np.any(tokens >= vocabulary_size):
        raise ValueError("outside the vocabulary")
    return np.eye(vocabulary_size, dtype=int)[tokens].transpose(2, 0, 1)
""",
    # Indexing with three arrays.
    """
def one_hot(tokens, vocabulary_size):
    if not np.all((0 <= tokens) & (tokens < vocabulary_size)):
        raise ValueError("outside the vocabulary", tokens)
    N, T = tokens.shape
    result = np.zeros((vocabulary_size, N, T))
    result[tokens, np.arange(N)[:, None], np.arange(T)] = 1.0
    return result
""",
    # np.add.at on a flat table.
    """
def one_hot(tokens, vocabulary_size):
    flat = tokens.ravel()
    if flat.size and (flat.max() > vocabulary_size - 1 or flat.min() < 0):
        raise ValueError
    table = np.zeros((vocabulary_size, flat.size))
    np.add.at(table, (flat, np.arange(flat.size)), 1)
    return table.reshape(vocabulary_size, *tokens.shape)
""",
    # np.put_along_axis, and a ValueError of a kind of its own.
    """
def one_hot(tokens, vocabulary_size):
    class OutsideVocabulary(ValueError):
        pass

    for token in np.unique(tokens):
        if token not in range(vocabulary_size):
            raise OutsideVocabulary(str(token))
    result = np.zeros((vocabulary_size,) + tokens.shape)
    np.put_along_axis(result, tokens[None], 1, axis=0)
    return result
""",
    # One layer per word of the vocabulary.
    """
def one_hot(tokens, vocabulary_size):
    layers = np.stack([np.where(tokens == i, 1.0, 0.0) for i in range(vocabulary_size)])
    if layers.sum() != tokens.size:
        raise ValueError("a token has no layer")
    return layers
""",
    # A dict of columns, one for each word.
    """
def one_hot(tokens, vocabulary_size):
    columns = dict(enumerate(np.identity(vocabulary_size)))
    try:
        steps = [[columns[int(token)] for token in row] for row in tokens]
    except KeyError as error:
        raise ValueError(f"no word has the number {error}") from None
    return np.array(steps).transpose((2, 0, 1))
""",
)

CROSS_ENTROPY = (
    # A clip at a small number.
    """
def cross_entropy(y, targets):
    N = y.shape[1]
    return -np.sum(targets * np.log(np.clip(y, 1e-15, None))) / N
""",
    # A clip on both sides, at the limit of what is fair.
    """
def cross_entropy(y, targets):
    y = np.clip(y, 1e-12, 1 - 1e-12)
    losses = -(targets * np.log(y)).sum(axis=0)
    return losses.sum(axis=1).mean()
""",
    # A tiny number added.
    """
def cross_entropy(y, targets):
    total = np.einsum("ibt,ibt->", targets, np.log(y + 1e-12))
    return float(-total / targets.shape[1])
""",
    # Explicit loops over time, Python's own float.
    """
def cross_entropy(y, targets):
    loss = 0.0
    for t in range(y.shape[2]):
        p = np.maximum(y[:, :, t], 1e-300)
        loss -= float(np.sum(targets[:, :, t] * np.log(p))) / y.shape[1]
    return loss
""",
    # The probability picked out by its index.
    """
def cross_entropy(y, targets):
    answer = np.argmax(targets, axis=0)[None]
    p = np.take_along_axis(y, answer, axis=0)[0]
    p = np.where(p == 0, np.finfo(float).tiny, p)
    return np.mean(np.sum(-np.log(p), axis=1))
""",
    # A mask, and an array without axes as the result.
    """
def cross_entropy(y, targets):
    p = np.maximum(y[targets == 1], 1e-200)
    return np.array(-np.log(p).sum() / y.shape[1])
""",
    # log of zero, made finite afterwards.
    """
def cross_entropy(y, targets):
    with np.errstate(divide="ignore"):
        logs = np.maximum(np.log(y), -1e4)
    return np.tensordot(targets, -logs, axes=3) / y.shape[1]
""",
    # Example by example, and a logarithm only where a target is.
    """
def cross_entropy(y, targets):
    losses = []
    for b in range(targets.shape[1]):
        p = y[:, b][targets[:, b] > 0]
        losses.append(-np.log(p, out=np.full(p.shape, -700.0), where=p > 0).sum())
    return sum(losses) / len(losses)
""",
)

OUTPUT_BACKWARD = (
    # A loop over time.
    """
def output_backward(y, targets, s, parameters):
    V, by = parameters["V"], parameters["by"]
    N, T = y.shape[1], y.shape[2]
    dV, dby, ds = np.zeros(V.shape), np.zeros(by.shape), np.zeros(s.shape)
    for t in range(T):
        dz = (y[:, :, t] - targets[:, :, t]) / N
        dV += np.dot(dz, s[:, :, t].T)
        dby += np.sum(dz, axis=1, keepdims=True)
        ds[:, :, t] = np.dot(V.T, dz)
    return {"dV": dV, "dby": dby, "ds": ds}
""",
    # Batch and time as one axis.
    """
def output_backward(y, targets, s, parameters):
    m, N, T = y.shape
    dz = ((y - targets) / N).reshape(m, N * T)
    flat = s.reshape(-1, N * T)
    ds = (parameters["V"].T @ dz).reshape(-1, N, T)
    return {"dV": dz @ flat.T, "dby": dz.sum(axis=1, keepdims=True), "ds": ds, "dz": dz}
""",
    # tensordot.
    """
def output_backward(y, targets, s, parameters):
    dz = (y - targets) / np.shape(y)[1]
    return dict(
        dV=np.tensordot(dz, s, axes=([1, 2], [1, 2])),
        dby=dz.sum(axis=2).sum(axis=1, keepdims=True),
        ds=np.tensordot(parameters["V"].T, dz, axes=1),
    )
""",
    # A stack of matrices with time first: results that are not contiguous.
    """
def output_backward(y, targets, s, parameters):
    dz = np.moveaxis(y - targets, 2, 0) / y.shape[1]
    states = np.moveaxis(s, 2, 0)
    return {
        "ds": np.moveaxis(parameters["V"].T @ dz, 0, 2),
        "dV": np.sum(dz @ np.swapaxes(states, 1, 2), axis=0),
        "dby": np.sum(dz, axis=(0, 2)).reshape(-1, 1),
    }
""",
    # One example and one step at a time, divided at the end.
    """
def output_backward(y, targets, s, parameters):
    _, N, T = y.shape
    dV, dby = 0 * parameters["V"], 0 * parameters["by"]
    ds = 0 * s
    for b in range(N):
        for t in range(T):
            dz = y[:, b, t] - targets[:, b, t]
            dV = dV + np.outer(dz, s[:, b, t])
            dby = dby + dz[:, None]
            ds[:, b, t] = dz @ parameters["V"]
    return {"dV": dV / N, "dby": dby / N, "ds": ds / N}
""",
    # In place on a copy, through lists.
    """
def output_backward(y, targets, s, parameters):
    dz = np.copy(y)
    dz -= targets
    dz *= 1 / y.shape[1]
    steps = range(dz.shape[2])
    dV = sum(dz[:, :, t] @ s[:, :, t].T for t in steps)
    dby = sum(dz[:, :, t].sum(axis=1)[:, None] for t in steps)
    ds = np.dstack([parameters["V"].T @ dz[:, :, t] for t in steps])
    return {"dV": dV, "dby": dby, "ds": ds}
""",
    # The long way: the Jacobian of softmax times dL/dp.
    """
def output_backward(y, targets, s, parameters):
    N = y.shape[1]
    dp = -targets / y / N
    dz = y * (dp - np.sum(dp * y, axis=0, keepdims=True))
    dV = np.einsum("ibt,jbt->ij", dz, s)
    ds = np.einsum("ij,ibt->jbt", parameters["V"], dz)
    return {"dV": dV, "dby": np.einsum("ibt->i", dz)[:, None], "ds": ds}
""",
    # A column of ones for the bias: one matrix for both gradients.
    """
def output_backward(y, targets, s, parameters):
    n, N, T = s.shape
    dz = (y - targets).reshape(y.shape[0], -1) / N
    inputs = np.vstack((s.reshape(n, -1), np.ones((1, N * T))))
    both = dz @ inputs.T
    ds = np.dot(parameters["V"].T, dz).reshape(s.shape)
    return {"dV": both[:, :-1], "dby": both[:, -1:], "ds": ds}
""",
)

BPTT = (
    # Dicts merged; more keys than needed.
    """
def bptt(x, targets, s0, parameters):
    s, y, caches = rnn_forward(x, s0, parameters)
    gradients = output_backward(y, targets, s, parameters)
    gradients.update(rnn_backward(gradients["ds"], caches))
    return cross_entropy(y, targets), gradients
""",
    # A list as the result, dict by comprehension.
    """
def bptt(x, targets, s0, parameters):
    s, y, caches = rnn_forward(x, s0, parameters)
    output = output_backward(y, targets, s, parameters)
    both = {**output, **rnn_backward(output["ds"], caches)}
    return [cross_entropy(y, targets), {"d" + name: both["d" + name] for name in parameters}]
""",
    # The cells called here, forwards and backwards.
    """
def bptt(x, targets, s0, parameters):
    state, states, outputs, caches = s0, [], [], []
    for t in range(x.shape[2]):
        state, out_pred, cache = rnn_cell_forward(x[:, :, t], state, parameters)
        states.append(state)
        outputs.append(out_pred)
        caches.append(cache)
    s, y = np.stack(states, axis=2), np.stack(outputs, axis=2)
    output = output_backward(y, targets, s, parameters)
    gradients = {"dV": output["dV"], "dby": output["dby"], "dU": 0, "dW": 0, "dba": 0}
    carried = 0
    for t in reversed(range(x.shape[2])):
        step = rnn_cell_backward(output["ds"][:, :, t] + carried, caches[t])
        carried = step["ds_prev"]
        for name in ("dU", "dW", "dba"):
            gradients[name] = gradients[name] + step[name]
    return cross_entropy(y, targets), gradients
""",
    # Everything written out, no other function called.
    """
def bptt(x, targets, s0, parameters):
    U, W, V, ba, by = (parameters[k] for k in ["U", "W", "V", "ba", "by"])
    m, N, T = x.shape
    s, p, loss = [s0], [], 0.0
    for t in range(T):
        s.append(np.tanh(U @ x[:, :, t] + W @ s[-1] + ba))
        z = V @ s[-1] + by
        e = np.exp(z - z.max(axis=0))
        p.append(e / e.sum(axis=0))
        loss -= np.sum(targets[:, :, t] * np.log(p[-1])) / N
    dU, dW, dV = np.zeros_like(U), np.zeros_like(W), np.zeros_like(V)
    dba, dby, ds = np.zeros_like(ba), np.zeros_like(by), np.zeros_like(s0)
    for t in reversed(range(T)):
        dz = (p[t] - targets[:, :, t]) / N
        dV += dz @ s[t + 1].T
        dby += dz.sum(axis=1, keepdims=True)
        da = (1 - s[t + 1] ** 2) * (V.T @ dz + ds)
        dU += da @ x[:, :, t].T
        dW += da @ s[t].T
        dba += da.sum(axis=1, keepdims=True)
        ds = W.T @ da
    return loss, {"dU": dU, "dW": dW, "dV": dV, "dba": dba, "dby": dby}
""",
    # Named arguments, results by position.
    """
def bptt(x, targets, s0, parameters):
    forward = rnn_forward(x=x, s0=s0, parameters=parameters)
    out = output_backward(y=forward[1], targets=targets, s=forward[0], parameters=parameters)
    hidden = rnn_backward(ds=out["ds"], caches=forward[2])
    gradients = dict(
        dU=hidden["dU"], dW=hidden["dW"], dV=out["dV"], dba=hidden["dba"], dby=out["dby"]
    )
    return float(cross_entropy(y=forward[1], targets=targets)), gradients
""",
    # Example by example, then the mean over the batch.
    """
def bptt(x, targets, s0, parameters):
    N = x.shape[1]
    loss, gradients = 0.0, {"d" + name: np.zeros_like(parameters[name]) for name in parameters}
    for b in range(N):
        s, y, caches = rnn_forward(x[:, b : b + 1], s0[:, b : b + 1], parameters)
        loss += cross_entropy(y, targets[:, b : b + 1]) / N
        output = output_backward(y, targets[:, b : b + 1], s, parameters)
        step = {**output, **rnn_backward(output["ds"], caches)}
        for name in gradients:
            gradients[name] += step[name] / N
    return loss, gradients
""",
    # All sums over time as products of flat arrays.
    """
def bptt(x, targets, s0, parameters):
    s, y, caches = rnn_forward(x, s0, parameters)
    m, N, T = x.shape
    n = s0.shape[0]
    dz = (y - targets) / N
    carried, da = np.zeros((n, N)), np.zeros((n, N, T))
    for t in range(T)[::-1]:
        arriving = parameters["V"].T @ dz[:, :, t] + carried
        da[:, :, t] = arriving * (1 - s[:, :, t] * s[:, :, t])
        carried = parameters["W"].T @ da[:, :, t]
    before = np.concatenate((s0[:, :, None], s[:, :, :-1]), axis=2)
    flat = {"dz": dz, "da": da, "x": x, "s": s, "before": before}
    flat = {name: value.reshape(value.shape[0], N * T) for name, value in flat.items()}
    return cross_entropy(y, targets), {
        "dU": flat["da"] @ flat["x"].T,
        "dW": flat["da"] @ flat["before"].T,
        "dV": flat["dz"] @ flat["s"].T,
        "dba": flat["da"].sum(axis=1)[:, None],
        "dby": flat["dz"].sum(axis=1)[:, None],
    }
""",
    # A class of its own holds the run.
    """
def bptt(x, targets, s0, parameters):
    class Run:
        def __init__(self):
            self.s, self.y, self.caches = rnn_forward(x, s0, parameters)

        def gradients(self):
            output = output_backward(self.y, targets, self.s, parameters)
            ds = output.pop("ds")
            hidden = rnn_backward(ds, self.caches)
            return output | {name: hidden[name] for name in ("dW", "dU", "dba")}

    run = Run()
    return np.float64(cross_entropy(run.y, targets)), run.gradients()
""",
)

GRADIENT_NORMS = (
    # A buffer, filled from the end.
    """
def gradient_norms(ds_last, caches):
    T = len(caches)
    norms = np.zeros(T)
    ds = ds_last
    for t in range(T - 1, -1, -1):
        norms[t] = np.sqrt(np.sum(ds**2))
        ds = rnn_cell_backward(ds, caches[t])["ds_prev"]
    return norms
""",
    # Only as many steps back as needed, the result a reversed view.
    """
def gradient_norms(ds_last, caches):
    norms = [np.linalg.norm(ds_last, "fro")]
    gradient = ds_last.copy()
    for cache in list(caches)[:0:-1]:
        gradient = rnn_cell_backward(gradient, cache)["ds_prev"]
        norms.append(np.linalg.norm(gradient, "fro"))
    return np.array(norms)[::-1]
""",
    # The cell written out.
    """
def gradient_norms(ds_last, caches):
    norms, ds = [], ds_last
    for s_next, _, _, parameters in reversed(list(caches)):
        norms.insert(0, np.linalg.norm(ds.ravel()))
        ds = parameters["W"].T @ ((1 - s_next**2) * ds)
    return np.asarray(norms)
""",
    # All gradients first, then their norms.
    """
def gradient_norms(ds_last, caches):
    T = len(caches)
    ds = np.zeros((*ds_last.shape, T))
    ds[:, :, T - 1] = ds_last
    for t in range(T - 1, 0, -1):
        ds[:, :, t - 1] = rnn_cell_backward(ds[:, :, t], caches[t])["ds_prev"]
    return np.sqrt(np.einsum("ibt,ibt->t", ds, ds))
""",
    # By recursion.
    """
def gradient_norms(ds_last, caches):
    here = [np.sqrt(np.vdot(ds_last, ds_last))]
    if len(caches) == 1:
        return np.array(here)
    before = rnn_cell_backward(ds_last, caches[-1])["ds_prev"]
    return np.concatenate((gradient_norms(before, caches[:-1]), here))
""",
    # Through rnn_backward on the end of the sequence.
    """
def gradient_norms(ds_last, caches):
    T = len(caches)
    norms = np.empty(T)
    norms[-1] = np.linalg.norm(ds_last)
    for t in range(T - 1):
        rest = caches[t + 1 :]
        ds = np.zeros((*ds_last.shape, len(rest)))
        ds[:, :, -1] = ds_last
        norms[t] = np.linalg.norm(rnn_backward(ds, rest)["ds0"])
    return norms
""",
    # np.hypot, entry by entry.
    """
def gradient_norms(ds_last, caches):
    norms, ds = np.zeros((len(caches),)), np.array(ds_last)
    for back, cache in enumerate(caches[::-1], start=1):
        norms[-back] = np.hypot.reduce(ds, axis=None)
        ds = rnn_cell_backward(ds, cache)["ds_prev"]
    return norms
""",
    # itertools, and the trace of a product.
    """
def gradient_norms(ds_last, caches):
    from itertools import accumulate

    def back(ds, cache):
        return rnn_cell_backward(ds, cache)["ds_prev"]

    gradients = accumulate(reversed(caches[1:]), back, initial=ds_last)
    return np.array([np.sqrt(np.trace(ds @ ds.T)) for ds in gradients][::-1])
""",
)

CLIP = (
    # Explicit loops.
    """
def clip_gradients(gradients, max_norm):
    total = 0.0
    for key in gradients:
        total += np.sum(gradients[key] * gradients[key])
    norm = np.sqrt(total)
    clipped = {}
    for key in gradients:
        if norm > max_norm:
            clipped[key] = gradients[key] * max_norm / norm
        else:
            clipped[key] = gradients[key].copy()
    return clipped
""",
    # The given dict itself where nothing is too long.
    """
def clip_gradients(gradients, max_norm):
    norm = np.linalg.norm(np.concatenate([g.ravel() for g in gradients.values()]))
    if norm <= max_norm:
        return gradients
    return {name: g * (max_norm / norm) for name, g in gradients.items()}
""",
    # A factor of at most 1, safe at zero.
    """
def clip_gradients(gradients, max_norm):
    norm = np.linalg.norm([np.linalg.norm(g) for g in gradients.values()])
    factor = min(1.0, max_norm / max(norm, 1e-300))
    return dict((name, factor * g) for name, g in gradients.items())
""",
    # Division by what is too long.
    """
def clip_gradients(gradients, max_norm):
    squares = sum(float(np.vdot(g, g)) for g in gradients.values())
    excess = np.maximum(1.0, np.sqrt(squares) / max_norm)
    return {name: g / excess for name, g in gradients.items()}
""",
    # A deep copy, changed in place.
    """
def clip_gradients(gradients, max_norm):
    result = {name: np.array(g) for name, g in gradients.items()}
    norm = sum((g**2).sum() for g in result.values()) ** 0.5
    if norm > max_norm:
        for g in result.values():
            g *= max_norm
            g /= norm
    return result
""",
    # A tiny number against the division by zero.
    """
def clip_gradients(gradients, max_norm):
    norm = np.sqrt(np.sum([np.sum(np.square(g)) for g in gradients.values()]))
    scale = np.minimum(1.0, max_norm / (norm + 1e-16))
    return {name: np.multiply(g, scale) for name, g in gradients.items()}
""",
    # One long vector, clipped and taken apart again.
    """
def clip_gradients(gradients, max_norm):
    names = list(gradients)
    long = np.concatenate([gradients[name].reshape(-1) for name in names])
    norm = np.sqrt(long @ long)
    if norm > max_norm:
        long = long / norm * max_norm
    ends = np.cumsum([gradients[name].size for name in names])[:-1]
    parts = np.split(long, ends)
    return {n: part.reshape(gradients[n].shape) for n, part in zip(names, parts)}
""",
    # math.hypot, and a comparison of squares.
    """
def clip_gradients(gradients, max_norm):
    import math

    entries = [float(entry) for g in gradients.values() for entry in g.flat]
    is_long = math.fsum(entry * entry for entry in entries) > max_norm**2
    scale = max_norm / math.hypot(*entries) if is_long else 1
    return {name: np.array(g * scale) for name, g in sorted(gradients.items())}
""",
)

STEP = (
    # Explicit keys.
    """
def gradient_step(parameters, gradients, learning_rate):
    return {
        "U": parameters["U"] - learning_rate * gradients["dU"],
        "W": parameters["W"] - learning_rate * gradients["dW"],
        "V": parameters["V"] - learning_rate * gradients["dV"],
        "ba": parameters["ba"] - learning_rate * gradients["dba"],
        "by": parameters["by"] - learning_rate * gradients["dby"],
    }
""",
    # A loop and an f-string.
    """
def gradient_step(parameters, gradients, learning_rate):
    new = {}
    for name in parameters:
        new[name] = parameters[name] - learning_rate * gradients[f"d{name}"]
    return new
""",
    # A copy, changed in place.
    """
def gradient_step(parameters, gradients, learning_rate):
    new = {name: value.copy() for name, value in parameters.items()}
    for name in new:
        new[name] -= learning_rate * gradients["d" + name]
    return new
""",
    # A walk over the gradients.
    """
def gradient_step(parameters, gradients, learning_rate):
    return {
        name[1:]: np.subtract(parameters[name[1:]], np.multiply(learning_rate, g))
        for name, g in gradients.items()
    }
""",
    # A shallow copy, its entries replaced.
    """
def gradient_step(parameters, gradients, learning_rate):
    parameters = dict(parameters)
    for name in ("U", "W", "V", "ba", "by"):
        parameters[name] = parameters[name] + (-learning_rate) * gradients["d" + name]
    return parameters
""",
    # copy.deepcopy, and a key more than needed.
    """
def gradient_step(parameters, gradients, learning_rate):
    import copy

    new = copy.deepcopy(parameters)
    for key in list(new.keys()):
        np.add(new[key], -learning_rate * gradients["d" + key], out=new[key])
    new["learning_rate"] = learning_rate
    return new
""",
    # Pairs, zipped.
    """
def gradient_step(parameters, gradients, learning_rate):
    names = list(parameters)
    downhill = [learning_rate * gradients["d" + name] for name in names]
    values = [parameters[name] - step for name, step in zip(names, downhill)]
    return dict(zip(names, values))
""",
    # einsum with the number, one entry after the other changed in a copy.
    """
def gradient_step(parameters, gradients, learning_rate):
    new = {}
    for name, value in parameters.items():
        new[name] = np.array(value, order="F")
        for index in np.ndindex(value.shape):
            new[name][index] -= np.einsum(",->", learning_rate, gradients["d" + name][index])
    return new
""",
)

SPELLINGS: dict[str, tuple[str, ...]] = {
    "softmax": SOFTMAX,
    "rnn_cell_forward": CELL_FORWARD,
    "rnn_forward": FORWARD,
    "rnn_cell_backward": CELL_BACKWARD,
    "rnn_backward": BACKWARD,
    "one_hot": ONE_HOT,
    "cross_entropy": CROSS_ENTROPY,
    "output_backward": OUTPUT_BACKWARD,
    "bptt": BPTT,
    "gradient_norms": GRADIENT_NORMS,
    "clip_gradients": CLIP,
    "gradient_step": STEP,
}

# In the manner of the lecture's own code, with its limits: one example per sequence (N = 1),
# and a line printed by the cell's backward pass.
LECTURE: dict[str, str] = {
    "rnn_cell_forward": """
def rnn_cell_forward(x_t, s_prev, parameters):
    U = parameters["U"]
    W = parameters["W"]
    V = parameters["V"]
    ba = parameters["ba"]
    by = parameters["by"]
    s_next = np.tanh(np.dot(U, x_t) + np.dot(W, s_prev) + ba)
    out_pred = softmax(np.dot(V, s_next) + by)
    kept = (s_next, s_prev, x_t, parameters)
    return s_next, out_pred, kept
""",
    "rnn_forward": """
def rnn_forward(x, s0, parameters):
    m, _, T = x.shape
    m, n = parameters["V"].shape
    s, y = np.zeros((n, 1, T)), np.zeros((m, 1, T))
    caches = []
    state = s0
    for t in range(T):
        state, prediction, cache = rnn_cell_forward(x[:, :, t], state, parameters)
        s[:, :, t] = state
        y[:, :, t] = prediction
        caches.append(cache)
    return s, y, caches
""",
    "rnn_cell_backward": """
def rnn_cell_backward(ds_next, cache):
    (s_next, s_prev, x_t, parameters) = cache
    print(type(parameters))
    U = parameters["U"]
    W = parameters["W"]
    dtanh = (1 - s_next ** 2) * ds_next
    dx_t, dU = np.dot(U.T, dtanh), np.dot(dtanh, x_t.T)
    ds_prev, dW = np.dot(W.T, dtanh), np.dot(dtanh, s_prev.T)
    dba = np.sum(dtanh, axis=1, keepdims=1)
    return {"dx_t": dx_t, "ds_prev": ds_prev, "dU": dU, "dW": dW, "dba": dba}
""",
    "rnn_backward": """
def rnn_backward(ds, caches):
    (s1, s0, x_1, parameters) = caches[0]
    n, _, T = ds.shape
    m, _ = x_1.shape
    dx, ds0 = np.zeros((m, 1, T)), np.zeros((n, 1))
    dU, dW, dba = np.zeros((n, m)), np.zeros((n, n)), np.zeros((n, 1))
    from_later = np.zeros((n, 1))
    for t in reversed(range(T)):
        step = rnn_cell_backward(ds[:, :, t] + from_later, caches[t])
        from_later = step["ds_prev"]
        dx[:, :, t] = step["dx_t"]
        dU += step["dU"]
        dW += step["dW"]
        dba += step["dba"]
    ds0 = from_later
    return {"dx": dx, "ds0": ds0, "dU": dU, "dW": dW, "dba": dba}
""",
}
