"""Arrays that hold what belongs to another of those that were looked at together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, permutations

from autograder.checks.errors import Message
from autograder.checks.patterns.finding import Finding
from autograder.checks.patterns.pair import ENOUGH, Pair, distinct, near

TOLD_APART = 1e-5


def between(wrong: Sequence[Pair], all_pairs: Sequence[Pair]) -> Iterator[Finding]:
    """What can be said of two arrays at a time, swapped ones first."""
    held = {
        (one.name, other.name) for one, other in _couples(wrong, all_pairs) if _holds(one, other)
    }
    for one, other in combinations(wrong, 2):
        if {(one.name, other.name), (other.name, one.name)} <= held:
            held -= {(one.name, other.name), (other.name, one.name)}
            values = {"first": one.name, "second": other.name}
            yield Finding("pattern.swapped", values, Message("advice.swapped"))
    for name, other_name in sorted(held):
        values = {"name": name, "other": other_name}
        yield Finding("pattern.belongs", values, Message("advice.belongs", values))
    yield from _sums(wrong, all_pairs)
    yield from _twins(wrong, {name for names in held for name in names})


def _couples(wrong: Sequence[Pair], all_pairs: Sequence[Pair]) -> Iterator[tuple[Pair, Pair]]:
    for one in wrong:
        yield from ((one, other) for other in all_pairs if other is not one)


def _holds(one: Pair, other: Pair) -> bool:
    """Whether `one` is what `other` should be, and not what it should be itself."""
    return one.right.shape == other.right.shape and one.is_moved(other.right)


def _twins(wrong: Sequence[Pair], told: set[str]) -> Iterator[Finding]:
    """Two wrong arrays that are the same, where the right ones differ."""
    for one, other in combinations(wrong, 2):
        is_same = near(one.actual, other.actual) and distinct(one.actual) >= ENOUGH
        is_other = not near(one.right, other.right, TOLD_APART)
        if is_same and is_other and not {one.name, other.name} & told:
            yield Finding("pattern.twins", {"first": one.name, "second": other.name})


def _sums(wrong: Sequence[Pair], all_pairs: Sequence[Pair]) -> Iterator[Finding]:
    """A column that holds the sum of each row of a matrix: `db` from `dW`."""
    for one, other in permutations(all_pairs, 2):
        if one not in wrong or one.right.shape[1:] != (1,) or other.right.ndim != 2:
            continue
        total = other.actual.sum(axis=1, keepdims=True)
        if other.right.shape[1] > 1 and one.right.shape == total.shape and one.is_moved(total):
            values = {"name": one.name, "other": other.name}
            yield Finding("pattern.sum_of", values, Message("advice.sum_of"))
