"""How much a student's functions print while a check runs; a flood is cut to its first lines."""

from __future__ import annotations

import sys
from collections import Counter
from typing import Any

from autograder.checks.errors import Message, printable
from autograder.checks.frames import Cell, running_frame

MOST_LINES = 20
MOST_CHARACTERS = 4_000
# A frame is looked up for each of the first writes only: a flood must not be slowed down.
MOST_LOOKED_UP = 200


class CountingStream:
    """Stands for `sys.stdout` between `start` and `stop`: passes on the first lines at once.

    What was written before a crash is thus shown. Everything else that a stream can do, the
    stream behind it does.
    """

    def __init__(self, cell: Cell) -> None:
        self.cell = cell
        self.lines = 0
        self.characters = 0
        self._behind: Any = None
        self._functions: Counter[str] = Counter()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._behind, name)

    def start(self) -> None:
        self.lines = self.characters = 0
        self._functions.clear()
        self._behind = sys.stdout
        sys.stdout = self

    def stop(self) -> None:
        sys.stdout = self._behind
        if self.is_flood:
            self._behind.write("…\n")

    @property
    def is_flood(self) -> bool:
        return self.lines > MOST_LINES or self.characters > MOST_CHARACTERS

    def write(self, text: str) -> int:
        shown = self._first_lines(text) if isinstance(text, str) else text
        self._count(text)
        if shown:
            self._behind.write(shown)
        return len(text)

    def writelines(self, texts: Any) -> None:
        for text in texts:
            self.write(text)

    def notes(self) -> tuple[Message, ...]:
        """How much was printed, and by which function if that is known."""
        if not self.is_flood:
            return ()
        found = self._functions.most_common(1)
        function = printable(found[0][0], 80) if found else Message("value.callable")
        values = {"function": function, "lines": self.lines, "shown": MOST_LINES}
        if self.lines > MOST_LINES:
            return (Message("flood.lines", values),)
        return (Message("flood.characters", {**values, "characters": self.characters}),)

    def _first_lines(self, text: str) -> str:
        """What is still shown of a text: up to the lines and characters that are left."""
        left = max(MOST_LINES - self.lines, 0)
        lines = text[: max(MOST_CHARACTERS - self.characters, 0)].splitlines(keepends=True)
        return "".join(lines[:left])

    def _count(self, text: str) -> None:
        self.lines += text.count("\n")
        self.characters += len(text)
        if self._functions.total() < MOST_LOOKED_UP:
            place = running_frame(sys._getframe(2), self.cell)
            if place is not None:
                self._functions[place.function] += 1
