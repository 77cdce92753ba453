"""What a feedback page costs: nbgrader's command and the kit's, on the same graded class.

python -m benchmarks.feedback --students 40 --rounds 3

Every round takes all ways in turn, each for the whole class and for one student: the difference
is what the pages cost, without the command's start. CPU time is that of all its processes.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Any

import click
import nbformat
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from autograder.build.handin import hand_in
from autograder.demo.material import read_material

PROJECT = Path(__file__).resolve().parents[1]
ASSIGNMENT = "rnn"
PARTS = ("source", "solutions", "tests/hidden", "tests/mistakes", "tests/spellings")
FIRST = "s0000"
BIN = Path(sys.executable).parent
NBGRADER = (sys.executable, "-m", "nbgrader")
AUTOGRADER = (str(BIN / "autograder"),)
THEIRS = (*NBGRADER, "generate_feedback", ASSIGNMENT, "--force")
OURS = (*AUTOGRADER, "feedback", ASSIGNMENT, "--force", "--workers")


@dataclass
class Way:
    """One way to get the pages; times are (wall, CPU) seconds, of the class and of one student."""

    title: str
    command: tuple[str, ...]
    kit: bool = True
    whole: list[tuple[float, float]] = field(default_factory=list)
    single: list[tuple[float, float]] = field(default_factory=list)

    def each(self, kind: int, students: int) -> float:
        """Seconds for a page more; `kind` 0 is wall clock, 1 is CPU."""
        whole, single = (
            statistics.median(times[kind] for times in runs) for runs in (self.whole, self.single)
        )
        return (whole - single) / (students - 1)

    def rate(self, students: int) -> float:
        """Pages per second of wall clock, start included."""
        return students / statistics.median(times[0] for times in self.whole)


def ways() -> list[Way]:
    return [
        Way("nbgrader, plain", THEIRS, kit=False),
        Way("nbgrader, with the kit", THEIRS),
        Way("autograder, 1 worker", (*OURS, "1")),
        Way("autograder, 2 workers", (*OURS, "2")),
        Way("autograder, 2 workers, plain", (*OURS, "2"), kit=False),
    ]


def measure(students: int, rounds: int) -> list[Way]:
    """Raises `CalledProcessError` if a command fails."""
    found = ways()
    with tempfile.TemporaryDirectory(prefix="feedback-") as folder:
        kit = graded_class(Path(folder, "kit"), students)
        plain = without_the_kit(kit, Path(folder, "plain"))
        for way in found * rounds:
            course = kit if way.kit else plain
            way.single.append(timed([*way.command, f"--student={FIRST}"], course))
            way.whole.append(timed(list(way.command), course))
    return found


def graded_class(root: Path, students: int) -> Path:
    """The project's course with a class in it, no two students' code alike."""
    for part in PARTS:
        shutil.copytree(PROJECT / part, root / part)
    shutil.copy(PROJECT / "nbgrader_config.py", root)
    timed([*NBGRADER, "generate_assignment", ASSIGNMENT], root)
    file = f"{ASSIGNMENT}.ipynb"
    release = nbformat.read(root / "assignments" / "en" / ASSIGNMENT / file, as_version=4)
    for number, answers in zip(range(students), all_answers(root), strict=False):
        student = f"s{number:04}"
        signed = {name: f"# {student}\n{source}" for name, source in answers.items()}
        folder = root / "submitted" / student / ASSIGNMENT
        folder.mkdir(parents=True)
        nbformat.write(hand_in(release, signed), folder / file)
    timed([*AUTOGRADER, "grade", ASSIGNMENT], root)
    return root


def all_answers(root: Path) -> Iterator[dict[str, str]]:
    """Right ones, one known mistake each, half of the exercises, in turn."""
    material = read_material(root, ASSIGNMENT)
    half = dict(list(material.answers.items())[: len(material.answers) // 2])
    for mistake in cycle(material.mistakes):
        yield from (material.answers, material.with_mistake(mistake), half)


def without_the_kit(course: Path, root: Path) -> Path:
    """The same graded class, its pages plain nbgrader's."""
    shutil.copytree(course, root)
    config = root / "nbgrader_config.py"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("use_two_rooms(c)", ""), encoding="utf-8")
    return root


def timed(words: list[str], folder: Path) -> tuple[float, float]:
    """Wall and CPU seconds of a command, with all processes that it waits for."""
    path = os.pathsep.join([str(BIN), os.environ.get("PATH", os.defpath)])
    environment = {**os.environ, "PYTHONPATH": str(PROJECT), "PATH": path}
    with tempfile.TemporaryFile("w+") as log:
        started = time.perf_counter()
        process = subprocess.Popen(words, cwd=folder, env=environment, stdout=log, stderr=log)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            log.seek(0)
            raise subprocess.CalledProcessError(process.returncode, words, log.read()[-2000:])
    return wall, usage.ru_utime + usage.ru_stime


def table(found: list[Way], students: int) -> Table:
    drawn = Table(title=f"feedback of {students} students", title_justify="left", box=SIMPLE_HEAD)
    drawn.add_column("", no_wrap=True)
    for head in ("ms/page", "times", "CPU ms", "times", "pages/s"):
        drawn.add_column(head, justify="right", no_wrap=True)
    drawn.caption = "ms without the command's start, pages/s with it; times fewer than the first"
    drawn.caption_justify = "left"
    stock = found[0]
    for way in found:
        cells = []
        for kind in (0, 1):
            each = way.each(kind, students)
            cells += [f"{1000 * each:.0f}", f"{stock.each(kind, students) / each:.1f}"]
        drawn.add_row(way.title, *cells, f"{way.rate(students):.1f}")
    return drawn


def figures(quick: bool) -> list[Any]:
    """For the other benchmarks' report: pages per second, and how many times nbgrader's."""
    from benchmarks.results import Figure

    students = 6 if quick else 20
    found = measure(students, 1)
    stock = found[0].each(0, students)
    return [
        Figure(
            way.title,
            1 / way.each(0, students),
            "pages/s",
            f"{stock / way.each(0, students):.1f} times nbgrader's, start not counted",
        )
        for way in found
    ]


@click.command()
@click.option("--students", type=click.IntRange(min=2), default=40, show_default=True)
@click.option("--rounds", type=click.IntRange(min=1), default=3, show_default=True)
def main(students: int, rounds: int) -> None:
    """Compare the ways to a class's feedback pages."""
    Console().print(table(measure(students, rounds), students))


if __name__ == "__main__":
    main()
