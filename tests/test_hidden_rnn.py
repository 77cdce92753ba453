"""What is special about the rnn suite: its points, the lecture's code, and the batch.

What holds for every suite is tested in tests/audit.
"""

from pathlib import Path

import pytest

from autograder.audit.assignment import load_assignment
from autograder.audit.judging import failures, graded, namespace_of, with_source
from autograder.judge.course import load_module
from autograder.judge.mistakes import Mistake, patched

COURSE = Path(__file__).parents[1]
RNN = load_assignment(COURSE, "rnn")
LECTURE = load_module(COURSE / "tests" / "spellings" / "rnn.py", COURSE).LECTURE

POINTS = {
    "softmax": 4,
    "rnn_cell_forward": 10,
    "rnn_forward": 10,
    "rnn_cell_backward": 15,
    "rnn_backward": 20,
    "one_hot": 4,
    "cross_entropy": 6,
    "output_backward": 8,
    "bptt": 10,
    "gradient_norms": 5,
    "clip_gradients": 4,
    "gradient_step": 4,
}
FEWEST_MISTAKES = {
    "rnn_cell_forward": 8,
    "rnn_forward": 8,
    "rnn_cell_backward": 15,
    "rnn_backward": 15,
    "output_backward": 8,
    "bptt": 8,
}
BATCH_TITLE = "A batch of several examples (N > 1) works too (reported only, no points)."


def test_the_points_are_those_of_the_course():
    found = {name: sum(test.points for test in tests) for name, tests in RNN.tests.items()}
    assert found == POINTS


def test_what_students_get_wrong_most_has_the_most_known_mistakes():
    for exercise, fewest in FEWEST_MISTAKES.items():
        assert len(RNN.mistakes_of(exercise)) >= fewest, exercise
    assert len(RNN.mistakes) >= 75


@pytest.mark.parametrize(
    ("exercise", "right", "wrong"),
    [
        ("rnn_cell_backward", "(1 - s_next**2)", "(1.0005 - s_next**2)"),
        ("rnn_backward", "+ ds_future,", "+ 1.0005 * ds_future,"),
        ("output_backward", "(y - targets)", "(1.0005 * y - targets)"),
        ("gradient_norms", 'cache)["ds_prev"]', 'cache)["ds_prev"] * 1.0005'),
    ],
)
def test_a_derivative_wrong_by_a_twentieth_of_a_percent_loses_half(exercise, right, wrong):
    near = Mistake(exercise, "near", right, wrong, "most likely", "很可能")
    result = with_source(RNN, exercise, patched(near, RNN.source))
    assert result.earned <= 0.5 * result.points


@pytest.mark.parametrize("exercise", POINTS)
def test_the_lecture_code_earns_full_marks(exercise):
    namespace = RNN.reference()
    for definition in LECTURE.values():
        namespace_of(definition, onto=namespace)
    result = graded(RNN, exercise, namespace)
    assert result.earned == result.points
    assert set(failures(result)) <= {BATCH_TITLE}


def test_the_lecture_code_is_told_of_its_limit():
    for exercise in ("rnn_forward", "rnn_backward"):
        namespace = namespace_of(LECTURE[exercise], onto=RNN.reference())
        assert failures(graded(RNN, exercise, namespace)) == [BATCH_TITLE]
