"""What a class's report costs: `autograder report`, and what one would use instead.

python -m benchmarks.reports --students 1000 --rounds 3

Every round takes all ways in turn, on the same graded course. copydetect compares everybody with
everybody: it gets a smaller class, and so do the kit's similar pairs beside it.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import click
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from autograder.report.reading import read_class
from benchmarks.apart import NotInstalledError, command_of
from benchmarks.contestants import AUTOGRADER
from benchmarks.course import ASSIGNMENT, Course, environment
from benchmarks.large_class import graded_course, grown
from benchmarks.measure import Task, Usage, run

REPORT = (AUTOGRADER, "report", ASSIGNMENT)
BY_HAND = (
    "sh",
    "-c",
    '"$0" -m nbgrader export > export.log 2>&1 && "$0" -m benchmarks.by_hand',
    sys.executable,
)
SIMILAR = (sys.executable, "-m", "benchmarks.similar_pairs")
COPYDETECT = "copydetect==0.5.0"
CODE = "code"


@dataclass
class Way:
    """One way to an answer for so many students; or why it is missing."""

    title: str
    students: int
    command: tuple[str, ...]
    folder: Path
    missing: str = ""
    runs: list[Usage] = field(default_factory=list)

    @property
    def wall(self) -> float:
        return median(usage.wall for usage in self.runs)

    @property
    def cpu(self) -> float:
        return median(usage.cpu for usage in self.runs)


def measure(work: Path, students: int, fewer: int, rounds: int) -> list[Way]:
    """The report of a class beside a script; similar pairs of a smaller one beside copydetect."""
    graded = graded_course(work)
    large = grown(graded, work / "large", students)
    small = grown(graded, work / "small", fewer)
    _write_code(small)
    found = [
        Way("autograder report", students, REPORT, large.root, _no_report()),
        Way("nbgrader export, nbformat and pandas", students, BY_HAND, large.root),
        Way("similar pairs", students, SIMILAR, large.root),
        Way("similar pairs", fewer, SIMILAR, small.root),
        _copydetect(small, fewer),
    ]
    for way in found * rounds:
        if not way.missing:
            way.runs.append(run(Task(way.command, way.folder)))
    return found


def _no_report() -> str:
    command = [*REPORT, "--help"]
    done = subprocess.run(command, env=environment(), capture_output=True, check=False)
    return "" if done.returncode == 0 else "`autograder report` is not in this version"


def _copydetect(course: Course, students: int) -> Way:
    """With the released code as what counts for nothing."""
    try:
        command = str(command_of("copydetect", COPYDETECT))
        why = ""
    except NotInstalledError as error:
        command, why = "", str(error)
    options = ("-t", CODE, "-e", "py", "--disable-autoopen", "-O", "copydetect.html")
    return Way("copydetect", students, (command, *options), course.root, why)


def _write_code(course: Course) -> None:
    """What students wrote, as files: copydetect reads no notebooks."""
    folder = course.root / CODE
    folder.mkdir()
    for student in read_class(course.root, ASSIGNMENT).students:
        code = "\n\n".join(each.code for each in student.exercises)
        (folder / f"{student.student.id}.py").write_text(code, encoding="utf-8")


def table(found: list[Way]) -> Table:
    drawn = Table(title="reports", title_justify="left", box=SIMPLE_HEAD)
    drawn.add_column("", no_wrap=True)
    for head in ("students", "seconds", "CPU seconds"):
        drawn.add_column(head, justify="right", no_wrap=True)
    for way in found:
        seconds = (way.missing, "") if way.missing else (f"{way.wall:.2f}", f"{way.cpu:.2f}")
        drawn.add_row(way.title, str(way.students), *seconds)
    return drawn


def figures(quick: bool) -> list[Any]:
    """For the other benchmarks' report: seconds, and how many times less than the other way."""
    from benchmarks.results import Figure

    sizes = (30, 20) if quick else (1000, 200)
    with tempfile.TemporaryDirectory(prefix="reports-") as work:
        report, by_hand, pairs, fewer, copydetect = measure(Path(work), *sizes, 1 if quick else 3)
    beside = {id(report): by_hand, id(fewer): copydetect}
    made = []
    for way in (report, by_hand, pairs, fewer, copydetect):
        name = f"{way.title}, {way.students} students"
        value = None if way.missing else way.wall
        made.append(Figure(name, value, "s", way.missing or note(way, beside.get(id(way)))))
    return made


def note(way: Way, other: Way | None) -> str:
    if other is None or other.missing:
        return ""
    return f"{other.wall / way.wall:.1f} times less than {other.title}"


@click.command()
@click.option("--students", type=click.IntRange(min=20), default=1000, show_default=True)
@click.option("--fewer", type=click.IntRange(min=20), default=200, show_default=True)
@click.option("--rounds", type=click.IntRange(min=1), default=3, show_default=True)
def main(students: int, fewer: int, rounds: int) -> None:
    """Compare the ways to know a class."""
    with tempfile.TemporaryDirectory(prefix="reports-") as work:
        Console().print(table(measure(Path(work), students, fewer, rounds)))


if __name__ == "__main__":
    main()
