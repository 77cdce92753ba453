"""Judging a program in one process, as plain nbgrader does: fast, and good enough for our own."""

from __future__ import annotations

import copy
import warnings
from collections.abc import Callable
from typing import Any

from autograder.audit.assignment import Assignment, Namespace
from autograder.checks import Result, Status
from autograder.judge.hidden import HiddenTest, run_tests
from autograder.judge.student import Student

Function = Callable[..., Any]


def graded(assignment: Assignment, exercise: str, namespace: Namespace) -> Result:
    """What the functions in `namespace` earn."""
    return judged(assignment.tests[exercise], Student(namespace))


def with_function(assignment: Assignment, exercise: str, function: Function) -> Result:
    """The result when `function` stands in the place of the reference's."""
    return graded(assignment, exercise, {**assignment.reference(), exercise: function})


def with_source(assignment: Assignment, exercise: str, source: str) -> Result:
    """The result of a whole module."""
    return graded(assignment, exercise, namespace_of(source))


def namespace_of(source: str, onto: Namespace | None = None) -> Namespace:
    """The names that a program defines, on top of others. Raises what the program raises."""
    namespace: Namespace = {"__name__": "handed_in"} if onto is None else onto
    exec(compile(source, "handed_in", "exec"), namespace)
    return namespace


def is_caught(assignment: Assignment, exercise: str, namespace: Namespace) -> bool:
    """Whether the program loses points; the first test that it loses decides."""
    student = Student(namespace)
    scored = [test for test in assignment.tests[exercise] if test.points]
    return any(judged([test], student).earned < test.points for test in scored)


def judged(tests: list[HiddenTest], student: Student) -> Result:
    """The result of these tests. A warning costs nothing, so none may decide here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return run_tests(tests, student)


def failures(result: Result) -> list[str]:
    """The English sentences of the tests that did not pass."""
    return [o.title["en"] for o in result.outcomes if o.status is not Status.PASSED]


def has_grader_error(result: Result) -> bool:
    return any(outcome.status is Status.GRADER_ERROR for outcome in result.outcomes)


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
