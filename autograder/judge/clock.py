"""A limit on the time that a program computes, for one that may never end."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

LEAST_SECONDS = 0.01


class TimeUpError(BaseException):
    """Not an Exception: neither a test nor a program may swallow it."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Within the block: raises `TimeUpError` when so much is used up. A limit around it goes on.

    The processor's time counts, so that a busy machine decides nothing. Python delivers signals to
    a process's main thread: in another thread there is no limit.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(_signal: int, _frame: FrameType | None) -> None:
        raise TimeUpError(f"it computed for more than {seconds:g} s")

    before = signal.signal(signal.SIGPROF, ring)
    started = time.process_time()
    left, interval = signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
        if left:
            used = time.process_time() - started
            signal.setitimer(signal.ITIMER_PROF, max(left - used, LEAST_SECONDS), interval)
