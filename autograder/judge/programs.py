"""Wrong programs of one exercise, made from the reference and run on its hidden tests.

They are the course's own: they run where the tests run, and with a limit on their time.
"""

from __future__ import annotations

import copy
import functools
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from types import CodeType
from typing import Any

from autograder.checks import Status
from autograder.checks.errors import Message
from autograder.diagnose.profile import Profile, failure
from autograder.judge.clock import TimeUpError, at_most
from autograder.judge.hidden import Attempt, HiddenTest, run_attempts
from autograder.judge.mistakes import Mistake, patched_function
from autograder.judge.student import Student
from autograder.judge.unnoticed import unnoticed

Namespace = dict[str, Any]
Function = Callable[..., Any]
SECONDS = 5.0  # a right program takes a tenth of a second
# Named as a cell is: what these programs raise is told as what a student's cell raises.
FILE = "<In[0]>"
# With these facts there are no results to compare.
NO_RESULTS = (
    "student.not_written",
    "student.not_defined",
    "student.stopped",
    "student.stopped_at",
    "student.ended",
)


class Apart(Student):
    """As if in a room of its own: what it is given and what it gives to a test's functions are
    copies, and no view of one another. Only a program that overwrites its arguments shows it."""

    def using(self, **functions: Function) -> AbstractContextManager[None]:
        return super().using(**{name: _copying(each) for name, each in functions.items()})


def _copying(function: Function) -> Function:
    @functools.wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        return function(*copy.deepcopy(args), **copy.deepcopy(kwargs))

    return call


@functools.lru_cache(maxsize=16)
def _compiled(source: str) -> CodeType:
    return compile(source, FILE, "exec")


def wrong_program(source: str, mistakes: Sequence[Mistake]) -> Namespace:
    """The names of the reference, one function of it with all of these mistakes.

    Raises `MistakeError` where they don't fit, `SyntaxError`, and whatever the program raises.
    """
    namespace: Namespace = {"__name__": "handed_in"}
    exec(_compiled(source), namespace)
    exec(compile(patched_function(mistakes, source), FILE, "exec"), namespace)
    return namespace


def profile_of_program(
    source: str, mistakes: Sequence[Mistake], tests: Sequence[HiddenTest]
) -> Profile | None:
    """What the reference with these mistakes gives in these tests.

    None where they don't fit the reference or each other, or the program does not come to an end.
    """
    try:
        with unnoticed(), at_most(SECONDS):
            student = Apart(wrong_program(source, mistakes))
            return profile_of(tests, run_attempts(tests, student))
    except (Exception, TimeUpError):
        return None


def profile_of(tests: Sequence[HiddenTest], attempts: Sequence[Attempt]) -> Profile | None:
    """The failures by test; None where a test has no result that could be compared."""
    profile = {}
    for test, attempt in zip(tests, attempts, strict=True):
        outcome = attempt.outcome
        if outcome.status is Status.PASSED:
            continue
        if outcome.status is not Status.FAILED or _says_nothing(outcome.fact):
            return None
        profile[test.name] = failure(outcome.fact, attempt.decisive, len(attempt.seen))
    return profile


def _says_nothing(fact: Message | None) -> bool:
    return fact is None or fact.key in NO_RESULTS


def known_profiles(
    source: str, mistakes: Sequence[Mistake], tests: Sequence[HiddenTest]
) -> Mapping[str, Profile]:
    """What each known mistake gives, by its key; those that don't work are left out."""
    found = {each.key: profile_of_program(source, [each], tests) for each in mistakes}
    return {key: profile for key, profile in found.items() if profile}
