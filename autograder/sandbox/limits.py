"""What a student's room may use."""

from __future__ import annotations

import contextlib
import os
from dataclasses import asdict, dataclass, replace
from typing import Any

MIB = 1 << 20


@dataclass(frozen=True)
class Limits:
    """Limits of one room; seconds, bytes and counts.

    `memory` is the address space on top of what the warm process already has, `processes` the
    number of processes and threads on top of those that this user has when the room opens. A
    process may use `cpu_seconds` in all, a cell `cell_seconds` of wall time, a call of a function
    `call_seconds`. All processes together may use `processes` times `memory`: there is no other
    bound that needs no rights.
    """

    cpu_seconds: int = 120
    cell_seconds: float = 30.0
    call_seconds: float = 10.0
    memory: int = 768 * MIB
    file_size: int = 16 * MIB
    open_files: int = 64
    processes: int = 48
    stack: int = 8 * MIB

    def with_timeout(self, seconds: float | None) -> Limits:
        """Limits for nbgrader's `Execute.timeout`; None or a negative number means an hour."""
        wall = 3600.0 if seconds is None or seconds < 0 else float(seconds)
        return replace(
            self,
            cell_seconds=wall,
            call_seconds=min(wall, self.call_seconds),
            cpu_seconds=max(self.cpu_seconds, int(4 * wall)),
        )

    def with_processes(self, present: int) -> Limits:
        """Limits for a user who already has so many processes and threads."""
        return replace(self, processes=self.processes + present)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def apply(limits: Limits, address_space: int) -> None:
    """Set the limits on this process, and on all that it will fork. They can't be raised again.

    `address_space`: bytes that the warm process has.
    """
    import resource

    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_CPU, limits.cpu_seconds, grace=1)  # told first, then killed
    _lower(resource.RLIMIT_FSIZE, limits.file_size)
    _lower(resource.RLIMIT_NOFILE, limits.open_files)
    _lower(resource.RLIMIT_NPROC, limits.processes)
    _lower(resource.RLIMIT_STACK, limits.stack)
    _lower(resource.RLIMIT_AS, address_space + limits.memory)
    for name in ("MSGQUEUE", "SIGPENDING", "MEMLOCK"):  # these count for all of a user's processes
        with contextlib.suppress(AttributeError):  # not on every system
            _lower(getattr(resource, f"RLIMIT_{name}"), 0)


def limit_memory(more: int) -> None:
    """This process may use `more` bytes of address space on top of what it has."""
    import resource

    _lower(resource.RLIMIT_AS, address_space() + more)


def first_to_end() -> None:
    """If the machine runs out of memory, this process and its children are ended first (Linux)."""
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:
        file.write("1000")


def _lower(which: int, value: int, grace: int = 0) -> None:
    """Set a soft and a hard limit, `grace` apart; one that is lower already stays."""
    import resource

    _, hard = resource.getrlimit(which)
    top = value + grace if hard == resource.RLIM_INFINITY else min(value + grace, hard)
    with contextlib.suppress(ValueError, OSError):  # macOS refuses some
        resource.setrlimit(which, (max(0, top - grace), top))


def address_space(process: int | str = "self") -> int:
    """Bytes of address space in use. Without /proc a generous figure for numpy and matplotlib."""
    try:
        with open(f"/proc/{process}/statm", encoding="ascii") as file:
            return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 2048 * MIB
