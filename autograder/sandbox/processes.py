"""Ending processes for good: a group, and every orphan that it left to us."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Iterable

from autograder.sandbox import linux


def adopt_orphans() -> None:
    """Whatever a descendant leaves behind becomes our child (Linux), so that we can end it."""
    linux.prctl(linux.PR_SET_CHILD_SUBREAPER, 1, "child subreaper")


def end_with_parent() -> None:
    """Be killed when the parent ends (Linux)."""
    linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL, "signal at the parent's end")


def end_child(process: int, seconds: float = 0.5) -> None:
    """Kill a child. One that we may not signal, or that does not end in time, is left to others."""
    deadline = time.monotonic() + seconds
    with contextlib.suppress(ProcessLookupError, PermissionError, ChildProcessError):
        os.kill(process, signal.SIGKILL)
        while not os.waitpid(process, os.WNOHANG)[0] and time.monotonic() < deadline:
            time.sleep(0.0002)


def end_all_else(seconds: float = 5.0) -> bool:
    """Kill every process but this one; whether none is left.

    Only for the first process of a process namespace: elsewhere it would end a user's session.
    Raises `RuntimeError` there.
    """
    if os.getpid() != 1:
        raise RuntimeError("not the first process of a process namespace")
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with contextlib.suppress(ProcessLookupError):
            os.kill(-1, signal.SIGKILL)
        if not reap():
            return True
        time.sleep(0.0005)
    return False


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
