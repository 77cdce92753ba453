"""Other correct programs for the assignment `gru`: none of them may lose a point.

Each string is one complete function definition that finds `np` and the other seven functions
around it, as a student's cell does.
"""

SIGMOID = (
    # The plain formula: right at ±1000, with a warning that costs nothing.
    """
def sigmoid(z):
    return 1 / (1 + np.exp(-z))
""",
    # The plain formula, the warning silenced.
    """
def sigmoid(z):
    with np.errstate(over="ignore"):
        return np.divide(1.0, 1.0 + np.exp(-1.0 * z))
""",
    # Through tanh.
    """
def sigmoid(z):
    return 0.5 * (1.0 + np.tanh(0.5 * z))
""",
    # Through the logarithm of the sum of exponentials.
    """
def sigmoid(z):
    return np.exp(-np.logaddexp(0, -z))
""",
    # Two masks, a buffer filled in two parts.
    """
def sigmoid(z):
    s = np.empty(z.shape)
    positive = z >= 0
    s[positive] = 1 / (1 + np.exp(-z[positive]))
    e = np.exp(z[~positive])
    s[~positive] = e / (1 + e)
    return s
""",
    # Clipped where nothing moves any more.
    """
def sigmoid(z):
    return 1 / (1 + np.exp(-np.clip(z, -700, 700)))
""",
    # Entry by entry, with Python's own math.
    """
def sigmoid(z):
    import math

    def one(a):
        return 1 / (1 + math.exp(-a)) if a >= 0 else math.exp(a) / (1 + math.exp(a))

    return np.array([[one(a) for a in row] for row in z])
""",
    # np.vectorize; the smaller of two powers.
    """
def sigmoid(z):
    def one(a):
        e = np.exp(-abs(a))
        return 1 / (1 + e) if a > 0 else e / (1 + e)

    return np.vectorize(one, otypes=[float])(z)
""",
    # In place, on a buffer of its own.
    """
def sigmoid(z):
    s = np.array(z, dtype=float)
    s *= -0.5
    np.tanh(s, out=s)
    s -= 1
    s /= -2
    return s
""",
    # np.piecewise.
    """
def sigmoid(z):
    z = np.asarray(z, dtype=float)
    low, high = lambda a: np.exp(a) / (np.exp(a) + 1), lambda a: 1 / (np.exp(-a) + 1)
    return np.piecewise(z, [z < 0, z >= 0], [low, high])
""",
)

# Both gates are the same formula: GATE becomes the name, R the letter of each.
GATES = (
    # np.dot, named arrays.
    """
def GATE(x_t, h_prev, parameters):
    U = parameters["UR"]
    W = parameters["WR"]
    b = parameters["bR"]
    return sigmoid(np.dot(U, x_t) + np.dot(W, h_prev) + b)
""",
    # One matrix for both inputs.
    """
def GATE(x_t, h_prev, parameters):
    weights = np.concatenate((parameters["WR"], parameters["UR"]), axis=1)
    inputs = np.concatenate((h_prev, x_t), axis=0)
    return sigmoid(weights @ inputs + parameters["bR"])
""",
    # The bias too is a column of the matrix.
    """
def GATE(x_t, h_prev, parameters):
    ones = np.ones((1, x_t.shape[1]))
    weights = np.hstack((parameters["UR"], parameters["WR"], parameters["bR"]))
    return sigmoid(np.matmul(weights, np.vstack((x_t, h_prev, ones))))
""",
    # einsum, in place on its own array.
    """
def GATE(x_t, h_prev, parameters):
    a = np.einsum("ij,jb->ib", parameters["UR"], x_t)
    a += np.einsum("ij,jb->ib", parameters["WR"], h_prev)
    a += parameters["bR"]
    return sigmoid(a)
""",
    # The sigmoid written out.
    """
def GATE(x_t, h_prev, parameters):
    a = parameters["WR"] @ h_prev + parameters["UR"] @ x_t + parameters["bR"]
    return 1 / (1 + np.exp(-a))
""",
    # Transposed products: a result that is not contiguous.
    """
def GATE(x_t, h_prev, parameters):
    a = x_t.T @ parameters["UR"].T + h_prev.T @ parameters["WR"].T + parameters["bR"].T
    return sigmoid(a).T
""",
    # Example by example.
    """
def GATE(x_t, h_prev, parameters):
    columns = []
    for b in range(x_t.shape[1]):
        a = parameters["UR"] @ x_t[:, b] + parameters["WR"] @ h_prev[:, b]
        columns.append(sigmoid(a[:, None] + parameters["bR"]))
    return np.concatenate(columns, axis=1)
""",
    # Unit by unit, in a comprehension.
    """
def GATE(x_t, h_prev, parameters):
    U, W, b = parameters["UR"], parameters["WR"], parameters["bR"]
    rows = [U[i] @ x_t + W[i] @ h_prev + b[i] for i in range(len(b))]
    return sigmoid(np.array(rows))
""",
    # Both gates from one big matrix, of which one is kept.
    """
def GATE(x_t, h_prev, parameters):
    n = h_prev.shape[0]
    U = np.vstack([parameters["U" + k] for k in "rz"])
    W = np.vstack([parameters["W" + k] for k in "rz"])
    b = np.vstack([parameters["b" + k] for k in "rz"])
    both = sigmoid(U @ x_t + W @ h_prev + b)
    return both["rz".index("R") * n :][:n]
""",
    # tensordot, and a helper inside.
    """
def GATE(x_t, h_prev, parameters):
    def affine(letter):
        U, W, b = (parameters[kind + letter] for kind in "UWb")
        return np.add(np.tensordot(U, x_t, axes=1) + np.tensordot(W, h_prev, axes=1), b)

    return sigmoid(z=affine("R"))
""",
)


def gates(name: str, letter: str) -> tuple[str, ...]:
    """The spellings of one gate: `R` becomes its letter wherever it names a parameter."""
    named = (text.replace("GATE", name) for text in GATES)
    marks = ('"UR"', '"WR"', '"bR"', '"R"')
    return tuple(_replaced(text, marks, letter) for text in named)


def _replaced(text: str, marks: tuple[str, ...], letter: str) -> str:
    for mark in marks:
        text = text.replace(mark, mark.replace("R", letter))
    return text


CANDIDATE = (
    # np.dot, the reset state by name.
    """
def gru_candidate(x_t, h_prev, r, parameters):
    reset = r * h_prev
    a = np.dot(parameters["Uh"], x_t) + np.dot(parameters["Wh"], reset) + parameters["bh"]
    return np.tanh(a)
""",
    # One matrix for both inputs.
    """
def gru_candidate(x_t, h_prev, r, parameters):
    weights = np.concatenate((parameters["Uh"], parameters["Wh"]), axis=1)
    inputs = np.concatenate((x_t, np.multiply(r, h_prev)), axis=0)
    return np.tanh(weights @ inputs + parameters["bh"])
""",
    # The bias as one more column.
    """
def gru_candidate(x_t, h_prev, r, parameters):
    ones = np.ones((1, x_t.shape[1]))
    weights = np.hstack([parameters["bh"], parameters["Wh"], parameters["Uh"]])
    return np.tanh(weights @ np.vstack([ones, h_prev * r, x_t]))
""",
    # einsum with three factors.
    """
def gru_candidate(x_t, h_prev, r, parameters):
    a = np.einsum("ij,jb,jb->ib", parameters["Wh"], r, h_prev)
    a += np.einsum("ij,jb->ib", parameters["Uh"], x_t)
    a += parameters["bh"]
    return np.tanh(a)
""",
    # tanh from exponentials.
    """
def gru_candidate(x_t, h_prev, r, parameters):
    a = parameters["Uh"] @ x_t + parameters["Wh"] @ (r * h_prev) + parameters["bh"]
    return 1 - 2 / (np.exp(2 * a) + 1)
""",
    # tanh from a sigmoid.
    """
def gru_candidate(x_t, h_prev, r, parameters):
    a = parameters["bh"] + parameters["Wh"] @ (r * h_prev) + parameters["Uh"] @ x_t
    return 2 * sigmoid(2 * a) - 1
""",
    # Example by example: a matrix with the gate in its columns.
    """
def gru_candidate(x_t, h_prev, r, parameters):
    h_cand = np.zeros(h_prev.shape)
    for b in range(h_prev.shape[1]):
        W = parameters["Wh"] * r[:, b]
        a = parameters["Uh"] @ x_t[:, b] + W @ h_prev[:, b]
        h_cand[:, b] = np.tanh(a + parameters["bh"][:, 0])
    return h_cand
""",
    # In place on copies, with transposed products.
    """
def gru_candidate(x_t, h_prev, r, parameters):
    seen = h_prev.copy()
    seen *= r
    a = (seen.T @ parameters["Wh"].T).T
    a += (x_t.T @ parameters["Uh"].T).T
    a += parameters["bh"]
    return np.tanh(a, out=a)
""",
    # Unit by unit, in a comprehension.
    """
def gru_candidate(x_t, h_prev, r, parameters):
    U, W, b = (parameters[k] for k in ("Uh", "Wh", "bh"))
    return np.array([np.tanh(U[i] @ x_t + W[i] @ (r * h_prev) + b[i]) for i in range(len(b))])
""",
    # The gate as a diagonal matrix for each example.
    """
def gru_candidate(x_t, h_prev, r, parameters):
    columns = [np.diag(r[:, b]) @ h_prev[:, [b]] for b in range(r.shape[1])]
    a = parameters["Uh"] @ x_t + parameters["Wh"] @ np.hstack(columns)
    return np.tanh(a + parameters["bh"])
""",
)

CELL_FORWARD = (
    # The step as a correction of the old state.
    """
def gru_cell_forward(x_t, h_prev, parameters):
    r = gru_reset_gate(x_t, h_prev, parameters)
    z = gru_update_gate(x_t, h_prev, parameters)
    h_cand = gru_candidate(x_t, h_prev, r, parameters)
    h_next = h_cand + z * (h_prev - h_cand)
    return h_next, (h_next, h_prev, r, z, h_cand, x_t, parameters)
""",
    # Lists in place of tuples, named arguments.
    """
def gru_cell_forward(x_t, h_prev, parameters):
    z = gru_update_gate(x_t=x_t, h_prev=h_prev, parameters=parameters)
    r = gru_reset_gate(x_t=x_t, h_prev=h_prev, parameters=parameters)
    h_cand = gru_candidate(x_t=x_t, h_prev=h_prev, r=r, parameters=parameters)
    h_next = np.multiply(z, h_prev) + np.multiply(1 - z, h_cand)
    return [h_next, [h_next, h_prev, r, z, h_cand, x_t, parameters]]
""",
    # Everything written out.
    """
def gru_cell_forward(x_t, h_prev, parameters):
    p = parameters
    r = 1 / (1 + np.exp(-(p["Ur"] @ x_t + p["Wr"] @ h_prev + p["br"])))
    z = 1 / (1 + np.exp(-(p["Uz"] @ x_t + p["Wz"] @ h_prev + p["bz"])))
    h_cand = np.tanh(p["Uh"] @ x_t + p["Wh"] @ (r * h_prev) + p["bh"])
    h_next = z * h_prev + (1 - z) * h_cand
    cache = h_next, h_prev, r, z, h_cand, x_t, p
    return h_next, cache
""",
    # One big matrix for both gates, cut in two.
    """
def gru_cell_forward(x_t, h_prev, parameters):
    n = h_prev.shape[0]
    inputs = np.vstack((x_t, h_prev))
    rows = [np.hstack((parameters["U" + k], parameters["W" + k])) for k in "rz"]
    bias = np.vstack((parameters["br"], parameters["bz"]))
    gates = sigmoid(np.vstack(rows) @ inputs + bias)
    r, z = gates[:n], gates[n:]
    h_cand = gru_candidate(x_t, h_prev, r, parameters)
    h_next = z * h_prev + h_cand - z * h_cand
    return h_next, (h_next, h_prev, r, z, h_cand, x_t, parameters)
""",
    # All three input products at once.
    """
def gru_cell_forward(x_t, h_prev, parameters):
    from_input = np.vstack([parameters["U" + k] for k in "rzh"]) @ x_t
    a_r, a_z, a_h = np.split(from_input, 3, axis=0)
    r = sigmoid(a_r + parameters["Wr"] @ h_prev + parameters["br"])
    z = sigmoid(a_z + parameters["Wz"] @ h_prev + parameters["bz"])
    h_cand = np.tanh(a_h + parameters["Wh"] @ (r * h_prev) + parameters["bh"])
    h_next = (1 - z) * h_cand + z * h_prev
    return h_next, (h_next, h_prev, r, z, h_cand, x_t, parameters)
""",
    # Example by example, with the functions from above.
    """
def gru_cell_forward(x_t, h_prev, parameters):
    n, N = h_prev.shape
    r, z, h_cand, h_next = (np.zeros((n, N)) for _ in range(4))
    for b in range(N):
        x, h = x_t[:, b : b + 1], h_prev[:, b : b + 1]
        r[:, b : b + 1] = gru_reset_gate(x, h, parameters)
        z[:, b : b + 1] = gru_update_gate(x, h, parameters)
        h_cand[:, b : b + 1] = gru_candidate(x, h, r[:, b : b + 1], parameters)
        h_next[:, b] = z[:, b] * h_prev[:, b] + (1 - z[:, b]) * h_cand[:, b]
    return h_next, (h_next, h_prev, r, z, h_cand, x_t, parameters)
""",
    # Copies in the cache, its parameters with one key more.
    """
def gru_cell_forward(x_t, h_prev, parameters):
    r = gru_reset_gate(x_t, h_prev, parameters)
    z = gru_update_gate(x_t, h_prev, parameters)
    h_cand = gru_candidate(x_t, h_prev, r, parameters)
    h_next = np.where(z == 1, h_prev, z * h_prev + (1 - z) * h_cand)
    kept = dict(parameters, n=h_prev.shape[0])
    return h_next, (h_next.copy(), h_prev.copy(), r, z, h_cand, x_t.copy(), kept)
""",
    # In place on its own buffers, einsum for the blend.
    """
def gru_cell_forward(x_t, h_prev, parameters):
    r = gru_reset_gate(x_t, h_prev, parameters)
    z = gru_update_gate(x_t, h_prev, parameters)
    h_cand = gru_candidate(x_t, h_prev, r, parameters)
    shares = np.stack([z, 1 - z])
    h_next = np.einsum("kib,kib->ib", shares, np.stack([h_prev, h_cand]))
    return h_next, tuple([h_next, h_prev, r, z, h_cand, x_t, parameters])
""",
    # The share of the candidate by the gate of the negative.
    """
def gru_cell_forward(x_t, h_prev, parameters):
    a = parameters["Uz"] @ x_t + parameters["Wz"] @ h_prev + parameters["bz"]
    z, share = sigmoid(a), sigmoid(-a)
    r = gru_reset_gate(x_t, h_prev, parameters)
    h_cand = gru_candidate(x_t, h_prev, r, parameters)
    h_next = z * h_prev
    h_next += share * h_cand
    return h_next, (h_next, h_prev, r, z, h_cand, x_t, parameters)
""",
)

FORWARD = (
    # A buffer of zeros.
    """
def gru_forward(x, h0, parameters):
    m, N, T = x.shape
    h, caches = np.zeros((h0.shape[0], N, T)), []
    h_next = h0
    for t in range(T):
        h_next, cache = gru_cell_forward(x[:, :, t], h_next, parameters)
        h[:, :, t] = h_next
        caches.append(cache)
    return h, caches
""",
    # Time first, then moved: a result that is not contiguous; a tuple of caches.
    """
def gru_forward(x, h0, parameters):
    results, state = [], h0
    for x_t in np.moveaxis(x, 2, 0):
        results.append(gru_cell_forward(x_t, state, parameters))
        state = results[-1][0]
    h, caches = zip(*results)
    return np.moveaxis(np.array(h), 0, 2), caches
""",
    # np.dstack, and a list in place of a tuple.
    """
def gru_forward(x, h0, parameters):
    states, caches = [h0], []
    for t in range(x.shape[-1]):
        h_next, cache = gru_cell_forward(x[..., t], states[-1], parameters)
        states += [h_next]
        caches += [cache]
    return [np.dstack(states[1:]), caches]
""",
    # By recursion on the length.
    """
def gru_forward(x, h0, parameters):
    def steps(t, h_prev):
        if t == x.shape[2]:
            return []
        step = gru_cell_forward(x[:, :, t], h_prev, parameters)
        return [step, *steps(t + 1, step[0])]

    results = steps(0, h0)
    h = np.concatenate([state[:, :, None] for state, _ in results], axis=2)
    return h, [cache for _, cache in results]
""",
    # The cell written out, the products with the inputs before the loop.
    """
def gru_forward(x, h0, parameters):
    p, caches, h_prev = parameters, [], h0
    inputs = {k: np.tensordot(p["U" + k], x, axes=1) + p["b" + k][:, :, None] for k in "rzh"}
    h = np.empty((h0.shape[0], x.shape[1], x.shape[2]))
    for t in range(x.shape[2]):
        r = sigmoid(inputs["r"][:, :, t] + p["Wr"] @ h_prev)
        z = sigmoid(inputs["z"][:, :, t] + p["Wz"] @ h_prev)
        h_cand = np.tanh(inputs["h"][:, :, t] + p["Wh"] @ (r * h_prev))
        h[:, :, t] = z * h_prev + (1 - z) * h_cand
        caches.append((h[:, :, t], h_prev, r, z, h_cand, x[:, :, t], p))
        h_prev = h[:, :, t]
    return h, caches
""",
    # The first step apart from the rest; arrays that grow.
    """
def gru_forward(x, h0, parameters):
    first, cache = gru_cell_forward(x_t=x[:, :, 0], h_prev=h0.copy(), parameters=parameters)
    h, caches = first[:, :, np.newaxis], [cache]
    for t in range(1, np.size(x, 2)):
        new, cache = gru_cell_forward(x[:, :, t], h[:, :, -1], parameters)
        h = np.append(h, new[:, :, np.newaxis], axis=2)
        caches.append(cache)
    return h, caches
""",
    # A while loop, caches in a list of known length.
    """
def gru_forward(x, h0, parameters):
    n, N = h0.shape
    T = x.shape[2]
    h, caches, t = np.full((n, N, T), np.nan), [None] * T, 0
    while t < T:
        before = h0 if t == 0 else h[:, :, t - 1]
        h[:, :, t], caches[t] = gru_cell_forward(x[:, :, t], before, parameters)
        t += 1
    return h, caches
""",
    # itertools.accumulate; the states read out of the caches.
    """
def gru_forward(x, h0, parameters):
    from itertools import accumulate

    def step(before, t):
        return gru_cell_forward(x[:, :, t], before[0], parameters)

    results = list(accumulate(range(x.shape[2]), step, initial=(h0, None)))
    caches = [cache for _, cache in results[1:]]
    return np.stack([cache[0] for cache in caches], axis=-1), caches
""",
    # Fortran order, contiguous copies of the inputs.
    """
def gru_forward(x, h0, parameters):
    h = np.zeros((*h0.shape, x.shape[2]), order="F")
    h_prev, caches = np.array(h0), []
    for t in range(x.shape[2]):
        x_t = np.ascontiguousarray(x[:, :, t])
        h_prev, cache = gru_cell_forward(x_t, h_prev, parameters)
        h[..., t] = h_prev
        caches = [*caches, cache]
    return h, caches
""",
)

CELL_BACKWARD = (
    # One step of the chain rule a line.
    """
def gru_cell_backward(dh_next, cache):
    h_next, h_prev, r, z, h_cand, x_t, parameters = cache
    p = parameters
    dz = dh_next * h_prev - dh_next * h_cand
    dh_cand = dh_next * (1 - z)
    dh_prev = dh_next * z
    dah = dh_cand * (1 - np.square(h_cand))
    dreset = np.dot(p["Wh"].T, dah)
    dr = dreset * h_prev
    dh_prev = dh_prev + dreset * r
    dar = dr * (r - r * r)
    daz = dz * (z - z * z)
    dh_prev = dh_prev + np.dot(p["Wr"].T, dar) + np.dot(p["Wz"].T, daz)
    dx_t = np.dot(p["Ur"].T, dar) + np.dot(p["Uz"].T, daz) + np.dot(p["Uh"].T, dah)
    gradients = {"dx_t": dx_t, "dh_prev": dh_prev}
    gradients["dUr"], gradients["dUz"] = np.dot(dar, x_t.T), np.dot(daz, x_t.T)
    gradients["dUh"] = np.dot(dah, x_t.T)
    gradients["dWr"], gradients["dWz"] = np.dot(dar, h_prev.T), np.dot(daz, h_prev.T)
    gradients["dWh"] = np.dot(dah, (r * h_prev).T)
    gradients["dbr"] = dar.sum(axis=1, keepdims=1)
    gradients["dbz"] = daz.sum(axis=1, keepdims=1)
    gradients["dbh"] = dah.sum(axis=1, keepdims=1)
    return gradients
""",
    # einsum throughout, and keys more than needed.
    """
def gru_cell_backward(dh_next, cache):
    _, h, r, z, c, x, p = cache
    a = {"h": (1 - z) * (1 - c) * (1 + c) * dh_next, "z": (h - c) * z * (1 - z) * dh_next}
    seen = np.einsum("ij,ib->jb", p["Wh"], a["h"])
    a["r"] = np.einsum("jb,jb,jb,jb->jb", seen, h, r, 1 - r)
    read = {"r": h, "z": h, "h": r * h}
    g = {"da": a, "seen": seen}
    for k in "rzh":
        g["dU" + k] = np.einsum("ib,jb->ij", a[k], x)
        g["dW" + k] = np.einsum("ib,jb->ij", a[k], read[k])
        g["db" + k] = np.einsum("ib->i", a[k])[:, None]
    g["dx_t"] = sum(np.einsum("ij,ib->jb", p["U" + k], a[k]) for k in "rzh")
    through_gates = sum(np.einsum("ij,ib->jb", p["W" + k], a[k]) for k in "rz")
    g["dh_prev"] = z * dh_next + r * seen + through_gates
    return g
""",
    # One matrix for both inputs of each part, taken apart at the end.
    """
def gru_cell_backward(dh_next, cache):
    _, h_prev, r, z, h_cand, x_t, parameters = cache
    m = x_t.shape[0]
    weights = {k: np.hstack((parameters["U" + k], parameters["W" + k])) for k in "rzh"}
    plain, reset = np.vstack((x_t, h_prev)), np.vstack((x_t, r * h_prev))
    da_h = dh_next * (1 - z) * (1 - h_cand * h_cand)
    back_h = weights["h"].T @ da_h
    da_r = back_h[m:] * h_prev * r * (1 - r)
    da_z = dh_next * (h_prev - h_cand) * z * (1 - z)
    back = weights["r"].T @ da_r + weights["z"].T @ da_z
    gradients = dict(dx_t=back[:m] + back_h[:m], dh_prev=back[m:] + back_h[m:] * r + dh_next * z)
    for k, da, inputs in (("r", da_r, plain), ("z", da_z, plain), ("h", da_h, reset)):
        d_weights = da @ inputs.T
        gradients["dU" + k], gradients["dW" + k] = d_weights[:, :m], d_weights[:, m:]
        gradients["db" + k] = da @ np.ones((da.shape[1], 1))
    return gradients
""",
    # One big matrix for the two gates.
    """
def gru_cell_backward(dh_next, cache):
    _, h_prev, r, z, h_cand, x_t, parameters = cache
    n = len(h_prev)
    U = np.concatenate([parameters["Ur"], parameters["Uz"]])
    W = np.concatenate([parameters["Wr"], parameters["Wz"]])
    da_h = (1 - h_cand**2) * ((1 - z) * dh_next)
    d_seen = parameters["Wh"].T @ da_h
    gates = np.concatenate([r, z])
    d_gates = np.concatenate([d_seen * h_prev, dh_next * (h_prev - h_cand)])
    da = d_gates * gates * (1 - gates)
    dU, dW, db = da @ x_t.T, da @ h_prev.T, da.sum(axis=1).reshape(-1, 1)
    return {
        "dx_t": U.T @ da + parameters["Uh"].T @ da_h,
        "dh_prev": W.T @ da + r * d_seen + z * dh_next,
        "dUr": dU[:n], "dWr": dW[:n], "dbr": db[:n],
        "dUz": dU[n:], "dWz": dW[n:], "dbz": db[n:],
        "dUh": da_h @ x_t.T, "dWh": da_h @ np.transpose(r * h_prev),
        "dbh": da_h.sum(axis=1).reshape(-1, 1),
    }
""",
    # Example by example, sums by hand.
    """
def gru_cell_backward(dh_next, cache):
    _, h_prev, r, z, h_cand, x_t, p = cache
    g = {"d" + name: np.zeros(p[name].shape) for name in p}
    g["dx_t"], g["dh_prev"] = np.zeros(x_t.shape), np.zeros(h_prev.shape)
    for b in range(dh_next.shape[1]):
        d, h, x, c = dh_next[:, b], h_prev[:, b], x_t[:, b], h_cand[:, b]
        rb, zb = r[:, b], z[:, b]
        da_h = d * (1 - zb) * (1 - c**2)
        d_seen = da_h @ p["Wh"]
        da_r, da_z = d_seen * h * rb * (1 - rb), d * (h - c) * zb * (1 - zb)
        for k, da, read in (("r", da_r, h), ("z", da_z, h), ("h", da_h, rb * h)):
            g["dU" + k] += np.outer(da, x)
            g["dW" + k] += np.outer(da, read)
            g["db" + k][:, 0] += da
            g["dx_t"][:, b] += da @ p["U" + k]
        g["dh_prev"][:, b] = zb * d + rb * d_seen + da_r @ p["Wr"] + da_z @ p["Wz"]
    return g
""",
    # In place on copies, the cache by index, transposed products.
    """
def gru_cell_backward(dh_next, cache):
    h_prev, r, z, h_cand, x_t, p = cache[1:]
    da_z = dh_next.copy()
    da_z *= h_prev - h_cand
    da_z *= z
    da_z *= 1 - z
    da_h = np.array(dh_next)
    da_h -= z * dh_next
    da_h *= 1 - h_cand**2
    d_seen = (da_h.T @ p["Wh"]).T
    da_r = d_seen * (r * (1 - r)) * h_prev
    parts = {"r": (da_r, h_prev), "z": (da_z, h_prev), "h": (da_h, r * h_prev)}
    g = {"dU" + k: (x_t @ da.T).T for k, (da, _) in parts.items()}
    g.update({"dW" + k: (read @ da.T).T for k, (da, read) in parts.items()})
    g.update({"db" + k: np.sum(da, axis=-1, keepdims=True) for k, (da, _) in parts.items()})
    g["dx_t"] = np.zeros_like(x_t)
    for k, (da, _) in parts.items():
        g["dx_t"] += p["U" + k].T @ da
    g["dh_prev"] = (da_r.T @ p["Wr"] + da_z.T @ p["Wz"]).T
    g["dh_prev"] += r * d_seen
    g["dh_prev"] += z * dh_next
    return g
""",
    # The derivatives through the pre-activations, computed again.
    """
def gru_cell_backward(dh_next, cache):
    _, h_prev, r, z, h_cand, x_t, p = cache
    a_h = p["Uh"] @ x_t + p["Wh"] @ (r * h_prev) + p["bh"]
    a_z = p["Uz"] @ x_t + p["Wz"] @ h_prev + p["bz"]
    da_h = dh_next * sigmoid(-a_z) / np.cosh(a_h) ** 2
    da_z = dh_next * (h_prev - np.tanh(a_h)) * sigmoid(a_z) * sigmoid(-a_z)
    d_seen = p["Wh"].T @ da_h
    da_r = d_seen * h_prev * (0.25 - (r - 0.5) ** 2)
    keys = ["dx_t", "dh_prev", "dUr", "dWr", "dbr", "dUz", "dWz", "dbz", "dUh", "dWh", "dbh"]
    values = [
        p["Ur"].T @ da_r + p["Uz"].T @ da_z + p["Uh"].T @ da_h,
        z * dh_next + r * d_seen + p["Wr"].T @ da_r + p["Wz"].T @ da_z,
        da_r @ x_t.T, da_r @ h_prev.T, da_r.sum(1, keepdims=True),
        da_z @ x_t.T, da_z @ h_prev.T, da_z.sum(1, keepdims=True),
        da_h @ x_t.T, da_h @ (r * h_prev).T, da_h.sum(1, keepdims=True),
    ]
    return dict(zip(keys, values))
""",
    # A helper for the affine parts; the sums in another order.
    """
def gru_cell_backward(dh_next, cache):
    (h_next, h_prev, r, z, h_cand, x_t, parameters) = cache

    def affine(letter, da, state):
        U, W = parameters["U" + letter], parameters["W" + letter]
        found = {"dU": da @ x_t.T, "dW": da @ state.T, "db": np.sum(da, axis=1)[:, np.newaxis]}
        return U.T @ da, W.T @ da, {key + letter: value for key, value in found.items()}

    blend = h_prev - h_cand
    dx_h, d_reset, of_h = affine("h", (1 - z) * dh_next * (1 - h_cand**2), r * h_prev)
    dx_z, dh_z, of_z = affine("z", z * (1 - z) * blend * dh_next, h_prev)
    dx_r, dh_r, of_r = affine("r", r * (1 - r) * h_prev * d_reset, h_prev)
    dh_prev = dh_r + dh_z + r * d_reset + z * dh_next
    return {**of_r, **of_z, **of_h, "dx_t": dx_r + dx_z + dx_h, "dh_prev": dh_prev}
""",
    # Each entry of the gradients of the matrices by itself.
    """
def gru_cell_backward(dh_next, cache):
    _, h_prev, r, z, h_cand, x_t, p = cache
    n, m = p["Ur"].shape
    da = {"h": dh_next * (1 - z) * (1 - h_cand**2), "z": dh_next * (h_prev - h_cand) * (z - z**2)}
    d_seen = np.matmul(np.transpose(p["Wh"]), da["h"])
    da["r"] = d_seen * h_prev * (r - r**2)
    g = {}
    for k in ("r", "z", "h"):
        state = r * h_prev if k == "h" else h_prev
        g["dU" + k] = np.array([[np.sum(da[k][i] * x_t[j]) for j in range(m)] for i in range(n)])
        g["dW" + k] = np.array([[np.sum(da[k][i] * state[j]) for j in range(n)] for i in range(n)])
        g["db" + k] = np.array([[np.sum(row)] for row in da[k]])
    g["dx_t"] = np.sum([p["U" + k].T @ da[k] for k in da], axis=0)
    g["dh_prev"] = np.sum([z * dh_next, r * d_seen, p["Wr"].T @ da["r"], p["Wz"].T @ da["z"]], 0)
    return g
""",
)

BACKWARD = (
    # Buffers of zeros, filled from the end.
    """
def gru_backward(dh, caches):
    h1, h0, r, z, h_cand, x_0, parameters = caches[0]
    n, N, T = dh.shape
    dx, dh_prev = np.zeros((x_0.shape[0], N, T)), np.zeros((n, N))
    gradients = {"d" + name: np.zeros_like(parameters[name]) for name in parameters}
    for t in range(T - 1, -1, -1):
        step = gru_cell_backward(dh[:, :, t] + dh_prev, caches[t])
        dx[:, :, t], dh_prev = step["dx_t"], step["dh_prev"]
        for name in gradients:
            gradients[name] += step[name]
    gradients["dx"], gradients["dh0"] = dx, dh_prev
    return gradients
""",
    # In place on a copy of dh, steps kept in a list and summed at the end.
    """
def gru_backward(dh, caches):
    total, steps = dh.copy(), []
    for t in reversed(range(dh.shape[2])):
        steps.insert(0, gru_cell_backward(total[:, :, t], caches[t]))
        if t > 0:
            total[:, :, t - 1] += steps[0]["dh_prev"]
    names = [kind + gate for gate in "rzh" for kind in ("dU", "dW", "db")]
    gradients = {name: sum(step[name] for step in steps) for name in names}
    gradients["dx"] = np.dstack([step["dx_t"] for step in steps])
    gradients["dh0"] = steps[0]["dh_prev"]
    return gradients
""",
    # The caches and dh walked through together, backwards; a key more than needed.
    """
def gru_backward(dh, caches):
    gradients = dict.fromkeys("dUr dWr dbr dUz dWz dbz dUh dWh dbh".split(), 0.0)
    dx, carried = [], 0
    for dh_t, cache in zip(np.moveaxis(dh, 2, 0)[::-1], list(caches)[::-1]):
        step = gru_cell_backward(dh_t + carried, cache)
        carried = step["dh_prev"]
        dx.append(step["dx_t"])
        for name in gradients:
            gradients[name] = gradients[name] + step[name]
    return {**gradients, "dx": np.stack(dx[::-1], axis=-1), "dh0": carried, "steps": len(dx)}
""",
    # Every gradient a line of its own.
    """
def gru_backward(dh, caches):
    n, N, T = dh.shape
    m = caches[0][5].shape[0]
    dx = np.zeros((m, N, T))
    dUr, dUz, dUh = np.zeros((n, m)), np.zeros((n, m)), np.zeros((n, m))
    dWr, dWz, dWh = np.zeros((n, n)), np.zeros((n, n)), np.zeros((n, n))
    dbr, dbz, dbh = np.zeros((n, 1)), np.zeros((n, 1)), np.zeros((n, 1))
    dh0 = np.zeros((n, N))
    for t in reversed(range(T)):
        g = gru_cell_backward(dh[:, :, t] + dh0, caches[t])
        dx[:, :, t] = g["dx_t"]
        dh0 = g["dh_prev"]
        dUr += g["dUr"]
        dUz += g["dUz"]
        dUh += g["dUh"]
        dWr += g["dWr"]
        dWz += g["dWz"]
        dWh += g["dWh"]
        dbr += g["dbr"]
        dbz += g["dbz"]
        dbh += g["dbh"]
    return {"dx": dx, "dh0": dh0, "dUr": dUr, "dWr": dWr, "dbr": dbr, "dUz": dUz, "dWz": dWz,
            "dbz": dbz, "dUh": dUh, "dWh": dWh, "dbh": dbh}
""",
    # By recursion from the last step.
    """
def gru_backward(dh, caches):
    names = [kind + gate for kind in ("dU", "dW", "db") for gate in ("r", "z", "h")]

    def after(t):
        if t == len(caches):
            return 0, dict.fromkeys(names, 0), []
        dh_next, sums, dx = after(t + 1)
        g = gru_cell_backward(dh[:, :, t] + dh_next, caches[t])
        return g["dh_prev"], {name: sums[name] + g[name] for name in names}, [g["dx_t"], *dx]

    dh0, sums, dx = after(0)
    return {"dx": np.stack(dx, axis=2), "dh0": dh0, **sums}
""",
    # The cell written out, the gradients of the parameters in one product each.
    """
def gru_backward(dh, caches):
    p, (n, N, T) = caches[0][6], dh.shape
    da = {k: np.empty((n, N, T)) for k in "rzh"}
    carried = np.zeros((n, N))
    for t in reversed(range(T)):
        _, h, r, z, c, _, _ = caches[t]
        d = dh[:, :, t] + carried
        da["h"][:, :, t] = d * (1 - z) * (1 - c**2)
        seen = p["Wh"].T @ da["h"][:, :, t]
        da["z"][:, :, t] = d * (h - c) * z * (1 - z)
        da["r"][:, :, t] = seen * h * r * (1 - r)
        carried = z * d + r * seen
        carried += p["Wr"].T @ da["r"][:, :, t] + p["Wz"].T @ da["z"][:, :, t]
    x = np.stack([cache[5] for cache in caches], axis=2)
    h = np.stack([cache[1] for cache in caches], axis=2)
    reset = np.stack([cache[1] * cache[2] for cache in caches], axis=2)
    gradients = {"dx": sum(np.einsum("ij,ibt->jbt", p["U" + k], da[k]) for k in da), "dh0": carried}
    for k in "rzh":
        gradients["dU" + k] = np.einsum("ibt,jbt->ij", da[k], x)
        gradients["dW" + k] = np.tensordot(da[k], reset if k == "h" else h, axes=([1, 2], [1, 2]))
        gradients["db" + k] = np.sum(da[k], axis=(1, 2)).reshape(n, 1)
    return gradients
""",
    # A while loop; gradients in arrays of one more axis, summed over it.
    """
def gru_backward(dh, caches):
    T, steps, dh_next = len(caches), [None] * len(caches), None
    t = T - 1
    while t >= 0:
        incoming = dh[:, :, t] if dh_next is None else np.add(dh[:, :, t], dh_next)
        steps[t] = gru_cell_backward(dh_next=incoming, cache=caches[t])
        dh_next = steps[t]["dh_prev"]
        t -= 1
    gradients = {}
    for name in steps[0]:
        if name not in ("dx_t", "dh_prev"):
            gradients[name] = np.sum(np.array([step[name] for step in steps]), axis=0)
    gradients["dx"] = np.moveaxis(np.array([step["dx_t"] for step in steps]), 0, -1)
    gradients["dh0"] = dh_next
    return gradients
""",
    # functools.reduce over the steps.
    """
def gru_backward(dh, caches):
    from functools import reduce

    def step(state, t):
        carried, total, dx = state
        g = gru_cell_backward(dh[:, :, t] + carried, caches[t])
        total = {name: g[name] + total.get(name, 0) for name in g if name[-1] in "rzh"}
        return g["dh_prev"], total, [g["dx_t"]] + dx

    start = (np.zeros(dh.shape[:2]), {}, [])
    dh0, total, dx = reduce(step, range(dh.shape[2])[::-1], start)
    x_gradient = np.concatenate([d[:, :, None] for d in dx], axis=2)
    return dict(total, dx=x_gradient, dh0=dh0)
""",
    # In Fortran order, with the steps counted from the end.
    """
def gru_backward(dh, caches):
    caches = tuple(caches)
    first = gru_cell_backward(dh[..., -1], caches[-1])
    dx = np.zeros((*first["dx_t"].shape, dh.shape[2]), order="F")
    total = {name: 1.0 * value for name, value in first.items()}
    dx[..., -1] = total.pop("dx_t")
    dh0 = total.pop("dh_prev")
    for back in range(2, len(caches) + 1):
        g = gru_cell_backward(dh[..., -back] + dh0, caches[-back])
        dx[..., -back], dh0 = g["dx_t"], g["dh_prev"]
        for name in total:
            total[name] += g[name]
    return {"dx": dx, "dh0": dh0, **total}
""",
)

SPELLINGS: dict[str, tuple[str, ...]] = {
    "sigmoid": SIGMOID,
    "gru_reset_gate": gates("gru_reset_gate", "r"),
    "gru_update_gate": gates("gru_update_gate", "z"),
    "gru_candidate": CANDIDATE,
    "gru_cell_forward": CELL_FORWARD,
    "gru_forward": FORWARD,
    "gru_cell_backward": CELL_BACKWARD,
    "gru_backward": BACKWARD,
}

# The lecture has no code of its own for this cell.
LECTURE: dict[str, str] = {}
