"""A limit on the time that a program computes, for one that may never end."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class TimeUpError(BaseException):
    """Not an Exception: neither a test nor a program may swallow it."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Within the block, in a process's main thread: raises `TimeUpError` when so much is used up.

    The processor's time counts, so that a busy machine decides nothing.
    """

    def ring(_signal: int, _frame: FrameType | None) -> None:
        raise TimeUpError(f"it computed for more than {seconds:g} s")

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
