"""What a look at a course's set-up saw: a fact, and complaints, each with its cure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from autograder.course.complaint import Complaint
from autograder.course.setup import Setup


@dataclass(frozen=True)
class Seen:
    """`fact` is what is said if all is well."""

    fact: str
    complaints: tuple[Complaint, ...] = ()


@dataclass(frozen=True)
class Look:
    """`name` stands before what was seen."""

    group: str
    name: str
    look: Callable[[Setup], Seen]


def seen(fact: str, complaints: Iterable[Complaint] = ()) -> Seen:
    return Seen(fact, tuple(complaints))


def wrong(where: str | Path, found: str, expected: str, cure: str, place: str = "") -> Complaint:
    """Students or graders can't go on."""
    return Complaint(Path(where), place, found, expected, cure)


def doubtful(where: str | Path, found: str, expected: str, cure: str, place: str = "") -> Complaint:
    """It works; somebody should look at it."""
    return Complaint(Path(where), place, found, expected, cure, is_hint=True)
