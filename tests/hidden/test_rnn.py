"""Hidden tests of the assignment `rnn`: what earns points, and the sentences that say so.

Inputs have four different sizes m, n, N, T wherever the exercise allows it, small weights (so
that tanh does not hide an error) and a recurrent gain of at most 1.5 (so that correct programs
agree to 1e-12). What an exercise builds on is replaced by the correct function: an error is paid
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
)
from solutions import rnn as reference

draws = Draws(__file__)

NAMES = ("U", "W", "V", "ba", "by")
CELLS = ((3, 5, 2), (4, 2, 3), (2, 3, 5))  # (m, n, N)
# (m, n, T): the lecture's code fixes N = 1 for a whole sequence, so what is scored does too.
SEQUENCES = ((3, 5, 4), (4, 3, 2), (2, 4, 1), (5, 3, 6))
BATCHES = ((3, 5, 2, 4), (4, 2, 3, 1), (5, 4, 3, 2))  # (m, n, N, T)

CELL_GRADIENTS = {
    "dx_t": "m N",
    "ds_prev": "n N",
    "dU": "n m",
    "dW": "n n",
    "dba": "n 1",
}
SEQUENCE_GRADIENTS = {
    "dx": "m N T",
    "ds0": "n N",
    "dU": "n m",
    "dW": "n n",
    "dba": "n 1",
}
OUTPUT_GRADIENTS = {"dV": "m n", "dby": "m 1", "ds": "n N T"}
LOSS_GRADIENTS = {"dU": "n m", "dW": "n n", "dV": "m n", "dba": "n 1", "dby": "m 1"}


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
    s0: np.ndarray  # (n, N)
    ds: np.ndarray  # (n, N, T)
    targets: np.ndarray  # (m, N, T), one-hot

    @property
    def sizes(self):
        return {"m": self.m, "n": self.n, "N": self.N, "T": self.T}

    @property
    def x_t(self):
        return self.x[:, :, 0].copy()

    @property
    def ds_t(self):
        return self.ds[:, :, 0].copy()

    def forward(self):
        return reference.rnn_forward(self.x, self.s0, self.parameters)

    def cell(self):
        return reference.rnn_cell_forward(self.x_t, self.s0, self.parameters)


def problem(m, n, N, T, seed=0):
    return Problem(m, n, N, T, **arrays_of_problem(m, n, N, T, seed))


@remembered
def arrays_of_problem(m, n, N, T, seed):
    draw = draws(seed, m, n, N, T)
    shapes = {"U": (n, m), "W": (n, n), "V": (m, n), "ba": (n, 1), "by": (m, 1)}
    parameters = {name: 0.3 * draw.standard_normal(shape) for name, shape in shapes.items()}
    parameters["W"] *= 1.2 / np.linalg.norm(parameters["W"], 2)
    x, s0, ds = (draw.standard_normal(shape) for shape in ((m, N, T), (n, N), (n, N, T)))
    tokens = draw.integers(0, m, (N, T))
    tokens[0, 0] = m - 1
    targets = np.eye(m)[:, tokens]
    return {"parameters": parameters, "x": x, "s0": 0.5 * s0, "ds": ds, "targets": targets}


def only_named(arguments):
    """The parameters among the arguments."""
    return {name: arguments[name] for name in NAMES}


def lecture_cell():
    """The lecture's data for one cell: its seed, its order of draws."""
    draw = np.random.RandomState(1).randn
    x_t, s_prev = draw(3, 1), draw(5, 1)
    U, W, V, ba, by = draw(5, 3), draw(5, 5), draw(3, 5), draw(5, 1), draw(3, 1)
    return x_t, s_prev, {"U": U, "W": W, "V": V, "ba": ba, "by": by}


def lecture_sequence():
    """The lecture's data for a sequence: W is drawn before U here, and ds last."""
    draw = np.random.RandomState(1).randn
    x, s0 = draw(3, 1, 4), draw(5, 1)
    W, U, V, ba, by = draw(5, 5), draw(5, 3), draw(3, 5), draw(5, 1), draw(3, 1)
    return x, s0, {"U": U, "W": W, "V": V, "ba": ba, "by": by}, draw(5, 1, 4)


# ------------------------------------------------------------------------------- true derivatives


@remembered
def true_cell_gradient(name, p, ds_next=None):
    """dL/d`name` for L = Σ ds_next ⊙ s_next of one cell."""
    ds_next = p.ds_t if ds_next is None else ds_next
    arguments = {"x_t": p.x_t, "s_prev": p.s0, **p.parameters}

    def loss(value):
        a = {**arguments, name: value}
        return np.sum(ds_next * reference.rnn_cell_forward(a["x_t"], a["s_prev"], a)[0])

    return complex_step(loss, arguments[name])


@remembered
def true_sequence_gradient(name, p):
    """dL/d`name` for L = Σ ds ⊙ s over the whole sequence."""
    arguments = {"x": p.x, "s0": p.s0, **p.parameters}

    def loss(value):
        a = {**arguments, name: value}
        return np.sum(p.ds * reference.rnn_forward(a["x"], a["s0"], a)[0])

    return complex_step(loss, arguments[name])


@remembered
def true_output_gradient(name, p, s):
    """dL/d`name` of the cross-entropy behind the output layer, at the states `s`."""
    arguments = {"V": p.parameters["V"], "by": p.parameters["by"], "s": s}

    def loss(value):
        a = {**arguments, name: value}
        z = np.einsum("ij,jbt->ibt", a["V"], a["s"]) + a["by"][:, :, None]
        return reference.cross_entropy(reference.softmax(z), p.targets)

    return complex_step(loss, arguments[name])


@remembered
def true_loss_gradient(name, p):
    """dL/d`name` of the cross-entropy of the whole network."""

    def loss(value):
        _, y, _ = reference.rnn_forward(p.x, p.s0, {**p.parameters, name: value})
        return reference.cross_entropy(y, p.targets)

    return complex_step(loss, p.parameters[name])


def correct(student, *names):
    """Within the block the student's code calls the correct functions of these names."""
    return suite.correct(student, reference, *names)


# --------------------------------------------------------------------------------------- softmax


@exercise("softmax", points=2, zh="每一列都是正确的概率。")
def test_softmax_gives_the_probabilities_of_each_column(student):
    """Every column holds the right probabilities."""
    draw = draws(1)
    for shape in ((3, 2), (2, 5), (4, 1)):
        z = 2 * draw.standard_normal(shape)
        check.close("p", student.softmax(z), reference.softmax(z), axes="m N")


@exercise("softmax", points=1, zh="分数达到 ±1000 时仍然精确，也不会出现 nan。")
def test_softmax_is_exact_for_large_scores(student):
    """Scores of ±1000 give exact probabilities, never nan."""
    z = np.array([[1000.0, -1000.0, 0.0, 1000.0], [999.0, -1001.0, -1000.0, -1000.0]])
    for scores in (z, z[:, :1], z[:, 1:3], -z):
        check.close("p", student.softmax(scores), reference.softmax(scores), axes="m N")


@exercise("softmax", points=1, zh="给一列加上同一个数不改变概率；参数保持不变。")
def test_softmax_does_not_move_under_a_shift(student):
    """A number added to a column changes nothing, and the argument stays as it is."""
    z = draws(2).standard_normal((5, 3))
    shifted = z + np.array([[3.0, -2.0, 30.0]])
    expected = reference.softmax(z)
    with check.unchanged(z=z, shifted=shifted):
        check.close("p", student.softmax(z), expected, axes="m N")
        check.close("p", student.softmax(shifted), expected, axes="m N")
        check.close("p", student.softmax(z), expected, axes="m N")


# ------------------------------------------------------------------------------ rnn_cell_forward


def cell_of(student, x_t, s_prev, parameters):
    """Run the student's cell with the correct softmax: s_next, out_pred, cache."""
    with correct(student, "softmax"):
        value = student.rnn_cell_forward(x_t, s_prev, parameters)
    return check.returns(value, "s_next out_pred cache")


def cells_of(student):
    """Problems, and what the student's cell makes of them; asked for once."""
    for m, n, N in CELLS:
        p = problem(m, n, N, 1, seed=3)
        key = ("rnn_cell_forward", m, n, N)
        value = shared(key, cell_of, student, p.x_t, p.s0, p.parameters)
        yield problem(m, n, N, 1, seed=3), value


@exercise("rnn_cell_forward", points=1, zh="返回 s_next、out_pred、cache，且形状正确。")
def test_rnn_cell_forward_returns_three_things_of_the_right_shape(student):
    """It returns s_next, out_pred and a cache of four, with the right shapes."""
    for p, (s_next, out_pred, cache) in cells_of(student):
        check.shape("s_next", s_next, n=p.n, N=p.N)
        check.shape("out_pred", out_pred, m=p.m, N=p.N)
        check.returns(cache, "s_next s_prev x_t parameters")


def check_state_with_only(student, *names):
    for m, n, N in CELLS[:2]:
        p = problem(m, n, N, 1, seed=1)
        parameters = only(p.parameters, *names)
        expected, _, _ = reference.rnn_cell_forward(p.x_t, p.s0, parameters)
        s_next, _, _ = cell_of(student, p.x_t, p.s0, parameters)
        check.close("s_next", s_next, expected, axes="n N")


@exercise("rnn_cell_forward", points=1, zh="只有 ba 不为零时，新状态正确。")
def test_rnn_cell_forward_with_only_ba_on(student):
    """The new state is right when only ba is not zero."""
    check_state_with_only(student, "ba")


@exercise("rnn_cell_forward", points=1, zh="只有 U 不为零时，新状态正确。")
def test_rnn_cell_forward_with_only_U_on(student):
    """The new state is right when only U is not zero."""
    check_state_with_only(student, "U")


@exercise("rnn_cell_forward", points=1, zh="只有 W 不为零时，新状态正确。")
def test_rnn_cell_forward_with_only_W_on(student):
    """The new state is right when only W is not zero."""
    check_state_with_only(student, "W")


@exercise("rnn_cell_forward", points=1, zh="只有 by 不为零时，输出正确。")
def test_rnn_cell_forward_with_only_by_on(student):
    """The output is right when only by is not zero."""
    for m, n, N in CELLS[:2]:
        p = problem(m, n, N, 1, seed=1)
        _, out_pred, _ = cell_of(student, p.x_t, p.s0, only(p.parameters, "by"))
        expected = reference.softmax(np.tile(p.parameters["by"], (1, N)))
        check.close("out_pred", out_pred, expected, axes="m N")


@exercise("rnn_cell_forward", points=2, zh="输出由新状态（而不是旧状态）经过 V 得到。")
def test_rnn_cell_forward_output_comes_from_the_new_state(student):
    """The output comes from the new state through V, not from the old one."""
    for m, n, N in CELLS:
        p = problem(m, n, N, 1, seed=2)
        parameters = only(p.parameters, "U", "W", "V", "ba")
        s_next, out_pred, _ = cell_of(student, p.x_t, p.s0, parameters)
        check.shape("s_next", s_next, n=n, N=N)
        # From the state that the student computed: a wrong state has already been paid for.
        z = parameters["V"] @ np.asarray(s_next)
        check.close("out_pred", out_pred, reference.softmax(z), axes="m N")


@exercise("rnn_cell_forward", points=2, zh="整个单元正确：讲义中的数据，以及一批多个样本。")
def test_rnn_cell_forward_as_a_whole(student):
    """The whole cell is right, with the lecture's numbers and with a batch."""
    expected = reference.rnn_cell_forward(*lecture_cell())
    check_cell(cell_of(student, *lecture_cell()), expected)
    for p, value in cells_of(student):
        check_cell(value, p.cell())


def check_cell(value, expected):
    check.close("s_next", value[0], expected[0], axes="n N")
    check.close("out_pred", value[1], expected[1], axes="m N")


@exercise(
    "rnn_cell_forward",
    points=1,
    zh="cache 依次保存 s_next、s_prev、x_t、parameters；参数保持不变。",
)
def test_rnn_cell_forward_cache(student):
    """The cache holds s_next, s_prev, x_t, parameters; the arguments stay as they are."""
    p = problem(3, 5, 2, 1, seed=4)
    x_t, s_prev = p.x_t, p.s0
    expected, _, _ = p.cell()
    for _ in range(2):
        with check.unchanged(x_t=x_t, s_prev=s_prev, parameters=p.parameters):
            _, _, cache = cell_of(student, x_t, s_prev, p.parameters)
        check_cache(cache, expected, s_prev, x_t, p.parameters)


def check_cache(cache, s_next, s_prev, x_t, parameters):
    cache = check.returns(cache, "s_next s_prev x_t parameters")
    check.close("cache[0]", cache[0], s_next, axes="n N")
    check.close("cache[1]", cache[1], s_prev, axes="n N")
    check.close("cache[2]", cache[2], x_t, axes="m N")
    held = check.keys(cache[3], " ".join(NAMES))
    for name in NAMES:
        check.close(f"cache[3]['{name}']", held[name], parameters[name])


# ----------------------------------------------------------------------------------- rnn_forward


def sequence_of(student, x, s0, parameters):
    """Run the student's forward pass with the correct cell: s, y, caches."""
    with correct(student, "softmax", "rnn_cell_forward"):
        value = student.rnn_forward(x, s0, parameters)
    return check.returns(value, "s y caches")


def sequences_of(student):
    """Problems, and what the student's forward pass makes of them; asked for once."""
    for m, n, T in SEQUENCES:
        p = problem(m, n, 1, T, seed=3)
        key = ("rnn_forward", m, n, T)
        value = shared(key, sequence_of, student, p.x, p.s0, p.parameters)
        yield problem(m, n, 1, T, seed=3), value


def check_sequence(student, x, s0, parameters):
    expected = reference.rnn_forward(x, s0, parameters)
    check_steps(sequence_of(student, x, s0, parameters), expected)


def check_steps(value, expected):
    check.close("s", value[0], expected[0], axes="n N T")
    check.close("y", value[1], expected[1], axes="m N T")


@exercise("rnn_forward", points=1, zh="返回 s、y 和 T 个 cache，且形状正确。")
def test_rnn_forward_returns_three_things_of_the_right_shape(student):
    """It returns s, y and T caches, with the right shapes."""
    for p, (s, y, caches) in sequences_of(student):
        check.shape("s", s, n=p.n, N=1, T=p.T)
        check.shape("y", y, m=p.m, N=1, T=p.T)
        check.equal("len(caches)", len(caches), p.T)


@exercise("rnn_forward", points=1, zh="第一步从 s0 出发。")
def test_rnn_forward_starts_from_s0(student):
    """The first step starts from s0."""
    for m, n, T in ((3, 5, 1), (2, 4, 1)):
        p = problem(m, n, 1, T, seed=1)
        check_sequence(student, p.x, p.s0, p.parameters)


@exercise("rnn_forward", points=2, zh="每一步都从前一步的状态出发。")
def test_rnn_forward_hands_the_state_on(student):
    """Every later step starts from the state before it."""
    for m, n, T in ((3, 5, 4), (4, 3, 2)):
        p = problem(m, n, 1, T, seed=2)
        check_sequence(student, p.x, p.s0, only(p.parameters, "W", "V"))


@exercise("rnn_forward", points=2, zh="每个时间步的状态和输出都正确。")
def test_rnn_forward_every_step_is_right(student):
    """States and outputs are right at every time step."""
    for p, value in sequences_of(student):
        check_steps(value, p.forward())


@exercise("rnn_forward", points=1, zh="前 k 步的结果与后面的输入无关。")
def test_rnn_forward_of_the_first_steps_is_a_part_of_the_whole(student):
    """The first k steps do not depend on what comes later."""
    p = problem(3, 5, 1, 6, seed=4)
    s, y, _ = p.forward()
    for k in (4, 2):
        s_k, y_k, _ = sequence_of(student, p.x[:, :, :k].copy(), p.s0, p.parameters)
        check.close("s", s_k, s[:, :, :k], axes="n N T")
        check.close("y", y_k, y[:, :, :k], axes="m N T")


@exercise("rnn_forward", points=1, zh="caches 按时间顺序保存每一步的 cache。")
def test_rnn_forward_keeps_the_caches_in_order_of_time(student):
    """The caches are those of the cell, in order of time."""
    p = problem(3, 5, 1, 4, seed=5)
    s, _, _ = p.forward()
    _, _, caches = sequence_of(student, p.x, p.s0, p.parameters)
    check.equal("len(caches)", len(caches), 4)
    for t in range(4):
        s_prev = p.s0 if t == 0 else s[:, :, t - 1]
        check_cache(caches[t], s[:, :, t], s_prev, p.x[:, :, t], p.parameters)


@exercise("rnn_forward", points=1, zh="讲义中的四步序列得到讲义的结果。")
def test_rnn_forward_on_the_lecture_sequence(student):
    """The lecture's sequence of four steps gives the lecture's result."""
    x, s0, parameters, _ = lecture_sequence()
    check_sequence(student, x, s0, parameters)


@exercise("rnn_forward", points=1, zh="参数保持不变，重复调用结果相同，每一步只计算一次单元。")
def test_rnn_forward_is_clean(student):
    """Arguments stay as they are, calls repeat, and the work grows linearly with T."""
    work = {}
    for T in (4, 8, 4):
        p = problem(3, 5, 1, T, seed=6)
        expected = p.forward()
        cell, calls = counted(reference.rnn_cell_forward)
        with (
            check.unchanged(x=p.x, s0=p.s0, parameters=p.parameters),
            correct(student, "softmax"),
            student.using(rnn_cell_forward=cell),
        ):
            value = student.rnn_forward(p.x, p.s0, p.parameters)
        s, y, _ = check.returns(value, "s y caches")
        check.close("s", s, expected[0], axes="n N T")
        check.close("y", y, expected[1], axes="m N T")
        work[T] = len(calls)
    check_linear(work)


@exercise("rnn_forward", points=0, zh="一批多个样本（N > 1）也正确（只报告，不计分）。")
def test_rnn_forward_with_a_batch(student):
    """A batch of several examples (N > 1) works too (reported only, no points)."""
    for m, n, N, T in BATCHES:
        p = problem(m, n, N, T, seed=7)
        check_sequence(student, p.x, p.s0, p.parameters)


# ----------------------------------------------------------------------------- rnn_cell_backward


def gradients_of_cells(student, cells=CELLS):
    """Problems, and what the student's function makes of them; asked for once."""
    for m, n, N in cells:
        p = problem(m, n, N, 1, seed=1)
        key = ("rnn_cell_backward", m, n, N)
        gradients = shared(key, back_one, student, p.ds_t, p.cell()[2])
        yield problem(m, n, N, 1, seed=1), gradients


def back_one(student, ds_next, cache):
    return student.rnn_cell_backward(ds_next, cache)


def check_one_cell_gradient(student, name):
    for p, gradients in gradients_of_cells(student, CELLS[:2]):
        expected = {name: true_cell_gradient(name[1:], p)}
        check_gradients(gradients, expected, CELL_GRADIENTS)


@exercise("rnn_cell_backward", points=1, zh="每个梯度与对应的量形状相同。")
def test_rnn_cell_backward_shapes(student):
    """Every gradient has the shape of what it is the gradient of."""
    for p, gradients in gradients_of_cells(student):
        check_shapes(gradients, CELL_GRADIENTS, p.sizes)


@exercise("rnn_cell_backward", points=1, zh="状态为零时，tanh 让梯度原样通过。")
def test_rnn_cell_backward_where_tanh_is_flat(student):
    """Where the state is zero, tanh lets the whole gradient through."""
    p = problem(3, 5, 1, 1, seed=2)
    U, W = p.parameters["U"], p.parameters["W"]
    parameters = {**p.parameters, "ba": -(U @ p.x_t + W @ p.s0)}
    cache = (np.zeros_like(p.s0), p.s0, p.x_t, parameters)
    expected = reference.rnn_cell_backward(p.ds_t, cache)
    check_gradients(student.rnn_cell_backward(p.ds_t, cache), expected, CELL_GRADIENTS)


@exercise("rnn_cell_backward", points=2, zh="dx_t 正确。")
def test_rnn_cell_backward_dx_t(student):
    """dx_t is right."""
    check_one_cell_gradient(student, "dx_t")


@exercise("rnn_cell_backward", points=2, zh="ds_prev 正确。")
def test_rnn_cell_backward_ds_prev(student):
    """ds_prev is right."""
    check_one_cell_gradient(student, "ds_prev")


@exercise("rnn_cell_backward", points=2, zh="dU 正确，且对整批求和。")
def test_rnn_cell_backward_dU(student):
    """dU is right, and a sum over the batch."""
    check_one_cell_gradient(student, "dU")


@exercise("rnn_cell_backward", points=2, zh="dW 正确，且对整批求和。")
def test_rnn_cell_backward_dW(student):
    """dW is right, and a sum over the batch."""
    check_one_cell_gradient(student, "dW")


@exercise("rnn_cell_backward", points=2, zh="dba 正确，且对整批求和。")
def test_rnn_cell_backward_dba(student):
    """dba is right, and a sum over the batch."""
    check_one_cell_gradient(student, "dba")


@exercise("rnn_cell_backward", points=1, zh="讲义中的单元，以及其他大小的单元，都正确。")
def test_rnn_cell_backward_as_a_whole(student):
    """All gradients are right for the lecture's cell and for other sizes."""
    _, _, cache = reference.rnn_cell_forward(*lecture_cell())
    ds_next = draws(3).standard_normal((5, 1))
    cases = [(ds_next, cache)]
    for m, n, N in (CELLS[2], (5, 3, 4), (2, 1, 3)):
        p = problem(m, n, N, 1, seed=3)
        cases.append((p.ds_t, p.cell()[2]))
    for ds_next, cache in cases:
        expected = reference.rnn_cell_backward(ds_next, cache)
        check_gradients(student.rnn_cell_backward(ds_next, cache), expected, CELL_GRADIENTS)


@exercise("rnn_cell_backward", points=1, zh="梯度对 ds_next 是线性的，零给出零。")
def test_rnn_cell_backward_is_linear(student):
    """The gradients are linear in ds_next, and zero gives zero."""
    p = problem(4, 2, 3, 1, seed=4)
    cache = p.cell()[2]
    once = reference.rnn_cell_backward(p.ds_t, cache)
    for factor in (-1000.0, 0.0):
        expected = {name: factor * value for name, value in once.items()}
        gradients = student.rnn_cell_backward(factor * p.ds_t, cache)
        check_gradients(gradients, expected, CELL_GRADIENTS)


@exercise("rnn_cell_backward", points=1, zh="参数保持不变，重复调用结果相同。")
def test_rnn_cell_backward_is_clean(student):
    """The arguments stay as they are, and calls repeat."""
    for seed in (5, 6, 5):
        p = problem(3, 5, 2, 1, seed=seed)
        ds_next, cache = p.ds_t, p.cell()[2]
        expected = reference.rnn_cell_backward(ds_next, cache)
        with check.unchanged(ds_next=ds_next, cache=cache):
            gradients = student.rnn_cell_backward(ds_next, cache)
        check_gradients(gradients, expected, CELL_GRADIENTS)


@exercise(
    "rnn_cell_backward",
    points=0,
    zh="你的前向与你的反向一致（只报告，不计分）。",
    forward="rnn_cell_forward",
)
def test_rnn_cell_backward_agrees_with_own_forward(student):
    """Your forward and your backward agree (reported only, no points)."""
    p = problem(3, 5, 2, 1, seed=7)

    def state(a):
        with correct(student, "softmax"):
            value = student.rnn_cell_forward(a["x_t"], a["s_prev"], only_named(a))
        return check.returns(value, "s_next out_pred cache")

    arguments = {"x_t": p.x_t, "s_prev": p.s0, **p.parameters}
    _, _, cache = state(arguments)
    gradients = check.keys(student.rnn_cell_backward(p.ds_t, cache), " ".join(CELL_GRADIENTS))
    moved = {name: arguments[name] for name in ("x_t", "s_prev", "U", "W", "ba")}
    check_slopes(lambda a: np.sum(p.ds_t * state({**arguments, **a})[0]), moved, gradients)


# ---------------------------------------------------------------------------------- rnn_backward


def back(student, ds, caches):
    """Run the student's backward pass with the correct cell."""
    with correct(student, "rnn_cell_backward"):
        return student.rnn_backward(ds, caches)


def gradients_of_sequences(student, sequences=SEQUENCES):
    """Problems, and what the student's function makes of them; asked for once."""
    for m, n, T in sequences:
        p = problem(m, n, 1, T, seed=4)
        gradients = shared(("rnn_backward", m, n, T), back, student, p.ds, p.forward()[2])
        yield problem(m, n, 1, T, seed=4), gradients


@exercise("rnn_backward", points=1, zh="每个梯度与对应的量形状相同。")
def test_rnn_backward_shapes(student):
    """Every gradient has the shape of what it is the gradient of."""
    for p, gradients in gradients_of_sequences(student):
        check_shapes(gradients, SEQUENCE_GRADIENTS, p.sizes)


@exercise("rnn_backward", points=2, zh="只有一步的序列正确。")
def test_rnn_backward_of_one_step(student):
    """A sequence of a single step is right."""
    for m, n in ((3, 5), (4, 2)):
        p = problem(m, n, 1, 1, seed=1)
        expected = {name: true_sequence_gradient(name[1:], p) for name in SEQUENCE_GRADIENTS}
        check_gradients(back(student, p.ds, p.forward()[2]), expected, SEQUENCE_GRADIENTS)


@exercise("rnn_backward", points=3, zh="dU、dW、dba 是各时间步之和（W = 0，梯度不跨时间传播）。")
def test_rnn_backward_sums_over_time(student):
    """dU, dW and dba are sums over time (W = 0, so that no gradient crosses time)."""
    for m, n, T in ((3, 5, 4), (4, 3, 2)):
        p = problem(m, n, 1, T, seed=2)
        p.parameters["W"][:] = 0
        caches = p.forward()[2]
        expected = reference.rnn_backward(p.ds, caches)
        expected = {name: expected[name] for name in ("dU", "dW", "dba")}
        check_gradients(back(student, p.ds, caches), expected, SEQUENCE_GRADIENTS)


@exercise("rnn_backward", points=4, zh="最后一步的梯度沿时间传回第一步。")
def test_rnn_backward_travels_back_through_time(student):
    """The gradient of the last step travels back to the first."""
    for m, n, T in ((3, 5, 4), (4, 3, 2)):
        p = problem(m, n, 1, T, seed=3)
        p.ds[:, :, :-1] = 0
        expected = {"dx": true_sequence_gradient("x", p)}
        check_gradients(back(student, p.ds, p.forward()[2]), expected, SEQUENCE_GRADIENTS)


@exercise("rnn_backward", points=2, zh="每个时间步的 dx 都正确。")
def test_rnn_backward_dx(student):
    """dx is right at every time step."""
    check_sequence_gradients(student, "dx")


@exercise("rnn_backward", points=2, zh="ds0 是传回到 s0 的梯度。")
def test_rnn_backward_ds0(student):
    """ds0 is the gradient that arrives at s0."""
    check_sequence_gradients(student, "ds0")


@exercise("rnn_backward", points=1, zh="dU 正确。")
def test_rnn_backward_dU(student):
    """dU is right."""
    check_sequence_gradients(student, "dU")


@exercise("rnn_backward", points=1, zh="dW 正确。")
def test_rnn_backward_dW(student):
    """dW is right."""
    check_sequence_gradients(student, "dW")


@exercise("rnn_backward", points=1, zh="dba 正确。")
def test_rnn_backward_dba(student):
    """dba is right."""
    check_sequence_gradients(student, "dba")


def check_sequence_gradients(student, name):
    for p, gradients in gradients_of_sequences(student, SEQUENCES[:2]):
        expected = {name: true_sequence_gradient(name[1:], p)}
        check_gradients(gradients, expected, SEQUENCE_GRADIENTS)


@exercise("rnn_backward", points=1, zh="得到讲义中打印的 62 个数。")
def test_rnn_backward_reproduces_the_lecture(student):
    """The 62 numbers that the lecture prints come out."""
    x, s0, parameters, ds = lecture_sequence()
    _, _, caches = reference.rnn_forward(x, s0, parameters)
    expected = reference.rnn_backward(ds, caches)
    check_gradients(back(student, ds, caches), expected, SEQUENCE_GRADIENTS)


@exercise("rnn_backward", points=1, zh="梯度对 ds 是线性的，零给出零。")
def test_rnn_backward_is_linear(student):
    """The gradients are linear in ds, and zero gives zero."""
    p = problem(5, 3, 1, 6, seed=5)
    caches = p.forward()[2]
    once = reference.rnn_backward(p.ds, caches)
    for factor in (-1000.0, 0.0):
        expected = {name: factor * value for name, value in once.items()}
        check_gradients(back(student, factor * p.ds, caches), expected, SEQUENCE_GRADIENTS)


@exercise("rnn_backward", points=1, zh="参数保持不变，重复调用结果相同，每一步只计算一次单元。")
def test_rnn_backward_is_clean(student):
    """Arguments stay as they are, calls repeat, and the work grows linearly with T."""
    work = {}
    for T in (4, 8, 4):
        p = problem(3, 5, 1, T, seed=6)
        caches = p.forward()[2]
        expected = reference.rnn_backward(p.ds, caches)
        cell, calls = counted(reference.rnn_cell_backward)
        with check.unchanged(ds=p.ds, caches=caches), student.using(rnn_cell_backward=cell):
            gradients = student.rnn_backward(p.ds, caches)
        check_gradients(gradients, expected, SEQUENCE_GRADIENTS)
        work[T] = len(calls)
    check_linear(work)


@exercise("rnn_backward", points=0, zh="一批多个样本（N > 1）也正确（只报告，不计分）。")
def test_rnn_backward_with_a_batch(student):
    """A batch of several examples (N > 1) works too (reported only, no points)."""
    for m, n, N, T in BATCHES:
        p = problem(m, n, N, T, seed=7)
        caches = p.forward()[2]
        expected = reference.rnn_backward(p.ds, caches)
        check_gradients(back(student, p.ds, caches), expected, SEQUENCE_GRADIENTS)


@exercise(
    "rnn_backward",
    points=0,
    zh="你的前向与你的反向一致（只报告，不计分）。",
    forward="rnn_forward",
)
def test_rnn_backward_agrees_with_own_forward(student):
    """Your forward and your backward agree (reported only, no points)."""
    p = problem(3, 5, 1, 4, seed=8)

    def states(a):
        with correct(student, "softmax"):
            value = student.rnn_forward(a["x"], a["s0"], only_named(a))
        return check.returns(value, "s y caches")

    arguments = {"x": p.x, "s0": p.s0, **p.parameters}
    _, _, caches = states(arguments)
    gradients = student.rnn_backward(p.ds.copy(), caches)
    gradients = check.keys(gradients, " ".join(SEQUENCE_GRADIENTS))
    moved = {name: arguments[name] for name in ("x", "s0", "U", "W", "ba")}
    check_slopes(lambda a: np.sum(p.ds * states({**arguments, **a})[0]), moved, gradients)


# --------------------------------------------------------------------------------------- one_hot


def check_one_hot(student, tokens, vocabulary_size):
    expected = reference.one_hot(tokens, vocabulary_size)
    check.close("one_hot", student.one_hot(tokens, vocabulary_size), expected, axes="m N T")


@exercise("one_hot", points=2, zh="每个词元所在的位置是 1，其余为 0。")
def test_one_hot_puts_a_one_where_the_token_says(student):
    """Every column is 1 where its token says, and 0 elsewhere."""
    draw = draws(1)
    for m, N, T in ((3, 2, 4), (5, 4, 2), (7, 3, 6)):
        check_one_hot(student, draw.integers(0, m, (N, T)), m)


@exercise("one_hot", points=1, zh="词表之外的词元（负数，或不小于 m）引发 ValueError。")
def test_one_hot_refuses_a_token_outside_the_vocabulary(student):
    """A token outside the vocabulary, negative or too large, is a ValueError."""
    check_one_hot(student, np.array([[0, 3, 1], [3, 0, 2]]), 4)
    for token in (4, 9, -1, -4):
        tokens = np.array([[0, 3, 1], [3, token, 2]])
        check.raises(ValueError, student.one_hot, tokens, 4)


@exercise("one_hot", points=1, zh="单个样本、单个时间步也正确；参数保持不变。")
def test_one_hot_of_the_smallest_sequences(student):
    """One example or one step is right too, and the tokens stay as they are."""
    for tokens, m in (([[2]], 3), ([[1, 0, 1, 3]], 5), ([[1], [0]], 2)):
        tokens = np.array(tokens)
        with check.unchanged(tokens=tokens):
            check_one_hot(student, tokens, m)


# --------------------------------------------------------------------------------- cross_entropy


# A small number added to every probability is paid for in the last two tests, not in each.
ROUGHLY = 2e-7


@exercise("cross_entropy", points=2, zh="一批序列的损失正确。")
def test_cross_entropy_of_a_batch(student):
    """The loss of a batch of sequences is right."""
    for sizes in BATCHES:
        p = problem(*sizes)
        _, y, _ = p.forward()
        expected = reference.cross_entropy(y, p.targets)
        check.close("loss", student.cross_entropy(y, p.targets), expected, rtol=ROUGHLY)


@exercise("cross_entropy", points=1, zh="损失对时间求和（N = 1）。")
def test_cross_entropy_is_summed_over_time(student):
    """The loss is a sum over time (one example)."""
    p = problem(3, 5, 1, 4, seed=1)
    _, y, _ = p.forward()
    for k in (1, 2, 4):
        y_k, targets = y[:, :, :k].copy(), p.targets[:, :, :k].copy()
        expected = reference.cross_entropy(y_k, targets)
        check.close("loss", student.cross_entropy(y_k, targets), expected, rtol=ROUGHLY)


@exercise("cross_entropy", points=1, zh="损失对一批样本取平均（T = 1）。")
def test_cross_entropy_is_a_mean_over_the_batch(student):
    """The loss is a mean over the batch (one step)."""
    p = problem(4, 2, 3, 1, seed=2)
    _, y, _ = p.forward()
    expected = reference.cross_entropy(y, p.targets)
    for copies in (1, 2, 5):
        y_more, targets = np.tile(y, (1, copies, 1)), np.tile(p.targets, (1, copies, 1))
        check.close("loss", student.cross_entropy(y_more, targets), expected, rtol=ROUGHLY)


@exercise("cross_entropy", points=1, zh="概率为 0 时损失有限而且很大；很小的概率保持原值。")
def test_cross_entropy_of_impossible_and_unlikely_targets(student):
    """A probability of 0 gives a large, finite loss; a small one keeps its value."""
    right = np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]])[:, None, :]
    wrong = right[::-1].copy()
    likely = np.array([[0.9, 0.4], [0.1, 0.6], [0.0, 0.0]])[:, None, :]
    unlikely = np.array([[1e-9, 0.5], [1 - 1e-9, 0.5], [0.0, 0.0]])[:, None, :]
    check.close("loss", student.cross_entropy(likely, right), -np.log(0.9) - np.log(0.6))
    # A clip at 1e-12 is a fair way to stay finite: it moves this loss by less than 1e-3.
    expected = -np.log(1e-9) - np.log(0.5)
    check.close("loss", student.cross_entropy(unlikely, right), expected, rtol=1e-3)
    impossible = float(check.shape("loss", student.cross_entropy(wrong, right)))
    require(
        np.isfinite(impossible),
        "the loss is not finite where a probability is 0",
        "概率为 0 时，损失不是有限的数",
    )
    require(
        impossible > -np.log(1e-9),
        "the loss is small where the probability of the target is 0",
        "目标的概率为 0 时，损失却很小",
    )


@exercise("cross_entropy", points=1, zh="返回一个数；参数保持不变，重复调用结果相同。")
def test_cross_entropy_is_clean(student):
    """It returns one number, the arguments stay as they are, and calls repeat."""
    for seed in (3, 4, 3):
        p = problem(5, 4, 3, 2, seed=seed)
        _, y, _ = p.forward()
        expected = reference.cross_entropy(y, p.targets)
        with check.unchanged(y=y, targets=p.targets):
            check.close("loss", student.cross_entropy(y, p.targets), expected)


# ------------------------------------------------------------------------------- output_backward


def output_case(*sizes, seed=0):
    p = problem(*sizes, seed=seed)
    s, y, _ = p.forward()
    return p, s, y


def gradients_of_outputs(student):
    """Problems, their states, and what the student's function makes of them; asked for once."""
    for sizes in BATCHES:
        p, s, y = output_case(*sizes, seed=2)
        arguments = (y, p.targets, s, p.parameters)
        gradients = shared(("output_backward", *sizes), back_output, student, *arguments)
        yield *output_case(*sizes, seed=2)[:2], gradients


def back_output(student, *arguments):
    return student.output_backward(*arguments)


@exercise("output_backward", points=1, zh="dV、dby、ds 的形状正确。")
def test_output_backward_shapes(student):
    """dV, dby and ds have the right shapes."""
    for p, _, gradients in gradients_of_outputs(student):
        check_shapes(gradients, OUTPUT_GRADIENTS, p.sizes)


@exercise("output_backward", points=1, zh="一个样本、一个时间步时正确。")
def test_output_backward_of_one_example_and_one_step(student):
    """One example with one step is right."""
    p, s, y = output_case(3, 5, 1, 1, seed=1)
    expected = {name: true_output_gradient(name[1:], p, s) for name in OUTPUT_GRADIENTS}
    gradients = student.output_backward(y, p.targets, s, p.parameters)
    check_gradients(gradients, expected, OUTPUT_GRADIENTS)


def check_output_gradient(student, name):
    for p, s, gradients in gradients_of_outputs(student):
        expected = {name: true_output_gradient(name[1:], p, s)}
        check_gradients(gradients, expected, OUTPUT_GRADIENTS)


@exercise("output_backward", points=2, zh="dV 正确：对时间求和，对一批样本取平均。")
def test_output_backward_dV(student):
    """dV is right: a sum over time, a mean over the batch."""
    check_output_gradient(student, "dV")


@exercise("output_backward", points=1, zh="dby 正确：对时间求和，对一批样本取平均。")
def test_output_backward_dby(student):
    """dby is right: a sum over time, a mean over the batch."""
    check_output_gradient(student, "dby")


@exercise("output_backward", points=2, zh="每个时间步的 ds 都正确。")
def test_output_backward_ds(student):
    """ds is right at every time step."""
    check_output_gradient(student, "ds")


@exercise("output_backward", points=1, zh="参数保持不变，重复调用结果相同。")
def test_output_backward_is_clean(student):
    """The arguments stay as they are, and calls repeat."""
    for seed in (3, 4, 3):
        p, s, y = output_case(3, 5, 2, 4, seed=seed)
        expected = reference.output_backward(y, p.targets, s, p.parameters)
        with check.unchanged(y=y, targets=p.targets, s=s, parameters=p.parameters):
            gradients = student.output_backward(y, p.targets, s, p.parameters)
        check_gradients(gradients, expected, OUTPUT_GRADIENTS)


# ------------------------------------------------------------------------------------------ bptt


def train(student, p):
    """Run the student's bptt with the correct parts: loss, gradients."""
    with correct(
        student,
        "softmax",
        "rnn_cell_forward",
        "rnn_forward",
        "rnn_cell_backward",
        "rnn_backward",
        "cross_entropy",
        "output_backward",
    ):
        value = student.bptt(p.x, p.targets, p.s0, p.parameters)
    return check.returns(value, "loss gradients")


def trained(student, batches=BATCHES):
    """Problems, and the loss and gradients of the student's function; asked for once."""
    for sizes in batches:
        p = problem(*sizes, seed=2)
        loss, gradients = shared(("bptt", *sizes), train, student, p)
        yield problem(*sizes, seed=2), loss, gradients


@exercise("bptt", points=1, zh="返回损失和五个形状正确的梯度。")
def test_bptt_returns_a_loss_and_five_gradients(student):
    """It returns the loss and five gradients, with the right shapes."""
    for p, loss, gradients in trained(student):
        check.shape("loss", loss)
        check_shapes(gradients, LOSS_GRADIENTS, p.sizes)


@exercise("bptt", points=2, zh="损失正确。")
def test_bptt_loss(student):
    """The loss is right."""
    for p, loss, _ in trained(student):
        expected = reference.cross_entropy(p.forward()[1], p.targets)
        check.close("loss", loss, expected)


def check_loss_gradient(student, name):
    for p, _, gradients in trained(student, BATCHES[:2]):
        expected = {name: true_loss_gradient(name[1:], p)}
        check_gradients(gradients, expected, LOSS_GRADIENTS)


@exercise("bptt", points=1, zh="dU 正确。")
def test_bptt_dU(student):
    """dU is right."""
    check_loss_gradient(student, "dU")


@exercise("bptt", points=1, zh="dW 正确。")
def test_bptt_dW(student):
    """dW is right."""
    check_loss_gradient(student, "dW")


@exercise("bptt", points=1, zh="dV 正确。")
def test_bptt_dV(student):
    """dV is right."""
    check_loss_gradient(student, "dV")


@exercise("bptt", points=1, zh="dba 正确。")
def test_bptt_dba(student):
    """dba is right."""
    check_loss_gradient(student, "dba")


@exercise("bptt", points=1, zh="dby 正确。")
def test_bptt_dby(student):
    """dby is right."""
    check_loss_gradient(student, "dby")


def check_bptt(student, p):
    expected = reference.bptt(p.x, p.targets, p.s0, p.parameters)
    loss, gradients = train(student, p)
    check.close("loss", loss, expected[0])
    check_gradients(gradients, expected[1], LOSS_GRADIENTS)


@exercise("bptt", points=1, zh="最短的序列和单个样本也正确。")
def test_bptt_of_the_smallest_sequences(student):
    """The shortest sequences and a single example are right too."""
    for sizes in ((3, 5, 1, 1), (3, 5, 1, 4), (5, 4, 3, 2)):
        check_bptt(student, problem(*sizes, seed=3))


@exercise("bptt", points=1, zh="参数保持不变，重复调用结果相同。")
def test_bptt_is_clean(student):
    """The arguments stay as they are, and calls repeat."""
    for seed in (4, 5, 4):
        p = problem(3, 5, 2, 4, seed=seed)
        with check.unchanged(x=p.x, targets=p.targets, s0=p.s0, parameters=p.parameters):
            check_bptt(student, p)


# -------------------------------------------------------------------------------- gradient_norms


def norms_of(student, ds_last, caches):
    with correct(student, "rnn_cell_backward", "rnn_backward"):
        return student.gradient_norms(ds_last, caches)


@exercise("gradient_norms", points=1, zh="最后一个状态的梯度就是 ds_last 本身（T = 1）。")
def test_gradient_norms_of_one_step(student):
    """The last state's gradient is ds_last itself (one step)."""
    for m, n, N in CELLS:
        p = problem(m, n, N, 1)
        norms = norms_of(student, p.ds_t, p.forward()[2])
        check.close("norms", norms, np.array([np.sqrt(np.sum(p.ds_t**2))]), axes="T")


@exercise("gradient_norms", points=2, zh="每个时间步的梯度范数都正确。")
def test_gradient_norms_at_every_step(student):
    """The norm is right at every time step."""
    for sizes in ((3, 5, 2, 4), (4, 3, 5, 2)):
        p = problem(*sizes, seed=1)
        s, _, caches = p.forward()
        last = p.ds[:, :, -1].copy()
        expected = np.array([np.linalg.norm(true_state_gradient(t, s, p)) for t in range(p.T)])
        check.close("norms", norms_of(student, last, caches), expected, axes="T")


@remembered
def true_state_gradient(t, s, p):
    """dL/ds_t for L = Σ ds_last ⊙ s_{T−1}: the rest of the sequence, started from s_t."""

    def loss(state):
        if t < p.T - 1:
            state = reference.rnn_forward(p.x[:, :, t + 1 :], state, p.parameters)[0][:, :, -1]
        return np.sum(p.ds[:, :, -1] * state)

    return complex_step(loss, s[:, :, t])


@exercise("gradient_norms", points=1, zh="梯度按 W 的大小指数地消失或爆炸。")
def test_gradient_norms_vanish_and_explode(student):
    """The gradient vanishes or explodes exponentially, as W is small or large."""
    p = problem(3, 4, 2, 6, seed=2)
    rotation = np.linalg.qr(p.parameters["W"])[0]
    x, s0, last = np.zeros_like(p.x), np.zeros_like(p.s0), p.ds[:, :, -1].copy()
    for gain in (0.5, 1.5):
        parameters = {**only(p.parameters, "V"), "W": gain * rotation}
        _, _, caches = reference.rnn_forward(x, s0, parameters)
        expected = np.linalg.norm(last) * gain ** np.arange(5.0, -1.0, -1.0)
        check.close("norms", norms_of(student, last, caches), expected, axes="T")


@exercise("gradient_norms", points=1, zh="参数保持不变，重复调用结果相同。")
def test_gradient_norms_is_clean(student):
    """The arguments stay as they are, and calls repeat."""
    for seed in (3, 4, 3):
        p = problem(3, 5, 2, 4, seed=seed)
        caches, last = p.forward()[2], p.ds[:, :, -1].copy()
        expected = reference.gradient_norms(last, caches)
        with check.unchanged(ds_last=last, caches=caches):
            norms = norms_of(student, last, caches)
        check.close("norms", norms, expected, axes="T")


# -------------------------------------------------------------------------------- clip_gradients


def some_gradients(seed):
    p = problem(3, 5, 2, 4, seed=seed)
    return reference.bptt(p.x, p.targets, p.s0, p.parameters)[1]


def length(gradients):
    return float(np.sqrt(sum(np.sum(value**2) for value in gradients.values())))


def check_clipped(student, gradients, max_norm):
    expected = reference.clip_gradients(gradients, max_norm)
    check_gradients(student.clip_gradients(gradients, max_norm), expected, LOSS_GRADIENTS)


@exercise("clip_gradients", points=2, zh="过长的梯度按总范数缩短，方向不变。")
def test_clip_gradients_shortens_long_gradients(student):
    """Long gradients are shortened by their norm together; the direction stays."""
    for seed, part in ((1, 0.9), (2, 0.5), (3, 0.01)):
        gradients = some_gradients(seed)
        check_clipped(student, gradients, part * length(gradients))


@exercise("clip_gradients", points=1, zh="不超过 max_norm 的梯度保持原样，全零也一样。")
def test_clip_gradients_leaves_short_gradients_alone(student):
    """Gradients within the limit stay as they are, zeros too."""
    for factor in (1.0, 0.0):
        gradients = {name: factor * value for name, value in some_gradients(4).items()}
        for max_norm in (1.1 * length(some_gradients(4)), 1000.0):
            check_clipped(student, gradients, max_norm)


@exercise("clip_gradients", points=1, zh="参数里的数组保持不变，重复调用结果相同。")
def test_clip_gradients_is_clean(student):
    """The argument and its arrays stay as they are, and calls repeat."""
    for seed in (5, 6, 5):
        gradients = some_gradients(seed)
        with check.unchanged(gradients=gradients):
            check_clipped(student, gradients, 0.3 * length(gradients))


# --------------------------------------------------------------------------------- gradient_step


def check_step(student, names, learning_rate, seed):
    p = problem(3, 5, 2, 4, seed=seed)
    gradients = some_gradients(seed)
    expected = reference.gradient_step(p.parameters, gradients, learning_rate)
    actual = student.gradient_step(p.parameters, gradients, learning_rate)
    check_gradients(actual, {name: expected[name] for name in names}, PARAMETERS)


PARAMETERS = {name[1:]: axes for name, axes in LOSS_GRADIENTS.items()}


@exercise("gradient_step", points=1, zh="U、W、V 沿负梯度方向走一步。")
def test_gradient_step_moves_the_matrices(student):
    """U, W and V take one step down the gradient."""
    check_step(student, ("U", "W", "V"), 0.1, seed=1)


@exercise("gradient_step", points=1, zh="ba、by 沿负梯度方向走一步。")
def test_gradient_step_moves_the_biases(student):
    """ba and by take one step down the gradient."""
    check_step(student, ("ba", "by"), 0.3, seed=4)


@exercise("gradient_step", points=1, zh="步长与学习率成正比。")
def test_gradient_step_is_proportional_to_the_learning_rate(student):
    """The step is proportional to the learning rate."""
    for learning_rate in (0.01, 0.5, 2.0):
        check_step(student, NAMES, learning_rate, seed=2)


@exercise("gradient_step", points=1, zh="参数里的数组保持不变，重复调用结果相同。")
def test_gradient_step_is_clean(student):
    """The arguments and their arrays stay as they are, and calls repeat."""
    p, gradients = problem(3, 5, 2, 4, seed=3), some_gradients(3)
    expected = reference.gradient_step(p.parameters, gradients, 0.3)
    for _ in range(2):
        with check.unchanged(parameters=p.parameters, gradients=gradients):
            actual = student.gradient_step(p.parameters, gradients, 0.3)
        check_gradients(actual, expected, PARAMETERS)
