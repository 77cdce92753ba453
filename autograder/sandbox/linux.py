"""A few calls of Linux that Python does not have, through ctypes: nothing to install."""

from __future__ import annotations

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_KEEPCAPS = 8
PR_SET_SECCOMP = 22
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38


def libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def checked(result: int, what: str) -> int:
    """The result of a C call. Raises `OSError` if it is negative."""
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), what)
    return result


def prctl(option: int, value: int, what: str) -> None:
    """Raises `OSError` where the kernel refuses; does nothing elsewhere than on Linux."""
    if sys.platform == "linux":
        arguments = [ctypes.c_ulong(number) for number in (value, 0, 0, 0)]
        checked(libc().prctl(option, *arguments), what)


def hide_memory() -> None:
    """No other process of the same user may look into this one."""
    prctl(PR_SET_DUMPABLE, 0, "undumpable")


def no_new_privileges() -> None:
    prctl(PR_SET_NO_NEW_PRIVS, 1, "no_new_privs")


def unshare(flags: int) -> None:
    """Raises `OSError`."""
    checked(libc().unshare(flags), "unshare")


def mount(source: str | None, target: str, kind: str | None, flags: int, data: str = "") -> None:
    """Raises `OSError`, which names the target."""
    texts = [None if text is None else os.fsencode(text) for text in (source, target, kind)]
    result = libc().mount(*texts, ctypes.c_ulong(flags), os.fsencode(data))
    checked(result, f"mount {target}")
