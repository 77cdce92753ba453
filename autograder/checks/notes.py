"""What a check notices beside right and wrong: warnings, floods of output, notebook globals.

Notes fail nothing. `check.linear` (see `growth`) adds its own.
"""

from __future__ import annotations

from autograder.checks.autograding import is_autograding
from autograder.checks.errors import Message
from autograder.checks.floods import CountingStream
from autograder.checks.frames import Cell
from autograder.checks.globalnames import globals_read
from autograder.checks.warned import Warned


class Watch:
    """Looks on while the block of a check runs, and leaves everything as it was.

    While grading nobody waits for the end of a flood, and a standard output of its own would ask
    the student's room for what is printed there.
    """

    def __init__(self, function: str, cell: Cell) -> None:
        self.function = function
        self.cell = cell
        self._warned = Warned(cell)
        self._stream = CountingStream(cell)
        self._counts = not is_autograding()

    def start(self) -> None:
        """The block begins."""
        self._warned.start()
        if self._counts:
            self._stream.start()

    def stop(self, passed: bool) -> tuple[Message, ...]:
        """The block has ended: what was noticed. `passed`: nothing failed in it."""
        if self._counts:
            self._stream.stop()
        self._warned.stop()
        return (
            *self._warned.notes(passed),
            *self._stream.notes(),
            *globals_read(self.function, self.cell.namespace),
        )
