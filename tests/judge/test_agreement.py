"""Backward against the student's own forward: the diagnosis says which of the two is wrong."""

from pathlib import Path

import pytest

from autograder.checks.result import Certainty
from autograder.judge.agreement import with_agreement
from autograder.judge.course import hidden_tests_path, solution_path
from autograder.judge.diagnosing import Exercise, with_diagnosis
from autograder.judge.hidden import Result, load_tests, run_attempts, run_tests
from autograder.judge.student import Student

ROOT = Path(__file__).parent.parent.parent
TESTS = load_tests(hidden_tests_path(ROOT, "rnn"))
SOURCE = solution_path(ROOT, "rnn").read_text(encoding="utf-8")

TRANSPOSED_FORWARD = ("W @ s_prev", "W.T @ s_prev")
TRANSPOSED_BACKWARD = (
    ('"ds_prev": parameters["W"].T @ da', '"ds_prev": parameters["W"] @ da'),
    ('"dW": da @ s_prev.T', '"dW": s_prev @ da.T'),
)
HALVED_BACKWARD = (('"dW": da @ s_prev.T', '"dW": 0.37 * da @ s_prev.T'),)


def handed_in(*changes):
    source = SOURCE
    for old, new in changes:
        assert source.count(old) == 1, old
        source = source.replace(old, new)
    namespace = {}
    exec(source, namespace)
    return Student(namespace)


def judged(student, exercise="rnn_cell_backward"):
    tests = TESTS[exercise]
    attempts = run_attempts(tests, student)
    result = Result(exercise, tuple(attempt.outcome for attempt in attempts))
    result = with_diagnosis(result, attempts, Exercise(ROOT, "rnn", tests, keeps=False))
    return with_agreement(result, tests, lambda forward: run_tests(TESTS[forward], student))


def facts_of(result):
    return [fact.key for fact in result.diagnosis.facts] if result.diagnosis else []


def test_a_backward_that_fits_a_wrong_forward_is_said_to_be_its_derivative():
    result = judged(handed_in(TRANSPOSED_FORWARD, *TRANSPOSED_BACKWARD))
    assert result.earned < result.points
    assert facts_of(result)[0] == "diagnosis.consistent"


def test_where_no_mistake_is_known_the_cause_is_the_forward():
    forward = (TRANSPOSED_FORWARD, ("U @ x_t", "0.37 * U @ x_t"))
    scaled = [
        (f'"{name}": {old}', f'"{name}": 0.37 * {old}')
        for name, old in (("dx_t", 'parameters["U"].T @ da'), ("dU", "da @ x_t.T"))
    ]
    result = judged(handed_in(*forward, *TRANSPOSED_BACKWARD, *scaled))
    assert result.diagnosis.certainty is Certainty.PATTERN
    assert facts_of(result)[0] == "diagnosis.consistent"


def test_a_wrong_backward_of_a_right_forward_is_not():
    result = judged(handed_in(*HALVED_BACKWARD))
    assert result.earned < result.points
    assert "diagnosis.consistent" not in facts_of(result)


def test_a_wrong_backward_of_another_wrong_forward_is_not():
    result = judged(handed_in(TRANSPOSED_FORWARD, *HALVED_BACKWARD))
    assert "diagnosis.consistent" not in facts_of(result)


def test_a_right_backward_beside_a_wrong_forward_is_told_to_mend_the_forward():
    result = judged(handed_in(TRANSPOSED_FORWARD))
    assert result.earned == result.points
    assert result.diagnosis is None
    advices = [outcome.advice.key for outcome in result.outcomes if outcome.advice]
    assert advices == ["advice.forward_first"]


def test_a_right_program_is_told_nothing():
    result = judged(handed_in())
    assert result.diagnosis is None
    assert not any(outcome.advice for outcome in result.outcomes)


@pytest.mark.parametrize("assignment", ["rnn", "gru", "lstm"])
def test_both_backward_exercises_are_held_against_the_own_forward(assignment):
    every = load_tests(hidden_tests_path(ROOT, assignment))
    pairs = {(test.exercise, test.forward) for tests in every.values() for test in tests}
    expected = {
        (f"{assignment}_{kind}backward", f"{assignment}_{kind}forward") for kind in ("cell_", "")
    }
    assert {pair for pair in pairs if pair[1]} == expected
    assert {forward for _, forward in expected} <= set(every)
