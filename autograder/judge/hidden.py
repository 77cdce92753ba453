"""Hidden tests: how they are written, found, run, and turned into points.

A hidden test is a plain function with one argument, `student`. Its docstring is the English
sentence that a student reads, `zh` the Chinese one:

    @exercise("softmax", points=1, zh="每一列之和为 1。")
    def test_softmax_columns_sum_to_one(student):
        \"""Every column sums to 1.\"""
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from autograder.checks import CheckFailed, Message, Outcome, Result, Status, check, failure_of, show
from autograder.checks.comparison import Comparison, array_errors
from autograder.checks.drawings import drawing_of
from autograder.judge.course import find_course, hidden_tests_path, load_module, solution_path
from autograder.judge.errors import GraderError
from autograder.judge.student import Student

# Facts that say that there is no function, and the value that holds its name.
MISSING = {"student.not_written": "function", "student.not_defined": "name"}

TestFunction = Callable[[Student], None]


@dataclass(frozen=True)
class HiddenTest:
    """One hidden test and what it is worth.

    `forward`: where it holds a backward pass against the student's own forward pass, the exercise
    that this is.
    """

    exercise: str
    name: str
    points: float
    title: dict[str, str]
    function: TestFunction
    forward: str = ""


@dataclass(frozen=True, eq=False)
class Attempt:
    """What came of one hidden test, and the arrays that it failed on: these are never recorded.

    `seen` names the arrays that it compared, in order; those it failed on are the last.
    """

    outcome: Outcome
    comparisons: tuple[Comparison, ...] = ()
    seen: tuple[str, ...] = ()

    @property
    def decisive(self) -> tuple[Comparison, ...]:
        """The comparisons on which the test failed: without those that are only shown beside."""
        names = tuple(one.name for one in self.comparisons)
        count = len(names)
        while count and names[:count] != self.seen[-count:]:
            count -= 1
        return self.comparisons[:count]


def exercise(
    name: str, *, points: float, zh: str, forward: str = ""
) -> Callable[[TestFunction], TestFunction]:
    """Mark a function as a hidden test of the exercise `name`. `forward`: see `HiddenTest`."""

    def mark(function: TestFunction) -> TestFunction:
        english = inspect.getdoc(function)
        if not english:
            raise TypeError(f"{function.__name__}: no docstring; it is the sentence students read")
        title = {"en": english.splitlines()[0], "zh": zh}
        test = HiddenTest(name, function.__name__, points, title, function, forward)
        function.hidden_test = test  # type: ignore[attr-defined]
        return function

    return mark


def load_tests(path: Path) -> dict[str, list[HiddenTest]]:
    """The hidden tests of a module by exercise, both in order of definition.

    Raises `FileNotFoundError` and whatever the module itself raises on import.
    """
    module = load_module(path, path.parent.parent.parent)
    found: dict[str, list[HiddenTest]] = {}
    for value in vars(module).values():
        test = getattr(value, "hidden_test", None)
        if isinstance(test, HiddenTest):
            found.setdefault(test.exercise, []).append(test)
    return found


def run_tests(
    tests: Sequence[HiddenTest], student: Student, reference: Student | None = None
) -> Result:
    """Run the tests of one exercise. A failed test loses its own points and no others.

    An exception that neither a check nor the student's function raised is the grader's fault if
    the test fails on the `reference` as well, and then costs nothing.
    """
    attempts = run_attempts(tests, student, reference)
    outcomes = tuple(attempt.outcome for attempt in attempts)
    return Result(tests[0].exercise, outcomes)


def run_attempts(
    tests: Sequence[HiddenTest], student: Student, reference: Student | None = None
) -> list[Attempt]:
    """As `run_tests`, with the arrays that the failures hold."""
    attempts: list[Attempt] = []
    for test in tests:
        if any(_is_missing(attempt.outcome, test.exercise) for attempt in attempts):
            attempts.append(Attempt(_outcome(test, Status.SKIPPED, 0.0)))
        else:
            attempts.append(_run(test, student, reference))
    return attempts


def _is_missing(outcome: Outcome, exercise: str) -> bool:
    """Whether there is no function to test: once is enough to say so."""
    fact = outcome.fact
    return fact is not None and fact.values.get(MISSING.get(fact.key, "")) == exercise


def _run(test: HiddenTest, student: Student, reference: Student | None) -> Attempt:
    check.seen.clear()
    check.compared.clear()
    try:
        test.function(student)
    except GraderError as error:
        return _grader_error(test, error)
    except CheckFailed as failure:
        return _failed(test, failure)
    except (Exception, SystemExit) as error:
        if reference is not None and _also_fails(test, reference):
            return _grader_error(test, error)
        return _failed(test, failure_of(error, test.exercise))
    return Attempt(_outcome(test, Status.PASSED, test.points), seen=_seen())


def _failed(test: HiddenTest, failure: CheckFailed) -> Attempt:
    outcome = _outcome(test, Status.FAILED, 0.0, failure.fact, failure.advice)
    told = replace(
        outcome,
        errors=array_errors(failure.comparisons),
        drawing=drawing_of(failure.comparisons),
    )
    return Attempt(told, failure.comparisons, _seen())


def _seen() -> tuple[str, ...]:
    return tuple(check.compared)


def _also_fails(test: HiddenTest, reference: Student) -> bool:
    try:
        test.function(reference)
    except Exception:
        return True
    return False


def _grader_error(test: HiddenTest, error: BaseException) -> Attempt:
    fact = Message("grader_error", {"error": f"{type(error).__name__}: {error}"})
    return Attempt(_outcome(test, Status.GRADER_ERROR, test.points, fact))


def _outcome(
    test: HiddenTest,
    status: Status,
    earned: float,
    fact: Message | None = None,
    advice: Message | None = None,
) -> Outcome:
    return Outcome(
        title=test.title,
        status=status,
        points=test.points,
        earned=earned,
        fact=fact,
        advice=advice,
    )


def hidden_tests(assignment: str, exercise: str, namespace: dict[str, Any]) -> float:
    """Run the hidden tests of one exercise on the functions in `namespace`; the points earned.

    This is the one call in the hidden region of a graded cell. Its value is nbgrader's partial
    credit. It runs alike in the judge's room and in the kernel of plain nbgrader.

    Raises `GraderError` if there are no such tests.
    """
    from autograder.judge.agreement import with_agreement  # these need this module
    from autograder.judge.diagnosing import Exercise, with_diagnosis

    root, all_tests, reference = _of_course(assignment, exercise)
    tests, student = all_tests[exercise], Student(namespace)
    attempts = run_attempts(tests, student, reference)
    result = Result(exercise, tuple(attempt.outcome for attempt in attempts))
    # In one kernel the student's code has been at work: what is computed there is not kept.
    of = Exercise(root, assignment, tests, keeps=hasattr(namespace, "replaced"))
    result = with_diagnosis(result, attempts, of)
    result = with_agreement(result, tests, lambda forward: run_tests(all_tests[forward], student))
    show(result, check.language)
    return result.earned


def _of_course(assignment: str, exercise: str) -> tuple[Path, dict[str, list[HiddenTest]], Student]:
    """The course's folder, its tests by exercise, the reference as if handed in.

    Raises `GraderError` if this exercise has none.
    """
    try:
        root = find_course(assignment)
        tests = load_tests(hidden_tests_path(root, assignment))
        tests[exercise]
        reference = Student(vars(load_module(solution_path(root, assignment), root)))
    except Exception as error:
        raise GraderError(
            f"the hidden tests of {exercise!r} can't be loaded: {type(error).__name__}: {error}"
        ) from error
    return root, tests, reference
