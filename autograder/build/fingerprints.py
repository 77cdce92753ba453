"""Fingerprints of the known mistakes: what the visible check sees of each, as a hash.

Only hashes and keys leave this module. A mistake that the check does not catch has none, and so has
one that it catches with too little to go by: an exception, a single number, a missing key.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

import numpy as np

from autograder.build.slots import Prose
from autograder.build.visible import Run, Seen, run_visible
from autograder.checks.naming import (
    DIGITS,
    LEAST,
    fingerprint,
    plain,
    projections,
    repeated,
)
from autograder.checks.values import Array
from autograder.judge.mistakes import Mistake, MistakeError, patched

Fingerprints = dict[str, dict[str, tuple[str, ...]]]

ROUNDING = 1e-6  # what is nearly right differs by rounding, and that is the machine's own
SAME = 1e-12


def fingerprints_of(prose: Prose, solution: str, mistakes: Sequence[Mistake]) -> Fingerprints:
    """Exercise → fingerprint → the keys of the mistakes that give it, in order of the list."""
    found: Fingerprints = {}
    for mistake in mistakes:
        print_ = _fingerprint(prose, solution, mistake)
        if print_ is not None:
            group = found.setdefault(mistake.exercise, {})
            group[print_] = (*group.get(print_, ()), mistake.key)
    return found


@functools.lru_cache(2_000)
def _fingerprint(prose: Prose, solution: str, mistake: Mistake) -> str | None:
    right = _right(prose, solution, mistake.exercise)
    try:
        run = run_visible(prose, mistake.exercise, patched(mistake, solution))
    except MistakeError:
        return None  # the doctor tells
    if right is None or run is None or run.failure is None or not _tells(run.seen, right.seen):
        return None
    return fingerprint(run.failure, run.seen)


@functools.lru_cache(200)
def _right(prose: Prose, solution: str, exercise: str) -> Run | None:
    return run_visible(prose, exercise, solution)


def _tells(seen: Seen, right: Seen) -> bool:
    """Whether what differs is this mistake's own, and can't be found by trying numbers.

    Whoever has all the rest right must still not learn more than the mistake's name: so what
    differs holds numbers enough by itself, or none at all, as an array of zeros does.
    """
    firsts = [place for place, before in enumerate(repeated(seen)) if before is None]
    distances = {place: _distance(seen[place][1], _at(right, place, seen)) for place in firsts}
    wrong = [seen[place][1] for place, far in distances.items() if far > SAME]
    numbers = sum(map(_unknown, wrong))
    return (
        max(distances.values(), default=0.0) > ROUNDING
        and any(map(projections, wrong))
        and sum(_unknown(seen[place][1]) for place in firsts) >= LEAST
        and (numbers >= LEAST or not any(map(_values, wrong)))
    )


def _at(right: Seen, place: int, seen: Seen) -> object:
    """What stands at the same place under the same name with the solution, or None."""
    return (
        right[place][1] if right[place : place + 1] and right[place][0] == seen[place][0] else None
    )


def _distance(value: object, expected: object) -> float:
    """The largest difference, relative to the larger array; infinite if they can't be compared."""
    mine, theirs = plain(value), plain(expected)
    if mine is None or theirs is None:
        return 0.0 if mine is theirs and type(value) is type(expected) else np.inf
    if mine.shape != theirs.shape or not np.isfinite(mine).all():
        return np.inf
    size = max(np.max(np.abs(mine), initial=0.0), np.max(np.abs(theirs), initial=0.0))
    return float(np.max(np.abs(mine - theirs), initial=0.0) / size) if size else 0.0


def _unknown(value: object) -> int:
    """How many numbers of `DIGITS` digits must be tried at least to find this value's hash."""
    return min(projections(value), _values(value))


def _values(value: object) -> int:
    """The different numbers in it; 0, 1 and −1 are no secret."""
    array = plain(value)
    if array is None:
        return 0
    entries: Array = np.abs(array[np.isfinite(array)])
    return len(set(np.round(entries, DIGITS)) - {0.0, 1.0})
