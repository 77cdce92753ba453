"""What holds in all tests of an exercise at once: statements about arrays, and which are right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from autograder.checks.comparison import Comparison
from autograder.checks.errors import Message
from autograder.checks.patterns import common

MOST_NAMES = 8


@dataclass(frozen=True, eq=False)
class Look:
    """One test: the names of the arrays that it looked at, in order, and what it failed on.

    `comparisons` are the last of them, `fact` what was wrong.
    """

    has_passed: bool
    seen: tuple[str, ...]
    comparisons: tuple[Comparison, ...] = ()
    fact: Message | None = None


def facts_of(looks: Sequence[Look]) -> tuple[Message, ...]:
    """Computed statements that no test contradicts, and which arrays are right in every test."""
    wrong, right = _sides(looks)
    found = common([look.comparisons for look in looks if look.comparisons], right)
    if not right or not wrong or max(len(right), len(wrong)) > MOST_NAMES:
        return found
    return (*found, Message("diagnosis.parted", {"wrong": wrong, "right": right}))


def _sides(looks: Sequence[Look]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The arrays that are wrong, and those that are right in every test that looks at them."""
    wrong: list[str] = []
    right: list[str] = []
    for look in looks:
        if look.has_passed:
            right += look.seen
        elif any(not one.is_close for one in look.comparisons):
            right += look.seen[: -len(look.comparisons)]
            right += [one.name for one in look.comparisons if one.is_close]
            wrong += [one.name for one in look.comparisons if not one.is_close]
        else:  # an exception, a shape: nobody knows how far it got
            return (), ()
    return (
        tuple(dict.fromkeys(wrong)),
        tuple(name for name in dict.fromkeys(right) if name not in wrong),
    )
