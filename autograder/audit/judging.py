"""Judging a program in one process, as plain nbgrader does: fast, and good enough for our own."""

from __future__ import annotations

import contextlib
import copy
import io
import warnings
from collections.abc import Callable, Iterator
from typing import Any

from autograder.audit.assignment import Assignment, Namespace
from autograder.checks import Outcome, Result, Status, text
from autograder.judge.errors import JudgeTimeoutError
from autograder.judge.hidden import HiddenTest, run_tests
from autograder.judge.student import Student
from autograder.judge.walltime import wall_limit

Function = Callable[..., Any]
MAX_SECONDS = 10.0  # for all tests of an exercise: a right program takes a tenth of a second


def graded(assignment: Assignment, exercise: str, namespace: Namespace) -> Result:
    """What the functions in `namespace` earn: nothing if the tests don't come to an end."""
    tests = assignment.tests[exercise]
    try:
        with limited():
            return judged(tests, Student(namespace))
    except JudgeTimeoutError:
        return _endless(tests)


def _endless(tests: list[HiddenTest]) -> Result:
    title = {
        "en": f"The tests end within {MAX_SECONDS:g} s.",
        "zh": f"测试在 {MAX_SECONDS:g} 秒之内结束。",
    }
    points = sum(test.points for test in tests)
    return Result(tests[0].exercise, (Outcome(title, Status.FAILED, points, earned=0.0),))


def with_function(assignment: Assignment, exercise: str, function: Function) -> Result:
    """The result when `function` stands in the place of the reference's."""
    return graded(assignment, exercise, {**assignment.reference(), exercise: function})


def with_source(assignment: Assignment, exercise: str, source: str) -> Result:
    """The result of a whole module."""
    return graded(assignment, exercise, namespace_of(source))


def namespace_of(source: str, onto: Namespace | None = None) -> Namespace:
    """The names that a program defines, on top of others.

    Raises what the program raises, and `JudgeTimeoutError`.
    """
    namespace: Namespace = {"__name__": "handed_in"} if onto is None else onto
    with limited():
        exec(compile(source, "handed_in", "exec"), namespace)
    return namespace


def is_caught(assignment: Assignment, exercise: str, namespace: Namespace) -> bool:
    """Whether the program loses points; the first test that it loses decides."""
    student = Student(namespace)
    scored = [test for test in assignment.tests[exercise] if test.points]
    return any(judged([test], student).earned < test.points for test in scored)


def judged(tests: list[HiddenTest], student: Student) -> Result:
    """The result of these tests, however long they take."""
    with quiet():
        return run_tests(tests, student)


@contextlib.contextmanager
def limited() -> Iterator[None]:
    """Quiet, and not for ever: raises `JudgeTimeoutError`, which is no Exception."""
    with quiet(), wall_limit(MAX_SECONDS):
        yield


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Nothing is printed. A warning costs nothing, so none may decide here."""
    with (
        warnings.catch_warnings(),
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
    ):
        warnings.simplefilter("ignore")
        yield


def failures(result: Result) -> list[str]:
    """The English sentences of the tests that did not pass."""
    return [o.title["en"] for o in result.outcomes if o.status is not Status.PASSED]


def reasons(result: Result) -> list[str]:
    """The same with the facts, each in one line."""
    return [_reason(o) for o in result.outcomes if o.status is not Status.PASSED]


def _reason(outcome: Outcome) -> str:
    fact = f" {text(outcome.fact)}" if outcome.fact else ""
    return f"{outcome.sentence('en')}{fact}".replace("\n", " ")


def loses_points(result: Result) -> bool:
    """Whether points are lost by the program's fault: an error of the grader's proves nothing."""
    is_ours = any(outcome.status is Status.GRADER_ERROR for outcome in result.outcomes)
    return result.earned < result.points and not is_ours


class Logging(Student):
    """Logs the calls that a hidden test makes, not those of functions among themselves."""

    def __init__(self, namespace: Namespace) -> None:
        super().__init__(namespace)
        self.calls: list[str] = []

    def __getattr__(self, name: str) -> Any:
        self.calls.append(name)
        return super().__getattr__(name)


def recorded_calls(assignment: Assignment, exercise: str, most: int = 60) -> list[Any]:
    """(arguments, result) of the calls that the tests make of the reference's function."""
    namespace = assignment.reference()
    function = namespace[exercise]
    calls: list[Any] = []

    def recording(*arguments: Any) -> Any:
        before = copy.deepcopy(arguments)
        value = function(*arguments)
        if len(calls) < most:
            calls.append((before, copy.deepcopy(value)))
        return value

    graded(assignment, exercise, {**namespace, exercise: recording})
    return calls
