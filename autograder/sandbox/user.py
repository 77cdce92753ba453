"""An unprivileged user for student code where the grader is root.

The kernel does not enforce the limit of processes for root, and root may do far too much else.
"""

from __future__ import annotations

import contextlib
import ctypes
import itertools
import os
import pwd
import struct
from collections.abc import Iterator

from autograder.sandbox import linux

# High numbers that nobody logs in with; below 65536, which is where a container's users end.
_FIRST, _COUNT = 60_101, 4_800
_turn = itertools.count()
_CAPABILITY_VERSION = 0x2008_0522
_READ_SEARCH = 1 << 2


def students_user() -> int:
    """The user (and group) that runs student code started from this process.

    As root one that nobody has, another one each time, so that processes of several rooms do not
    count towards one limit. Else the present user. Raises `OSError` if there is none.
    """
    if os.getuid() != 0:
        return os.getuid()
    start = 8 * os.getpid() + next(_turn)
    for step in range(_COUNT):
        candidate = _FIRST + (start + step) % _COUNT
        try:
            pwd.getpwuid(candidate)
        except KeyError:
            return candidate
    raise OSError("found no user number that is free; expected one from 60101 to 64900")


def become(user: int, reading: bool = False) -> None:
    """Give up being root, for good. Does nothing for somebody who is not.

    `reading` keeps the right to read what only root may read. That is needed where Python itself
    lies in root's home, and must be bounded otherwise (Landlock). Raises `OSError`.
    """
    if os.getuid() != 0:
        return
    if reading:
        linux.prctl(linux.PR_SET_KEEPCAPS, 1, "keepcaps")
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)
    if reading:
        _set_capabilities(_READ_SEARCH, _READ_SEARCH)


@contextlib.contextmanager
def owner_of_new_files(user: int) -> Iterator[None]:
    """Within the block new files belong to `user`, and nothing else changes.

    As root, in a folder of a user namespace, nobody else's files could even be made.
    """
    if os.getuid() != 0 or user == 0:
        yield
        return
    libc = linux.libc()
    _, permitted = _capabilities()
    libc.setfsgid(user)
    libc.setfsuid(user)
    _set_capabilities(permitted, permitted)  # setfsuid took the rights over files away
    try:
        yield
    finally:
        libc.setfsuid(0)
        libc.setfsgid(0)


def _capabilities() -> tuple[int, int]:
    """(effective, permitted) of this process, as bits."""
    data = ctypes.create_string_buffer(24)
    head = struct.pack("<Ii", _CAPABILITY_VERSION, 0)
    linux.checked(linux.libc().capget(head, data), "capget")
    words = struct.unpack("<6I", data.raw)
    return words[0] | words[3] << 32, words[1] | words[4] << 32


def _set_capabilities(effective: int, permitted: int) -> None:
    """None of them is handed on to another program."""
    low, high = (
        (effective & 0xFFFF_FFFF, permitted & 0xFFFF_FFFF),
        (effective >> 32, permitted >> 32),
    )
    data = struct.pack("<6I", *low, 0, *high, 0)
    head = struct.pack("<Ii", _CAPABILITY_VERSION, 0)
    linux.checked(linux.libc().capset(head, data), "capset")
