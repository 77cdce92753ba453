"""After the hidden tests of an exercise: which known mistake gives exactly these results?

What the known mistakes give depends on the course and on this code alone, so it is worked out
once and kept (see `store`).
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from autograder.checks import Message, Result, Status
from autograder.checks.result import Diagnosis
from autograder.diagnose.decide import MOST_PROGRAMS, Case, Knowledge, diagnosis
from autograder.diagnose.everywhere import Look, facts_of
from autograder.diagnose.profile import Profile
from autograder.judge.closure import course_files
from autograder.judge.course import (
    Stamp,
    assignments_of,
    course_stamp,
    list_path,
    load_module,
    solution_path,
)
from autograder.judge.hidden import Attempt, HiddenTest
from autograder.judge.mistakes import Mistake, hint
from autograder.judge.programs import known_profiles, profile_of, profile_of_program
from autograder.judge.store import load, save, store_path
from autograder.sandbox.paths import PACKAGE

# The code that decides what a known mistake gives.
FOLDERS = ("checks", "diagnose", "judge")


@dataclass(frozen=True)
class Exercise:
    """One exercise of a course. `keeps`: whether this process may write to the course's folder."""

    root: Path
    assignment: str
    tests: Sequence[HiddenTest]
    keeps: bool = True

    @property
    def name(self) -> str:
        return self.tests[0].exercise


def with_diagnosis(result: Result, attempts: Sequence[Attempt], of: Exercise) -> Result:
    """The result, and what is behind its failures. A course's broken list changes nothing."""
    try:
        found = diagnosed(attempts, of.tests, lambda: knowledge_of(of))
    except Exception:  # the course's own files: the doctor tells what is wrong with them
        return result
    return told(result, found)


def diagnosed(
    attempts: Sequence[Attempt], tests: Sequence[HiddenTest], knowledge: Callable[[], Knowledge]
) -> Diagnosis | None:
    """What is behind these failures; `knowledge` is asked for where it may help.

    None where no test with points failed: what is only reported is no mistake.
    """
    outcomes = tuple(attempt.outcome for attempt in attempts)
    if Result(tests[0].exercise, outcomes).status is not Status.FAILED:
        return None
    profile = profile_of(tests, attempts)
    return diagnosis(case_of(profile, attempts, tests), knowledge()) if profile else None


def case_of(profile: Profile, attempts: Sequence[Attempt], tests: Sequence[HiddenTest]) -> Case:
    return Case(
        profile,
        tests=[test.name for test in tests],
        scored=[test.name for test in tests if test.points],
        facts=lambda: facts_of([_look(attempt) for attempt in attempts]),
        has_arrays=any(attempt.decisive for attempt in attempts),
    )


def _look(attempt: Attempt) -> Look:
    outcome = attempt.outcome
    return Look(outcome.status is Status.PASSED, attempt.seen, attempt.decisive, outcome.fact)


def told(result: Result, found: Diagnosis | None) -> Result:
    """The result with its diagnosis. A sure one stands alone: the guesses of single tests would
    repeat it, or contradict it."""
    if found is None or not found.certainty.is_sure:
        return replace(result, diagnosis=found)
    outcomes = tuple(replace(outcome, advice=None) for outcome in result.outcomes)
    return replace(result, outcomes=outcomes, diagnosis=found)


def knowledge_of(of: Exercise) -> Knowledge:
    """What is known of an exercise, from the disk or worked out now.

    Raises whatever the course's files raise on import; knows nothing where there is no list.
    """
    path = list_path(of.root, "mistakes", of.assignment)
    if not path.is_file():
        return Knowledge({}, {}, lambda *_: None)
    listed: Sequence[Mistake] = load_module(path, of.root).MISTAKES
    mistakes = [mistake for mistake in listed if mistake.exercise == of.name]
    source = solution_path(of.root, of.assignment).read_text(encoding="utf-8")
    where = store_path(of.root, of.assignment, of.name)
    address = address_of(of.root, of.assignment, course_stamp(of.root))
    profiles = load(where, address)
    if profiles is None:
        profiles = known_profiles(source, mistakes, of.tests)
        if of.keeps:
            save(where, address, profiles)
    return knowledge_from(source, mistakes, of.tests, profiles)


def knowledge_from(
    source: str,
    mistakes: Sequence[Mistake],
    tests: Sequence[HiddenTest],
    profiles: Mapping[str, Profile],
    most_programs: int = MOST_PROGRAMS,
) -> Knowledge:
    by_key = {mistake.key: mistake for mistake in mistakes}

    def combine(first: str, second: str, names: Sequence[str]) -> Profile | None:
        wanted = [test for test in tests if test.name in names]
        return profile_of_program(source, [by_key[first], by_key[second]], wanted)

    hints: dict[str, Message] = {mistake.key: hint(mistake) for mistake in mistakes}
    return Knowledge(profiles, hints, combine, most_programs)


@functools.lru_cache(maxsize=64)
def address_of(root: Path, assignment: str, _stamp: Stamp) -> str:
    """The hash of everything that decides what the known mistakes of an assignment give: the
    course's files (its secret is one of them), this code, and the arithmetic."""
    digest = hashlib.sha256(f"{_code()} {np.__version__} {platform.machine()}".encode())
    for name, content in sorted(course_files(root, [assignment]).items()):
        digest.update(f"{name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


@functools.cache
def _code() -> str:
    files = [path for folder in FOLDERS for path in sorted((PACKAGE / folder).rglob("*.py"))]
    digest = hashlib.sha256(platform.python_version().encode())
    for path in files:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def read_lists(root: Path) -> None:
    """Read what every diagnosis needs, once and not in every fork. Raises nothing."""
    stamp = course_stamp(root)
    for assignment in assignments_of(root):
        with contextlib.suppress(Exception, SystemExit):
            address_of(root, assignment, stamp)
            load_module(list_path(root, "mistakes", assignment), root)
