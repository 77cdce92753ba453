"""The visible checks of the rnn notebook: programs for one example pass, near misses do not."""

from pathlib import Path

import pytest
from visible import patched, run_check

from autograder.build.slots import read_prose
from autograder.checks import CheckFailed

ROOT = Path(__file__).parents[2]
PROSE = read_prose(ROOT / "source" / "en" / "rnn" / "rnn.md")
REFERENCE = (ROOT / "solutions" / "rnn.py").read_text(encoding="utf-8")

# A program that knows one example only and fills arrays of zeros, as many textbooks do.
SINGLE_EXAMPLE = """
def rnn_forward(x, s0, parameters):
    s, y, caches = np.zeros((5, 1, x.shape[2])), np.zeros((3, 1, x.shape[2])), []
    state = s0
    for t in range(x.shape[2]):
        state, out, cache = rnn_cell_forward(x[:, :, t], state, parameters)
        s[:, :, t], y[:, :, t] = state, out
        caches.append(cache)
    return s, y, tuple(caches)


def rnn_backward(ds, caches):
    total = {"dU": np.zeros((5, 3)), "dW": np.zeros((5, 5)), "dba": np.zeros((5, 1))}
    dx, later = np.zeros((3, 1, len(caches))), np.zeros((5, 1))
    for t in range(len(caches) - 1, -1, -1):
        one = rnn_cell_backward(ds[:, :, t] + later, caches[t])
        dx[:, :, t], later = one["dx_t"], one["ds_prev"]
        for name in total:
            total[name] += one[name]
    return {**total, "dx": dx, "ds0": later, "extra": None}
"""

# Near misses: one line of the reference, and what a student writes in its place.
WRONG = {
    "softmax": [
        ("np.sum(e, axis=0, keepdims=True)", "np.sum(e, axis=1, keepdims=True)"),
        ("np.exp(z - np.max(z.real, axis=0, keepdims=True))", "np.exp(z)"),
        ("np.exp(z - np.max", "np.exp(np.max"),
    ],
    "rnn_cell_forward": [
        ("softmax(V @ s_next + by)", "softmax(V @ s_prev + by)"),
        ("softmax(V @ s_next + by)", "V @ s_next + by"),
        ("W @ s_prev + ba", "W.T @ s_prev + ba"),
        ("cache = (s_next, s_prev,", "cache = (s_prev, s_next,"),
    ],
    "rnn_forward": [
        ("x[:, :, t], s_next, parameters", "x[:, :, t], s0, parameters"),
        ("s_next = s0", "s_next = 0 * s0"),
        ("x[:, :, t], s_next", "x[:, :, -1 - t], s_next"),
    ],
    "rnn_cell_backward": [
        ("(1 - s_next**2) * ds_next", "(1 - np.tanh(s_next) ** 2) * ds_next"),
        ("(1 - s_next**2) * ds_next", "ds_next"),
        ('parameters["W"].T @ da', 'parameters["W"] @ da'),
        ("np.sum(da, axis=1, keepdims=True)", "np.sum(da, axis=1)"),
        ("np.sum(da, axis=1, keepdims=True)", "np.mean(da, axis=1, keepdims=True)"),
    ],
    "rnn_backward": [
        ("ds[:, :, t] + ds_future", "ds[:, :, t]"),
        ("ds[:, :, t] + ds_future", "ds_future"),
        ('dW = dW + step["dW"]', 'dW = step["dW"]'),
        ("dx[::-1]", "dx"),
    ],
    "one_hot": [
        ("(tokens < 0) | (tokens >= vocabulary_size)", "tokens >= vocabulary_size"),
        ("(tokens < 0) | (tokens >= vocabulary_size)", "tokens < 0"),
        ("[:, tokens]", "[tokens]"),
    ],
    "cross_entropy": [
        ("/ y.shape[1]", "/ y.shape[2]"),
        ("return -np.sum", "return np.sum"),
        ("np.maximum(p, np.finfo(float).tiny)", "p"),
    ],
    "output_backward": [
        ("(y - targets) / y.shape[1]", "(targets - y) / y.shape[1]"),
        ("(y - targets) / y.shape[1]", "y - targets"),
    ],
    "bptt": [
        ("rnn_backward(output", "rnn_backward(0.9995 * output"),
        ('"dV": output["dV"]', '"dV": output["dV"] / 2'),
    ],
    "gradient_norms": [
        ("np.array(norms[::-1])", "np.array(norms)"),
        ("np.linalg.norm(ds)", "np.abs(ds).sum()"),
    ],
    "clip_gradients": [
        ("norm > max_norm else 1.0", "norm > 0 else 1.0"),
        ("np.sqrt(sum(", "(sum("),
    ],
    "gradient_step": [("value - learning_rate", "value + learning_rate")],
}


@pytest.mark.parametrize(
    ("exercise", "find", "replace"),
    [(exercise, *change) for exercise, changes in WRONG.items() for change in changes],
)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_a_wrong_program_fails(exercise, find, replace):
    with pytest.raises(CheckFailed):
        run_check(PROSE, exercise, patched(REFERENCE, exercise, find, replace))


@pytest.mark.parametrize("exercise", ["rnn_forward", "rnn_backward", "rnn_cell_backward"])
def test_a_program_for_a_single_example_passes(exercise):
    run_check(PROSE, exercise, REFERENCE + SINGLE_EXAMPLE)
