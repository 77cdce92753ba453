"""Gates beside the states that are wrong: for the picture, and for nothing else."""

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from autograder.checks import CheckFailed, check
from autograder.judge.hidden import Student, load_tests, run_attempts, run_tests
from autograder.judge.suite import showing_gates

ROOT = Path(__file__).parents[2]
RIGHT = [(np.full((2, 1), 0.1 * t), np.full((2, 1), 0.5)) for t in range(4)]
H = np.ones((2, 1, 4))


def failure(caches, h=H + 1):
    with pytest.raises(CheckFailed) as caught, showing_gates(caches, RIGHT, {"z": 0, "r": 1}):
        check.close("h", h, H, axes="n N T")
    return caught.value


def test_a_failure_holds_the_gates_of_all_steps():
    wrong = [(2 * z, r) for z, r in RIGHT]
    h, z, r = failure(wrong).comparisons
    assert [one.name for one in (h, z, r)] == ["h", "z", "r"]
    assert z.actual.shape == (2, 1, 4)
    assert (z.is_close, r.is_close) == (False, True)


class Refuses:
    def __iter__(self):
        raise RuntimeError("no steps here")


@pytest.mark.parametrize(
    "caches",
    [
        [],
        None,
        7,
        Refuses(),
        [(None, "gate")] * 4,
        [(np.ones((3, 3)), np.ones((3, 3)))] * 4,
        [(np.full((2, 1), np.nan), np.full((2, 1), np.inf))] * 4,
        [{"z": 1}] * 4,
        RIGHT[:2],
    ],
)
def test_caches_without_gates_show_none_and_change_nothing(caches):
    found = failure(caches)
    assert [one.name for one in found.comparisons] == ["h"]
    assert found.fact.key == "close.differs"


def test_right_states_show_nothing():
    with showing_gates(None, None, {"z": 0}):
        check.close("h", H, H, axes="n N T")


@pytest.mark.parametrize(
    ("assignment", "wrong", "gates"),
    [
        ("gru", ("x[:, :, t], h_next,", "x[:, :, t], h0,"), "rz"),
        ("lstm", ("x[:, :, t], h_next,", "x[:, :, t], h0,"), "fuo"),
    ],
)
def test_the_picture_of_a_wrong_forward_pass_shows_the_gates(assignment, wrong, gates):
    source = (ROOT / "solutions" / f"{assignment}.py").read_text(encoding="utf-8")
    assert source.count(wrong[0]) == 1
    handed_in = SimpleNamespace()
    exec(source.replace(*wrong), vars(handed_in))
    tests = load_tests(ROOT / "tests" / "hidden" / f"test_{assignment}.py")[f"{assignment}_forward"]
    (attempt,) = [
        one
        for test, one in zip(tests, run_attempts(tests, Student(vars(handed_in))), strict=True)
        if test.name.endswith("every_step_is_right")
    ]
    drawing = attempt.outcome.drawing
    assert drawing.kind == "gates"
    assert "".join(curve.name.values["name"] for curve in drawing.curves) == gates
    assert all(0 not in curve.wrong for curve in drawing.curves)
    assert run_tests(tests, Student(vars(handed_in))).earned > 0
