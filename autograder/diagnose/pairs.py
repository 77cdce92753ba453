"""Two known mistakes in one program: which pairs can be meant, the likeliest first.

For sixty mistakes there are 1,770 pairs, and each costs a run of the hidden tests. What each
mistake does alone rules out nearly all of them without a run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from autograder.diagnose.profile import Profile, only, same_profile
from autograder.diagnose.relation import State, relations

# (key, key, names of tests) → what both mistakes together give in these tests; None where they
# can't be put together, or the program does not end.
Combine = Callable[[str, str, Sequence[str]], Profile | None]


@dataclass(frozen=True)
class Pair:
    """Two mistakes; `open` counts the wrong arrays that neither gives by itself. `strange` counts
    those that one gives in another way and the other not at all: it must act on the first.
    `is_guess`: there are such, and no array has the numbers of either."""

    first: str
    second: str
    is_guess: bool
    strange: int
    open: int


@dataclass(frozen=True)
class Found:
    """A pair; `is_computed`: both together were run. Else each array is that of one of them."""

    keys: tuple[str, str]
    is_computed: bool


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
    pairs = [_pair(*keys, states) for keys in combinations(shown, 2)]
    found = filter(None, pairs)
    return sorted(found, key=lambda pair: (pair.is_guess, pair.strange, pair.open))


def _pair(first: str, second: str, states: Mapping[str, Sequence[State]]) -> Pair | None:
    """The pair; None if something is wrong that neither touches."""
    both = [set(each) for each in zip(states[first], states[second], strict=True)]
    if {State.RIGHT} in both:
        return None
    strange = both.count({State.OTHER, State.RIGHT})
    is_guess = strange > 0 and not any(State.EQUAL in each for each in both)
    return Pair(first, second, is_guess, strange, sum(State.OTHER in each for each in both))


def find_pair(
    student: Profile,
    known: Mapping[str, Profile],
    tests: Sequence[str],
    combine: Combine,
    most_programs: int,
) -> Found | None:
    """The first pair that gives exactly these numbers. At most so many programs are tried: a
    number, and no time, so that a slow machine finds the same. Guesses are tried only where there
    are few enough to try them all.

    Pairs that can't be run together count where every wrong array is that of one of the two.
    """
    telling = max(student, key=lambda name: len(student[name].arrays))
    pairs = feasible(student, known)
    if len(pairs) > most_programs:
        pairs = [pair for pair in pairs if not pair.is_guess][:most_programs]
    for pair in pairs:
        together = combine(pair.first, pair.second, [telling])
        if together is None:
            if pair.open == 0:
                return Found((pair.first, pair.second), is_computed=False)
        elif same_profile(only(student, [telling]), together):
            everywhere = combine(pair.first, pair.second, tests)
            if everywhere is not None and same_profile(student, everywhere):
                return Found((pair.first, pair.second), is_computed=True)
    return None
