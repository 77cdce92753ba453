"""The visible checks of the gru notebook accept right programs and refuse wrong ones."""

from pathlib import Path

import pytest
from visible import patched, run_check

from autograder.build.slots import read_prose
from autograder.checks import CheckFailed
from autograder.judge.course import load_module

ROOT = Path(__file__).parents[2]
PROSE = read_prose(ROOT / "source" / "en" / "gru" / "gru.md")
REFERENCE = (ROOT / "solutions" / "gru.py").read_text(encoding="utf-8")
SPELLINGS = load_module(ROOT / "tests" / "spellings" / "gru.py", ROOT).SPELLINGS

# Near misses: one line of the reference, and what a student writes in its place.
WRONG = {
    "sigmoid": [
        ("np.where(negative, e, 1) / (1 + e)", "np.exp(z) / (1 + np.exp(z))"),
        ("np.where(negative, e, 1)", "np.where(negative, 1, e)"),
        ("return np.where(negative, e, 1) / (1 + e)", "return 0.5 + 0.5 * np.tanh(z)"),
    ],
    "gru_reset_gate": [
        ("Wr @ h_prev + br", "Wr @ h_prev"),
        ("Wr @ h_prev", "Wr.T @ h_prev"),
        ('("Ur", "Wr", "br")', '("Uz", "Wz", "bz")'),
        ("return sigmoid(Ur", "return np.tanh(Ur"),
    ],
    "gru_update_gate": [
        ("Wz @ h_prev + bz", "Wz @ h_prev"),
        ("Uz @ x_t + ", ""),
        ('"Wz", "bz")', '"Wz", "br")'),
        ("return sigmoid(Uz", "return 1 - sigmoid(Uz"),
    ],
    "gru_candidate": [
        ("Wh @ (r * h_prev)", "r * (Wh @ h_prev)"),
        ("r * h_prev", "h_prev"),
        ("r * h_prev", "(1 - r) * h_prev"),
        ("np.tanh(Uh", "sigmoid(Uh"),
        ("(r * h_prev) + bh)", "(r * h_prev))"),
    ],
    "gru_cell_forward": [
        ("z * h_prev + (1 - z) * h_cand", "(1 - z) * h_prev + z * h_cand"),
        ("z * h_prev + (1 - z) * h_cand", "r * h_prev + (1 - r) * h_cand"),
        ("(1 - z) * h_cand", "h_cand"),
        ("h_prev, r, parameters", "h_prev, np.ones_like(r), parameters"),
        ("cache = (h_next, h_prev, r, z,", "cache = (h_next, h_prev, z, r,"),
    ],
    "gru_forward": [
        ("x[:, :, t], h_next, parameters", "x[:, :, t], h0, parameters"),
        ("h_next = h0", "h_next = 0 * h0"),
        ("x[:, :, t], h_next", "x[:, :, -1 - t], h_next"),
        ("np.stack(h, axis=2)", "np.stack(h)"),
    ],
    "gru_cell_backward": [
        ("(1 - h_cand**2)", "(1.0005 - h_cand**2)"),
        ("h_prev - h_cand", "h_prev"),
        ("* r * (1 - r)", "* z * (1 - z)"),
        ("dh_next * z + ", ""),
        (" + Wr.T @ da_r + Wz.T @ da_z,", ","),
        ("da_h @ (r * h_prev).T", "da_h @ h_prev.T"),
        ("np.sum(da_z, axis=1, keepdims=True)", "np.mean(da_z, axis=1, keepdims=True)"),
    ],
    "gru_backward": [
        ("dh[:, :, t] + dh_future", "dh[:, :, t]"),
        ("dh[:, :, t] + dh_future", "dh_future"),
        ("dh[:, :, t] + dh_future", "dh[:, :, t] + 1.0005 * dh_future"),
        ("total + step[name]", "step[name]"),
        ("dx[::-1]", "dx"),
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


@pytest.mark.parametrize(
    ("exercise", "definition"),
    [(exercise, text) for exercise, texts in SPELLINGS.items() for text in texts],
)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_another_spelling_passes(exercise, definition):
    run_check(PROSE, exercise, REFERENCE + definition)
