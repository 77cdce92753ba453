"""Who is who: students of the gradebook, and rows of a file that another system exported.

Nobody is matched by guess. Each of a student's names (id, LMS id, email) is looked for in one
column, that in which most rows have it: a student number may well be somebody else's Canvas id.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from autograder.course.student import Student


@dataclass(frozen=True)
class Person:
    """A row of the file: what it calls the student; `keys`: column → what identifies them."""

    row: int
    label: str
    keys: Mapping[str, str]


@dataclass(frozen=True)
class Matches:
    """`students`: row → student's id. `doubtful`: row → the ids that it could be, or that another
    row could be just as well."""

    students: Mapping[int, str] = field(default_factory=dict)
    doubtful: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


def match(people: Sequence[Person], students: Sequence[Student], by_name: bool = False) -> Matches:
    """`by_name`: full names identify, too."""
    found: dict[int, set[str]] = {person.row: set() for person in people}
    for names in _names(students, by_name).values():
        column = _best(people, names)
        for person in people:
            if column is not None:
                found[person.row] |= names.get(_plain(person.keys.get(column, "")), set())
    claims = Counter(student for each in found.values() for student in each)
    sure, doubtful = {}, {}
    for row, ids in found.items():
        if len(ids) > 1 or any(claims[student] > 1 for student in ids):
            doubtful[row] = tuple(sorted(ids))
        elif ids:
            (sure[row],) = ids
    return Matches(sure, doubtful)


def _names(students: Sequence[Student], by_name: bool) -> dict[str, dict[str, set[str]]]:
    """Field → name → the students that have it."""
    fields: dict[str, dict[str, set[str]]] = {}
    for student in students:
        values = {"id": student.id, "lms_user_id": student.lms_user_id, "email": student.email}
        if by_name:
            first, last = student.first_name, student.last_name
            orders = (f"{first} {last}", f"{last} {first}", f"{last}{first}", f"{last}, {first}")
            values |= dict(zip(("first", "last", "together", "comma"), orders, strict=True))
        for name, value in values.items():
            if _plain(value).strip(","):
                fields.setdefault(name, {}).setdefault(_plain(value), set()).add(student.id)
    return fields


def _best(people: Sequence[Person], names: Mapping[str, set[str]]) -> str | None:
    """The column in which most rows have one of the names; the first of equals."""
    counts = Counter(
        column
        for column in dict.fromkeys(column for person in people for column in person.keys)
        for person in people
        if _plain(person.keys.get(column, "")) in names
    )
    return counts.most_common(1)[0][0] if counts else None


def _plain(text: str) -> str:
    """Letters with accents are one sign here or two there, as systems keep them."""
    return " ".join(unicodedata.normalize("NFC", text).split()).casefold()
