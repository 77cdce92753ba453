"""A limit on time for a program that may never end."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class TimeUpError(BaseException):
    """Not an Exception: neither a test nor a program may swallow it."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Within the block, in a process's main thread: raises `TimeUpError` when time is up."""

    def ring(_signal: int, _frame: FrameType | None) -> None:
        raise TimeUpError(f"it ran for more than {seconds:g} s")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
