"""The student's own lists, dicts and arrays in a test's hands: changed there, changed here.

A test gets a copy of what is bound to a name or an attribute. Before each request the room is
told what the test has changed in it, and after each the copy becomes what the room's own is now.
So what a test writes into a student's object the student's code can read, as in one room. Results
of calls are copies that nobody looks after: a test may write what it wants into them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from autograder.sandbox import wire
from autograder.sandbox.arguments import same_container, write_back

Ask = Callable[[str, Any], Any]
MAX_LIVE = 50
MAX_BYTES = 1 << 20


@dataclass
class _Copy:
    value: Any
    stamp: bytes | None


class Live:
    """The copies of one view, by the numbers of their originals."""

    def __init__(self) -> None:
        self._copies: dict[int, _Copy] = {}

    def take(self, number: Any, value: Any) -> Any:
        """The copy that a test gets: the same one for the same original."""
        if type(number) is not int:
            return value
        known = self._copies.get(number)
        if known is not None:
            return known.value
        if len(self._copies) < MAX_LIVE:
            self._copies[number] = _Copy(value, stamp(value))
        return value

    def before(self, ask: Ask) -> None:
        for number, copy in self._copies.items():
            now = stamp(copy.value)
            if now is not None and now != copy.stamp:
                ask("write", [number, copy.value])
                copy.stamp = now

    def after(self, ask: Ask) -> None:
        if not self._copies:
            return
        for number, value in ask("changes", None):
            copy = self._copies.get(number)
            if copy is not None and same_container(copy.value, value):
                write_back(copy.value, value)
                copy.stamp = stamp(copy.value)


def stamp(value: Any) -> bytes | None:
    """Bytes that change when the value does; None for one that is too large to look after."""
    try:
        made = wire.encode(value, lambda _: {"h": 0})
    except wire.UnsendableError:
        return None
    return made if len(made) <= MAX_BYTES else None
