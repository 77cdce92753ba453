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


@dataclass(frozen=True)
class Prepared:
    """What the warm process makes once for all rooms: Landlock's rules, where they are needed,
    and whether a room must keep the right to read what only root may read."""

    plan: Plan
    rules: int | None
    reading: bool


def prepare(plan: Plan) -> Prepared:
    """Raises `OSError` where the kernel lacks what the tier needs."""
    folder = Path(plan.folder)
    rules = None
    if plan.tier == "B":
        rules = landlock.rules(paths.readable(sys.path), [folder])
    if plan.tier != "C":
        seccomp.program(_policy(plan))
    return Prepared(plan, rules, plan.tier != "A" and not _is_open_to_all(folder))


def confine(prepared: Prepared, granted: limits.Limits, address_space: int) -> None:
    """Take the room's folder, limits and walls. Raises `OSError` where the kernel refuses."""
    plan = prepared.plan
    os.chdir(plan.folder)
    limits.apply(granted, address_space)
    policy = _policy(plan)
    if prepared.rules is not None:
        landlock.confine(prepared.rules)
        os.close(prepared.rules)
    # Python may lie where only root gets in. Landlock bounds the right to read everything, and
    # open_by_handle_at, which passes by it, is filtered. Tier C promises no walls.
    user.become(plan.user, prepared.reading)
    processes.end_with_parent()
    linux.hide_memory()
    if plan.tier != "C":
        programs.refuse()
        seccomp.load(policy)


def _policy(plan: Plan) -> seccomp.Policy:
    signals_to = None if _signals_are_seen_to(plan) else os.getpid()
    return seccomp.Policy(seccomp.this_machine(), plan.tier == "A", signals_to)


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
