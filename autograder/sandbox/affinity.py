"""Both ends of a line on one CPU.

The judge and the student's room take turns: while one works the other waits. On one CPU a turn
costs a third of what it costs to wake another CPU.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from collections.abc import Iterable


def stay_on_this_cpu() -> None:
    """This process runs where it happens to run now, and so do the rooms that it opens.

    The kernel has just put it where there was least to do: call this right after a fork.
    """
    if sys.platform == "linux":
        here = ctypes.CDLL(None).sched_getcpu()
        if here >= 0:
            move_to([here])


def cpus() -> list[int]:
    """The CPUs that this process may use; none where the system does not tell."""
    return sorted(os.sched_getaffinity(0)) if sys.platform == "linux" else []


def move_to(wanted: Iterable[int]) -> None:
    """Use these CPUs only. Where that is refused nothing is lost but time."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, ValueError):
            os.sched_setaffinity(0, wanted)
