"""A suite of hidden tests against what its author knows: solution, stubs, mistakes, spellings.

It runs the course's code: see `apart`, which does that in a process of its own.
"""

from __future__ import annotations

import contextlib
import io
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.checks import Outcome, Result, Status, text
from autograder.doctor.complaint import Complaint
from autograder.doctor.folder import Assignment
from autograder.judge.course import load_module
from autograder.judge.errors import JudgeTimeoutError
from autograder.judge.hidden import HiddenTest, load_tests, run_tests
from autograder.judge.mistakes import Mistake, MistakeError, patched
from autograder.judge.student import Student
from autograder.judge.walltime import wall_limit

MAX_SECONDS = 10.0
LANGUAGES = ("en", "zh")  # those of sentences and hints
Namespace = dict[str, Any]


@dataclass(frozen=True)
class Suite:
    """An assignment's hidden tests by exercise, and the source of its reference."""

    assignment: Assignment
    tests: Mapping[str, Sequence[HiddenTest]]
    solution: str

    def reference(self, source: str | None = None) -> Namespace:
        """The functions of the reference, or of `source`, defined anew."""
        namespace: Namespace = {"__name__": self.assignment.name}
        code = compile(source or self.solution, str(self.assignment.solution), "exec")
        with quiet():
            exec(code, namespace)
        return namespace

    def points(self, exercise: str) -> float:
        return sum(test.points for test in self.tests[exercise])


def read_suite(assignment: Assignment) -> Suite:
    """Raises `OSError`, `SyntaxError`, and whatever the test module raises on import."""
    solution = assignment.solution.read_text(encoding="utf-8")
    return Suite(assignment, load_tests(assignment.tests), solution)


def check_suite(suite: Suite) -> Iterator[Complaint]:
    """Solutions earn everything, stubs nothing, spellings everything, mistakes less; sentences and
    hints are there in both languages."""
    for exercise in suite.tests:
        yield from _check_solution(suite, exercise)
        yield from _check_stub(suite, exercise)
        yield from _check_titles(suite, exercise)
    yield from _check_mistakes(suite)
    yield from _check_spellings(suite)


def _check_solution(suite: Suite, exercise: str) -> Iterator[Complaint]:
    for why in _refused(suite, exercise, suite.reference()):
        yield Complaint(
            suite.assignment.solution,
            exercise,
            found=f"the solution fails a hidden test: {why}",
            expected=f"all {suite.points(exercise):g} points",
            cure=f"correct the solution, or the test in {suite.assignment.tests}",
        )


def _check_stub(suite: Suite, exercise: str) -> Iterator[Complaint]:
    result = _graded(suite, exercise, {**suite.reference(), exercise: _stub})
    if result is not None and result.earned > 0:
        passed = [outcome.sentence("en") for outcome in result.outcomes if outcome.earned > 0]
        yield Complaint(
            suite.assignment.tests,
            f'@exercise("{exercise}")',
            found=f"a stub earns {result.earned:g} points: {passed[0]}",
            expected="no points for `raise NotImplementedError()`",
            cure=f"let the test call student.{exercise}, and let its errors through",
        )


def _check_titles(suite: Suite, exercise: str) -> Iterator[Complaint]:
    for test in suite.tests[exercise]:
        for language in LANGUAGES:
            if not test.title.get(language, "").strip():
                yield Complaint(
                    suite.assignment.tests,
                    test.name,
                    found=f"no sentence in the language {language!r}",
                    expected="what a student reads, in every language",
                    cure="write the docstring (English), and zh= (Chinese)",
                )


def known_mistakes(assignment: Assignment) -> Sequence[Mistake]:
    """Those of tests/mistakes/<name>.py; none if there is no such file."""
    found: Sequence[Mistake] | None = _read(assignment, "mistakes", "MISTAKES")
    return found or ()


def _check_mistakes(suite: Suite) -> Iterator[Complaint]:
    path = suite.assignment.mistakes
    mistakes = known_mistakes(suite.assignment)
    for exercise in suite.tests:
        if not any(mistake.exercise == exercise for mistake in mistakes):
            yield Complaint(
                path,
                exercise,
                found="no known mistake of this exercise",
                expected="one or more: they are the test of its hidden tests",
                cure="add a Mistake(…) to MISTAKES: what one line of the solution can get wrong",
            )
    for mistake in mistakes:
        yield from _check_mistake(suite, mistake)


def _check_mistake(suite: Suite, mistake: Mistake) -> Iterator[Complaint]:
    path, place = suite.assignment.mistakes, f"{mistake.exercise}, {mistake.key!r}"
    for language in LANGUAGES:
        if not getattr(mistake, language, "").strip():
            cure = f'write {language}="…": what is most likely, never the answer'
            yield Complaint(
                path, place, f"no hint in the language {language!r}", "a hint in each", cure
            )
    try:
        source = patched(mistake, suite.solution)
    except MistakeError as error:
        cure = "fit `find` to the solution as it is now"
        yield Complaint(path, place, str(error), "a patch that fits the solution", cure)
        return
    if mistake.exercise in suite.tests and _is_right(suite, mistake.exercise, source):
        yield Complaint(
            path,
            place,
            found=f"a wrong program that earns all {suite.points(mistake.exercise):g} points",
            expected=f"a hidden test of {mistake.exercise} that fails on it",
            cure=f"write that test in {suite.assignment.tests}; or, if the program is right after "
            f"all, move it to {suite.assignment.spellings}",
        )


def _is_right(suite: Suite, exercise: str, source: str) -> bool:
    """Whether a whole program earns every point of one exercise."""
    try:
        namespace = suite.reference(source)
    except Exception:
        return False
    result = _graded(suite, exercise, namespace)
    return result is not None and result.earned >= result.points


def _check_spellings(suite: Suite) -> Iterator[Complaint]:
    spellings = _read(suite.assignment, "spellings", "SPELLINGS") or {}
    for exercise, definitions in spellings.items():
        for number, definition in enumerate(definitions):
            namespace = suite.reference()
            with quiet():
                exec(definition, namespace)
            refused = list(_refused(suite, exercise, namespace))
            if refused:
                yield Complaint(
                    suite.assignment.spellings,
                    f"{exercise}, number {number}",
                    found=f"a right program that a hidden test refuses: {refused[0]}",
                    expected="all points for every right program",
                    cure=f"make the test in {suite.assignment.tests} ask for less, or drop the "
                    "spelling if it is wrong",
                )


def _read(assignment: Assignment, kind: str, name: str) -> Any:
    """The table `name` of the assignment's file in tests/<kind>/; None if there is no file."""
    path = assignment.root / "tests" / kind / f"{assignment.name}.py"
    return getattr(load_module(path, assignment.root), name) if path.is_file() else None


def _refused(suite: Suite, exercise: str, namespace: Namespace) -> Iterator[str]:
    """Why tests of the exercise fail on these functions: their sentences, and the facts."""
    if exercise not in suite.tests:
        yield f"there are no tests of {exercise!r}"
        return
    result = _graded(suite, exercise, namespace)
    if result is None:
        yield f"it runs longer than {MAX_SECONDS:g} s"
        return
    yield from (_why(outcome) for outcome in result.outcomes if outcome.status != Status.PASSED)


def _why(outcome: Outcome) -> str:
    fact = f" {text(outcome.fact)}" if outcome.fact else ""
    return f"{outcome.sentence('en')}{fact}".replace("\n", " ")


def _graded(suite: Suite, exercise: str, namespace: Namespace) -> Result | None:
    """The result of one exercise; None if it takes for ever."""
    try:
        with limited():
            return run_tests(suite.tests[exercise], Student(namespace))
    except JudgeTimeoutError:
        return None


def _stub(*_arguments: Any, **_named: Any) -> None:
    raise NotImplementedError


@contextlib.contextmanager
def limited() -> Iterator[None]:
    """Quiet, and not for ever: raises `JudgeTimeoutError`, which is no Exception."""
    with quiet(), wall_limit(MAX_SECONDS):
        yield


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Nothing is printed, and a warning decides nothing."""
    with (
        warnings.catch_warnings(),
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
    ):
        warnings.simplefilter("ignore")
        yield
