"""Hidden tests of the assignment `gru`: what earns points, and the sentences that say so.

Inputs have four different sizes m, n, N, T wherever the exercise allows it, small weights (so
that nothing saturates and hides an error) and recurrent matrices of norm 1.2 at most (so that
correct programs agree to 1e-12). What an exercise builds on is replaced by the correct function:
an error is paid for once. The true gradients are complex-step derivatives of the reference's
forward pass. A bias of ±1000 holds a gate at exactly 1 or 0, whatever comes in.
"""

from dataclasses import dataclass

import numpy as np

from autograder.checks import check
from autograder.judge import suite
from autograder.judge.derivatives import complex_step
from autograder.judge.draws import Draws
from autograder.judge.hidden import exercise
from autograder.judge.remembered import remembered
from autograder.judge.suite import (
    check_gradients,
    check_linear,
    check_shapes,
    check_slopes,
    counted,
    only,
    require,
    shared,
    showing_gates,
)
from solutions import gru as reference

draws = Draws(__file__)

NAMES = ("Ur", "Wr", "br", "Uz", "Wz", "bz", "Uh", "Wh", "bh")
CELLS = ((3, 5, 2), (4, 2, 3), (2, 3, 5))  # (m, n, N)
SEQUENCES = ((3, 5, 2, 4), (4, 3, 5, 2), (2, 4, 3, 1), (5, 3, 4, 6))  # (m, n, N, T)
ONE_STEP = ((3, 5, 2, 1), (4, 2, 3, 1))

# For a property of its own, where a small inaccuracy has been paid for elsewhere.
ROUGHLY = 1e-7

GATES = ("sigmoid", "gru_reset_gate", "gru_update_gate", "gru_candidate")

PARAMETER_GRADIENTS = {
    "dUr": "n m",
    "dWr": "n n",
    "dbr": "n 1",
    "dUz": "n m",
    "dWz": "n n",
    "dbz": "n 1",
    "dUh": "n m",
    "dWh": "n n",
    "dbh": "n 1",
}
CELL_GRADIENTS = {"dx_t": "m N", "dh_prev": "n N", **PARAMETER_GRADIENTS}
SEQUENCE_GRADIENTS = {"dx": "m N T", "dh0": "n N", **PARAMETER_GRADIENTS}


# ---------------------------------------------------------------------------------------- inputs


@dataclass(frozen=True)
class Problem:
    """One set of arguments; every test draws its own, so no test can spoil another's."""

    m: int
    n: int
    N: int
    T: int
    parameters: dict
    x: np.ndarray  # (m, N, T)
    h0: np.ndarray  # (n, N)
    dh: np.ndarray  # (n, N, T)

    @property
    def sizes(self):
        return {"m": self.m, "n": self.n, "N": self.N, "T": self.T}

    @property
    def x_t(self):
        return self.x[:, :, 0].copy()

    @property
    def dh_t(self):
        return self.dh[:, :, 0].copy()

    @property
    def r(self):
        return reference.gru_reset_gate(self.x_t, self.h0, self.parameters)

    def forward(self):
        return reference.gru_forward(self.x, self.h0, self.parameters)

    def cell(self):
        return reference.gru_cell_forward(self.x_t, self.h0, self.parameters)

    def with_parameters(self, parameters):
        return Problem(self.m, self.n, self.N, self.T, parameters, self.x, self.h0, self.dh)


def problem(m, n, N, T, seed=0):
    return Problem(m, n, N, T, **arrays_of_problem(m, n, N, T, seed))


@remembered
def arrays_of_problem(m, n, N, T, seed):
    draw = draws(seed, m, n, N, T)
    shapes = {"U": (n, m), "W": (n, n), "b": (n, 1)}
    parameters = {name: 0.5 * draw.standard_normal(shapes[name[0]]) for name in NAMES}
    for name in ("Wr", "Wz", "Wh"):
        parameters[name] *= 1.2 / np.linalg.norm(parameters[name], 2)
    x, h0, dh = (draw.standard_normal(shape) for shape in ((m, N, T), (n, N), (n, N, T)))
    return {"parameters": parameters, "x": x, "h0": 0.5 * h0, "dh": dh}


def held(parameters, reset=None, update=None):
    """The same parameters, but a named gate stands still at 0 or 1, whatever comes in."""
    changed = dict(parameters)
    for letter, value in (("r", reset), ("z", update)):
        if value is not None:
            for name in ("U" + letter, "W" + letter):
                changed[name] = np.zeros_like(parameters[name])
            changed["b" + letter] = np.full_like(parameters["b" + letter], 2000.0 * value - 1000.0)
    return changed


def only_named(arguments):
    """The parameters among the arguments."""
    return {name: arguments[name] for name in NAMES}


# ------------------------------------------------------------------------------- true derivatives


@remembered
def true_cell_gradient(name, p):
    """dL/d`name` for L = Σ dh_next ⊙ h_next of one cell."""
    arguments = {"x_t": p.x_t, "h_prev": p.h0, **p.parameters}

    def loss(value):
        a = {**arguments, name: value}
        return np.sum(p.dh_t * reference.gru_cell_forward(a["x_t"], a["h_prev"], a)[0])

    return complex_step(loss, arguments[name])


@remembered
def true_sequence_gradient(name, p):
    """dL/d`name` for L = Σ dh ⊙ h over the whole sequence."""
    arguments = {"x": p.x, "h0": p.h0, **p.parameters}

    def loss(value):
        a = {**arguments, name: value}
        return np.sum(p.dh * reference.gru_forward(a["x"], a["h0"], a)[0])

    return complex_step(loss, arguments[name])


def correct(student, *names):
    """Within the block the student's code calls the correct functions of these names."""
    return suite.correct(student, reference, *names)


# --------------------------------------------------------------------------------------- sigmoid


@exercise("sigmoid", points=2, zh="每个元素的值都正确。")
def test_sigmoid_of_every_entry(student):
    """Every entry has the right value."""
    draw = draws(1)
    for shape in ((3, 2), (2, 5), (4, 1)):
        z = 2 * draw.standard_normal(shape)
        # A tiny number added somewhere is a smaller sin than another formula.
        expected = reference.sigmoid(z)
        check.close("sigmoid(z)", student.sigmoid(z), expected, axes="n N", rtol=ROUGHLY)


@exercise("sigmoid", points=1, zh="z 为 ±1000 时得到 1 和 0，不会出现 nan。")
def test_sigmoid_of_large_entries(student):
    """Entries of ±1000 give 1 and 0, never nan."""
    z = np.array([[1000.0, -1000.0, 0.0, 750.0], [-40.0, 1000.0, -750.0, 40.0]])
    for entries in (z, z[:, :1], -z, z[:, 1:3]):
        expected = reference.sigmoid(entries)
        check.close("sigmoid(z)", student.sigmoid(entries), expected, axes="n N")


@exercise("sigmoid", points=1, zh="sigmoid(z) 与 sigmoid(−z) 之和为 1，且随 z 增大而增大。")
def test_sigmoid_is_symmetric_and_grows(student):
    """sigmoid(z) and sigmoid(−z) sum to 1, and a larger z gives a larger value."""
    z = np.sort(np.abs(draws(2).standard_normal((3, 4))), axis=1) + 0.1 * np.arange(4)
    positive = check.shape("sigmoid(z)", student.sigmoid(z), n=3, N=4).copy()
    negative = check.shape("sigmoid(-z)", student.sigmoid(-z), n=3, N=4)
    check.close("sigmoid(z) + sigmoid(-z)", positive + negative, np.ones((3, 4)), axes="n N")
    require(
        bool(np.all(np.diff(positive, axis=1) > 0)),
        "a larger z does not give a larger sigmoid(z)",
        "z 增大时，sigmoid(z) 没有增大",
    )


@exercise("sigmoid", points=1, zh="参数保持不变，重复调用结果相同。")
def test_sigmoid_is_clean(student):
    """The argument stays as it is, and calls repeat."""
    for seed in (3, 4, 3):
        z = draws(seed).standard_normal((5, 3))
        expected = reference.sigmoid(z)
        with check.unchanged(z=z):
            check.close("sigmoid(z)", student.sigmoid(z), expected, axes="n N")


# ------------------------------------------------------------------------------------- the gates


def gate_of(student, gate, x_t, h_prev, parameters):
    """Run one of the student's gates with the correct sigmoid."""
    with correct(student, "sigmoid"):
        return getattr(student, gate)(x_t, h_prev, parameters)


def gates_of(student, gate):
    """Problems, and what the student's gate makes of them; asked for once."""
    for m, n, N in CELLS:
        p = problem(m, n, N, 1, seed=1)
        key = (gate, m, n, N)
        value = shared(key, gate_of, student, gate, p.x_t, p.h0, p.parameters)
        yield problem(m, n, N, 1, seed=1), value


def check_gate(student, gate, p, parameters=None):
    parameters = p.parameters if parameters is None else parameters
    expected = getattr(reference, gate)(p.x_t, p.h0, parameters)
    actual = gate_of(student, gate, p.x_t, p.h0, parameters)
    check.close(gate, actual, expected, axes="n N")


def check_gate_shapes(student, gate):
    for p, value in gates_of(student, gate):
        check.shape(gate, value, n=p.n, N=p.N)


def check_gate_with_only(student, gate, name):
    for m, n, N in CELLS[:2]:
        p = problem(m, n, N, 1, seed=2)
        check_gate(student, gate, p, only(p.parameters, name))


def check_whole_gate(student, gate):
    for p, value in gates_of(student, gate):
        expected = getattr(reference, gate)(p.x_t, p.h0, p.parameters)
        check.close(gate, value, expected, axes="n N")


def check_gate_at_its_ends(student, gate, own):
    """With biases of ±1000 by turns, and the parameters of the others far from zero."""
    for m, n, N in CELLS[:2]:
        p = problem(m, n, N, 1, seed=3)
        others = {name: 7 - 3 * a for name, a in p.parameters.items() if name[1] != own}
        bias = np.where(np.arange(n)[:, None] % 2, 1000.0, -1000.0)
        check_gate(student, gate, p, {**p.parameters, "b" + own: bias})
        check_gate(student, gate, p, {**p.parameters, **others})


def check_gate_is_clean(student, gate):
    for seed in (4, 5, 4):
        p = problem(3, 5, 2, 1, seed=seed)
        x_t = p.x_t
        expected = getattr(reference, gate)(x_t, p.h0, p.parameters)
        with check.unchanged(x_t=x_t, h_prev=p.h0, parameters=p.parameters):
            actual = gate_of(student, gate, x_t, p.h0, p.parameters)
        check.close(gate, actual, expected, axes="n N")


# -------------------------------------------------------------------------------- gru_reset_gate


@exercise("gru_reset_gate", points=1, zh="r 的形状是 (n, N)。")
def test_gru_reset_gate_shape(student):
    """r has the shape (n, N)."""
    check_gate_shapes(student, "gru_reset_gate")


@exercise("gru_reset_gate", points=1, zh="只有 br 不为零时正确。")
def test_gru_reset_gate_with_only_br_on(student):
    """The gate is right when only br is not zero."""
    check_gate_with_only(student, "gru_reset_gate", "br")


@exercise("gru_reset_gate", points=1, zh="只有 Ur 不为零时正确。")
def test_gru_reset_gate_with_only_Ur_on(student):
    """The gate is right when only Ur is not zero."""
    check_gate_with_only(student, "gru_reset_gate", "Ur")


@exercise("gru_reset_gate", points=1, zh="只有 Wr 不为零时正确。")
def test_gru_reset_gate_with_only_Wr_on(student):
    """The gate is right when only Wr is not zero."""
    check_gate_with_only(student, "gru_reset_gate", "Wr")


@exercise("gru_reset_gate", points=2, zh="整个门正确，一批多个样本也一样。")
def test_gru_reset_gate_as_a_whole(student):
    """The whole gate is right, for a batch too."""
    check_whole_gate(student, "gru_reset_gate")


@exercise("gru_reset_gate", points=1, zh="门能完全打开和关上，而且只用自己的参数。")
def test_gru_reset_gate_opens_and_shuts(student):
    """The gate opens and shuts completely, and uses no parameters but its own."""
    check_gate_at_its_ends(student, "gru_reset_gate", "r")


@exercise("gru_reset_gate", points=1, zh="参数保持不变，重复调用结果相同。")
def test_gru_reset_gate_is_clean(student):
    """The arguments stay as they are, and calls repeat."""
    check_gate_is_clean(student, "gru_reset_gate")


# ------------------------------------------------------------------------------- gru_update_gate


@exercise("gru_update_gate", points=1, zh="z 的形状是 (n, N)。")
def test_gru_update_gate_shape(student):
    """z has the shape (n, N)."""
    check_gate_shapes(student, "gru_update_gate")


@exercise("gru_update_gate", points=1, zh="只有 bz 不为零时正确。")
def test_gru_update_gate_with_only_bz_on(student):
    """The gate is right when only bz is not zero."""
    check_gate_with_only(student, "gru_update_gate", "bz")


@exercise("gru_update_gate", points=1, zh="只有 Uz 不为零时正确。")
def test_gru_update_gate_with_only_Uz_on(student):
    """The gate is right when only Uz is not zero."""
    check_gate_with_only(student, "gru_update_gate", "Uz")


@exercise("gru_update_gate", points=1, zh="只有 Wz 不为零时正确。")
def test_gru_update_gate_with_only_Wz_on(student):
    """The gate is right when only Wz is not zero."""
    check_gate_with_only(student, "gru_update_gate", "Wz")


@exercise("gru_update_gate", points=2, zh="整个门正确，一批多个样本也一样。")
def test_gru_update_gate_as_a_whole(student):
    """The whole gate is right, for a batch too."""
    check_whole_gate(student, "gru_update_gate")


@exercise("gru_update_gate", points=1, zh="门能完全打开和关上，而且只用自己的参数。")
def test_gru_update_gate_opens_and_shuts(student):
    """The gate opens and shuts completely, and uses no parameters but its own."""
    check_gate_at_its_ends(student, "gru_update_gate", "z")


@exercise("gru_update_gate", points=1, zh="参数保持不变，重复调用结果相同。")
def test_gru_update_gate_is_clean(student):
    """The arguments stay as they are, and calls repeat."""
    check_gate_is_clean(student, "gru_update_gate")


# --------------------------------------------------------------------------------- gru_candidate


def candidate_of(student, x_t, h_prev, r, parameters):
    """Run the student's candidate with the correct functions around it."""
    with correct(student, "sigmoid", "gru_reset_gate", "gru_update_gate"):
        return student.gru_candidate(x_t, h_prev, r, parameters)


def candidates_of(student):
    """Problems, and what the student's candidate makes of them; asked for once."""
    for m, n, N in CELLS:
        p = problem(m, n, N, 1, seed=1)
        key = ("gru_candidate", m, n, N)
        value = shared(key, candidate_of, student, p.x_t, p.h0, p.r, p.parameters)
        yield problem(m, n, N, 1, seed=1), value


def check_candidate(student, p, r, parameters):
    expected = reference.gru_candidate(p.x_t, p.h0, r, parameters)
    actual = candidate_of(student, p.x_t, p.h0, r, parameters)
    check.close("h_cand", actual, expected, axes="n N")


def check_candidate_with_only(student, name, r=None):
    """`r`: the value of the reset gate for all units, or None for one that differs by unit."""
    for m, n, N in CELLS[:2]:
        p = problem(m, n, N, 1, seed=2)
        gate = p.r if r is None else np.full_like(p.h0, r)
        check_candidate(student, p, gate, only(p.parameters, name))


@exercise("gru_candidate", points=1, zh="候选状态的形状是 (n, N)。")
def test_gru_candidate_shape(student):
    """The candidate has the shape (n, N)."""
    for p, value in candidates_of(student):
        check.shape("h_cand", value, n=p.n, N=p.N)


@exercise("gru_candidate", points=1, zh="只有 bh 不为零时正确。")
def test_gru_candidate_with_only_bh_on(student):
    """The candidate is right when only bh is not zero."""
    check_candidate_with_only(student, "bh")


@exercise("gru_candidate", points=1, zh="只有 Uh 不为零时正确。")
def test_gru_candidate_with_only_Uh_on(student):
    """The candidate is right when only Uh is not zero."""
    check_candidate_with_only(student, "Uh")


@exercise("gru_candidate", points=1, zh="只有 Wh 不为零、重置门为 1 时正确。")
def test_gru_candidate_with_only_Wh_on(student):
    """The candidate is right when only Wh is not zero and the reset gate is 1."""
    check_candidate_with_only(student, "Wh", r=1.0)


@exercise("gru_candidate", points=2, zh="重置门先作用于旧状态，然后才乘 Wh。")
def test_gru_candidate_resets_before_the_product(student):
    """The reset gate acts on the old state before Wh does."""
    check_candidate_with_only(student, "Wh")


@exercise("gru_candidate", points=1, zh="重置门为 0 时，旧状态不起作用。")
def test_gru_candidate_forgets_where_the_reset_gate_is_shut(student):
    """Where the reset gate is 0, the old state plays no part."""
    for m, n, N in CELLS[:2]:
        p = problem(m, n, N, 1, seed=3)
        check_candidate(student, p, np.zeros_like(p.h0), p.parameters)


@exercise("gru_candidate", points=2, zh="整个候选状态正确，一批多个样本也一样。")
def test_gru_candidate_as_a_whole(student):
    """The whole candidate is right, for a batch too."""
    for p, value in candidates_of(student):
        expected = reference.gru_candidate(p.x_t, p.h0, p.r, p.parameters)
        check.close("h_cand", value, expected, axes="n N")


@exercise("gru_candidate", points=1, zh="参数保持不变，重复调用结果相同，而且只用自己的参数。")
def test_gru_candidate_is_clean(student):
    """Arguments stay as they are, calls repeat, and no parameters but its own are used."""
    for seed in (4, 5, 4):
        p = problem(3, 5, 2, 1, seed=seed)
        x_t, r = p.x_t, p.r
        own = {name: a if name[1] == "h" else 7 - 3 * a for name, a in p.parameters.items()}
        expected = reference.gru_candidate(x_t, p.h0, r, own)
        with check.unchanged(x_t=x_t, h_prev=p.h0, r=r, parameters=own):
            actual = candidate_of(student, x_t, p.h0, r, own)
        check.close("h_cand", actual, expected, axes="n N")


# ------------------------------------------------------------------------------ gru_cell_forward


def cell_of(student, x_t, h_prev, parameters):
    """Run the student's cell with the correct gates and candidate: h_next, cache."""
    with correct(student, *GATES):
        value = student.gru_cell_forward(x_t, h_prev, parameters)
    return check.returns(value, "h_next cache")


def cells_of(student):
    """Problems, and what the student's cell makes of them; asked for once."""
    for m, n, N in CELLS:
        p = problem(m, n, N, 1, seed=3)
        key = ("gru_cell_forward", m, n, N)
        value = shared(key, cell_of, student, p.x_t, p.h0, p.parameters)
        yield problem(m, n, N, 1, seed=3), value


@exercise("gru_cell_forward", points=1, zh="返回 h_next 和含七项的 cache，且形状正确。")
def test_gru_cell_forward_returns_two_things_of_the_right_shape(student):
    """It returns h_next and a cache of seven, with the right shapes."""
    for p, (h_next, cache) in cells_of(student):
        check.shape("h_next", h_next, n=p.n, N=p.N)
        check.returns(cache, "h_next h_prev r z h_cand x_t parameters")


@exercise("gru_cell_forward", points=2, zh="更新门为 1 时，旧状态原样保留。")
def test_gru_cell_forward_keeps_the_state_where_the_update_gate_is_one(student):
    """Where the update gate is 1, the old state is kept exactly."""
    for m, n, N in CELLS[:2]:
        p = problem(m, n, N, 1, seed=1)
        expected = p.h0.copy()
        h_next, _ = cell_of(student, p.x_t, p.h0, held(p.parameters, update=1))
        check.close("h_next", h_next, expected, axes="n N")


@exercise("gru_cell_forward", points=2, zh="重置门为 1、更新门为 0 时，就是普通的 RNN。")
def test_gru_cell_forward_is_a_plain_rnn_with_reset_one_and_update_zero(student):
    """With reset 1 and update 0 it is the plain RNN."""
    for m, n, N in CELLS[:2]:
        p = problem(m, n, N, 1, seed=2)
        a = p.parameters
        expected = np.tanh(a["Uh"] @ p.x_t + a["Wh"] @ p.h0 + a["bh"])
        h_next, _ = cell_of(student, p.x_t, p.h0, held(a, reset=1, update=0))
        check.close("h_next", h_next, expected, axes="n N")


@exercise("gru_cell_forward", points=1, zh="候选状态得到的是重置门 r（更新门固定为一半）。")
def test_gru_cell_forward_gives_the_reset_gate_to_the_candidate(student):
    """The candidate is given the reset gate (the update gate stands at one half)."""
    for m, n, N in CELLS[:2]:
        p = problem(m, n, N, 1, seed=4)
        parameters = only(p.parameters, "Ur", "Wr", "br", "Uh", "Wh", "bh")
        expected, _ = reference.gru_cell_forward(p.x_t, p.h0, parameters)
        h_next, _ = cell_of(student, p.x_t, p.h0, parameters)
        check.close("h_next", h_next, expected, axes="n N")


@exercise("gru_cell_forward", points=3, zh="整个单元正确，一批多个样本也一样。")
def test_gru_cell_forward_as_a_whole(student):
    """The whole cell is right, for a batch too."""
    for p, (h_next, _) in cells_of(student):
        check.close("h_next", h_next, p.cell()[0], axes="n N")


@exercise(
    "gru_cell_forward",
    points=2,
    zh="cache 依次保存 h_next、h_prev、r、z、h_cand、x_t、parameters。",
)
def test_gru_cell_forward_cache(student):
    """The cache holds h_next, h_prev, r, z, h_cand, x_t, parameters, in this order."""
    for p, (h_next, cache) in cells_of(student):
        expected = p.cell()[1]
        own = np.asarray(check.shape("h_next", h_next, n=p.n, N=p.N))
        if np.all(np.isfinite(own)):  # a wrong state has already been paid for
            expected = (own, *expected[1:])
        check_cache(cache, expected)


def check_cache(cache, expected):
    cache = check.returns(cache, "h_next h_prev r z h_cand x_t parameters")
    for index, axes in enumerate(("n N", "n N", "n N", "n N", "n N", "m N")):
        check.close(f"cache[{index}]", cache[index], expected[index], axes=axes)
    held_parameters = check.keys(cache[6], " ".join(NAMES))
    for name in NAMES:
        check.close(f"cache[6]['{name}']", held_parameters[name], expected[6][name])


@exercise("gru_cell_forward", points=1, zh="参数保持不变，重复调用结果相同。")
def test_gru_cell_forward_is_clean(student):
    """The arguments stay as they are, and calls repeat."""
    for seed in (5, 6, 5):
        p = problem(3, 5, 2, 1, seed=seed)
        x_t, expected = p.x_t, p.cell()[0]
        with check.unchanged(x_t=x_t, h_prev=p.h0, parameters=p.parameters):
            h_next, _ = cell_of(student, x_t, p.h0, p.parameters)
        check.close("h_next", h_next, expected, axes="n N")


# ----------------------------------------------------------------------------------- gru_forward


def sequence_of(student, x, h0, parameters):
    """Run the student's forward pass with the correct cell: h, caches."""
    with correct(student, *GATES, "gru_cell_forward"):
        value = student.gru_forward(x, h0, parameters)
    return check.returns(value, "h caches")


def sequences_of(student):
    """Problems, and what the student's forward pass makes of them; asked for once."""
    for sizes in SEQUENCES:
        p = problem(*sizes, seed=3)
        key = ("gru_forward", *sizes)
        value = shared(key, sequence_of, student, p.x, p.h0, p.parameters)
        yield problem(*sizes, seed=3), value


def check_sequence(student, p):
    expected, _ = p.forward()
    h, _ = sequence_of(student, p.x, p.h0, p.parameters)
    check.close("h", h, expected, axes="n N T")


@exercise("gru_forward", points=1, zh="返回 h 和 T 个 cache，且形状正确。")
def test_gru_forward_returns_two_things_of_the_right_shape(student):
    """It returns h and T caches, with the right shapes."""
    for p, (h, caches) in sequences_of(student):
        check.shape("h", h, n=p.n, N=p.N, T=p.T)
        check.equal("len(caches)", len(caches), p.T)


@exercise("gru_forward", points=1, zh="第一步从 h0 出发。")
def test_gru_forward_starts_from_h0(student):
    """The first step starts from h0."""
    for sizes in ONE_STEP:
        check_sequence(student, problem(*sizes, seed=1))


@exercise("gru_forward", points=2, zh="每一步都从前一步的状态出发。")
def test_gru_forward_hands_the_state_on(student):
    """Every later step starts from the state before it."""
    for sizes in SEQUENCES[:2]:
        p = problem(*sizes, seed=2)
        p.h0[:] = 0  # where the sequence starts is another test's affair
        check_sequence(student, p)


@exercise("gru_forward", points=3, zh="每个时间步的状态都正确。")
def test_gru_forward_every_step_is_right(student):
    """The states are right at every time step."""
    for p, (h, caches) in sequences_of(student):
        expected, right = p.forward()
        with showing_gates(caches, right, {"r": 2, "z": 3}):
            check.close("h", h, expected, axes="n N T")


@exercise("gru_forward", points=1, zh="前 k 步的结果与后面的输入无关。")
def test_gru_forward_of_the_first_steps_is_a_part_of_the_whole(student):
    """The first k steps do not depend on what comes later."""
    p = problem(3, 5, 2, 6, seed=4)
    h, _ = p.forward()
    for k in (4, 2):
        h_k, _ = sequence_of(student, p.x[:, :, :k].copy(), p.h0, p.parameters)
        check.close("h", h_k, h[:, :, :k], axes="n N T")


@exercise("gru_forward", points=2, zh="caches 按时间顺序保存每一步的 cache。")
def test_gru_forward_keeps_the_caches_in_order_of_time(student):
    """The caches are those of the cell, in order of time."""
    for p, (_, caches) in sequences_of(student):
        check.equal("len(caches)", len(caches), p.T)
        for cache, expected in zip(caches, p.forward()[1], strict=True):
            check_cache(cache, expected)


@exercise("gru_forward", points=1, zh="更新门一直为 1 时，h0 原样保留到最后。")
def test_gru_forward_keeps_h0_while_the_update_gate_is_one(student):
    """While the update gate is 1, h0 is kept exactly, to the end."""
    for sizes in ((4, 3, 2, 5), (2, 5, 3, 4)):
        p = problem(*sizes, seed=5)
        expected = np.repeat(p.h0[:, :, None], p.T, axis=2)
        h, _ = sequence_of(student, p.x, p.h0, held(p.parameters, update=1))
        check.close("h", h, expected, axes="n N T")


@exercise("gru_forward", points=1, zh="参数保持不变，重复调用结果相同，每一步只计算一次单元。")
def test_gru_forward_is_clean(student):
    """Arguments stay as they are, calls repeat, and the work grows linearly with T."""
    work = {}
    for T in (4, 8, 4):
        p = problem(3, 5, 2, T, seed=6)
        expected, _ = p.forward()
        cell, calls = counted(reference.gru_cell_forward)
        with (
            check.unchanged(x=p.x, h0=p.h0, parameters=p.parameters),
            correct(student, *GATES),
            student.using(gru_cell_forward=cell),
        ):
            value = student.gru_forward(p.x, p.h0, p.parameters)
        h, _ = check.returns(value, "h caches")
        check.close("h", h, expected, axes="n N T")
        work[T] = len(calls)
    check_linear(work)


# ----------------------------------------------------------------------------- gru_cell_backward


def back_one(student, dh_next, cache):
    """Run the student's backward step with the correct functions around it."""
    with correct(student, *GATES, "gru_cell_forward", "gru_forward"):
        return student.gru_cell_backward(dh_next, cache)


def gradients_of_cells(student):
    """Problems, and what the student's function makes of them; asked for once."""
    for m, n, N in CELLS:
        p = problem(m, n, N, 1, seed=1)
        key = ("gru_cell_backward", m, n, N)
        gradients = shared(key, back_one, student, p.dh_t, p.cell()[1])
        yield problem(m, n, N, 1, seed=1), gradients


def check_one_cell_gradient(student, name):
    for p, gradients in gradients_of_cells(student):
        expected = {name: true_cell_gradient(name[1:], p)}
        check_gradients(gradients, expected, CELL_GRADIENTS)


def check_cell_backward(student, p, names):
    expected = {name: true_cell_gradient(name[1:], p) for name in names}
    check_gradients(back_one(student, p.dh_t, p.cell()[1]), expected, CELL_GRADIENTS)


@exercise("gru_cell_backward", points=2, zh="每个梯度与对应的量形状相同。")
def test_gru_cell_backward_shapes(student):
    """Every gradient has the shape of what it is the gradient of."""
    for p, gradients in gradients_of_cells(student):
        check_shapes(gradients, CELL_GRADIENTS, p.sizes)


@exercise("gru_cell_backward", points=2, zh="更新门为 1 时，梯度原样传回旧状态，别处为零。")
def test_gru_cell_backward_where_the_update_gate_is_one(student):
    """Where the update gate is 1, the gradient goes straight to the old state, nowhere else."""
    for m, n, N in CELLS[:2]:
        p = problem(m, n, N, 1, seed=2)
        p = p.with_parameters(held(p.parameters, update=1))
        shapes = reference.gru_cell_backward(p.dh_t, p.cell()[1])
        expected = {name: np.zeros_like(value) for name, value in shapes.items()}
        expected["dh_prev"] = p.dh_t
        check_gradients(back_one(student, p.dh_t, p.cell()[1]), expected, CELL_GRADIENTS)


@exercise("gru_cell_backward", points=2, zh="重置门为 1、更新门为 0 时，梯度就是普通 RNN 的梯度。")
def test_gru_cell_backward_is_a_plain_rnn_with_reset_one_and_update_zero(student):
    """With reset 1 and update 0 the gradients are those of the plain RNN."""
    names = ("dx_t", "dh_prev", "dUh", "dWh", "dbh")
    for m, n, N in CELLS[:2]:
        p = problem(m, n, N, 1, seed=3)
        p = p.with_parameters(held(p.parameters, reset=1, update=0))
        check_cell_backward(student, p, names)


@exercise("gru_cell_backward", points=1, zh="dUh 正确，且对整批求和。")
def test_gru_cell_backward_dUh(student):
    """dUh is right, and a sum over the batch."""
    check_one_cell_gradient(student, "dUh")


@exercise("gru_cell_backward", points=1, zh="dWh 正确，且对整批求和。")
def test_gru_cell_backward_dWh(student):
    """dWh is right, and a sum over the batch."""
    check_one_cell_gradient(student, "dWh")


@exercise("gru_cell_backward", points=1, zh="dbh 正确，且对整批求和。")
def test_gru_cell_backward_dbh(student):
    """dbh is right, and a sum over the batch."""
    check_one_cell_gradient(student, "dbh")


@exercise("gru_cell_backward", points=1, zh="dUz 正确，且对整批求和。")
def test_gru_cell_backward_dUz(student):
    """dUz is right, and a sum over the batch."""
    check_one_cell_gradient(student, "dUz")


@exercise("gru_cell_backward", points=1, zh="dWz 正确，且对整批求和。")
def test_gru_cell_backward_dWz(student):
    """dWz is right, and a sum over the batch."""
    check_one_cell_gradient(student, "dWz")


@exercise("gru_cell_backward", points=1, zh="dbz 正确，且对整批求和。")
def test_gru_cell_backward_dbz(student):
    """dbz is right, and a sum over the batch."""
    check_one_cell_gradient(student, "dbz")


@exercise("gru_cell_backward", points=1, zh="dUr 正确，且对整批求和。")
def test_gru_cell_backward_dUr(student):
    """dUr is right, and a sum over the batch."""
    check_one_cell_gradient(student, "dUr")


@exercise("gru_cell_backward", points=1, zh="dWr 正确，且对整批求和。")
def test_gru_cell_backward_dWr(student):
    """dWr is right, and a sum over the batch."""
    check_one_cell_gradient(student, "dWr")


@exercise("gru_cell_backward", points=1, zh="dbr 正确，且对整批求和。")
def test_gru_cell_backward_dbr(student):
    """dbr is right, and a sum over the batch."""
    check_one_cell_gradient(student, "dbr")


@exercise("gru_cell_backward", points=2, zh="dx_t 正确：两个门和候选状态三条路之和。")
def test_gru_cell_backward_dx_t(student):
    """dx_t is right: the sum of three ways, through both gates and the candidate."""
    check_one_cell_gradient(student, "dx_t")


@exercise("gru_cell_backward", points=1, zh="只有更新门与旧状态有关时，dh_prev 正确。")
def test_gru_cell_backward_dh_prev_through_the_update_gate(student):
    """dh_prev is right when the old state acts on the update gate alone (Wr = Wh = 0)."""
    for m, n, N in CELLS[:2]:
        p = problem(m, n, N, 1, seed=4)
        names = [name for name in NAMES if name not in ("Wr", "Wh")]
        check_cell_backward(student, p.with_parameters(only(p.parameters, *names)), ["dh_prev"])


@exercise("gru_cell_backward", points=1, zh="只有重置门和候选状态与旧状态有关时，dh_prev 正确。")
def test_gru_cell_backward_dh_prev_through_the_reset_gate(student):
    """dh_prev is right when the old state acts on reset gate and candidate alone (Wz = 0)."""
    for m, n, N in CELLS[:2]:
        p = problem(m, n, N, 1, seed=5)
        names = [name for name in NAMES if name != "Wz"]
        check_cell_backward(student, p.with_parameters(only(p.parameters, *names)), ["dh_prev"])


@exercise("gru_cell_backward", points=2, zh="dh_prev 正确：四条路之和。")
def test_gru_cell_backward_dh_prev(student):
    """dh_prev is right: the sum of four ways."""
    check_one_cell_gradient(student, "dh_prev")


@exercise("gru_cell_backward", points=2, zh="其他大小的单元，所有梯度都正确。")
def test_gru_cell_backward_as_a_whole(student):
    """All gradients are right for other sizes, a single example and a single unit among them."""
    for m, n, N in ((5, 3, 1), (2, 1, 3), (3, 4, 6)):
        p = problem(m, n, N, 1, seed=6)
        check_cell_backward(student, p, CELL_GRADIENTS)


@exercise("gru_cell_backward", points=1, zh="梯度对 dh_next 是线性的，零给出零。")
def test_gru_cell_backward_is_linear(student):
    """The gradients are linear in dh_next, and zero gives zero."""
    p = problem(4, 2, 3, 1, seed=7)
    cache = p.cell()[1]
    once = reference.gru_cell_backward(p.dh_t, cache)
    for factor in (-1000.0, 0.0):
        expected = {name: factor * value for name, value in once.items()}
        check_gradients(back_one(student, factor * p.dh_t, cache), expected, CELL_GRADIENTS)


@exercise("gru_cell_backward", points=1, zh="参数保持不变，重复调用结果相同。")
def test_gru_cell_backward_is_clean(student):
    """The arguments stay as they are, and calls repeat."""
    for seed in (8, 9, 8):
        p = problem(3, 5, 2, 1, seed=seed)
        dh_next, cache = p.dh_t, p.cell()[1]
        expected = reference.gru_cell_backward(dh_next, cache)
        with check.unchanged(dh_next=dh_next, cache=cache):
            gradients = back_one(student, dh_next, cache)
        check_gradients(gradients, expected, CELL_GRADIENTS)


@exercise(
    "gru_cell_backward",
    points=0,
    zh="你的前向与你的反向一致（只报告，不计分）。",
    forward="gru_cell_forward",
)
def test_gru_cell_backward_agrees_with_own_forward(student):
    """Your forward and your backward agree (reported only, no points)."""
    p = problem(3, 5, 2, 1, seed=10)

    def state(a):
        value = student.gru_cell_forward(a["x_t"], a["h_prev"], only_named(a))
        return check.returns(value, "h_next cache")

    arguments = {"x_t": p.x_t, "h_prev": p.h0, **p.parameters}
    _, cache = state(arguments)
    gradients = check.keys(student.gru_cell_backward(p.dh_t, cache), " ".join(CELL_GRADIENTS))
    check_slopes(lambda a: np.sum(p.dh_t * state(a)[0]), arguments, gradients)


# ---------------------------------------------------------------------------------- gru_backward


def back(student, dh, caches):
    """Run the student's backward pass with the correct cell."""
    with correct(student, *GATES, "gru_cell_forward", "gru_forward", "gru_cell_backward"):
        return student.gru_backward(dh, caches)


def gradients_of_sequences(student):
    """Problems, and what the student's function makes of them; asked for once."""
    for sizes in SEQUENCES:
        p = problem(*sizes, seed=4)
        gradients = shared(("gru_backward", *sizes), back, student, p.dh, p.forward()[1])
        yield problem(*sizes, seed=4), gradients


def check_sequence_gradients(student, *names):
    for p, gradients in gradients_of_sequences(student):
        expected = {name: true_sequence_gradient(name[1:], p) for name in names}
        check_gradients(gradients, expected, SEQUENCE_GRADIENTS)


@exercise("gru_backward", points=1, zh="每个梯度与对应的量形状相同。")
def test_gru_backward_shapes(student):
    """Every gradient has the shape of what it is the gradient of."""
    for p, gradients in gradients_of_sequences(student):
        check_shapes(gradients, SEQUENCE_GRADIENTS, p.sizes)


@exercise("gru_backward", points=2, zh="只有一步的序列正确。")
def test_gru_backward_of_one_step(student):
    """A sequence of a single step is right."""
    for sizes in ONE_STEP:
        p = problem(*sizes, seed=1)
        expected = {name: true_sequence_gradient(name[1:], p) for name in SEQUENCE_GRADIENTS}
        check_gradients(back(student, p.dh, p.forward()[1]), expected, SEQUENCE_GRADIENTS)


@exercise("gru_backward", points=3, zh="参数的梯度是各时间步之和（梯度不跨时间传播时）。")
def test_gru_backward_sums_over_time(student):
    """Parameters' gradients are sums over time (update 0 and no W: nothing crosses time)."""
    for sizes in SEQUENCES[:2]:
        p = problem(*sizes, seed=2)
        alone = only(p.parameters, *(name for name in NAMES if name[0] != "W"))
        p = p.with_parameters(held(alone, update=0))
        expected = {name: true_sequence_gradient(name[1:], p) for name in ("dUh", "dWh", "dbh")}
        check_gradients(back(student, p.dh, p.forward()[1]), expected, SEQUENCE_GRADIENTS)


@exercise("gru_backward", points=2, zh="更新门一直为 1 时，dh0 是各步 dh 之和，一点也不减弱。")
def test_gru_backward_carries_everything_while_the_update_gate_is_one(student):
    """While the update gate is 1, dh0 is the sum of all dh: nothing is lost on the way."""
    for sizes in SEQUENCES[:2]:
        p = problem(*sizes, seed=5)
        p = p.with_parameters(held(p.parameters, update=1))
        expected = {"dh0": np.sum(p.dh, axis=2)}
        check_gradients(back(student, p.dh, p.forward()[1]), expected, SEQUENCE_GRADIENTS)


@exercise("gru_backward", points=3, zh="最后一步的梯度沿时间传回第一步。")
def test_gru_backward_travels_back_through_time(student):
    """The gradient of the last step travels back to the first."""
    for sizes in SEQUENCES[:2]:
        p = problem(*sizes, seed=3)
        p.dh[:, :, :-1] = 0
        expected = {"dx": true_sequence_gradient("x", p)}
        check_gradients(back(student, p.dh, p.forward()[1]), expected, SEQUENCE_GRADIENTS)


@exercise("gru_backward", points=2, zh="每个时间步的 dx 都正确。")
def test_gru_backward_dx(student):
    """dx is right at every time step."""
    check_sequence_gradients(student, "dx")


@exercise("gru_backward", points=2, zh="dh0 是传回到 h0 的梯度。")
def test_gru_backward_dh0(student):
    """dh0 is the gradient that arrives at h0."""
    check_sequence_gradients(student, "dh0")


@exercise("gru_backward", points=1, zh="重置门的梯度 dUr、dWr、dbr 正确。")
def test_gru_backward_of_the_reset_gate(student):
    """dUr, dWr and dbr, of the reset gate, are right."""
    check_sequence_gradients(student, "dUr", "dWr", "dbr")


@exercise("gru_backward", points=1, zh="更新门的梯度 dUz、dWz、dbz 正确。")
def test_gru_backward_of_the_update_gate(student):
    """dUz, dWz and dbz, of the update gate, are right."""
    check_sequence_gradients(student, "dUz", "dWz", "dbz")


@exercise("gru_backward", points=1, zh="候选状态的梯度 dUh、dWh、dbh 正确。")
def test_gru_backward_of_the_candidate(student):
    """dUh, dWh and dbh, of the candidate, are right."""
    check_sequence_gradients(student, "dUh", "dWh", "dbh")


@exercise("gru_backward", points=1, zh="梯度对 dh 是线性的，零给出零。")
def test_gru_backward_is_linear(student):
    """The gradients are linear in dh, and zero gives zero."""
    p = problem(5, 3, 2, 6, seed=6)
    caches = p.forward()[1]
    once = reference.gru_backward(p.dh, caches)
    for factor in (-1000.0, 0.0):
        expected = {name: factor * value for name, value in once.items()}
        check_gradients(back(student, factor * p.dh, caches), expected, SEQUENCE_GRADIENTS)


@exercise("gru_backward", points=1, zh="参数保持不变，重复调用结果相同，每一步只计算一次单元。")
def test_gru_backward_is_clean(student):
    """Arguments stay as they are, calls repeat, and the work grows linearly with T."""
    work = {}
    for T in (4, 8, 4):
        p = problem(3, 5, 2, T, seed=7)
        caches = p.forward()[1]
        expected = reference.gru_backward(p.dh, caches)
        cell, calls = counted(reference.gru_cell_backward)
        with check.unchanged(dh=p.dh, caches=caches), student.using(gru_cell_backward=cell):
            gradients = student.gru_backward(p.dh, caches)
        check_gradients(gradients, expected, SEQUENCE_GRADIENTS)
        work[T] = len(calls)
    check_linear(work)


@exercise(
    "gru_backward",
    points=0,
    zh="你的前向与你的反向一致（只报告，不计分）。",
    forward="gru_forward",
)
def test_gru_backward_agrees_with_own_forward(student):
    """Your forward and your backward agree (reported only, no points)."""
    p = problem(3, 5, 2, 4, seed=8)

    def states(a):
        value = student.gru_forward(a["x"], a["h0"], only_named(a))
        return check.returns(value, "h caches")

    arguments = {"x": p.x, "h0": p.h0, **p.parameters}
    _, caches = states(arguments)
    gradients = student.gru_backward(p.dh.copy(), caches)
    gradients = check.keys(gradients, " ".join(SEQUENCE_GRADIENTS))
    check_slopes(lambda a: np.sum(p.dh * states(a)[0]), arguments, gradients)
