"""Python's warnings while a check runs, explained in place of their raw text.

The raw text must not go to stderr, which nbgrader takes for an error. Filters are the student's
own: what they silenced stays silent, what they made an error stays an error.
"""

from __future__ import annotations

import re
import sys
import warnings
from dataclasses import dataclass
from typing import Any

from autograder.checks.errors import Message, StudentFrame, printable
from autograder.checks.frames import Cell, running_frame

MOST_NOTES = 4

# Pattern of the warning's text, and the keys of what it means and of the usual cure. The group
# is the operation. First that fits. Texts: numpy's `umath` error handler and deprecations.
_KINDS: tuple[tuple[str, str, str], ...] = (
    (r"^overflow encountered in (exp|cosh|sinh)\b", "warned.overflow_exp", "cure.overflow_exp"),
    (r"^overflow encountered in (\w+)", "warned.overflow", "cure.overflow"),
    (r"^divide by zero encountered in (log\w*)", "warned.log", "cure.log"),
    (r"^divide by zero encountered in (\w[\w ]*)", "warned.divide", "cure.divide"),
    (r"^invalid value encountered in (log\w*|sqrt)", "warned.domain", "cure.domain"),
    (r"^invalid value encountered in (\w[\w ]*)", "warned.invalid", "cure.invalid"),
    (r"^Mean of empty slice", "warned.empty", "cure.empty"),
    (r"^(?:Casting complex)", "warned.complex", "cure.complex"),
    (r"^Conversion of an array with ndim > 0", "warned.scalar", "cure.scalar"),
    (r"`?(?:np\.)?(\w+)`? (?:alias )?is (?:a )?deprecated", "warned.old_name", "cure.old_name"),
)


@dataclass(frozen=True)
class Noticed:
    """One warning, and the student's line that was running."""

    kind: str
    message: str
    place: StudentFrame


class Warned:
    """Collects warnings between `start` and `stop`, the first of each kind."""

    def __init__(self, cell: Cell) -> None:
        self.cell = cell
        self.seen: dict[tuple[str, str], Noticed] = {}
        self._caught = warnings.catch_warnings()

    def start(self) -> None:
        # Entering also makes Python forget which places have warned: a second run tells again.
        self._caught = warnings.catch_warnings()
        self._caught.__enter__()
        warnings.showwarning = self._notice

    def stop(self) -> None:
        self._caught.__exit__(None, None, None)

    def notes(self, passed: bool) -> tuple[Message, ...]:
        """One note for each kind. Only a check that passed says that the value is right."""
        noticed = list(self.seen.values())[:MOST_NOTES]
        return tuple(_note(each, passed) for each in noticed)

    def _notice(self, message: Warning | str, category: type[Warning], *_: Any, **__: Any) -> None:
        said = printable(message)
        place = running_frame(sys._getframe(1), self.cell)
        if place is None:  # the check's own arithmetic, on values that it judges anyway
            return
        what, _cure, operation = explained(said)
        noticed = Noticed(category.__name__, said, place)
        self.seen.setdefault((what, operation or said), noticed)


def explained(said: str) -> tuple[str, str, str]:
    """Keys of the meaning and of the cure, and the operation; for other warnings no cure."""
    for pattern, what, cure in _KINDS:
        match = re.search(pattern, said)
        if match:
            return what, cure, match[1] if match.groups() else ""
    return "warned.other", "", ""


def _note(noticed: Noticed, passed: bool) -> Message:
    what, cure, operation = explained(noticed.message)
    values = {"operation": operation, "kind": noticed.kind, "message": noticed.message}
    function = printable(noticed.place.function, 80)
    where = Message("warned.where", {"function": function, "line": noticed.place.line})
    ending = Message("warned.right") if passed else ""
    advice = Message("warned.cure", {"cure": Message(cure)}) if cure else ""
    parts = {"where": where, "what": Message(what, values), "ending": ending, "cure": advice}
    return Message("warned.note", parts)
