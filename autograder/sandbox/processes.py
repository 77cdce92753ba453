"""Ending processes for good: a group, and every orphan that it left to us."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
import time
from collections.abc import Iterable

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36


def adopt_orphans() -> None:
    """Whatever a descendant leaves behind becomes our child (Linux), so that we can end it."""
    _on_linux(_PR_SET_CHILD_SUBREAPER, 1)


def end_with_parent() -> None:
    """Be killed when the parent ends (Linux)."""
    _on_linux(_PR_SET_PDEATHSIG, signal.SIGKILL)


def end_all(processes: Iterable[int], seconds: float = 5.0) -> bool:
    """Kill these children, their groups, and all other children; whether none is left.

    Children that appear meanwhile (orphans of the killed) are killed as well.
    """
    first = set(processes)
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        for process in first | _children():
            _kill(process)
        if not reap():
            return True
        time.sleep(0.001)
    return False


def reap() -> bool:
    """Collect ended children; whether any is still there."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return False
    return True


def _kill(process: int) -> None:
    for end in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            end(process, signal.SIGKILL)


def _children() -> set[int]:
    """Our child processes, where the kernel tells them."""
    try:
        with open("/proc/thread-self/children", encoding="ascii") as file:
            return {int(process) for process in file.read().split()}
    except OSError:
        return set()


def _on_linux(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)
