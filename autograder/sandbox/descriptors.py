"""What a cell writes past Python's streams: `os.write(1, …)`, libraries in C, other processes."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator

from autograder.sandbox.outputs import MAX_OUTPUT, Outputs

_STREAMS = ((1, "stdout"), (2, "stderr"))


class Descriptors:
    """Files behind the descriptors 1 and 2 of a room; what is in them is shown after each cell."""

    def __init__(self) -> None:
        self.are_the_rooms = False  # the judge's own descriptors are its own
        self._has_files = False

    @contextlib.contextmanager
    def shown(self, outputs: Outputs) -> Iterator[None]:
        """Within the block the descriptors lead to files; afterwards `outputs` has their text."""
        if not self.are_the_rooms:
            yield
            return
        with contextlib.suppress(OSError):
            self._prepare()
        try:
            yield
        finally:
            for number, name in _STREAMS:
                with contextlib.suppress(OSError):
                    _show(number, name, outputs)

    def _prepare(self) -> None:
        """A snapshot of a room shares its files: what is left of its calls is nobody's."""
        if not self._has_files:
            self._has_files = True
            for number, _ in _STREAMS:
                with tempfile.TemporaryFile() as file:
                    os.dup2(file.fileno(), number)
        for number, _ in _STREAMS:
            os.ftruncate(number, 0)
            os.lseek(number, 0, os.SEEK_SET)


def _show(descriptor: int, name: str, outputs: Outputs) -> None:
    text = os.pread(descriptor, MAX_OUTPUT, 0).decode("utf-8", "replace")
    if text:
        outputs.stream(name, text)
