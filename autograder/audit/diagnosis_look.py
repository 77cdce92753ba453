"""A look at what a student would be told: is the diagnosis of wrong programs true and useful?

Known mistakes must be named, and right programs must not be. How often something can be said of a
mistake that is not on the list, and of two in one program, is counted and no reason to fail.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations

from autograder.audit.assignment import Assignment
from autograder.audit.judging import limited, namespace_of
from autograder.audit.record import Findings, Row
from autograder.checks.result import Certainty, Diagnosis
from autograder.diagnose.decide import Knowledge
from autograder.diagnose.profile import Profile, same_profile
from autograder.judge.clock import TimeUpError, at_most
from autograder.judge.diagnosing import diagnosed, knowledge_from
from autograder.judge.errors import JudgeTimeoutError
from autograder.judge.hidden import Attempt, run_attempts
from autograder.judge.mistakes import Mistake
from autograder.judge.programs import (
    SECONDS,
    Apart,
    profile_of,
    wrong_program,
)
from autograder.judge.student import Student
from autograder.judge.unnoticed import unnoticed

PAIRS = 20  # of each exercise, the same in every run


@dataclass(frozen=True)
class Bench:
    """An exercise with its known mistakes, and what each of them gives."""

    assignment: Assignment
    exercise: str
    ran: dict[tuple[str, ...], list[Attempt] | None] = field(default_factory=dict)

    @property
    def mistakes(self) -> list[Mistake]:
        return self.assignment.mistakes_of(self.exercise)

    @cached_property
    def profiles(self) -> Mapping[str, Profile]:
        """As `programs.known_profiles`, of the same runs."""
        tests = self.assignment.tests[self.exercise]
        attempts = {each.key: self.attempts(each) for each in self.mistakes}
        found = {key: profile_of(tests, made) for key, made in attempts.items() if made}
        return {key: profile for key, profile in found.items() if profile}

    def attempts(self, *mistakes: Mistake) -> list[Attempt] | None:
        """What the reference with these mistakes does, run once; None if they can't be put
        together."""
        keys = tuple(mistake.key for mistake in mistakes)
        if keys not in self.ran:
            self.ran[keys] = self._run(mistakes)
        return self.ran[keys]

    def _run(self, mistakes: Sequence[Mistake]) -> list[Attempt] | None:
        try:
            with unnoticed(), at_most(SECONDS):
                student = Apart(wrong_program(self.assignment.source, mistakes))
                return run_attempts(self.assignment.tests[self.exercise], student)
        except (Exception, TimeUpError):
            return None

    def diagnosis(
        self, attempts: list[Attempt], profiles: Mapping[str, Profile] | None = None
    ) -> Diagnosis | None:
        """What is said to the student, knowing these profiles; all of them unless told."""
        tests = self.assignment.tests[self.exercise]
        return diagnosed(attempts, tests, lambda: self._knowledge(profiles))

    def _knowledge(self, profiles: Mapping[str, Profile] | None) -> Knowledge:
        tests = self.assignment.tests[self.exercise]
        known = self.profiles if profiles is None else profiles
        return knowledge_from(self.assignment.source, self.mistakes, tests, known)


def look_at_diagnoses(assignment: Assignment, exercise: str) -> Findings:
    """Known mistakes, mistakes as if unknown, pairs of mistakes, and right programs."""
    bench = Bench(assignment, exercise)
    counts: Counter[str] = Counter()
    complaints: list[str] = []
    for mistake in bench.mistakes:
        attempts = bench.attempts(mistake)
        if attempts is None or mistake.key not in bench.profiles:
            continue  # it fails no test (look_at_mistakes says so), or gives nothing to compare
        counts["named"] += (is_named := names(bench.diagnosis(attempts), mistake.key))
        if not is_named:
            complaints.append(f"the mistake {mistake.key} is not named")
        counts[f"unseen_{unseen(bench, mistake, attempts)}"] += 1
    counts["groups"] = len(groups(bench.profiles))
    for pair in sample(bench):
        counts[f"pairs_{told_of(bench, *pair)}"] += 1
    for name, said in right_programs(bench):
        counts["right"] += 1
        if said is not None:
            complaints.append(f"a right program ({name}) gets a diagnosis: {said.certainty.value}")
    return Findings(Row(exercise, **counts), tuple(complaints))


def names(found: Diagnosis | None, key: str) -> bool:
    """Whether the mistake is named: alone, or in the group that gives the same."""
    return found is not None and found.certainty is Certainty.NAMED and key in found.keys


def groups(profiles: Mapping[str, Profile]) -> set[frozenset[str]]:
    """The known mistakes that no test can tell apart."""
    alike: dict[str, set[str]] = {key: {key} for key in profiles}
    for one, other in combinations(profiles, 2):
        if same_profile(profiles[one], profiles[other]):
            alike[one].add(other)
            alike[other].add(one)
    return {frozenset(keys) for keys in alike.values() if len(keys) > 1}


def unseen(bench: Bench, mistake: Mistake, attempts: list[Attempt]) -> str:
    """What is said of a mistake that is not on the list, nor any that gives the same numbers.

    "pattern": a statement about its arrays that was computed, or another mistake's numbers found
    in them. "advice": none, but the advice of a single test, which is tried on its arrays or
    belongs to its error. "fact": no array was compared; a shape, an error or a changed argument is
    named. "nothing": how far the arrays are off, and no more. The first two count as useful.
    """
    mine = bench.profiles[mistake.key]
    others = {key: known for key, known in bench.profiles.items() if not same_profile(known, mine)}
    found = bench.diagnosis(attempts, others)
    if found is not None and found.certainty is not Certainty.UNKNOWN:
        return "pattern"
    if any(attempt.outcome.advice for attempt in attempts):
        return "advice"
    return "nothing" if any(attempt.comparisons for attempt in attempts) else "fact"


def sample(bench: Bench) -> Iterator[tuple[Mistake, Mistake]]:
    """Pairs that can be put together and fail, drawn at random, the same ones every time."""
    draw = random.Random(f"{bench.assignment.name}/{bench.exercise}")
    pairs = list(combinations(bench.mistakes, 2))
    draw.shuffle(pairs)
    found = 0
    for pair in pairs[: 5 * PAIRS]:
        attempts = bench.attempts(*pair) if found < PAIRS else None
        if attempts and profile_of(bench.assignment.tests[bench.exercise], attempts):
            found += 1
            yield pair


def told_of(bench: Bench, first: Mistake, second: Mistake) -> str:
    """What is said of two known mistakes in one program.

    "both" or "one" of them is named; "other": a mistake is that gives the same numbers;
    "pattern": something else was computed; "nothing".
    """
    attempts = bench.attempts(first, second)
    found = bench.diagnosis(attempts) if attempts else None
    if found is None or found.certainty is Certainty.UNKNOWN:
        return "nothing"
    right = len({first.key, second.key} & set(found.keys))
    if right:
        return "both" if right == 2 else "one"
    return "pattern" if found.certainty is Certainty.PATTERN else "other"


def right_programs(bench: Bench) -> Iterator[tuple[str, Diagnosis | None]]:
    """The reference and every other spelling, with what is said of them."""
    yield "the reference", _said_of(bench, "")
    definitions = bench.assignment.spellings.get(bench.exercise, ())
    for number, definition in enumerate(definitions, start=1):
        with suppress(Exception, JudgeTimeoutError):  # look_at_spellings says so
            yield f"spelling {number}", _said_of(bench, definition)


def _said_of(bench: Bench, definition: str) -> Diagnosis | None:
    namespace = bench.assignment.reference()
    namespace_of(definition, onto=namespace)
    tests = bench.assignment.tests[bench.exercise]
    with limited():
        attempts = run_attempts(tests, Student(namespace))
    return bench.diagnosis(attempts)
