"""An end to a test cell that runs forever by itself, whatever it does."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from autograder.judge.errors import JudgeTimeoutError

REPEAT_SECONDS = 5.0


@contextmanager
def wall_limit(seconds: float) -> Iterator[None]:
    """Raise `JudgeTimeoutError` in the block after that time.

    Code that never comes back to Python can't be told. It spends CPU time, and twice the limit of
    that ends the process: the notebook gets no score, the next one is graded.
    """

    def on_alarm(_signal: int, _frame: Any) -> None:
        raise JudgeTimeoutError(f"this test cell ran longer than {seconds:g} seconds")

    before = signal.signal(signal.SIGALRM, on_alarm)
    signal.setitimer(signal.ITIMER_PROF, 2 * seconds + REPEAT_SECONDS)
    signal.setitimer(signal.ITIMER_REAL, seconds, REPEAT_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGALRM, before)
