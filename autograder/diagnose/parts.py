"""Arrays of a wrong program that are those of a known mistake, where the whole program is not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from autograder.diagnose.profile import Profile
from autograder.diagnose.relation import State, relations

# One array alone may be that of a mistake which has nothing to do with it.
FEWEST_NAMES = 2


@dataclass(frozen=True)
class Part:
    """`names`: the arrays that have the mistake's numbers in every test that finds them wrong.

    `is_all`: no other array is wrong; then the mistake gets something wrong that is right here.
    """

    key: str
    names: tuple[str, ...]
    is_all: bool


def nearest(student: Profile, known: Mapping[str, Profile]) -> list[Part]:
    """The mistakes that explain most arrays, and the same ones; none where that says too little."""
    found = [part for key, profile in known.items() for part in _part(key, student, profile)]
    most = max((len(part.names) for part in found), default=0)
    best = next((part for part in found if len(part.names) == most), None)
    return [part for part in found if best is not None and part.names == best.names]


def _part(key: str, student: Profile, profile: Profile) -> Iterator[Part]:
    """What the mistake explains, if that is worth telling: it shows whole in the student's
    numbers, or it explains half of all wrong arrays and more than one."""
    found = relations(student, profile)
    by_name: dict[str, list[State]] = {}
    for test, failure in student.items():
        wrong = [shown.name for shown in failure.arrays if not shown.is_close]
        for name, state in zip(wrong, found[test].states, strict=False):
            by_name.setdefault(name, []).append(state)
    names = tuple(name for name, states in by_name.items() if set(states) == {State.EQUAL})
    states = {state for each in found.values() for state in each.states}
    is_whole = State.OTHER not in states and not any(each.is_excluded for each in found.values())
    is_much = len(names) >= FEWEST_NAMES and len(by_name) <= 2 * len(names)
    if names and (is_whole or is_much):
        yield Part(key, names, is_all=len(names) == len(by_name))
