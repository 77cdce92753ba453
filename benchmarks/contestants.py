"""Who is measured, and how each is asked to grade the same class."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import nbformat

from benchmarks.apart import NotInstalledError
from benchmarks.course import ASSIGNMENT, Course, environment, with_class
from benchmarks.measure import Task
from benchmarks.otter import (
    as_otter,
    is_installed,
    otter_command,
    score,
    write_autograder,
)

BIN = Path(sys.executable).parent
NBGRADER = (sys.executable, "-m", "nbgrader", "autograde", ASSIGNMENT)
AUTOGRADER = str(BIN / "autograder")
# `otter run` takes one notebook: a class is a loop.
OTTER_LOOP = """\
set -e
for hand_in in hand_ins/*.ipynb; do
  mkdir -p "scores/$(basename "$hand_in" .ipynb)"
  "$0" run --no-logo -a autograder.zip -o "scores/$(basename "$hand_in" .ipynb)" "$hand_in"
done
"""

STOCK, OTTER = "stock", "otter"
Scores = dict[str, float]


@dataclass(frozen=True)
class Contestant:
    """`prepare` puts a class of a given size into a new folder; `few` and `many` are the sizes
    whose difference tells what one submission costs."""

    key: str
    title: str
    prepare: Callable[[Course, Path, int], Task]
    scores: Callable[[Task], Scores]
    why_missing: Callable[[], str]
    few: int
    many: int

    def quick(self) -> Contestant:
        """The same with the smallest classes that differ, and nothing installed for it."""
        is_missing = _otter_not_there if self.key == OTTER else self.why_missing
        return replace(self, few=1, many=2, why_missing=is_missing)


def _present() -> str:
    return ""


def _stock(released: Course, folder: Path, number: int) -> Task:
    with_class(released, folder, number, kit=False)
    return Task(NBGRADER, folder)


def _kit(released: Course, folder: Path, number: int) -> Task:
    with_class(released, folder, number)
    return Task(NBGRADER, folder)


def grade_task(folder: Path, workers: int, cache: Path) -> Task:
    """`autograder grade` in the course's folder."""
    options = ("--workers", str(workers), "--cache", str(cache))
    return Task((AUTOGRADER, "grade", ASSIGNMENT, *options), folder)


def _grade(workers: int) -> Callable[[Course, Path, int], Task]:
    """No more workers than submissions, which only a quick run has few of."""

    def prepare(released: Course, folder: Path, number: int) -> Task:
        with_class(released, folder, number)
        return grade_task(folder, min(workers, number), folder / "cache")

    return prepare


def _otter(released: Course, folder: Path, number: int) -> Task:
    course = with_class(released, folder / "course", number)
    (folder / "hand_ins").mkdir()
    for student in course.students():
        notebook = nbformat.read(course.submitted(student), as_version=4)
        nbformat.write(as_otter(notebook), folder / "hand_ins" / f"{student}.ipynb")
    write_autograder(course, folder / "autograder.zip")
    command = ("sh", "-c", OTTER_LOOP, str(otter_command()))
    return Task(command, folder, {"AUTOGRADER_COURSE": str(course.root)})


def _gradebook(task: Task) -> Scores:
    return Course(task.folder).scores()


def _otters(task: Task) -> Scores:
    found = sorted((task.folder / "scores").glob("*/results.json"))
    return {results.parent.name: score(results) for results in found}


def _no_grade() -> str:
    done = subprocess.run(
        [AUTOGRADER, "grade", "--help"], env=environment(), capture_output=True, check=False
    )
    return "" if done.returncode == 0 else "`autograder grade` is not in this version"


def _no_otter() -> str:
    try:
        otter_command()
    except NotInstalledError as error:
        return str(error)
    return ""


def _otter_not_there() -> str:
    return "" if is_installed() else "not installed; a full run installs it"


# Sizes are multiples of five, the length of the mix in `hand_ins`.
CONTESTANTS = (
    Contestant(STOCK, "nbgrader autograde", _stock, _gradebook, _present, 5, 10),
    Contestant("kit", "nbgrader autograde, kit", _kit, _gradebook, _present, 5, 15),
    Contestant("grade1", "autograder grade, 1 worker", _grade(1), _gradebook, _no_grade, 10, 30),
    Contestant("grade2", "autograder grade, 2 workers", _grade(2), _gradebook, _no_grade, 10, 50),
    Contestant(OTTER, "otter run", _otter, _otters, _no_otter, 5, 10),
)
QUICK = tuple(each.quick() for each in CONTESTANTS if each.key != "grade1")
