"""Hidden tests: what a student earns, and what is the grader's own fault."""

import pytest

from autograder.checks import Status, check, text
from autograder.judge.errors import GraderError, JudgeTimeoutError
from autograder.judge.hidden import Student, exercise, load_tests, run_tests


def marked(*functions):
    return [exercise("f", points=2, zh="是。")(_with_docstring(f)).hidden_test for f in functions]


def _with_docstring(function):
    function.__doc__ = function.__doc__ or "It is right."
    return function


def passes(student):
    assert student.f(1) == 2


def outcomes(*functions, student=lambda x: x + 1, reference=lambda x: x + 1):
    return run_tests(
        marked(*functions), Student({"f": student}), Student({"f": reference})
    ).outcomes


def test_a_failed_test_loses_its_own_points_and_no_others():
    def fails(student):
        check.equal("f(1)", student.f(1), 3)

    first, second, third = outcomes(passes, fails, passes)
    assert [o.status for o in (first, second, third)] == [
        Status.PASSED,
        Status.FAILED,
        Status.PASSED,
    ]
    assert [o.earned for o in (first, second, third)] == [2, 0, 2]


def test_a_test_that_fails_on_the_reference_too_is_the_graders_error_and_costs_nothing():
    def broken(student):
        student.f(1)
        raise ZeroDivisionError("in the test")

    (outcome,) = outcomes(broken)
    assert outcome.status is Status.GRADER_ERROR
    assert outcome.earned == outcome.points
    assert "ZeroDivisionError: in the test" in text(outcome.fact, "en")


def test_an_odd_object_of_the_students_is_not_the_graders_error():
    def uses(student):
        return student.f(1) + 1

    for odd in (None, "text", object(), NotImplemented):
        (outcome,) = outcomes(uses, student=lambda _, odd=odd: odd)
        assert outcome.status is Status.FAILED
        assert outcome.earned == 0


@pytest.mark.parametrize("error", [SystemExit, ValueError, MemoryError, RecursionError])
def test_an_error_of_the_students_is_not_the_graders(error):
    def raises(_x):
        raise error

    (outcome,) = outcomes(passes, student=raises)
    assert outcome.status is Status.FAILED


def test_a_plain_assertion_does_not_tell_the_expected_value():
    def asserts(student):
        assert student.f(1) == 424242, "expected 424242"

    def reference(_x):
        return 424242

    (outcome,) = outcomes(asserts, reference=reference)
    assert outcome.status is Status.FAILED
    assert "424242" not in text(outcome.fact, "en")


def test_an_error_named_by_the_grader_is_one():
    def lost(_student):
        raise GraderError("the disk is full")

    (outcome,) = outcomes(lost)
    assert outcome.status is Status.GRADER_ERROR


def test_a_test_that_runs_forever_is_not_swallowed():
    def endless(_student):
        raise JudgeTimeoutError

    with pytest.raises(JudgeTimeoutError):
        outcomes(endless)


def test_a_hidden_test_needs_a_sentence():
    with pytest.raises(TypeError, match="docstring"):
        exercise("f", points=1, zh="是。")(lambda student: None)


def test_tests_are_found_in_order_of_definition(tmp_path):
    folder = tmp_path / "tests" / "hidden"
    folder.mkdir(parents=True)
    path = folder / "test_small.py"
    path.write_text(
        "from autograder.judge.hidden import exercise\n"
        + "".join(
            f"@exercise('{name}', points={points}, zh='是。')\ndef test_{i}(student):\n    'T.'\n"
            for i, (name, points) in enumerate([("b", 1), ("a", 2), ("b", 3)])
        )
    )
    found = load_tests(path)
    assert {name: [test.points for test in tests] for name, tests in found.items()} == {
        "b": [1, 3],
        "a": [2],
    }
