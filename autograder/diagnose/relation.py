"""One test, the student's failure beside that of a known mistake: does it explain the arrays?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from autograder.diagnose.profile import Failure, Profile, Shown, same_array


class State(Enum):
    """What a known mistake makes of one item (an array, or the fact) that the student has wrong.

    EQUAL: the same wrong numbers. RIGHT: nothing wrong there. OTHER: wrong in another way.
    """

    EQUAL = "equal"
    RIGHT = "right"
    OTHER = "other"


@dataclass(frozen=True)
class Relation:
    """`states`: one for each item that the student has wrong in this test, in order.

    `is_excluded`: the mistake shows something here that the student's program does not have, so it
    can't be in it, unless another mistake hides it.
    """

    states: tuple[State, ...]
    is_excluded: bool = False


def relations(student: Profile, known: Profile) -> dict[str, Relation]:
    """Of every test that either of the two programs fails."""
    names = [*student, *(name for name in known if name not in student)]
    return {name: relation(student.get(name), known.get(name)) for name in names}


def relation(student: Failure | None, known: Failure | None) -> Relation:
    """Of one test; None where it passed."""
    if student is None:
        return Relation((), is_excluded=known is not None)
    wrong = [shown for shown in student.arrays if not shown.is_close]
    count = len(wrong) or 1
    if known is None or known.position > student.position:
        return Relation((State.RIGHT,) * count)
    if known.position < student.position:
        return Relation((State.OTHER,) * count, is_excluded=True)
    names = [shown.name for shown in student.arrays]
    if not wrong or [shown.name for shown in known.arrays] != names:
        is_same = not wrong and known.fact == student.fact
        return Relation((State.EQUAL if is_same else State.OTHER,) * count)
    pairs = list(zip(student.arrays, known.arrays, strict=True))
    is_excluded = any(one.is_close and not other.is_close for one, other in pairs)
    states = tuple(_state(one, other) for one, other in pairs if not one.is_close)
    return Relation(states, is_excluded)


def _state(one: Shown, known: Shown) -> State:
    if known.is_close:
        return State.RIGHT
    return State.EQUAL if same_array(one, known) else State.OTHER
