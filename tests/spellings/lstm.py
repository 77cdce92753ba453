"""Other correct programs for the assignment `lstm`: none of them may lose a point.

Each string is one complete function definition that finds `np` and the other eight functions
around it, as a student's cell does.
"""

SIGMOID = (
    # The plain formula: exp overflows to infinity, and 1 / infinity is right.
    """
def sigmoid(z):
    return 1 / (1 + np.exp(-z))
""",
    # The same without a warning.
    """
def sigmoid(z):
    with np.errstate(over="ignore"):
        e = np.exp(np.negative(z))
    return np.reciprocal(1.0 + e)
""",
    # Through tanh.
    """
def sigmoid(z):
    return 0.5 * (1 + np.tanh(0.5 * z))
""",
    # Two masks.
    """
def sigmoid(z):
    result = np.zeros(z.shape)
    high = z > 0
    result[high] = 1 / (1 + np.exp(-z[high]))
    e = np.exp(z[~high])
    result[~high] = e / (1 + e)
    return result
""",
    # One number at a time, with Python's own functions.
    """
def sigmoid(z):
    import math

    def of_number(a):
        if a < 0:
            return 1 - of_number(-a)
        return 1 / (1 + math.exp(-a))

    rows = [[of_number(a) for a in row] for row in z.tolist()]
    return np.array(rows)
""",
    # np.where on two formulas.
    """
def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z < 0, e / (1 + e), 1 / (1 + e))
""",
    # The logarithm of a sum of exponentials.
    """
def sigmoid(z):
    return np.exp(-np.logaddexp(0, -z))
""",
    # Clipped where it makes no difference.
    """
def sigmoid(z):
    z = np.clip(z, -500, 500)
    return np.exp(z) / (np.exp(z) + 1)
""",
    # In place, on a copy.
    """
def sigmoid(z):
    result = -np.array(z, dtype=float)
    np.minimum(result, 700, out=result)
    np.exp(result, out=result)
    result += 1
    return np.divide(1, result, out=result)
""",
    # np.vectorize, column by column.
    """
def sigmoid(z):
    squeeze = np.vectorize(lambda a: 1.0 if a > 700 else float(np.exp(a) / (1 + np.exp(a))))
    return np.stack([squeeze(column) for column in z.T], axis=1)
""",
)

# One gate in many words. NAME is its function, G its letter, ACT its activation.
GATE = (
    # np.dot, step by step.
    """
def NAME(x_t, h_prev, parameters):
    U = parameters["UG"]
    W = parameters["WG"]
    b = parameters["bG"]
    a = np.dot(U, x_t) + np.dot(W, h_prev) + b
    return ACT(a)
""",
    # One matrix for both inputs, h first.
    """
def NAME(x_t, h_prev, parameters):
    weights = np.concatenate((parameters["WG"], parameters["UG"]), axis=1)
    return ACT(weights @ np.concatenate((h_prev, x_t), axis=0) + parameters["bG"])
""",
    # The bias too is a column of one matrix.
    """
def NAME(x_t, h_prev, parameters):
    ones = np.ones((1, x_t.shape[1]))
    weights = np.hstack([parameters["UG"], parameters["WG"], parameters["bG"]])
    return ACT(weights.dot(np.vstack([x_t, h_prev, ones])))
""",
    # einsum.
    """
def NAME(x_t, h_prev, parameters):
    from_x = np.einsum("ij,jb->ib", parameters["UG"], x_t)
    from_h = np.einsum("ij,jb->ib", parameters["WG"], h_prev)
    return ACT(from_x + from_h + parameters["bG"])
""",
    # Transposed: a result that is not contiguous.
    """
def NAME(x_t, h_prev, parameters):
    U, W, b = (parameters[name + "G"] for name in "UWb")
    rows = x_t.T @ U.T + h_prev.T @ W.T + b.T
    return ACT(rows).T
""",
    # Example by example, in a buffer.
    """
def NAME(x_t, h_prev, parameters):
    result = np.empty(h_prev.shape)
    for b in range(h_prev.shape[1]):
        a = parameters["UG"] @ x_t[:, [b]] + parameters["WG"] @ h_prev[:, [b]]
        result[:, [b]] = ACT(a + parameters["bG"])
    return result
""",
    # In place on an array of its own.
    """
def NAME(x_t, h_prev, parameters):
    a = parameters["bG"].repeat(x_t.shape[1], axis=1)
    a += np.matmul(parameters["UG"], x_t)
    a += np.matmul(parameters["WG"], h_prev)
    return ACT(a)
""",
    # A comprehension for every entry.
    """
def NAME(x_t, h_prev, parameters):
    U, W, b = parameters["UG"], parameters["WG"], parameters["bG"]
    columns = range(x_t.shape[1])
    a = [[U[i] @ x_t[:, k] + W[i] @ h_prev[:, k] + b[i, 0] for k in columns] for i in range(len(b))]
    return ACT(np.array(a))
""",
    # All gates in one big matrix, and one of them cut out.
    """
def NAME(x_t, h_prev, parameters):
    n = h_prev.shape[0]
    U, W, b = (np.vstack([parameters[kind + gate] for gate in "fuco"]) for kind in "UWb")
    first = "fuco".index("G") * n
    return ACT((U @ x_t + W @ h_prev + b)[first : first + n])
""",
)

SIGMOID_WRITTEN_OUT = """
def NAME(x_t, h_prev, parameters):
    a = parameters["UG"] @ x_t + parameters["WG"] @ h_prev + parameters["bG"]
    return 1 / (1 + np.exp(-a))
"""

TANH_WRITTEN_OUT = """
def NAME(x_t, h_prev, parameters):
    a = parameters["UG"] @ x_t + parameters["WG"] @ h_prev + parameters["bG"]
    up, down = np.exp(a), np.exp(-a)
    return (up - down) / (up + down)
"""


def spelled(templates, name, gate, activation):
    return tuple(
        text.replace("NAME", name).replace("ACT", activation).replace('G"', f'{gate}"')
        for text in templates
    )


def sigmoid_gate(name, gate):
    return spelled((*GATE, SIGMOID_WRITTEN_OUT), name, gate, "sigmoid")


FORGET_GATE = sigmoid_gate("lstm_forget_gate", "f")
UPDATE_GATE = sigmoid_gate("lstm_update_gate", "u")
CANDIDATE = spelled((*GATE, TANH_WRITTEN_OUT), "lstm_candidate", "c", "np.tanh")
OUTPUT_GATE = sigmoid_gate("lstm_output_gate", "o")

CELL_FORWARD = (
    # np.multiply, no temporary names.
    """
def lstm_cell_forward(x_t, h_prev, c_prev, parameters):
    arguments = (x_t, h_prev, parameters)
    f, u = lstm_forget_gate(*arguments), lstm_update_gate(*arguments)
    c_cand, o = lstm_candidate(*arguments), lstm_output_gate(*arguments)
    c_next = np.add(np.multiply(f, c_prev), np.multiply(u, c_cand))
    h_next = np.multiply(o, np.tanh(c_next))
    return h_next, c_next, (h_next, c_next, h_prev, c_prev, f, u, c_cand, o, x_t, parameters)
""",
    # One big matrix for all gates, taken apart.
    """
def lstm_cell_forward(x_t, h_prev, c_prev, parameters):
    U, W, b = (np.vstack([parameters[kind + gate] for gate in "fuoc"]) for kind in "UWb")
    a_f, a_u, a_o, a_c = np.split(U @ x_t + W @ h_prev + b, 4)
    f, u, o, c_cand = sigmoid(a_f), sigmoid(a_u), sigmoid(a_o), np.tanh(a_c)
    c_next = f * c_prev + u * c_cand
    h_next = o * np.tanh(c_next)
    cache = (h_next, c_next, h_prev, c_prev, f, u, c_cand, o, x_t, parameters)
    return h_next, c_next, cache
""",
    # Concatenated inputs, gates by name; lists for tuples.
    """
def lstm_cell_forward(x_t, h_prev, c_prev, parameters):
    both = np.concatenate([h_prev, x_t])
    a = {
        gate: np.hstack([parameters["W" + gate], parameters["U" + gate]]) @ both
        + parameters["b" + gate]
        for gate in ("f", "u", "c", "o")
    }
    f, u, o = (1 / (1 + np.exp(-a[gate])) for gate in ("f", "u", "o"))
    c_cand = np.tanh(a["c"])
    c_next = f * c_prev + u * c_cand
    h_next = np.tanh(c_next) * o
    return [h_next, c_next, [h_next, c_next, h_prev, c_prev, f, u, c_cand, o, x_t, parameters]]
""",
    # In place on arrays of its own.
    """
def lstm_cell_forward(x_t, h_prev, c_prev, parameters):
    f = lstm_forget_gate(x_t, h_prev, parameters)
    u = lstm_update_gate(x_t, h_prev, parameters)
    c_cand = lstm_candidate(x_t, h_prev, parameters)
    o = lstm_output_gate(x_t, h_prev, parameters)
    c_next = c_prev.copy()
    c_next *= f
    c_next += u * c_cand
    h_next = np.tanh(c_next)
    h_next *= o
    return h_next, c_next, (h_next, c_next, h_prev, c_prev, f, u, c_cand, o, x_t, parameters)
""",
    # einsum, and an extra key in the parameters that are kept.
    """
def lstm_cell_forward(x_t, h_prev, c_prev, parameters):
    def pre(gate):
        a = np.einsum("ij,jb->ib", parameters[f"U{gate}"], x_t)
        return a + np.einsum("ij,jb->ib", parameters[f"W{gate}"], h_prev) + parameters[f"b{gate}"]

    f, u, c_cand, o = sigmoid(pre("f")), sigmoid(pre("u")), np.tanh(pre("c")), sigmoid(pre("o"))
    c_next = np.einsum("ib,ib->ib", f, c_prev) + np.einsum("ib,ib->ib", u, c_cand)
    h_next = np.einsum("ib,ib->ib", o, np.tanh(c_next))
    kept = dict(parameters, note=0)
    return h_next, c_next, (h_next, c_next, h_prev, c_prev, f, u, c_cand, o, x_t, kept)
""",
    # Example by example; copies in the cache.
    """
def lstm_cell_forward(x_t, h_prev, c_prev, parameters):
    n, N = h_prev.shape
    f, u, c_cand, o, c_next, h_next = (np.zeros((n, N)) for _ in range(6))
    for b in range(N):
        one = slice(b, b + 1)
        f[:, one] = lstm_forget_gate(x_t[:, one], h_prev[:, one], parameters)
        u[:, one] = lstm_update_gate(x_t[:, one], h_prev[:, one], parameters)
        c_cand[:, one] = lstm_candidate(x_t[:, one], h_prev[:, one], parameters)
        o[:, one] = lstm_output_gate(x_t[:, one], h_prev[:, one], parameters)
        c_next[:, one] = f[:, one] * c_prev[:, one] + u[:, one] * c_cand[:, one]
        h_next[:, one] = o[:, one] * np.tanh(c_next[:, one])
    kept = (h_prev.copy(), c_prev.copy(), f, u, c_cand, o, x_t.copy(), parameters)
    return h_next, c_next, (h_next.copy(), c_next.copy(), *kept)
""",
    # Named arguments; a sum over a stack of two products.
    """
def lstm_cell_forward(x_t, h_prev, c_prev, parameters):
    given = {"x_t": x_t, "h_prev": h_prev, "parameters": parameters}
    gates = [lstm_forget_gate(**given), lstm_update_gate(**given)]
    c_cand = lstm_candidate(**given)
    c_next = sum(gate * content for gate, content in zip(gates, [c_prev, c_cand]))
    o = lstm_output_gate(**given)
    h_next = o * (1 - 2 / (np.exp(2 * c_next) + 1))
    return h_next, c_next, (h_next, c_next, h_prev, c_prev, *gates, c_cand, o, x_t, parameters)
""",
    # Transposed rows: results that are not contiguous.
    """
def lstm_cell_forward(x_t, h_prev, c_prev, parameters):
    def rows(gate):
        a = x_t.T @ parameters["U" + gate].T + h_prev.T @ parameters["W" + gate].T
        return a + parameters["b" + gate].T

    f, u, o = (sigmoid(rows(gate)).T for gate in "fuo")
    c_cand = np.tanh(rows("c")).T
    c_next = (f.T * c_prev.T + u.T * c_cand.T).T
    h_next = (o.T * np.tanh(c_next.T)).T
    cache = h_next, c_next, h_prev, c_prev, f, u, c_cand, o, x_t, parameters
    return h_next, c_next, cache
""",
    # One entry at a time.
    """
def lstm_cell_forward(x_t, h_prev, c_prev, parameters):
    f = lstm_forget_gate(x_t, h_prev, parameters)
    u = lstm_update_gate(x_t, h_prev, parameters)
    c_cand = lstm_candidate(x_t, h_prev, parameters)
    o = lstm_output_gate(x_t, h_prev, parameters)
    c_next, h_next = np.empty_like(c_prev), np.empty_like(h_prev)
    for i, b in np.ndindex(c_prev.shape):
        c_next[i, b] = f[i, b] * c_prev[i, b] + u[i, b] * c_cand[i, b]
        h_next[i, b] = o[i, b] * np.tanh(c_next[i, b])
    return h_next, c_next, (h_next, c_next, h_prev, c_prev, f, u, c_cand, o, x_t, parameters)
""",
)

FORWARD = (
    # Buffers of zeros.
    """
def lstm_forward(x, h0, c0, parameters):
    _, N, T = x.shape
    n = h0.shape[0]
    h, c, caches = np.zeros((n, N, T)), np.zeros((n, N, T)), []
    h_next, c_next = h0, c0
    for t in range(T):
        h_next, c_next, cache = lstm_cell_forward(x[:, :, t], h_next, c_next, parameters)
        h[:, :, t], c[:, :, t] = h_next, c_next
        caches.append(cache)
    return h, c, caches
""",
    # Time first, then moved: results that are not contiguous; a tuple of caches.
    """
def lstm_forward(x, h0, c0, parameters):
    h_t, c_t, results = h0, c0, []
    for x_t in np.moveaxis(x, 2, 0):
        results.append(lstm_cell_forward(x_t, h_t, c_t, parameters))
        h_t, c_t = results[-1][:2]
    h, c, caches = zip(*results)
    return np.moveaxis(np.array(h), 0, 2), np.moveaxis(np.array(c), 0, 2), caches
""",
    # np.dstack, and a list in place of a tuple.
    """
def lstm_forward(x, h0, c0, parameters):
    hs, cs, caches = [h0], [c0], []
    for t in range(x.shape[-1]):
        h_next, c_next, cache = lstm_cell_forward(x[..., t], hs[-1], cs[-1], parameters)
        hs += [h_next]
        cs += [c_next]
        caches += [cache]
    return [np.dstack(hs[1:]), np.dstack(cs[1:]), caches]
""",
    # The cell written out, the inputs' share of all gates in one product.
    """
def lstm_forward(x, h0, c0, parameters):
    n, (_, N, T) = h0.shape[0], x.shape
    U, W, b = (np.vstack([parameters[kind + gate] for gate in "fuoc"]) for kind in "UWb")
    from_x = np.tensordot(U, x, axes=1) + b[:, :, None]
    h, c, caches = np.empty((n, N, T)), np.empty((n, N, T)), []
    h_prev, c_prev = h0, c0
    for t in range(T):
        a = from_x[:, :, t] + W @ h_prev
        f, u, o = np.split(1 / (1 + np.exp(-a[: 3 * n])), 3)
        c_cand = np.tanh(a[3 * n :])
        c[:, :, t] = f * c_prev + u * c_cand
        h[:, :, t] = o * np.tanh(c[:, :, t])
        new = (h[:, :, t], c[:, :, t])
        caches.append((*new, h_prev, c_prev, f, u, c_cand, o, x[:, :, t], parameters))
        h_prev, c_prev = new
    return h, c, caches
""",
    # By recursion on the length.
    """
def lstm_forward(x, h0, c0, parameters):
    def steps(t, h_prev, c_prev):
        if t == x.shape[2]:
            return []
        step = lstm_cell_forward(x[:, :, t], h_prev, c_prev, parameters)
        return [step, *steps(t + 1, step[0], step[1])]

    results = steps(0, h0, c0)
    h = np.concatenate([r[0][:, :, None] for r in results], axis=2)
    c = np.concatenate([r[1][:, :, None] for r in results], axis=2)
    return h, c, [r[2] for r in results]
""",
    # The first step apart from the rest; named arguments.
    """
def lstm_forward(x, h0, c0, parameters):
    new, memory, cache = lstm_cell_forward(
        x_t=x[:, :, 0], h_prev=h0.copy(), c_prev=c0.copy(), parameters=parameters
    )
    h, c, caches = new[:, :, np.newaxis], memory[:, :, np.newaxis], [cache]
    for t in range(1, np.size(x, 2)):
        new, memory, cache = lstm_cell_forward(
            x_t=x[:, :, t], h_prev=h[:, :, -1], c_prev=c[:, :, -1], parameters=parameters
        )
        h = np.append(h, new[:, :, np.newaxis], axis=2)
        c = np.append(c, memory[:, :, np.newaxis], axis=2)
        caches.append(cache)
    return h, c, caches
""",
    # A while loop, caches in a list of known length, sizes from the parameters.
    """
def lstm_forward(x, h0, c0, parameters):
    n, m = np.shape(parameters["Uf"])
    T = x.shape[2]
    h, c = np.full((n, x.shape[1], T), np.nan), np.full((n, x.shape[1], T), np.nan)
    caches = [None] * T
    t = 0
    while t < T:
        before = (h0, c0) if t == 0 else (h[:, :, t - 1], c[:, :, t - 1])
        h[:, :, t], c[:, :, t], caches[t] = lstm_cell_forward(x[:, :, t], *before, parameters)
        t += 1
    return h, c, caches
""",
    # itertools.accumulate over the time steps.
    """
def lstm_forward(x, h0, c0, parameters):
    from itertools import accumulate

    def advance(before, x_t):
        return lstm_cell_forward(x_t, before[0], before[1], parameters)

    inputs = [x[:, :, t] for t in range(x.shape[2])]
    results = list(accumulate(inputs, advance, initial=(h0, c0, None)))[1:]
    h, c = (np.stack([result[k] for result in results], axis=-1) for k in (0, 1))
    return h, c, [result[2] for result in results]
""",
    # Both states in one array with one more axis.
    """
def lstm_forward(x, h0, c0, parameters):
    states = np.zeros((2, *h0.shape, x.shape[2] + 1))
    states[..., 0] = h0, c0
    caches = []
    for t in range(x.shape[2]):
        *states[..., t + 1], cache = lstm_cell_forward(
            x[:, :, t], states[0, :, :, t], states[1, :, :, t], parameters
        )
        caches.append(cache)
    h, c = states[..., 1:]
    return h, c, caches
""",
)

CELL_BACKWARD = (
    # Every gradient on a line of its own.
    """
def lstm_cell_backward(dh_next, dc_next, cache):
    h_next, c_next, h_prev, c_prev, f, u, c_cand, o, x_t, parameters = cache
    p = parameters
    dc = dc_next + dh_next * o * (1 - np.square(np.tanh(c_next)))
    dof = np.tanh(c_next) * dh_next
    da_o = dof * o * (1 - o)
    da_f = dc * c_prev * f * (1 - f)
    da_u = dc * c_cand * u * (1 - u)
    da_c = dc * u * (1 - np.square(c_cand))
    gradients = {}
    gradients["dUf"] = np.dot(da_f, x_t.T)
    gradients["dUu"] = np.dot(da_u, x_t.T)
    gradients["dUc"] = np.dot(da_c, x_t.T)
    gradients["dUo"] = np.dot(da_o, x_t.T)
    gradients["dWf"] = np.dot(da_f, h_prev.T)
    gradients["dWu"] = np.dot(da_u, h_prev.T)
    gradients["dWc"] = np.dot(da_c, h_prev.T)
    gradients["dWo"] = np.dot(da_o, h_prev.T)
    gradients["dbf"] = np.sum(da_f, axis=1, keepdims=True)
    gradients["dbu"] = np.sum(da_u, axis=1, keepdims=True)
    gradients["dbc"] = np.sum(da_c, axis=1, keepdims=True)
    gradients["dbo"] = np.sum(da_o, axis=1, keepdims=True)
    gradients["dx_t"] = p["Uf"].T @ da_f + p["Uu"].T @ da_u + p["Uc"].T @ da_c + p["Uo"].T @ da_o
    gradients["dh_prev"] = (
        p["Wf"].T @ da_f + p["Wu"].T @ da_u + p["Wc"].T @ da_c + p["Wo"].T @ da_o
    )
    gradients["dc_prev"] = f * dc
    return gradients
""",
    # One big matrix of all gates, taken apart at the end; the pre-activations too are returned.
    """
def lstm_cell_backward(dh_next, dc_next, cache):
    _, c_next, h_prev, c_prev, f, u, c_cand, o, x_t, parameters = cache
    U, W = (np.vstack([parameters[kind + gate] for gate in "fuco"]) for kind in "UW")
    t = np.tanh(c_next)
    dc = dc_next + dh_next * o * (1 - t * t)
    da = np.vstack(
        [
            dc * c_prev * f * (1 - f),
            dc * c_cand * u * (1 - u),
            dc * u * (1 - c_cand * c_cand),
            dh_next * t * o * (1 - o),
        ]
    )
    result = {"dx_t": U.T @ da, "dh_prev": W.T @ da, "dc_prev": dc * f, "da": da}
    for kind, whole in (("U", da @ x_t.T), ("W", da @ h_prev.T), ("b", da.sum(1, keepdims=True))):
        for gate, part in zip("fuco", np.split(whole, 4)):
            result[f"d{kind}{gate}"] = part
    return result
""",
    # Concatenated inputs: U and W, x and h in one.
    """
def lstm_cell_backward(dh_next, dc_next, cache):
    (_, c_next, h_prev, c_prev, f, u, c_cand, o, x_t, parameters) = cache
    m = x_t.shape[0]
    inputs = np.concatenate((x_t, h_prev))
    dtanh = dh_next * o
    dc = dc_next + dtanh - dtanh * np.tanh(c_next) ** 2
    da = {
        "f": dc * c_prev * (f - f**2),
        "u": dc * c_cand * (u - u**2),
        "c": dc * u * (1 + c_cand) * (1 - c_cand),
        "o": dh_next * np.tanh(c_next) * (o - o**2),
    }
    d_inputs = np.zeros(inputs.shape)
    result = {}
    for gate in da:
        weights = np.hstack((parameters["U" + gate], parameters["W" + gate]))
        d_inputs += weights.T @ da[gate]
        d_weights = da[gate] @ inputs.T
        result["dU" + gate], result["dW" + gate] = d_weights[:, :m], d_weights[:, m:]
        result["db" + gate] = da[gate] @ np.ones((inputs.shape[1], 1))
    return dict(result, dx_t=d_inputs[:m], dh_prev=d_inputs[m:], dc_prev=f * dc)
""",
    # einsum throughout.
    """
def lstm_cell_backward(dh_next, dc_next, cache):
    _, c_next, h_prev, c_prev, f, u, c_cand, o, x_t, p = cache
    t = np.tanh(c_next)
    dc = dc_next + np.einsum("ib,ib,ib->ib", dh_next, o, 1 - t**2)
    da = {
        "f": np.einsum("ib,ib,ib,ib->ib", dc, c_prev, f, 1 - f),
        "u": np.einsum("ib,ib,ib,ib->ib", dc, c_cand, u, 1 - u),
        "c": np.einsum("ib,ib,ib->ib", dc, u, 1 - c_cand**2),
        "o": np.einsum("ib,ib,ib,ib->ib", dh_next, t, o, 1 - o),
    }
    return {
        "dx_t": sum(np.einsum("ij,ib->jb", p["U" + g], da[g]) for g in da),
        "dh_prev": sum(np.einsum("ij,ib->jb", p["W" + g], da[g]) for g in da),
        "dc_prev": np.einsum("ib,ib->ib", dc, f),
        **{"dU" + g: np.einsum("ib,jb->ij", da[g], x_t) for g in da},
        **{"dW" + g: np.einsum("ib,jb->ij", da[g], h_prev) for g in da},
        **{"db" + g: np.einsum("ib->i", da[g])[:, None] for g in da},
    }
""",
    # tanh of c from the cached h and o; the gate derivatives through a helper.
    """
def lstm_cell_backward(dh_next, dc_next, cache):
    h_next, c_next, h_prev, c_prev, f, u, c_cand, o, x_t, parameters = cache

    def through_sigmoid(upstream, value):
        return upstream * value * (1 - value)

    def through_tanh(upstream, value):
        return upstream * (1 - value) * (1 + value)

    shown = np.where(o > 1e-3, h_next / np.maximum(o, 1e-3), np.tanh(c_next))
    dc = through_tanh(dh_next * o, shown) + dc_next
    upstream = [
        through_sigmoid(dc * c_prev, f),
        through_sigmoid(dc * c_cand, u),
        through_tanh(dc * u, c_cand),
        through_sigmoid(dh_next * shown, o),
    ]
    gradients = {"dx_t": np.zeros_like(x_t), "dh_prev": np.zeros_like(h_prev)}
    for gate, da in zip(["f", "u", "c", "o"], upstream):
        gradients["dx_t"] += np.dot(parameters["U" + gate].T, da)
        gradients["dh_prev"] += np.dot(parameters["W" + gate].T, da)
        gradients["dU" + gate] = np.dot(da, x_t.T)
        gradients["dW" + gate] = np.dot(da, h_prev.T)
        gradients["db" + gate] = da.sum(axis=1).reshape(-1, 1)
    gradients["dc_prev"] = dc * f
    return gradients
""",
    # The gates computed once more, from the inputs in the cache.
    """
def lstm_cell_backward(dh_next, dc_next, cache):
    h_prev, c_prev, x_t, parameters = cache[2], cache[3], cache[8], cache[9]
    f = lstm_forget_gate(x_t, h_prev, parameters)
    u = lstm_update_gate(x_t, h_prev, parameters)
    c_cand = lstm_candidate(x_t, h_prev, parameters)
    o = lstm_output_gate(x_t, h_prev, parameters)
    tanh_c = np.tanh(f * c_prev + u * c_cand)
    dc = dh_next * o * (1 - tanh_c**2) + dc_next
    da = dict(
        f=dc * c_prev * f * (1 - f),
        u=dc * c_cand * u * (1 - u),
        c=dc * u * (1 - c_cand**2),
        o=dh_next * tanh_c * o * (1 - o),
    )
    result = {f"dU{g}": (x_t @ a.T).T for g, a in da.items()}
    result.update({f"dW{g}": (h_prev @ a.T).T for g, a in da.items()})
    result.update({f"db{g}": np.sum(a, 1)[:, np.newaxis] for g, a in da.items()})
    result["dx_t"] = sum((a.T @ parameters[f"U{g}"]).T for g, a in da.items())
    result["dh_prev"] = sum((a.T @ parameters[f"W{g}"]).T for g, a in da.items())
    result["dc_prev"] = f * dc
    return result
""",
    # Example by example, sums by hand.
    """
def lstm_cell_backward(dh_next, dc_next, cache):
    _, c_next, h_prev, c_prev, f, u, c_cand, o, x_t, parameters = cache
    grads = {"d" + name: np.zeros(p.shape) for name, p in parameters.items()}
    dx_t, dh_prev, dc_prev = np.zeros(x_t.shape), np.zeros(h_prev.shape), np.zeros(c_prev.shape)
    for b in range(x_t.shape[1]):
        t = np.tanh(c_next[:, b])
        dc = dc_next[:, b] + dh_next[:, b] * o[:, b] * (1 - t**2)
        dc_prev[:, b] = dc * f[:, b]
        da = [
            dc * c_prev[:, b] * f[:, b] * (1 - f[:, b]),
            dc * c_cand[:, b] * u[:, b] * (1 - u[:, b]),
            dc * u[:, b] * (1 - c_cand[:, b] ** 2),
            dh_next[:, b] * t * o[:, b] * (1 - o[:, b]),
        ]
        for gate, a in zip("fuco", da):
            dx_t[:, b] += a @ parameters["U" + gate]
            dh_prev[:, b] += a @ parameters["W" + gate]
            grads["dU" + gate] += np.outer(a, x_t[:, b])
            grads["dW" + gate] += np.outer(a, h_prev[:, b])
            grads["db" + gate][:, 0] += a
    return {**grads, "dx_t": dx_t, "dh_prev": dh_prev, "dc_prev": dc_prev}
""",
    # A stack with an axis of gates, in place on arrays of its own.
    """
def lstm_cell_backward(dh_next, dc_next, cache):
    _, c_next, h_prev, c_prev, f, u, c_cand, o, x_t, parameters = cache
    tanh_c = np.tanh(c_next)
    dc = 1 - tanh_c**2
    dc *= o
    dc *= dh_next
    dc += dc_next
    da = np.stack([c_prev * f * (1 - f), c_cand * u * (1 - u), u * (1 - c_cand**2), 0 * o])
    da *= dc
    da[3] = dh_next * tanh_c * o * (1 - o)
    U = np.stack([parameters["U" + gate] for gate in "fuco"])
    W = np.stack([parameters["W" + gate] for gate in "fuco"])
    out = {
        "dx_t": np.tensordot(U, da, axes=([0, 1], [0, 1])),
        "dh_prev": np.tensordot(W, da, axes=([0, 1], [0, 1])),
        "dc_prev": np.multiply(f, dc),
    }
    for k, gate in enumerate("fuco"):
        out["dU" + gate] = (da @ x_t.T)[k]
        out["dW" + gate] = (da @ h_prev.T)[k]
        out["db" + gate] = da.sum(axis=2)[k].reshape(-1, 1)
    return out
""",
    # 1 / cosh² and logistic derivatives by their other formulas.
    """
def lstm_cell_backward(dh_next, dc_next, cache):
    (_, c_next, h_prev, c_prev, f, u, c_cand, o, x_t, parameters) = cache
    dc = dc_next + dh_next * o / np.cosh(c_next) ** 2
    before = {
        "f": dc * c_prev * (0.25 - (f - 0.5) ** 2),
        "u": dc * c_cand * (0.25 - (u - 0.5) ** 2),
        "c": dc * u - dc * u * c_cand * c_cand,
        "o": dh_next * np.tanh(c_next) * (0.25 - (o - 0.5) ** 2),
    }
    keys, values = ["dx_t", "dh_prev", "dc_prev"], [0, 0, f * dc]
    for gate, da in before.items():
        values[0] = values[0] + parameters["U" + gate].T.dot(da)
        values[1] = values[1] + parameters["W" + gate].T.dot(da)
        keys += ["dU" + gate, "dW" + gate, "db" + gate]
        values += [da.dot(x_t.T), da.dot(h_prev.T), da.sum(axis=1, keepdims=True)]
    return dict(zip(keys, values))
""",
)

BACKWARD = (
    # Buffers of zeros, filled from the end.
    """
def lstm_backward(dh, caches):
    parameters, x_0 = caches[0][9], caches[0][8]
    n, N, T = dh.shape
    gradients = {"d" + name: np.zeros_like(value) for name, value in parameters.items()}
    dx, dh_prev, dc_prev = np.zeros((x_0.shape[0], N, T)), np.zeros((n, N)), np.zeros((n, N))
    for t in range(T - 1, -1, -1):
        g = lstm_cell_backward(dh[:, :, t] + dh_prev, dc_prev, caches[t])
        dx[:, :, t], dh_prev, dc_prev = g["dx_t"], g["dh_prev"], g["dc_prev"]
        for name in gradients:
            gradients[name] += g[name]
    gradients.update({"dx": dx, "dh0": dh_prev, "dc0": dc_prev})
    return gradients
""",
    # In place on a copy of dh, steps kept in a list and summed at the end.
    """
def lstm_backward(dh, caches):
    total, dc = dh.copy(), np.zeros(dh.shape)
    steps = []
    for t in reversed(range(dh.shape[2])):
        steps.insert(0, lstm_cell_backward(total[:, :, t], dc[:, :, t], caches[t]))
        if t > 0:
            total[:, :, t - 1] += steps[0]["dh_prev"]
            dc[:, :, t - 1] = steps[0]["dc_prev"]
    names = ["d" + kind + gate for kind in "UWb" for gate in "fuco"]
    gradients = {name: sum(step[name] for step in steps) for name in names}
    gradients["dx"] = np.dstack([step["dx_t"] for step in steps])
    gradients["dh0"], gradients["dc0"] = steps[0]["dh_prev"], steps[0]["dc_prev"]
    return gradients
""",
    # The caches and dh walked through together, backwards; all twelve sums by name.
    """
def lstm_backward(dh, caches):
    dUf = dWf = dbf = dUu = dWu = dbu = dUc = dWc = dbc = dUo = dWo = dbo = 0
    dx, dh_carried, dc_carried = [], 0, np.zeros_like(dh[:, :, 0])
    for dh_t, cache in zip(np.moveaxis(dh, 2, 0)[::-1], list(caches)[::-1]):
        step = lstm_cell_backward(dh_t + dh_carried, dc_carried, cache)
        dh_carried, dc_carried = step["dh_prev"], step["dc_prev"]
        dx.append(step["dx_t"])
        dUf, dWf, dbf = dUf + step["dUf"], dWf + step["dWf"], dbf + step["dbf"]
        dUu, dWu, dbu = dUu + step["dUu"], dWu + step["dWu"], dbu + step["dbu"]
        dUc, dWc, dbc = dUc + step["dUc"], dWc + step["dWc"], dbc + step["dbc"]
        dUo, dWo, dbo = dUo + step["dUo"], dWo + step["dWo"], dbo + step["dbo"]
    return {
        "dx": np.stack(dx[::-1], axis=-1), "dh0": dh_carried, "dc0": dc_carried, "steps": len(dx),
        "dUf": dUf, "dWf": dWf, "dbf": dbf, "dUu": dUu, "dWu": dWu, "dbu": dbu,
        "dUc": dUc, "dWc": dWc, "dbc": dbc, "dUo": dUo, "dWo": dWo, "dbo": dbo,
    }
""",
    # The cell written out, the gradients of the parameters in one product each.
    """
def lstm_backward(dh, caches):
    n, N, T = dh.shape
    parameters = caches[0][9]
    W = np.vstack([parameters["W" + gate] for gate in "fuco"])
    U = np.vstack([parameters["U" + gate] for gate in "fuco"])
    da = np.empty((4 * n, N, T))
    dh_later, dc = np.zeros((n, N)), np.zeros((n, N))
    for t in reversed(range(T)):
        _, c_next, h_prev, c_prev, f, u, c_cand, o, x_t, _ = caches[t]
        dh_t, tanh_c = dh[:, :, t] + dh_later, np.tanh(c_next)
        dc = dc + dh_t * o * (1 - tanh_c**2)
        da[:n, :, t] = dc * c_prev * f * (1 - f)
        da[n : 2 * n, :, t] = dc * c_cand * u * (1 - u)
        da[2 * n : 3 * n, :, t] = dc * u * (1 - c_cand**2)
        da[3 * n :, :, t] = dh_t * tanh_c * o * (1 - o)
        dh_later, dc = W.T @ da[:, :, t], dc * f
    x = np.stack([cache[8] for cache in caches], axis=2)
    h_prev = np.stack([cache[2] for cache in caches], axis=2)
    dU, dW = np.einsum("ibt,jbt->ij", da, x), np.einsum("ibt,jbt->ij", da, h_prev)
    gradients = {"dx": np.einsum("ij,ibt->jbt", U, da), "dh0": dh_later, "dc0": dc}
    for kind, whole in (("U", dU), ("W", dW), ("b", da.sum(axis=(1, 2)).reshape(-1, 1))):
        for gate, part in zip("fuco", np.split(whole, 4)):
            gradients["d" + kind + gate] = part
    return gradients
""",
    # By recursion from the last step.
    """
def lstm_backward(dh, caches):
    T = len(caches)

    def after(t):
        if t == T:
            return np.zeros(dh.shape[:2]), np.zeros(dh.shape[:2]), {}, []
        dh_next, dc_next, sums, dx = after(t + 1)
        g = lstm_cell_backward(dh[:, :, t] + dh_next, dc_next, caches[t])
        sums = {name: g[name] + sums.get(name, 0) for name in g if name[1] in "UWb"}
        return g["dh_prev"], g["dc_prev"], sums, [g["dx_t"], *dx]

    dh0, dc0, sums, dx = after(0)
    return {"dx": np.stack(dx, axis=2), "dh0": dh0, "dc0": dc0, **sums}
""",
    # The last step apart from the rest; named arguments.
    """
def lstm_backward(dh, caches):
    T = dh.shape[-1]
    g = lstm_cell_backward(
        dh_next=dh[:, :, T - 1], dc_next=np.zeros(dh[:, :, 0].shape), cache=caches[T - 1]
    )
    dx = g["dx_t"][:, :, None]
    total = {name: g[name].copy() for name in g if name not in ("dx_t", "dh_prev", "dc_prev")}
    for t in range(T - 2, -1, -1):
        g = lstm_cell_backward(
            dh_next=np.add(dh[:, :, t], g["dh_prev"]), dc_next=g["dc_prev"], cache=caches[t]
        )
        dx = np.concatenate((g["dx_t"][:, :, None], dx), axis=2)
        for name, value in total.items():
            np.add(value, g[name], out=value)
    return dict(total, dx=dx, dh0=g["dh_prev"], dc0=g["dc_prev"])
""",
    # All steps kept as arrays with an axis of time, then summed over it.
    """
def lstm_backward(dh, caches):
    dh_t, dc_t, steps = np.zeros(dh.shape[:2]), np.zeros(dh.shape[:2]), []
    for back in range(1, len(caches) + 1):
        step = lstm_cell_backward(dh[:, :, -back] + dh_t, dc_t, caches[-back])
        dh_t, dc_t = step["dh_prev"], step["dc_prev"]
        steps.append(step)
    steps.reverse()
    stacked = {name: np.stack([s[name] for s in steps], axis=2) for name in steps[0]}
    gradients = {name: stacked[name].sum(axis=2) for name in stacked if name[-1] in "fuco"}
    gradients.update(dx=stacked["dx_t"])
    gradients.update(dh0=stacked["dh_prev"][:, :, 0], dc0=stacked["dc_prev"][..., 0])
    return gradients
""",
    # What a step sends back in a dict, collections in place of sums by hand.
    """
def lstm_backward(dh, caches):
    from collections import defaultdict

    T = dh.shape[2]
    sums = defaultdict(float)
    sent = {"dh_prev": 0 * dh[:, :, 0], "dc_prev": 0 * dh[:, :, 0]}
    dx = [None] * T
    for t in range(T)[::-1]:
        sent = lstm_cell_backward(dh[:, :, t] + sent["dh_prev"], sent["dc_prev"], caches[t])
        dx[t] = sent["dx_t"]
        for name in sent:
            if name not in ("dx_t", "dh_prev", "dc_prev"):
                sums[name] = sums[name] + sent[name]
    result = dict(sums)
    result["dx"] = np.moveaxis(np.array(dx), 0, 2)
    result["dh0"], result["dc0"] = sent["dh_prev"], sent["dc_prev"]
    return result
""",
    # np.flip, and one array for both that travel.
    """
def lstm_backward(dh, caches):
    travelling = np.zeros((2, *dh.shape[:2]))
    steps = []
    for dh_t, cache in zip(np.flip(dh, axis=2).transpose(2, 0, 1), reversed(caches)):
        steps.append(lstm_cell_backward(dh_t + travelling[0], travelling[1], cache))
        travelling = np.stack([steps[-1]["dh_prev"], steps[-1]["dc_prev"]])
    result = {}
    for kind in ("U", "W", "b"):
        for gate in ("f", "u", "c", "o"):
            name = f"d{kind}{gate}"
            result[name] = np.sum([step[name] for step in steps], axis=0)
    result["dx"] = np.flip(np.dstack([step["dx_t"] for step in steps]), axis=2)
    result["dh0"], result["dc0"] = travelling
    return result
""",
)

SPELLINGS: dict[str, tuple[str, ...]] = {
    "sigmoid": SIGMOID,
    "lstm_forget_gate": FORGET_GATE,
    "lstm_update_gate": UPDATE_GATE,
    "lstm_candidate": CANDIDATE,
    "lstm_output_gate": OUTPUT_GATE,
    "lstm_cell_forward": CELL_FORWARD,
    "lstm_forward": FORWARD,
    "lstm_cell_backward": CELL_BACKWARD,
    "lstm_backward": BACKWARD,
}

# The lecture names the LSTM's gates and shows no code for them.
LECTURE: dict[str, str] = {}
