"""Room on the disks and in memory for a class's work."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import psutil

from autograder.course.complaint import Complaint
from autograder.course.examine.look import Seen, doubtful, seen, wrong
from autograder.course.setup import Setup
from autograder.sandbox.limits import MIB

GIB = 1024 * MIB
SCARCE, TOO_LITTLE = 1 * GIB, 100 * MIB
MEMORY_LIMIT = Path("/sys/fs/cgroup/memory.max")
MEMORY_USED = Path("/sys/fs/cgroup/memory.current")
# What one worker's trusted process takes, besides the student's room.
JUDGE = 300 * MIB


def disks(setup: Setup) -> Seen:
    places = [setup.root]
    if not setup.is_by_mail and Path(setup.exchange.root).is_dir():
        places.append(Path(setup.exchange.root))
    free = {place: shutil.disk_usage(place).free for place in places}
    told = ", ".join(f"{size / GIB:.1f} GiB in {place}" for place, size in free.items())
    return seen(f"free: {told}", [each for item in free.items() for each in of_disk(*item)])


def of_disk(place: Path, free: int) -> Iterator[Complaint]:
    if free < SCARCE:
        complain = wrong if free < TOO_LITTLE else doubtful
        yield complain(
            place,
            f"{free // MIB} MiB free",
            f"{SCARCE // GIB} GiB or more: a submission with its feedback takes about 1 MiB",
            "free space, or move the course to another disk",
        )


def memory(setup: Setup) -> Seen:
    free = available()
    return seen(f"free: {free / GIB:.1f} GiB", of_memory(setup, free))


def of_memory(setup: Setup, free: int) -> Iterator[Complaint]:
    one = setup.rooms().memory_mib * MIB + JUDGE
    workers = os.cpu_count() or 1
    if free < workers * one:
        complain = wrong if free < one else doubtful
        fit = max(1, free // one)
        yield complain(
            setup.settings,
            f"{free // MIB} MiB of memory free",
            f"{workers * one // MIB} MiB for {workers} workers whose students use all they may "
            f"({setup.rooms().memory_mib} MiB)",
            f"run `autograder grade --workers {fit}`, or lower c.TwoRooms.memory_mib",
        )


def available(limit: Path = MEMORY_LIMIT, used: Path = MEMORY_USED) -> int:
    """Bytes that are free here; in a container, what its limit leaves."""
    free = int(psutil.virtual_memory().available)
    try:
        left = int(limit.read_text()) - int(used.read_text())
    except (OSError, ValueError):
        return free
    return max(0, min(free, left))
