"""Confine this process to some paths with Linux's Landlock, through ctypes: nothing to install.

Sources: the kernel's userspace-api/landlock.rst, and include/uapi/linux/landlock.h.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from collections.abc import Iterable
from pathlib import Path

from autograder.sandbox import linux

# System calls and rights have the same numbers on every architecture.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION_FLAG, _PATH_BENEATH = 1, 1

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_MAKE_DEVICES_AND_SOCKETS = (1 << 6) | (1 << 9) | (1 << 10) | (1 << 11)
_TRUNCATE, _IOCTL = 1 << 14, 1 << 15
_OF_A_FILE = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL

_READ = _EXECUTE | _READ_FILE | _READ_DIR
_DEVICE = _READ_FILE | _WRITE_FILE


def version() -> int:
    """The kernel's Landlock version; 0 where there is none."""
    if sys.platform != "linux":
        return 0
    found = linux.libc().syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _VERSION_FLAG)
    return max(0, int(found))


def rules(readable: Iterable[Path], writable: Iterable[Path]) -> int:
    """A descriptor of rules that allow these paths and no others.

    From version 4 on TCP is closed, from version 6 on signals and abstract sockets to processes
    outside. Raises `OSError` where the kernel refuses.
    """
    kernel = version()
    rights = _handled_rights(kernel)
    ruleset = _new_ruleset(kernel, rights)
    for path in readable:
        _allow(ruleset, path, _READ & rights)
    for path in writable:
        _allow(ruleset, path, rights & ~(_EXECUTE | _MAKE_DEVICES_AND_SOCKETS | _IOCTL))
    for name in ("null", "zero", "random", "urandom"):
        _allow(ruleset, Path("/dev") / name, _DEVICE & rights)
    return ruleset


def confine(ruleset: int) -> None:
    """From now on this process and its children obey the rules. Raises `OSError`."""
    linux.no_new_privileges()
    linux.checked(linux.libc().syscall(_RESTRICT_SELF, ruleset, 0), "landlock_restrict_self")


def _handled_rights(kernel: int) -> int:
    if kernel < 1:
        raise OSError("this kernel has no Landlock")
    number = 13 + (kernel >= 2) + (kernel >= 3) + (kernel >= 5)
    return (1 << number) - 1


def _new_ruleset(kernel: int, rights: int) -> int:
    network = 3 if kernel >= 4 else 0
    scopes = 3 if kernel >= 6 else 0
    size = 24 if kernel >= 6 else 16 if kernel >= 4 else 8
    attributes = struct.pack("<QQQ", rights, network, scopes)[:size]
    return linux.checked(
        linux.libc().syscall(_CREATE_RULESET, attributes, ctypes.c_size_t(size), 0),
        "landlock_create_ruleset",
    )


def _allow(ruleset: int, path: Path, rights: int) -> None:
    """A path that does not exist needs no rule."""
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        allowed = rights if path.is_dir() else rights & _OF_A_FILE
        rule = struct.pack("<Qi", allowed, descriptor)
        linux.checked(linux.libc().syscall(_ADD_RULE, ruleset, _PATH_BENEATH, rule, 0), str(path))
    finally:
        os.close(descriptor)
