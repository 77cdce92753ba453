"""The known mistake behind a visible check that failed, told by its fingerprint."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.checks.errors import CheckFailed
from autograder.checks.lessons import Lesson
from autograder.checks.result import Certainty, Diagnosis
from autograder.checks.values import Array

Seen = Sequence[tuple[str, Array]]


def fingerprint(failure: CheckFailed, seen: Seen) -> str | None:
    """What a wrong result on the visible example is known by; None where it says too little."""
    return None


def named(lesson: Lesson, exercise: str, failure: CheckFailed, seen: Seen) -> Diagnosis | None:
    """The known mistakes with this fingerprint, or None."""
    print_ = fingerprint(failure, seen)
    keys = lesson.fingerprints.get(exercise, {}).get(print_ or "", ())
    if not keys:
        return None
    return Diagnosis(Certainty.NAMED, causes=tuple(lesson.mistakes[key] for key in keys), keys=keys)
