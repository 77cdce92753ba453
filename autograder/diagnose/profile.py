"""What a wrong program gives in the hidden tests of one exercise, as data that can be compared.

Two programs with equal profiles can't be told apart by these tests: same tests failed, at the same
place, with the same arrays.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from autograder.checks.closeness import subtract, widened
from autograder.checks.comparison import Comparison
from autograder.checks.errors import Message
from autograder.checks.values import Array

# Two programs of one meaning differ by rounding alone.
RTOL = 1e-9
# And by far less than either is off: else both are nearly right, and no sign of one another.
PART_OF_ERROR = 0.01
# An exception, wherever the line stands that raised it: a patched reference has other lines.
RAISED = ("student.raised", "student.raised_line", "student.raised_at", "test.unusable")


@dataclass(frozen=True, eq=False)
class Shown:
    """One array of the program's; `off` is max|actual − expected|."""

    name: str
    actual: Array
    is_close: bool
    off: float


@dataclass(frozen=True, eq=False)
class Failure:
    """How one test failed: after looking at `position` arrays, these ones included.

    `fact` says what was wrong in one canonical text. It is empty where `arrays` say it.
    """

    position: int
    fact: str
    arrays: tuple[Shown, ...] = ()


# Test → its failure. A test that passed is not in it.
Profile = Mapping[str, Failure]


def failure(fact: Message | None, comparisons: Sequence[Comparison], position: int) -> Failure:
    """The failure of a test with this fact, these arrays, after so many arrays in all."""
    is_told_by_arrays = any(not one.is_close for one in comparisons)
    said = "" if is_told_by_arrays else canonical(fact)
    return Failure(position, said, tuple(map(_shown, comparisons)))


def _shown(one: Comparison) -> Shown:
    off = float(np.max(np.abs(subtract(one.actual, one.expected)), initial=0.0))
    return Shown(one.name, widened(one.actual), one.is_close, off)


def canonical(fact: Message | None) -> str:
    """The same text for the same fact; of an exception, its type and its message."""
    if fact is None:
        return ""
    if fact.key in RAISED and isinstance(error := fact.values.get("error"), Message):
        return json.dumps(["raised", _plain(error.values)], sort_keys=True)
    return json.dumps(_plain(fact), sort_keys=True)


def _plain(value: object) -> object:
    if isinstance(value, Message):
        return [value.key, _plain(value.values)]
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def same_array(one: Shown, known: Shown) -> bool:
    """Whether both are right, or both wrong by the same numbers."""
    if one.is_close or known.is_close:
        return one.is_close and known.is_close
    if one.actual.shape != known.actual.shape or one.actual.dtype != known.actual.dtype:
        return False
    distance = float(np.max(np.abs(subtract(one.actual, known.actual)), initial=0.0))
    scale = float(np.max(np.abs(known.actual), initial=0.0))
    allowed = min(RTOL * max(scale, known.off), PART_OF_ERROR * known.off)
    return distance <= allowed


def same_failure(one: Failure, known: Failure) -> bool:
    """Whether a test failed in the same way."""
    return (
        one.position == known.position
        and one.fact == known.fact
        and [shown.name for shown in one.arrays] == [shown.name for shown in known.arrays]
        and all(map(same_array, one.arrays, known.arrays))
    )


def same_profile(one: Profile, known: Profile) -> bool:
    """Whether the same tests failed, each in the same way."""
    return one.keys() == known.keys() and all(same_failure(one[name], known[name]) for name in one)


def only(profile: Profile, names: Sequence[str]) -> dict[str, Failure]:
    """The profile in these tests."""
    return {name: profile[name] for name in names if name in profile}
