"""The visible checks of the lstm notebook accept right programs and refuse wrong ones."""

from pathlib import Path

import pytest
from visible import patched, run_check

from autograder.build.slots import read_prose
from autograder.checks import CheckFailed

ROOT = Path(__file__).parents[2]
PROSE = read_prose(ROOT / "source" / "en" / "lstm" / "lstm.md")
REFERENCE = (ROOT / "solutions" / "lstm.py").read_text(encoding="utf-8")
CACHE = "(h_next, c_next, h_prev, c_prev, f, u, c_cand, o, x_t, parameters)"


def wrong_gate(gate, other, activation):
    """Near misses that every gate has."""
    W, b = f'parameters["W{gate}"]', f'parameters["b{gate}"]'
    return [
        (f" + {b}", ""),
        (f"@ h_prev + {b})", f"@ h_prev) + {b}"),
        (f" + {W} @ h_prev", ""),
        (W, f"{W}.T"),
        (W, f'parameters["W{other}"]'),
        (b, f'parameters["b{other}"]'),
        (f"return {activation}(", "return ("),
        (f"return {activation}(", "return 1 - " + activation + "("),
    ]


# Near misses: one line of the reference, and what a student writes in its place.
WRONG = {
    "sigmoid": [
        ("np.where(positive, 1, e)", "np.where(positive, e, 1)"),
        ("np.where(positive, 1, e)", "1"),
        ("np.where(positive, -z, z)", "np.where(positive, -2 * z, 2 * z)"),
        ("np.where(positive, -z, z)", "-z"),
    ],
    "lstm_forget_gate": [
        *wrong_gate("f", "u", "sigmoid"),
        ("return sigmoid(", "return np.tanh("),
    ],
    "lstm_update_gate": [
        *wrong_gate("u", "f", "sigmoid"),
        ("return sigmoid(", "return np.tanh("),
    ],
    "lstm_candidate": [
        *wrong_gate("c", "o", "np.tanh"),
        ("return np.tanh(", "return sigmoid("),
    ],
    "lstm_output_gate": [
        *wrong_gate("o", "c", "sigmoid"),
        ("return sigmoid(", "return np.tanh("),
    ],
    "lstm_cell_forward": [
        ("f * c_prev + u * c_cand", "u * c_prev + f * c_cand"),
        ("f * c_prev + u * c_cand", "f * c_prev + (1 - f) * c_cand"),
        ("f * c_prev + u * c_cand", "f * h_prev + u * c_cand"),
        ("f * c_prev + u * c_cand", "np.tanh(f * c_prev + u * c_cand)"),
        ("o * np.tanh(c_next)", "o * c_next"),
        ("o * np.tanh(c_next)", "np.tanh(o * c_next)"),
        ("o * np.tanh(c_next)", "o * np.tanh(c_prev)"),
        (f"cache = {CACHE}", f"cache = {CACHE.replace('f, u', 'u, f')}"),
        (f"cache = {CACHE}", f"cache = {CACHE.replace('c_cand, o', 'o, c_cand')}"),
        ("return h_next, c_next, cache", "return c_next, h_next, cache"),
    ],
    "lstm_forward": [
        ("x[:, :, t], h_next, c_next, parameters", "x[:, :, t], h0, c_next, parameters"),
        ("x[:, :, t], h_next, c_next, parameters", "x[:, :, t], h_next, c0, parameters"),
        ("h_next, c_next = h0, c0", "h_next, c_next = h0, 0 * c0"),
        ("h_next, c_next = h0, c0", "h_next, c_next = 0 * h0, c0"),
        ("x[:, :, t], h_next", "x[:, :, -1 - t], h_next"),
        ("np.stack(h, axis=2), np.stack(c, axis=2)", "np.stack(c, axis=2), np.stack(h, axis=2)"),
        ("caches.append(cache)", "caches.insert(0, cache)"),
    ],
    "lstm_cell_backward": [
        ("dc_next + dh_next * o * (1 - tanh_c**2)", "dc_next"),
        ("dc_next + dh_next * o * (1 - tanh_c**2)", "dh_next * o * (1 - tanh_c**2)"),
        ("(1 - tanh_c**2)", "(1 - c_next**2)"),
        ("(1 - tanh_c**2)", "(1.0005 - tanh_c**2)"),
        ('"dc_prev": dc * f', '"dc_prev": dc_next * f'),
        ("dc * c_prev * f * (1 - f)", "dc * c_prev"),
        ("dc * c_cand * u * (1 - u)", "dc * c_prev * u * (1 - u)"),
        ("dc * u * (1 - c_cand**2)", "dc * u"),
        ("dh_next * tanh_c * o * (1 - o)", "dc * tanh_c * o * (1 - o)"),
        ('gradients["dx_t"] + parameters', "parameters"),
        ('gradients["dh_prev"] + parameters', "parameters"),
        ("np.sum(da, axis=1, keepdims=True)", "np.sum(da, axis=1)"),
        ("np.sum(da, axis=1, keepdims=True)", "np.mean(da, axis=1, keepdims=True)"),
    ],
    "lstm_backward": [
        ("dh[:, :, t] + dh_future, dc_future", "dh[:, :, t], dc_future"),
        ("dh[:, :, t] + dh_future, dc_future", "dh[:, :, t] + dh_future, 0 * dc_future"),
        ("dh[:, :, t] + dh_future, dc_future", "dh[:, :, t], 0 * dc_future"),
        ("total[name] + step[name]", "step[name]"),
        ("dx[::-1]", "dx"),
        ('"dh0": dh_future, "dc0": dc_future', '"dh0": dc_future, "dc0": dh_future'),
    ],
}


@pytest.mark.parametrize(
    ("exercise", "find", "replace"),
    [(exercise, *change) for exercise, changes in WRONG.items() for change in changes],
)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_a_wrong_program_fails(exercise, find, replace):
    with pytest.raises(CheckFailed):
        run_check(PROSE, exercise, patched(REFERENCE, exercise, find, replace))
