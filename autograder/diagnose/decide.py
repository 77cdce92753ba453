"""What can be said of a wrong program: the surest statement that a computation has proved."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from autograder.checks.errors import Message
from autograder.checks.known import causes_of, one_of
from autograder.checks.result import Certainty, Diagnosis
from autograder.diagnose.pairs import Combine, find_pair
from autograder.diagnose.parts import nearest
from autograder.diagnose.profile import Profile, only, same_profile

# Programs that are run to find two mistakes in one: about a hundredth of a second each.
MOST_PROGRAMS = 60


@dataclass(frozen=True, eq=False)
class Case:
    """A wrong program. `scored` names the tests that have points, `facts` computes what its arrays
    say (a known mistake needs none), `has_arrays` tells whether any test compared some."""

    profile: Profile
    tests: Sequence[str]
    scored: Sequence[str]
    facts: Callable[[], tuple[Message, ...]] = tuple
    has_arrays: bool = True


@dataclass(frozen=True, eq=False)
class Knowledge:
    """The known mistakes of the exercise by key, in the order of their list: what each gives, and
    its hint. `combine` runs two in one program."""

    profiles: Mapping[str, Profile]
    hints: Mapping[str, Message]
    combine: Combine
    most_programs: int = MOST_PROGRAMS


def diagnosis(case: Case, knowledge: Knowledge) -> Diagnosis | None:
    """None where there is nothing to say beyond what the tests say themselves."""
    if not case.profile:
        return None
    steps: tuple[Callable[[Case, Knowledge], Diagnosis | None], ...] = (_named, _several, _partly)
    for step in steps:
        if (found := step(case, knowledge)) is not None:
            return found
    return _unexplained(case, knowledge)


def _named(case: Case, knowledge: Knowledge) -> Diagnosis | None:
    keys = matches(case, knowledge.profiles)
    return one_of(keys, knowledge.hints) if keys else None


def matches(case: Case, profiles: Mapping[str, Profile]) -> tuple[str, ...]:
    """The mistakes that give the same in every test; if there are none, in every scored test."""
    for names in (case.tests, case.scored):
        mine = only(case.profile, names)
        found = [key for key, known in profiles.items() if same_profile(mine, only(known, names))]
        if mine and found:
            return tuple(found)
    return ()


def _several(case: Case, knowledge: Knowledge) -> Diagnosis | None:
    found = find_pair(
        case.profile, knowledge.profiles, case.tests, knowledge.combine, knowledge.most_programs
    )
    if found is None:
        return None
    fact = Message("diagnosis.together" if found.is_computed else "diagnosis.side_by_side")
    return Diagnosis(Certainty.SEVERAL, (fact,), causes_of(found.keys, knowledge.hints), found.keys)


def _partly(case: Case, knowledge: Knowledge) -> Diagnosis | None:
    """Some arrays are those of a known mistake."""
    found = nearest(case.profile, knowledge.profiles)
    if not found:
        return None
    key = "diagnosis.alike" if found[0].is_all else "diagnosis.partly"
    fact = Message(key, {"names": found[0].names})
    keys = tuple(part.key for part in found)
    return Diagnosis(
        Certainty.PATTERN, (fact, *case.facts()), causes_of(keys, knowledge.hints), keys
    )


def _unexplained(case: Case, knowledge: Knowledge) -> Diagnosis | None:
    if facts := case.facts():
        return Diagnosis(Certainty.PATTERN, facts)
    if case.has_arrays and knowledge.profiles:
        return Diagnosis(Certainty.UNKNOWN)
    return None
