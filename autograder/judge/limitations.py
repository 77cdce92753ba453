"""What can't work in two rooms, said for the instructor: what, why, and what to do."""

from __future__ import annotations

import re
from typing import Any

from autograder.judge.view import View
from autograder.sandbox.shell import CellRun

# How a flag begins that is no failure of the grader's.
LIMITATION = "not in two rooms: "
CURE = (
    "Pass plain data or a function instead, test the result and not the object, or set "
    'c.TwoRooms.fallback = "one-room"'
)
_TYPE = re.compile(r"a value of type (\S+)")


def why_not_in_two_rooms(run: CellRun, view: View, names: dict[str, Any]) -> str:
    """Why the cell failed, if the test wanted to send what can't travel; else empty.

    Only what the test itself holds counts: a student's value that can't come is their failure.
    """
    if run.ok or not view.limits:
        return ""
    sent = view.limits[0]
    found = _TYPE.search(sent)
    named = _names_of(found[1], names) if found else []
    who = f" (in the test: {', '.join(named)})" if named else ""
    return f"{LIMITATION}{sent}{who}. {CURE}"


def is_limitation(flag: str) -> bool:
    return flag.startswith(LIMITATION)


def _names_of(kind: str, names: dict[str, Any]) -> list[str]:
    """The test's own names whose values are of this type."""
    types = {name: type(value) for name, value in dict.items(names) if not name.startswith("_")}
    found = [n for n, each in types.items() if f"{each.__module__}.{each.__qualname__}" == kind]
    return found[:5]
