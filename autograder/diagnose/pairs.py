"""Two known mistakes in one program: which pairs can be meant, the likeliest first.

For sixty mistakes there are 1,770 pairs, and each costs a run of the hidden tests. What each
mistake does alone rules out nearly all of them without a run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from autograder.diagnose.profile import Profile, only, same_profile
from autograder.diagnose.relation import Relation, State, relation

# (key, key, names of tests) → what both mistakes together give in these tests; None where they
# can't be put together, or the program does not end.
Combine = Callable[[str, str, Sequence[str]], Profile | None]


@dataclass(frozen=True)
class Pair:
    """Two mistakes; `open` counts the wrong arrays that neither has as they are."""

    first: str
    second: str
    open: int


@dataclass(frozen=True)
class Found:
    """A pair; `is_computed`: both together were run. Else each array is that of one of them."""

    keys: tuple[str, str]
    is_computed: bool


def relations(student: Profile, known: Profile) -> dict[str, Relation]:
    """Of every test that either of the two programs fails."""
    names = [*student, *(name for name in known if name not in student)]
    return {name: relation(student.get(name), known.get(name)) for name in names}


def feasible(student: Profile, known: Mapping[str, Profile]) -> list[Pair]:
    """The pairs that may give these numbers, those that explain most of them first.

    Each mistake must show in the student's numbers, and nothing that it shows alone may be missing.
    """
    items = {key: relations(student, profile) for key, profile in known.items()}
    states = {
        key: tuple(state for name in student for state in found[name].states)
        for key, found in items.items()
        if not any(each.is_excluded for each in found.values())
    }
    shown = [key for key, found in states.items() if any(s is not State.RIGHT for s in found)]
    pairs = []
    for first, second in combinations(shown, 2):
        count = _open_items(states[first], states[second])
        if count is not None:
            pairs.append(Pair(first, second, count))
    return sorted(pairs, key=lambda pair: pair.open)


def _open_items(one: Sequence[State], other: Sequence[State]) -> int | None:
    """How many items neither mistake explains by itself; None if the two can't give them all."""
    count = 0
    for states in zip(one, other, strict=True):
        if states == (State.RIGHT, State.RIGHT) or set(states) == {State.OTHER, State.RIGHT}:
            return None
        count += State.OTHER in states
    return count


def find_pair(
    student: Profile,
    known: Mapping[str, Profile],
    tests: Sequence[str],
    combine: Combine,
    most_programs: int,
) -> Found | None:
    """The first pair that gives exactly these numbers. At most so many programs are tried: a
    number, and no time, so that a slow machine finds the same.

    Pairs that can't be run together count where every wrong array is that of one of the two.
    """
    telling = max(student, key=lambda name: len(student[name].arrays))
    for pair in feasible(student, known)[:most_programs]:
        together = combine(pair.first, pair.second, [telling])
        if together is None:
            if pair.open == 0:
                return Found((pair.first, pair.second), is_computed=False)
        elif same_profile(only(student, [telling]), together):
            everywhere = combine(pair.first, pair.second, tests)
            if everywhere is not None and same_profile(student, everywhere):
                return Found((pair.first, pair.second), is_computed=True)
    return None


def parts(student: Profile, known: Mapping[str, Profile]) -> Iterator[tuple[str, set[str]]]:
    """(key, names of arrays) for each known mistake that shows whole in the student's numbers:
    everything that it gets wrong, the student has wrong by the same numbers, and more besides."""
    for key, profile in known.items():
        found = relations(student, profile)
        states = [state for each in found.values() for state in each.states]
        if any(each.is_excluded for each in found.values()) or State.OTHER in states:
            continue
        names = {
            shown.name
            for test, failure in student.items()
            for shown, state in zip(
                (one for one in failure.arrays if not one.is_close),
                found[test].states,
                strict=False,
            )
            if state is State.EQUAL
        }
        if names:
            yield key, names
