"""The time that the student's code has within one test cell."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from autograder.judge.exceptions import StudentTimeoutError
from autograder.sandbox.limits import Limits

SHORT_SECONDS = 1.0


class Budget:
    """A test cell's calls together have the limit of one cell, a single call that of a call.

    Once that is used up, or one call never ended, each further call gets one second, so that one
    endless function does not hold up the whole class; and in all hardly more than the limit again.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._left = limits.cell_seconds
        self._reserve = limits.cell_seconds + 3 * SHORT_SECONDS

    def allowance(self) -> float:
        """Seconds for the next call. Raises `StudentTimeoutError` if all is used up."""
        if self._left + self._reserve < 0:
            raise StudentTimeoutError("its calls together ran too long")
        return max(SHORT_SECONDS, min(self._left, self._limits.call_seconds))

    def run_out(self) -> None:
        self._left = min(self._left, 0.0)

    def spend(self, seconds: float) -> None:
        self._left -= seconds

    @contextmanager
    def standing_still(self) -> Iterator[None]:
        """Within a request: time that is the judge's own.

        What the block asks of the student's code in turn counts there.
        """
        started = time.monotonic()
        try:
            yield
        finally:
            self._left += time.monotonic() - started
