"""The student's time, as their own process keeps it. The judge has its own clock, and the last
word: whatever the student's code does to the signal or the timer gains it nothing."""

from __future__ import annotations

import importlib
import os
import signal
from types import FrameType
from typing import Any

from autograder.sandbox.errors import DEAF, CellTimeoutError, too_long

GRACE_SECONDS = 1.0
# `signal.getsignal` wraps this one, and takes longer over an enumeration than over the rest.
_handler_of = importlib.import_module("_signal").getsignal


class TimeLimit:
    """Raise `CellTimeoutError` in the block; whoever swallows it dies a second later.

    Limits may be nested: the inner one runs while `TimeStandsStill` holds the outer one.
    """

    _running: TimeLimit | None = None

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._has_fired = False
        self._outer: TimeLimit | None = None
        self._handler: Any = None

    def __enter__(self) -> None:
        self._outer, TimeLimit._running = TimeLimit._running, self
        self._handler = _handler_of(signal.SIGALRM)
        if self._handler is not _on_alarm:
            signal.signal(signal.SIGALRM, _on_alarm)
        signal.setitimer(signal.ITIMER_REAL, self._seconds, GRACE_SECONDS)

    def __exit__(self, *_: object) -> None:
        TimeLimit._running = None
        signal.setitimer(signal.ITIMER_REAL, 0)
        TimeLimit._running = self._outer
        if callable(self._handler) and self._handler is not _on_alarm:  # the student's own
            signal.signal(signal.SIGALRM, self._handler)

    def ring(self) -> None:
        if self._has_fired:
            os._exit(DEAF)
        self._has_fired = True
        raise CellTimeoutError(too_long(self._seconds))


def _on_alarm(_signal: int, _frame: FrameType | None) -> None:
    if TimeLimit._running is not None:
        TimeLimit._running.ring()


class TimeStandsStill:
    """The judge's own work in the block does not count towards the student's time."""

    def __enter__(self) -> None:
        self._left, self._interval = signal.setitimer(signal.ITIMER_REAL, 0)

    def __exit__(self, *_: object) -> None:
        if self._left:
            signal.setitimer(signal.ITIMER_REAL, self._left, self._interval or GRACE_SECONDS)
