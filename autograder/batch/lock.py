"""One writer at a time."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class BusyError(Exception):
    """Another command is grading this course."""


@contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Hold the lock file; it is free again whatever ends this process. Raises `BusyError`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyError(
                f"{path}: another `autograder` command is writing to this course; expected none. "
                "Wait until it ends, then run this again."
            ) from None
        yield
