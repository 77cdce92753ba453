"""Hidden tests of the assignment `lstm`: what earns points, and the sentences that say so.

Inputs have four different sizes m, n, N, T, and small weights (so that no gate is saturated and
hides an error). What an exercise builds on is replaced by the correct function: an error is paid
for once. The true gradients are complex-step derivatives of the reference's forward pass.
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
from solutions import lstm as reference

draws = Draws(__file__)

GATES = ("f", "u", "c", "o")
NAMES = tuple(kind + gate for gate in GATES for kind in "UWb")
FUNCTIONS = ("lstm_forget_gate", "lstm_update_gate", "lstm_candidate", "lstm_output_gate")
CACHE = "h_next c_next h_prev c_prev f u c_cand o x_t parameters"
CELLS = ((3, 5, 2), (4, 2, 3), (2, 3, 5))  # (m, n, N)
SEQUENCES = ((3, 5, 2, 4), (4, 3, 5, 2), (2, 4, 3, 1), (5, 3, 2, 6))  # (m, n, N, T)

# A bias that opens a gate, and its negative closes it, to 2e-22: no exponential overflows.
OPEN = 50.0

OF_PARAMETERS = {
    "d" + kind + gate: axes
    for gate in GATES
    for kind, axes in (("U", "n m"), ("W", "n n"), ("b", "n 1"))
}
CELL_GRADIENTS = {"dx_t": "m N", "dh_prev": "n N", "dc_prev": "n N", **OF_PARAMETERS}
SEQUENCE_GRADIENTS = {"dx": "m N T", "dh0": "n N", "dc0": "n N", **OF_PARAMETERS}


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
    c0: np.ndarray  # (n, N)
    dh: np.ndarray  # (n, N, T)
    dc_t: np.ndarray  # (n, N)

    @property
    def sizes(self):
        return {"m": self.m, "n": self.n, "N": self.N, "T": self.T}

    @property
    def x_t(self):
        return self.x[:, :, 0].copy()

    @property
    def dh_t(self):
        return self.dh[:, :, 0].copy()

    def forward(self):
        return reference.lstm_forward(self.x, self.h0, self.c0, self.parameters)

    def cell(self):
        return reference.lstm_cell_forward(self.x_t, self.h0, self.c0, self.parameters)


def problem(m, n, N, T, seed=0):
    return Problem(m, n, N, T, **arrays_of_problem(m, n, N, T, seed))


@remembered
def arrays_of_problem(m, n, N, T, seed):
    draw = draws(seed, m, n, N, T)
    shapes = {"U": (n, m), "W": (n, n), "b": (n, 1)}
    parameters = {name: 0.3 * draw.standard_normal(shapes[name[0]]) for name in NAMES}
    x, dh = draw.standard_normal((m, N, T)), draw.standard_normal((n, N, T))
    # A state is an h = o ⊙ tanh(c), and a c may be larger than 1.
    h0, c0 = draw.uniform(-0.8, 0.8, (n, N)), draw.uniform(-1.5, 1.5, (n, N))
    dc_t = draw.standard_normal((n, N))
    return {"parameters": parameters, "x": x, "h0": h0, "c0": c0, "dh": dh, "dc_t": dc_t}


def set_gates(parameters, **gates):
    """The same parameters with some gates fixed by their bias alone: `f=OPEN`, `u=-OPEN`."""
    result = dict(parameters)
    for gate, bias in gates.items():
        for name in ("U" + gate, "W" + gate):
            result[name] = np.zeros_like(parameters[name])
        result["b" + gate] = np.full_like(parameters["b" + gate], bias)
    return result


def without_recurrence(parameters):
    """The same parameters with W = 0 everywhere: h of one step says nothing to the next."""
    return only(parameters, *(name for name in NAMES if name[0] != "W"))


def only_named(arguments):
    """The parameters among the arguments."""
    return {name: arguments[name] for name in NAMES}


# ------------------------------------------------------------------------------- true derivatives


@remembered
def true_cell_gradient(name, p, dh_next, dc_next):
    """dL/d`name` for L = Σ dh_next ⊙ h_next + Σ dc_next ⊙ c_next of one cell."""
    arguments = {"x_t": p.x_t, "h_prev": p.h0, "c_prev": p.c0, **p.parameters}

    def loss(value):
        a = {**arguments, name: value}
        h, c, _ = reference.lstm_cell_forward(a["x_t"], a["h_prev"], a["c_prev"], a)
        return np.sum(dh_next * h) + np.sum(dc_next * c)

    return complex_step(loss, arguments[name])


@remembered
def true_sequence_gradient(name, p):
    """dL/d`name` for L = Σ dh ⊙ h over the whole sequence."""
    arguments = {"x": p.x, "h0": p.h0, "c0": p.c0, **p.parameters}

    def loss(value):
        a = {**arguments, name: value}
        return np.sum(p.dh * reference.lstm_forward(a["x"], a["h0"], a["c0"], a)[0])

    return complex_step(loss, arguments[name])


def correct(student, *names):
    """Within the block the student's code calls the correct functions of these names."""
    return suite.correct(student, reference, *names)


# --------------------------------------------------------------------------------------- sigmoid


@exercise("sigmoid", points=2, zh="每个数的结果都正确。")
def test_sigmoid_is_right_at_every_number(student):
    """Every number is mapped to the right one."""
    draw = draws(1)
    for shape in ((3, 2), (2, 5), (4, 1)):
        z = 3 * draw.standard_normal(shape)
        check.close("sigmoid(z)", student.sigmoid(z), reference.sigmoid(z), axes="n N")


@exercise("sigmoid", points=1, zh="±1000 处正好是 1 和 0，也不会出现 nan。")
def test_sigmoid_of_very_large_numbers(student):
    """Numbers of ±1000 give exactly 1 and 0, never nan."""
    z = np.array([[1000.0, -1000.0, 0.0], [-740.0, 720.0, 2.0]])
    for numbers in (z, -z, z[:, :1], z[:, 1:2]):
        expected = reference.sigmoid(numbers)
        check.close("sigmoid(z)", student.sigmoid(numbers), expected, axes="n N")


@exercise("sigmoid", points=1, zh="sigmoid(−z) = 1 − sigmoid(z)；参数保持不变，重复调用结果相同。")
def test_sigmoid_is_symmetric(student):
    """sigmoid(−z) is 1 − sigmoid(z), the argument stays as it is, and calls repeat."""
    for seed in (2, 3, 2):
        z = draws(seed).standard_normal((5, 3))
        minus_z, expected = -z, reference.sigmoid(z)
        with check.unchanged(z=z, minus_z=minus_z):
            check.close("sigmoid(z)", student.sigmoid(z), expected, axes="n N")
            check.close("sigmoid(−z)", student.sigmoid(minus_z), 1 - expected, axes="n N")


# ----------------------------------------------------------------------------------------- gates


def gate_of(student, function, x_t, h_prev, parameters):
    """Run the student's gate with the correct sigmoid."""
    with correct(student, "sigmoid"):
        return getattr(student, function)(x_t, h_prev, parameters)


def gates_of(student, function):
    """Problems, and what the student's gate makes of them; asked for once."""
    for m, n, N in CELLS:
        p = problem(m, n, N, 1, seed=1)
        key = (function, m, n, N)
        value = shared(key, gate_of, student, function, p.x_t, p.h0, p.parameters)
        yield problem(m, n, N, 1, seed=1), value


def check_gate(student, function, p):
    expected = getattr(reference, function)(p.x_t, p.h0, p.parameters)
    value = gate_of(student, function, p.x_t, p.h0, p.parameters)
    check.close(short(function), value, expected, axes="n N")


def short(function):
    """`f` for lstm_forget_gate, and so on."""
    return {"c": "c_cand"}.get(letter(function), letter(function))


def letter(function):
    return GATES[FUNCTIONS.index(function)]


def check_gate_shapes(student, function):
    for p, value in gates_of(student, function):
        check.shape(short(function), value, n=p.n, N=p.N)


def check_gate_with_only(student, function, kind):
    for m, n, N in CELLS[:2]:
        p = problem(m, n, N, 1, seed=2)
        name = kind + letter(function)
        p.parameters.update(only(p.parameters, name))
        # Something in every other gate: a gate that reads another one's parameters shows it.
        others = {k: np.full_like(v, 0.7) for k, v in p.parameters.items() if k[1] != name[1]}
        p.parameters.update(others)
        check_gate(student, function, p)


def check_gate_as_a_whole(student, function):
    for p, value in gates_of(student, function):
        expected = getattr(reference, function)(p.x_t, p.h0, p.parameters)
        check.close(short(function), value, expected, axes="n N")


def check_gate_is_clean(student, function):
    for seed in (3, 4, 3):
        p = problem(3, 5, 2, 1, seed=seed)
        x_t, h_prev = p.x_t, p.h0
        expected = getattr(reference, function)(p.x_t, p.h0, p.parameters)
        with check.unchanged(x_t=x_t, h_prev=h_prev, parameters=p.parameters):
            value = gate_of(student, function, x_t, h_prev, p.parameters)
        check.close(short(function), value, expected, axes="n N")


# ------------------------------------------------------------------------------ lstm_forget_gate


@exercise("lstm_forget_gate", points=1, zh="每个单元、每个样本各有一个数。")
def test_lstm_forget_gate_shape(student):
    """There is one number for every unit and every example."""
    check_gate_shapes(student, "lstm_forget_gate")


@exercise("lstm_forget_gate", points=1, zh="只有 bf 不为零时正确。")
def test_lstm_forget_gate_with_only_bf_on(student):
    """It is right when only bf is not zero."""
    check_gate_with_only(student, "lstm_forget_gate", "b")


@exercise("lstm_forget_gate", points=1, zh="只有 Uf 不为零时正确。")
def test_lstm_forget_gate_with_only_Uf_on(student):
    """It is right when only Uf is not zero."""
    check_gate_with_only(student, "lstm_forget_gate", "U")


@exercise("lstm_forget_gate", points=1, zh="只有 Wf 不为零时正确。")
def test_lstm_forget_gate_with_only_Wf_on(student):
    """It is right when only Wf is not zero."""
    check_gate_with_only(student, "lstm_forget_gate", "W")


@exercise("lstm_forget_gate", points=2, zh="各种大小的整批样本都正确。")
def test_lstm_forget_gate_as_a_whole(student):
    """It is right for whole batches of several sizes."""
    check_gate_as_a_whole(student, "lstm_forget_gate")


@exercise("lstm_forget_gate", points=1, zh="参数保持不变，重复调用结果相同。")
def test_lstm_forget_gate_is_clean(student):
    """The arguments stay as they are, and calls repeat."""
    check_gate_is_clean(student, "lstm_forget_gate")


# ------------------------------------------------------------------------------ lstm_update_gate


@exercise("lstm_update_gate", points=1, zh="每个单元、每个样本各有一个数。")
def test_lstm_update_gate_shape(student):
    """There is one number for every unit and every example."""
    check_gate_shapes(student, "lstm_update_gate")


@exercise("lstm_update_gate", points=1, zh="只有 bu 不为零时正确。")
def test_lstm_update_gate_with_only_bu_on(student):
    """It is right when only bu is not zero."""
    check_gate_with_only(student, "lstm_update_gate", "b")


@exercise("lstm_update_gate", points=1, zh="只有 Uu 不为零时正确。")
def test_lstm_update_gate_with_only_Uu_on(student):
    """It is right when only Uu is not zero."""
    check_gate_with_only(student, "lstm_update_gate", "U")


@exercise("lstm_update_gate", points=1, zh="只有 Wu 不为零时正确。")
def test_lstm_update_gate_with_only_Wu_on(student):
    """It is right when only Wu is not zero."""
    check_gate_with_only(student, "lstm_update_gate", "W")


@exercise("lstm_update_gate", points=2, zh="各种大小的整批样本都正确。")
def test_lstm_update_gate_as_a_whole(student):
    """It is right for whole batches of several sizes."""
    check_gate_as_a_whole(student, "lstm_update_gate")


@exercise("lstm_update_gate", points=1, zh="参数保持不变，重复调用结果相同。")
def test_lstm_update_gate_is_clean(student):
    """The arguments stay as they are, and calls repeat."""
    check_gate_is_clean(student, "lstm_update_gate")


# -------------------------------------------------------------------------------- lstm_candidate


@exercise("lstm_candidate", points=1, zh="每个单元、每个样本各有一个数。")
def test_lstm_candidate_shape(student):
    """There is one number for every unit and every example."""
    check_gate_shapes(student, "lstm_candidate")


@exercise("lstm_candidate", points=1, zh="只有 bc 不为零时正确。")
def test_lstm_candidate_with_only_bc_on(student):
    """It is right when only bc is not zero."""
    check_gate_with_only(student, "lstm_candidate", "b")


@exercise("lstm_candidate", points=1, zh="只有 Uc 不为零时正确。")
def test_lstm_candidate_with_only_Uc_on(student):
    """It is right when only Uc is not zero."""
    check_gate_with_only(student, "lstm_candidate", "U")


@exercise("lstm_candidate", points=1, zh="只有 Wc 不为零时正确。")
def test_lstm_candidate_with_only_Wc_on(student):
    """It is right when only Wc is not zero."""
    check_gate_with_only(student, "lstm_candidate", "W")


@exercise("lstm_candidate", points=2, zh="各种大小的整批样本都正确。")
def test_lstm_candidate_as_a_whole(student):
    """It is right for whole batches of several sizes."""
    check_gate_as_a_whole(student, "lstm_candidate")


@exercise("lstm_candidate", points=1, zh="参数保持不变，重复调用结果相同。")
def test_lstm_candidate_is_clean(student):
    """The arguments stay as they are, and calls repeat."""
    check_gate_is_clean(student, "lstm_candidate")


# ------------------------------------------------------------------------------ lstm_output_gate


@exercise("lstm_output_gate", points=1, zh="每个单元、每个样本各有一个数。")
def test_lstm_output_gate_shape(student):
    """There is one number for every unit and every example."""
    check_gate_shapes(student, "lstm_output_gate")


@exercise("lstm_output_gate", points=1, zh="只有 bo 不为零时正确。")
def test_lstm_output_gate_with_only_bo_on(student):
    """It is right when only bo is not zero."""
    check_gate_with_only(student, "lstm_output_gate", "b")


@exercise("lstm_output_gate", points=1, zh="只有 Uo 不为零时正确。")
def test_lstm_output_gate_with_only_Uo_on(student):
    """It is right when only Uo is not zero."""
    check_gate_with_only(student, "lstm_output_gate", "U")


@exercise("lstm_output_gate", points=1, zh="只有 Wo 不为零时正确。")
def test_lstm_output_gate_with_only_Wo_on(student):
    """It is right when only Wo is not zero."""
    check_gate_with_only(student, "lstm_output_gate", "W")


@exercise("lstm_output_gate", points=2, zh="各种大小的整批样本都正确。")
def test_lstm_output_gate_as_a_whole(student):
    """It is right for whole batches of several sizes."""
    check_gate_as_a_whole(student, "lstm_output_gate")


@exercise("lstm_output_gate", points=1, zh="参数保持不变，重复调用结果相同。")
def test_lstm_output_gate_is_clean(student):
    """The arguments stay as they are, and calls repeat."""
    check_gate_is_clean(student, "lstm_output_gate")


# ----------------------------------------------------------------------------- lstm_cell_forward


def cell_of(student, x_t, h_prev, c_prev, parameters):
    """Run the student's cell with the correct gates: h_next, c_next, cache."""
    with correct(student, "sigmoid", *FUNCTIONS):
        value = student.lstm_cell_forward(x_t, h_prev, c_prev, parameters)
    return check.returns(value, "h_next c_next cache")


def cells_of(student):
    """Problems, and what the student's cell makes of them; asked for once."""
    for m, n, N in CELLS:
        p = problem(m, n, N, 1, seed=3)
        key = ("lstm_cell_forward", m, n, N)
        value = shared(key, cell_of, student, p.x_t, p.h0, p.c0, p.parameters)
        yield problem(m, n, N, 1, seed=3), value


def cell_with_gates(student, p, **gates):
    """The student's cell with some gates fixed: its h_next and c_next."""
    p.parameters.update(set_gates(p.parameters, **gates))
    return cell_of(student, p.x_t, p.h0, p.c0, p.parameters)[:2]


@exercise("lstm_cell_forward", points=1, zh="返回 h_next、c_next、cache，且形状正确。")
def test_lstm_cell_forward_returns_three_things_of_the_right_shape(student):
    """It returns h_next, c_next and a cache of ten, with the right shapes."""
    for p, (h_next, c_next, cache) in cells_of(student):
        check.shape("h_next", h_next, n=p.n, N=p.N)
        check.shape("c_next", c_next, n=p.n, N=p.N)
        check.returns(cache, CACHE)


@exercise("lstm_cell_forward", points=2, zh="遗忘门为 1、更新门为 0 时，c 原样保留。")
def test_lstm_cell_forward_keeps_the_memory(student):
    """Forget gate 1 and update gate 0 keep c exactly."""
    for m, n, N in CELLS[:2]:
        p = problem(m, n, N, 1, seed=4)
        _, c_next = cell_with_gates(student, p, f=OPEN, u=-OPEN)
        check.close("c_next", c_next, p.c0, axes="n N")


@exercise("lstm_cell_forward", points=1, zh="遗忘门为 0、更新门为 1 时，c 就是候选值。")
def test_lstm_cell_forward_overwrites_the_memory(student):
    """Forget gate 0 and update gate 1 replace c by the candidate."""
    for m, n, N in CELLS[:2]:
        p = problem(m, n, N, 1, seed=5)
        _, c_next = cell_with_gates(student, p, f=-OPEN, u=OPEN)
        expected = reference.lstm_candidate(p.x_t, p.h0, p.parameters)
        check.close("c_next", c_next, expected, axes="n N")


@exercise("lstm_cell_forward", points=1, zh="输出门为 0 时 h 为零，而 c 不受影响。")
def test_lstm_cell_forward_hides_the_memory(student):
    """Output gate 0 closes h, and c does not mind."""
    for m, n, N in CELLS[:2]:
        p = problem(m, n, N, 1, seed=6)
        own = memory_of(p, cell_with_gates(student, p, o=OPEN)[1])
        h_next, c_next = cell_with_gates(student, problem(m, n, N, 1, seed=6), o=-OPEN)
        check.close("h_next", h_next, np.zeros((n, N)), axes="n N")
        check.close("c_next", c_next, own, axes="n N")


@exercise("lstm_cell_forward", points=1, zh="输出门为 1 时 h 是新的 c 的 tanh。")
def test_lstm_cell_forward_shows_the_memory(student):
    """Output gate 1 shows tanh of the new c."""
    for m, n, N in CELLS[:2]:
        p = problem(m, n, N, 1, seed=6)
        h_next, c_next = cell_with_gates(student, p, o=OPEN)
        check.close("h_next", h_next, np.tanh(memory_of(p, c_next)), axes="n N")


def memory_of(p, c_next):
    """The c that the student computed: a wrong one is paid for elsewhere, one of zeros is none."""
    check.shape("c_next", c_next, n=p.n, N=p.N)
    c_next = np.asarray(c_next)
    require(bool(np.isfinite(c_next).all()), "c_next is not finite", "c_next 不是有限的数")
    require(bool(c_next.any()), "c_next is zero everywhere", "c_next 处处为零")
    return c_next


@exercise("lstm_cell_forward", points=3, zh="新的 c 正确：旧记忆乘遗忘门，加上候选值乘更新门。")
def test_lstm_cell_forward_c_next(student):
    """c_next is right: the old memory through one gate plus the candidate through another."""
    for p, (_, c_next, _) in cells_of(student):
        check.close("c_next", c_next, p.cell()[1], axes="n N")


@exercise("lstm_cell_forward", points=2, zh="h 由新的 c 经过输出门得到。")
def test_lstm_cell_forward_h_next_comes_from_the_new_memory(student):
    """h_next comes from the new c, through the output gate."""
    for p, (h_next, c_next, _) in cells_of(student):
        o = reference.lstm_output_gate(p.x_t, p.h0, p.parameters)
        check.close("h_next", h_next, o * np.tanh(memory_of(p, c_next)), axes="n N")


@exercise("lstm_cell_forward", points=1, zh="cache 按说明的顺序保存十样东西。")
def test_lstm_cell_forward_cache(student):
    """The cache holds its ten things in the order of the docstring."""
    for p, (_, _, cache) in cells_of(student):
        check_cache(cache, p.cell()[2])


def check_cache(cache, expected):
    cache = check.returns(cache, CACHE)
    for name, held, value in zip(CACHE.split()[:-1], cache, expected, strict=False):
        axes = "m N" if name == "x_t" else "n N"
        check.close(f"{name} in the cache", held, value, axes=axes)
    held = check.keys(cache[-1], " ".join(NAMES))
    for name in NAMES:
        check.close(f"{name} in the cache", held[name], expected[-1][name])


@exercise("lstm_cell_forward", points=1, zh="参数保持不变，重复调用结果相同。")
def test_lstm_cell_forward_is_clean(student):
    """The arguments stay as they are, and calls repeat."""
    for seed in (7, 8, 7):
        p = problem(3, 5, 2, 1, seed=seed)
        x_t, h_prev, c_prev = p.x_t, p.h0, p.c0
        expected = p.cell()
        with check.unchanged(x_t=x_t, h_prev=h_prev, c_prev=c_prev, parameters=p.parameters):
            h_next, c_next, _ = cell_of(student, x_t, h_prev, c_prev, p.parameters)
        check.close("c_next", c_next, expected[1], axes="n N")
        check.close("h_next", h_next, expected[0], axes="n N")


# ---------------------------------------------------------------------------------- lstm_forward


def sequence_of(student, x, h0, c0, parameters):
    """Run the student's forward pass with the correct cell: h, c, caches."""
    with correct(student, "sigmoid", *FUNCTIONS, "lstm_cell_forward"):
        value = student.lstm_forward(x, h0, c0, parameters)
    return check.returns(value, "h c caches")


def sequences_of(student):
    """Problems, and what the student's forward pass makes of them; asked for once."""
    for sizes in SEQUENCES:
        p = problem(*sizes, seed=3)
        key = ("lstm_forward", *sizes)
        value = shared(key, sequence_of, student, p.x, p.h0, p.c0, p.parameters)
        yield problem(*sizes, seed=3), value


def check_steps(value, expected):
    check.close("h", value[0], expected[0], axes="n N T")
    check.close("c", value[1], expected[1], axes="n N T")


def check_sequence(student, p):
    check_steps(sequence_of(student, p.x, p.h0, p.c0, p.parameters), p.forward())


@exercise("lstm_forward", points=1, zh="返回 h、c 和 T 个 cache，且形状正确。")
def test_lstm_forward_returns_three_things_of_the_right_shape(student):
    """It returns h, c and T caches, with the right shapes."""
    for p, (h, c, caches) in sequences_of(student):
        check.shape("h", h, n=p.n, N=p.N, T=p.T)
        check.shape("c", c, n=p.n, N=p.N, T=p.T)
        check.equal("len(caches)", len(caches), p.T)


@exercise("lstm_forward", points=1, zh="第一步从 h0 出发。")
def test_lstm_forward_starts_from_h0(student):
    """The first step starts from h0."""
    p = problem(3, 5, 2, 1, seed=1)
    p.c0[:] = 0
    check_sequence(student, p)


@exercise("lstm_forward", points=1, zh="第一步从 c0 出发。")
def test_lstm_forward_starts_from_c0(student):
    """The first step starts from c0."""
    p = problem(2, 4, 3, 1, seed=1)
    p.h0[:] = 0
    check_sequence(student, p)


@exercise("lstm_forward", points=2, zh="每一步都从前一步的 h 出发（遗忘门为 0）。")
def test_lstm_forward_hands_h_on(student):
    """Every later step starts from the h before it (with the forget gate 0)."""
    for sizes in SEQUENCES[:2]:
        p = problem(*sizes, seed=2)
        p.parameters.update(set_gates(p.parameters, f=-OPEN))
        check_sequence(student, p)


@exercise("lstm_forward", points=2, zh="每一步都从前一步的 c 出发（W = 0）。")
def test_lstm_forward_hands_c_on(student):
    """Every later step starts from the c before it (with W = 0)."""
    for sizes in SEQUENCES[:2]:
        p = problem(*sizes, seed=2)
        p.parameters.update(without_recurrence(p.parameters))
        check_sequence(student, p)


@exercise("lstm_forward", points=2, zh="每个时间步的 h 和 c 都正确。")
def test_lstm_forward_every_step_is_right(student):
    """h and c are right at every time step."""
    for p, value in sequences_of(student):
        expected = p.forward()
        with showing_gates(value[2], expected[2], {"f": 4, "u": 5, "o": 7}):
            check_steps(value, expected)


@exercise("lstm_forward", points=1, zh="前 k 步的结果与后面的输入无关。")
def test_lstm_forward_of_the_first_steps_is_a_part_of_the_whole(student):
    """The first k steps do not depend on what comes later."""
    p = problem(3, 5, 2, 6, seed=4)
    h, c, _ = p.forward()
    for k in (4, 2):
        x_k = p.x[:, :, :k].copy()
        value = sequence_of(student, x_k, p.h0, p.c0, p.parameters)
        check_steps(value, (h[:, :, :k], c[:, :, :k]))


@exercise("lstm_forward", points=1, zh="caches 按时间顺序保存每一步的 cache。")
def test_lstm_forward_keeps_the_caches_in_order_of_time(student):
    """The caches are those of the cell, in order of time."""
    p = problem(3, 5, 2, 4, seed=5)
    _, _, expected = p.forward()
    _, _, caches = sequence_of(student, p.x, p.h0, p.c0, p.parameters)
    check.equal("len(caches)", len(caches), 4)
    for t in range(4):
        check_cache(caches[t], expected[t])


@exercise("lstm_forward", points=1, zh="参数保持不变，重复调用结果相同，每一步只计算一次单元。")
def test_lstm_forward_is_clean(student):
    """Arguments stay as they are, calls repeat, and the work grows linearly with T."""
    work = {}
    for T in (4, 8, 4):
        p = problem(3, 5, 2, T, seed=6)
        expected = p.forward()
        cell, calls = counted(reference.lstm_cell_forward)
        with (
            check.unchanged(x=p.x, h0=p.h0, c0=p.c0, parameters=p.parameters),
            correct(student, "sigmoid", *FUNCTIONS),
            student.using(lstm_cell_forward=cell),
        ):
            value = student.lstm_forward(p.x, p.h0, p.c0, p.parameters)
        check_steps(check.returns(value, "h c caches"), expected)
        work[T] = len(calls)
    check_linear(work)


# ---------------------------------------------------------------------------- lstm_cell_backward


def back_one(student, dh_next, dc_next, cache):
    """Run the student's backward step with the correct gates."""
    with correct(student, "sigmoid", *FUNCTIONS):
        return student.lstm_cell_backward(dh_next, dc_next, cache)


def gradients_of_cells(student, cells=CELLS):
    """Problems, and what the student's function makes of them; asked for once."""
    for m, n, N in cells:
        p = problem(m, n, N, 1, seed=1)
        key = ("lstm_cell_backward", m, n, N)
        gradients = shared(key, back_one, student, p.dh_t, p.dc_t, p.cell()[2])
        yield problem(m, n, N, 1, seed=1), gradients


def true_cell_gradients(names, p, dh_next, dc_next):
    """The true gradients of these names, "dx_t", by name."""
    return {name: true_cell_gradient(name[1:], p, dh_next, dc_next) for name in names}


def check_one_cell_gradient(student, *names):
    for p, gradients in gradients_of_cells(student, CELLS[:2]):
        expected = true_cell_gradients(names, p, p.dh_t, p.dc_t)
        check_gradients(gradients, expected, CELL_GRADIENTS)


def check_cell_backward(student, p, dh_next, dc_next):
    cache = p.cell()[2]
    expected = reference.lstm_cell_backward(dh_next, dc_next, cache)
    check_gradients(back_one(student, dh_next, dc_next, cache), expected, CELL_GRADIENTS)


@exercise("lstm_cell_backward", points=1, zh="每个梯度与对应的量形状相同。")
def test_lstm_cell_backward_shapes(student):
    """Every gradient has the shape of what it is the gradient of."""
    for p, gradients in gradients_of_cells(student):
        check_shapes(gradients, CELL_GRADIENTS, p.sizes)


@exercise("lstm_cell_backward", points=2, zh="只有 dc_next 传来时，所有梯度都正确。")
def test_lstm_cell_backward_of_dc_next_alone(student):
    """All gradients are right when only dc_next arrives."""
    for m, n, N in CELLS[:2]:
        p = problem(m, n, N, 1, seed=2)
        check_cell_backward(student, p, np.zeros((n, N)), p.dc_t)


@exercise("lstm_cell_backward", points=2, zh="只有 dh_next 传来时，所有梯度都正确。")
def test_lstm_cell_backward_of_dh_next_alone(student):
    """All gradients are right when only dh_next arrives."""
    for m, n, N in CELLS[:2]:
        p = problem(m, n, N, 1, seed=2)
        check_cell_backward(student, p, p.dh_t, np.zeros((n, N)))


@exercise("lstm_cell_backward", points=2, zh="dc_prev 正确。")
def test_lstm_cell_backward_dc_prev(student):
    """dc_prev is right."""
    check_one_cell_gradient(student, "dc_prev")


@exercise("lstm_cell_backward", points=2, zh="dh_prev 正确：四条路之和。")
def test_lstm_cell_backward_dh_prev(student):
    """dh_prev is right: the sum of four ways."""
    check_one_cell_gradient(student, "dh_prev")


@exercise("lstm_cell_backward", points=2, zh="dx_t 正确：四条路之和。")
def test_lstm_cell_backward_dx_t(student):
    """dx_t is right: the sum of four ways."""
    check_one_cell_gradient(student, "dx_t")


@exercise("lstm_cell_backward", points=1, zh="dUf、dWf 正确，且对整批求和。")
def test_lstm_cell_backward_weights_of_the_forget_gate(student):
    """dUf and dWf are right, and sums over the batch."""
    check_one_cell_gradient(student, "dUf", "dWf")


@exercise("lstm_cell_backward", points=1, zh="dbf 正确，且对整批求和。")
def test_lstm_cell_backward_bias_of_the_forget_gate(student):
    """dbf is right, and a sum over the batch."""
    check_one_cell_gradient(student, "dbf")


@exercise("lstm_cell_backward", points=1, zh="dUu、dWu 正确，且对整批求和。")
def test_lstm_cell_backward_weights_of_the_update_gate(student):
    """dUu and dWu are right, and sums over the batch."""
    check_one_cell_gradient(student, "dUu", "dWu")


@exercise("lstm_cell_backward", points=1, zh="dbu 正确，且对整批求和。")
def test_lstm_cell_backward_bias_of_the_update_gate(student):
    """dbu is right, and a sum over the batch."""
    check_one_cell_gradient(student, "dbu")


@exercise("lstm_cell_backward", points=1, zh="dUc、dWc 正确，且对整批求和。")
def test_lstm_cell_backward_weights_of_the_candidate(student):
    """dUc and dWc are right, and sums over the batch."""
    check_one_cell_gradient(student, "dUc", "dWc")


@exercise("lstm_cell_backward", points=1, zh="dbc 正确，且对整批求和。")
def test_lstm_cell_backward_bias_of_the_candidate(student):
    """dbc is right, and a sum over the batch."""
    check_one_cell_gradient(student, "dbc")


@exercise("lstm_cell_backward", points=1, zh="dUo、dWo 正确，且对整批求和。")
def test_lstm_cell_backward_weights_of_the_output_gate(student):
    """dUo and dWo are right, and sums over the batch."""
    check_one_cell_gradient(student, "dUo", "dWo")


@exercise("lstm_cell_backward", points=1, zh="dbo 正确，且对整批求和。")
def test_lstm_cell_backward_bias_of_the_output_gate(student):
    """dbo is right, and a sum over the batch."""
    check_one_cell_gradient(student, "dbo")


@exercise("lstm_cell_backward", points=3, zh="其他大小的单元，以及全部打开或关闭的门，都正确。")
def test_lstm_cell_backward_as_a_whole(student):
    """Other sizes are right, and so are gates that are wide open or closed."""
    for m, n, N in (CELLS[2], (5, 3, 4), (2, 1, 3)):
        p = problem(m, n, N, 1, seed=3)
        check_cell_backward(student, p, p.dh_t, p.dc_t)
    p = problem(4, 2, 3, 1, seed=3)
    p.parameters.update(set_gates(p.parameters, f=OPEN, u=-OPEN, o=OPEN))
    check_cell_backward(student, p, p.dh_t, p.dc_t)


@exercise("lstm_cell_backward", points=2, zh="梯度对 (dh_next, dc_next) 是线性的，零给出零。")
def test_lstm_cell_backward_is_linear(student):
    """The gradients are linear in (dh_next, dc_next), and zero gives zero."""
    p = problem(4, 2, 3, 1, seed=4)
    cache = p.cell()[2]
    once = reference.lstm_cell_backward(p.dh_t, p.dc_t, cache)
    for factor in (-1000.0, 0.0):
        expected = {name: factor * value for name, value in once.items()}
        gradients = back_one(student, factor * p.dh_t, factor * p.dc_t, cache)
        check_gradients(gradients, expected, CELL_GRADIENTS)


@exercise("lstm_cell_backward", points=1, zh="参数保持不变，重复调用结果相同。")
def test_lstm_cell_backward_is_clean(student):
    """The arguments stay as they are, and calls repeat."""
    for seed in (5, 6, 5):
        p = problem(3, 5, 2, 1, seed=seed)
        dh_next, dc_next, cache = p.dh_t, p.dc_t, p.cell()[2]
        expected = reference.lstm_cell_backward(dh_next, dc_next, cache)
        with check.unchanged(dh_next=dh_next, dc_next=dc_next, cache=cache):
            gradients = back_one(student, dh_next, dc_next, cache)
        check_gradients(gradients, expected, CELL_GRADIENTS)


@exercise(
    "lstm_cell_backward",
    points=0,
    zh="你的前向与你的反向一致（只报告，不计分）。",
    forward="lstm_cell_forward",
)
def test_lstm_cell_backward_agrees_with_own_forward(student):
    """Your forward and your backward agree (reported only, no points)."""
    p = problem(3, 5, 2, 1, seed=7)

    def run(a):
        with correct(student, "sigmoid", *FUNCTIONS):
            value = student.lstm_cell_forward(a["x_t"], a["h_prev"], a["c_prev"], only_named(a))
        return check.returns(value, "h_next c_next cache")

    def loss(a):
        h_next, c_next, _ = run(a)
        return np.sum(p.dh_t * h_next) + np.sum(p.dc_t * c_next)

    arguments = {"x_t": p.x_t, "h_prev": p.h0, "c_prev": p.c0, **p.parameters}
    gradients = student.lstm_cell_backward(p.dh_t, p.dc_t, run(arguments)[2])
    check_slopes(loss, arguments, check.keys(gradients, " ".join(CELL_GRADIENTS)))


# --------------------------------------------------------------------------------- lstm_backward


def back(student, dh, caches):
    """Run the student's backward pass with the correct cell."""
    with correct(student, "sigmoid", *FUNCTIONS, "lstm_cell_backward"):
        return student.lstm_backward(dh, caches)


def gradients_of_sequences(student, sequences=SEQUENCES):
    """Problems, and what the student's function makes of them; asked for once."""
    for sizes in sequences:
        p = problem(*sizes, seed=4)
        gradients = shared(("lstm_backward", *sizes), back, student, p.dh, p.forward()[2])
        yield problem(*sizes, seed=4), gradients


def true_sequence_gradients(names, p):
    """The true gradients of these names, "dx", by name."""
    return {name: true_sequence_gradient(name[1:], p) for name in names}


def check_sequence_gradients(student, *names):
    for p, gradients in gradients_of_sequences(student, SEQUENCES[:2]):
        check_gradients(gradients, true_sequence_gradients(names, p), SEQUENCE_GRADIENTS)


def check_backward(student, p, names):
    """The gradients of these names are the true ones."""
    expected = true_sequence_gradients(names, p)
    check_gradients(back(student, p.dh, p.forward()[2]), expected, SEQUENCE_GRADIENTS)


@exercise("lstm_backward", points=1, zh="每个梯度与对应的量形状相同。")
def test_lstm_backward_shapes(student):
    """Every gradient has the shape of what it is the gradient of."""
    for p, gradients in gradients_of_sequences(student):
        check_shapes(gradients, SEQUENCE_GRADIENTS, p.sizes)


@exercise("lstm_backward", points=2, zh="只有一步的序列正确。")
def test_lstm_backward_of_one_step(student):
    """A sequence of a single step is right."""
    for m, n, N in CELLS[:2]:
        check_backward(student, problem(m, n, N, 1, seed=1), SEQUENCE_GRADIENTS)


@exercise("lstm_backward", points=2, zh="参数的梯度是各时间步之和（门都关上，梯度不跨时间传播）。")
def test_lstm_backward_sums_over_time(student):
    """The parameters' gradients are sums over time (no gradient crosses time here)."""
    for sizes in SEQUENCES[:2]:
        p = problem(*sizes, seed=2)
        p.parameters.update(without_recurrence(set_gates(p.parameters, f=-OPEN)))
        check_backward(student, p, OF_PARAMETERS)


@exercise("lstm_backward", points=2, zh="最后一步的梯度经过 h 传回第一步（遗忘门为 0）。")
def test_lstm_backward_carries_dh_back(student):
    """The last step's gradient travels back to the first through h (forget gate 0)."""
    for sizes in SEQUENCES[:2]:
        p = problem(*sizes, seed=3)
        p.parameters.update(set_gates(p.parameters, f=-OPEN))
        p.dh[:, :, :-1] = 0
        check_backward(student, p, ["dx"])


@exercise("lstm_backward", points=3, zh="最后一步的梯度经过 c 传回第一步（W = 0）。")
def test_lstm_backward_carries_dc_back(student):
    """The last step's gradient travels back to the first through c (W = 0)."""
    for sizes in SEQUENCES[:2]:
        p = problem(*sizes, seed=3)
        p.parameters.update(without_recurrence(p.parameters))
        p.dh[:, :, :-1] = 0
        check_backward(student, p, ["dx"])


@exercise("lstm_backward", points=1, zh="每个时间步的 dx 都正确。")
def test_lstm_backward_dx(student):
    """dx is right at every time step."""
    check_sequence_gradients(student, "dx")


@exercise("lstm_backward", points=1, zh="dh0 是传回到 h0 的梯度。")
def test_lstm_backward_dh0(student):
    """dh0 is the gradient that arrives at h0."""
    check_sequence_gradients(student, "dh0")


@exercise("lstm_backward", points=1, zh="dc0 是传回到 c0 的梯度。")
def test_lstm_backward_dc0(student):
    """dc0 is the gradient that arrives at c0."""
    check_sequence_gradients(student, "dc0")


@exercise("lstm_backward", points=1, zh="dUf、dUu、dUc、dUo 正确。")
def test_lstm_backward_dU(student):
    """dUf, dUu, dUc and dUo are right."""
    check_sequence_gradients(student, "dUf", "dUu", "dUc", "dUo")


@exercise("lstm_backward", points=1, zh="dWf、dWu、dWc、dWo 正确。")
def test_lstm_backward_dW(student):
    """dWf, dWu, dWc and dWo are right."""
    check_sequence_gradients(student, "dWf", "dWu", "dWc", "dWo")


@exercise("lstm_backward", points=1, zh="dbf、dbu、dbc、dbo 正确。")
def test_lstm_backward_db(student):
    """dbf, dbu, dbc and dbo are right."""
    check_sequence_gradients(student, "dbf", "dbu", "dbc", "dbo")


@exercise("lstm_backward", points=1, zh="梯度对 dh 是线性的，零给出零。")
def test_lstm_backward_is_linear(student):
    """The gradients are linear in dh, and zero gives zero."""
    p = problem(5, 3, 2, 6, seed=5)
    caches = p.forward()[2]
    once = reference.lstm_backward(p.dh, caches)
    for factor in (-1000.0, 0.0):
        expected = {name: factor * value for name, value in once.items()}
        check_gradients(back(student, factor * p.dh, caches), expected, SEQUENCE_GRADIENTS)


@exercise("lstm_backward", points=1, zh="参数保持不变，重复调用结果相同，每一步只计算一次单元。")
def test_lstm_backward_is_clean(student):
    """Arguments stay as they are, calls repeat, and the work grows linearly with T."""
    work = {}
    for T in (4, 8, 4):
        p = problem(3, 5, 2, T, seed=6)
        caches = p.forward()[2]
        expected = reference.lstm_backward(p.dh, caches)
        cell, calls = counted(reference.lstm_cell_backward)
        with (
            check.unchanged(dh=p.dh, caches=caches),
            correct(student, "sigmoid", *FUNCTIONS),
            student.using(lstm_cell_backward=cell),
        ):
            gradients = student.lstm_backward(p.dh, caches)
        check_gradients(gradients, expected, SEQUENCE_GRADIENTS)
        work[T] = len(calls)
    check_linear(work)


@exercise(
    "lstm_backward",
    points=0,
    zh="你的前向与你的反向一致（只报告，不计分）。",
    forward="lstm_forward",
)
def test_lstm_backward_agrees_with_own_forward(student):
    """Your forward and your backward agree (reported only, no points)."""
    p = problem(3, 5, 2, 4, seed=8)

    def run(a):
        with correct(student, "sigmoid", *FUNCTIONS):
            value = student.lstm_forward(a["x"], a["h0"], a["c0"], only_named(a))
        return check.returns(value, "h c caches")

    arguments = {"x": p.x, "h0": p.h0, "c0": p.c0, **p.parameters}
    gradients = student.lstm_backward(p.dh.copy(), run(arguments)[2])
    gradients = check.keys(gradients, " ".join(SEQUENCE_GRADIENTS))
    check_slopes(lambda a: np.sum(p.dh * run({**arguments, **a})[0]), arguments, gradients)
