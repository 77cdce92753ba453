"""What holds in all tests of an exercise at once: statements about arrays, and which are right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from autograder.checks.comparison import Comparison
from autograder.checks.errors import Message
from autograder.checks.patterns import statements

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
    found = _everywhere([look for look in looks if look.comparisons])
    parted = _parted(looks)
    return (*found, parted) if parted else found


def _everywhere(looks: Sequence[Look]) -> tuple[Message, ...]:
    """The statements of the first test that hold in each that looks at the same arrays."""
    told = [(look, statements(look.comparisons)) for look in looks]
    kept: list[Message] = []
    for _, messages in told:
        for message in messages:
            if message not in kept and all(
                message in others for look, others in told if _speaks_of(message, look)
            ):
                kept.append(message)
    return tuple(kept)


def _speaks_of(message: Message, look: Look) -> bool:
    """Whether the test has an array wrong that the statement names; if it names none, any."""
    name = message.values.get("name")
    return name is None or any(one.name == name and not one.is_close for one in look.comparisons)


def _parted(looks: Sequence[Look]) -> Message | None:
    """Which arrays are wrong, and which are right in every test that looks at them."""
    wrong: list[str] = []
    right: list[str] = []
    for look in looks:
        if look.has_passed:
            right += look.seen
        elif look.comparisons:
            right += look.seen[: -len(look.comparisons)]
            right += [one.name for one in look.comparisons if one.is_close]
            wrong += [one.name for one in look.comparisons if not one.is_close]
        else:  # an exception, a shape: nobody knows how far it got
            return None
    right = [name for name in dict.fromkeys(right) if name not in wrong]
    wrong = list(dict.fromkeys(wrong))
    if not right or not wrong or max(len(right), len(wrong)) > MOST_NAMES:
        return None
    return Message("diagnosis.parted", {"wrong": tuple(wrong), "right": tuple(right)})
