"""A filter of system calls: what is not on the list is refused with EPERM.

A program of the kernel's classic BPF, made here and loaded with prctl: nothing to install.
Source: the kernel's userspace-api/seccomp_filter.rst.
"""

from __future__ import annotations

import ctypes
import errno
import functools
import platform
import struct
from collections.abc import Iterable
from dataclasses import dataclass

from autograder.sandbox import linux, syscalls

ALLOW, KILL, _ERRNO = 0x7FFF_0000, 0x8000_0000, 0x0005_0000
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16
_AUDIT = {"x86_64": 0xC000_003E, "aarch64": 0xC000_00B7}
# On x86_64 numbers from here on are those of its 32-bit-pointer variant.
_X32 = 0x4000_0000
_FILTER_MODE = 2

# Every CLONE_NEW… (a namespace), CLONE_PARENT, CLONE_PTRACE, CLONE_PIDFD.
_FORBIDDEN_CLONE = 0x7E02_0000 | 0x8000 | 0x2000 | 0x1000
# TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX: what Python itself asks.
_IOCTLS = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)
# Get the signal at the parent's end, dumpable, name (set, get), no_new_privs.
_PRCTLS = (2, 3, 15, 16, 39)
# Set an owner or its signal (both reach other processes), a lease, a watch.
_FORBIDDEN_FCNTLS = (8, 10, 15, 1024, 1026)

Step = tuple[int, int, int, int]


@dataclass(frozen=True)
class Policy:
    """What differs between tiers.

    `signals_to`: the only process that may be signalled; None if something else sees to that.
    `own_mounts`: everything but the student's folder is mounted read-only, so that modes and
    times of files may be changed. Elsewhere a call that changes them does nothing, and says it
    did: Landlock does not look at these calls.
    """

    machine: str
    own_mounts: bool
    signals_to: int | None = None


def load(policy: Policy) -> None:
    """From now on this process and its children are filtered. Raises `OSError`."""
    code = program(policy)
    steps = ctypes.create_string_buffer(code, len(code))
    head = _Program(len(code) // 8, ctypes.addressof(steps))
    linux.no_new_privileges()
    address = ctypes.c_ulong(ctypes.addressof(head))
    mode = ctypes.c_ulong(_FILTER_MODE)
    linux.checked(linux.libc().prctl(linux.PR_SET_SECCOMP, mode, address, 0, 0), "seccomp")


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_void_p))


@functools.lru_cache
def program(policy: Policy) -> bytes:
    """The filter's instructions. Raises `OSError` for a machine whose numbers are not known."""
    if policy.machine not in syscalls.MACHINES:
        raise OSError(
            errno.ENOSYS, f"no system call numbers for {policy.machine}", "system-call filter"
        )
    steps = _head(policy.machine)
    for name, body in _arguments(policy).items():
        steps += _for_calls(policy.machine, {name: syscalls.BY_ARGUMENT[name]}, body)
    allowed = syscalls.ALLOWED
    owners = [_return(ALLOW if policy.own_mounts else _refuse(0))]
    if policy.own_mounts:
        allowed = {**allowed, **syscalls.BY_PATH}
    steps += _for_calls(policy.machine, allowed, [_return(ALLOW)])
    steps += _for_calls(policy.machine, syscalls.OWNERS_AND_TIMES, owners)
    steps += _for_calls(policy.machine, syscalls.UNKNOWN, [_return(_refuse(errno.ENOSYS))])
    steps.append(_return(_refuse(errno.EPERM)))
    return b"".join(struct.pack("<HBBI", *step) for step in steps)


def this_machine() -> str:
    return platform.machine()


def _head(machine: str) -> list[Step]:
    """Kill a call of another architecture; refuse x32; leave the number to compare with."""
    steps = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, _AUDIT[machine]),
        _return(KILL),
        (_LOAD, 0, 0, _NUMBER),
    ]
    if machine == "x86_64":
        steps += [(_AT_LEAST, 0, 1, _X32), _return(_refuse(errno.EPERM))]
    return steps


def _for_calls(machine: str, calls: syscalls.Numbers, body: list[Step]) -> list[Step]:
    """Each of these calls runs `body`, which must end in a return."""
    column = syscalls.MACHINES.index(machine)
    numbers = sorted(number for row in calls.values() if (number := row[column]) is not None)
    return [step for number in numbers for step in ((_EQUAL, 0, len(body), number), *body)]


def _arguments(policy: Policy) -> dict[str, list[Step]]:
    """The bodies of calls whose arguments matter. Flags and commands are 32 bits wide."""
    signals = _signals(policy.signals_to)
    return {
        "clone": [
            _argument(0),
            (_ANY_BIT, 0, 1, _FORBIDDEN_CLONE),
            _return(_refuse(errno.EPERM)),
            _return(ALLOW),
        ],
        "kill": signals,
        "tgkill": signals,
        "tkill": [_return(ALLOW if policy.signals_to is None else _refuse(errno.EPERM))],
        "ioctl": _one_of(1, _IOCTLS, ALLOW, _refuse(errno.EPERM)),
        "prctl": _one_of(0, _PRCTLS, ALLOW, _refuse(errno.EPERM)),
        "fcntl": _one_of(1, _FORBIDDEN_FCNTLS, _refuse(errno.EPERM), ALLOW),
        "prlimit64": _only_if_null(2),
    }


def _signals(only: int | None) -> list[Step]:
    """To oneself and one's group; anywhere if there is nobody else to see."""
    if only is None:
        return [_return(ALLOW)]
    own = (only, 0, -only & 0xFFFF_FFFF)
    return _one_of(0, own, ALLOW, _refuse(errno.EPERM))


def _one_of(argument: int, values: Iterable[int], then: int, otherwise: int) -> list[Step]:
    steps = [_argument(argument)]
    for value in values:
        steps += [(_EQUAL, 0, 1, value), _return(then)]
    return [*steps, _return(otherwise)]


def _only_if_null(argument: int) -> list[Step]:
    """Allowed where this pointer is null: both of its halves."""
    return [
        _argument(argument),
        (_EQUAL, 0, 3, 0),
        (_LOAD, 0, 0, _ARGUMENTS + 8 * argument + 4),
        (_EQUAL, 0, 1, 0),
        _return(ALLOW),
        _return(_refuse(errno.EPERM)),
    ]


def _argument(index: int) -> Step:
    """Load the lower half of an argument; both machines are little-endian."""
    return (_LOAD, 0, 0, _ARGUMENTS + 8 * index)


def _return(action: int) -> Step:
    return (_RETURN, 0, 0, action)


def _refuse(number: int) -> int:
    """The call is not made; the caller sees this errno, or success if it is 0."""
    return _ERRNO | number
