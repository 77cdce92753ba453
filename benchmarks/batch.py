"""What only `autograder grade` has: growth to thousands, results from the cache, nothing to do."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from benchmarks.contestants import AUTOGRADER, grade_task
from benchmarks.course import ASSIGNMENT, Course, with_class
from benchmarks.figures import line
from benchmarks.measure import Task, Usage, run
from benchmarks.results import Figure, Growth

WORKERS = 2


def growth(released: Course, work: Path, sizes: Sequence[int]) -> list[Growth]:
    """Larger and larger classes; what each submission beyond the class before it costs."""
    found: list[Growth] = []
    for size in sizes:
        usage = _fresh(released, work / "growth", size)
        found.append(_grown(found[-1] if found else None, size, usage))
    return found


def _fresh(released: Course, folder: Path, size: int) -> Usage:
    try:
        with_class(released, folder, size)
        return run(grade_task(folder, WORKERS, folder / "cache"))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _grown(before: Growth | None, size: int, usage: Usage) -> Growth:
    if before is None:
        return Growth(size, usage.wall, usage.cpu, None, None)
    wall = line((before.submissions, before.wall), (size, usage.wall))
    cpu = line((before.submissions, before.cpu), (size, usage.cpu))
    return Growth(size, usage.wall, usage.cpu, wall.each, cpu.each)


def again(released: Course, work: Path, size: int, times: int) -> list[Figure]:
    """The same class once more: nothing to do, and all of it out of the cache."""
    workers = min(WORKERS, size)
    first, second = work / "first", work / "second"
    try:
        with_class(released, first, size)
        task = grade_task(first, workers, work / "cache")
        run(task)
        nothing = median(run(task).wall for _ in range(times))
        with_class(released, second, size)
        cached = run(grade_task(second, workers, work / "cache"))
    finally:
        for folder in (first, second, work / "cache"):
            shutil.rmtree(folder, ignore_errors=True)
    return [
        Figure(f"autograder grade, {size} submissions, nothing to do", nothing, "s"),
        Figure(f"autograder grade, {size} submissions, all from the cache", cached.wall, "s"),
    ]


def start_up(work: Path, times: int) -> list[Figure]:
    """How long a user waits for the first word."""
    folder = work / "start"
    folder.mkdir()
    helps = {
        "autograder --help": (AUTOGRADER, "--help"),
        f"autograder grade {ASSIGNMENT} --help": (AUTOGRADER, "grade", ASSIGNMENT, "--help"),
    }
    try:
        return [
            Figure(name, median(run(Task(command, folder)).wall for _ in range(times)), "s")
            for name, command in helps.items()
        ]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
