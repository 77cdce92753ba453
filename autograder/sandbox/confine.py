"""The walls of a room: what a fork of the warm process gives up before student code runs."""

from __future__ import annotations

import os
import stat
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from autograder.sandbox import (
    landlock,
    limits,
    linux,
    paths,
    processes,
    programs,
    seccomp,
    user,
)


@dataclass(frozen=True)
class Plan:
    """What the warm process is told: the tier's name, the student's folder, the user that runs
    student code, and where matplotlib's font cache is."""

    tier: str
    folder: str
    user: int
    fonts: str

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def confine(plan: Plan, granted: limits.Limits, address_space: int) -> None:
    """Take the room's folder, limits and walls. Raises `OSError` where the kernel refuses."""
    folder = Path(plan.folder)
    os.chdir(folder)
    limits.apply(granted, address_space)
    signals_to = None if _signals_are_seen_to(plan) else os.getpid()
    if plan.tier != "A":
        limits.first_to_end()
        # Python may lie where only root gets in. The right to read everything is bounded by
        # Landlock in tier B; tier C promises no walls.
        reading = not _is_open_to_all(folder)
        if plan.tier == "B":
            landlock.confine(paths.readable(sys.path), [folder])
        user.become(plan.user, reading)
    processes.end_with_parent()
    linux.hide_memory()
    if plan.tier != "C":
        programs.refuse()
        machine = seccomp.this_machine()
        seccomp.load(seccomp.Policy(machine, plan.tier == "A", signals_to))


def _signals_are_seen_to(plan: Plan) -> bool:
    """Whether a room can't signal strangers anyway: an own namespace, Landlock, an own user."""
    return plan.tier == "A" or landlock.version() >= 6 or os.getuid() != plan.user


def _is_open_to_all(folder: Path) -> bool:
    """Whether any user could import what student code imports, and get to `folder`."""
    needed = [Path(entry) for entry in sys.path if Path(entry).is_dir()]
    return all(_others_may(path, stat.S_IROTH) for path in needed) and all(
        _others_may(parent, stat.S_IXOTH) for path in [*needed, folder] for parent in path.parents
    )


def _others_may(path: Path, what: int) -> bool:
    return bool(path.stat().st_mode & what)
