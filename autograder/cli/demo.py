"""`autograder demo`: release, hand in, autograde, feedback and a report, on a sample class."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import click
from rich.console import Console

from autograder.demo.course import ASSIGNMENT, NotACourseError, make_course, submit, write_notebooks
from autograder.demo.students import STUDENTS
from autograder.report.reading import read_class
from autograder.report.terminal import score_table

LOG = "demo.log"


@click.command()
@click.option(
    "--folder",
    type=click.Path(path_type=Path),
    default=Path("demo-course"),
    show_default=True,
    help="Where the demo's course is made; what is there is replaced.",
)
def demo(folder: Path) -> None:
    """Take a sample class all the way round."""
    console = Console()
    folder = folder.resolve()
    try:
        make_course(Path.cwd(), folder)
    except NotACourseError as error:
        raise click.ClickException(str(error)) from None
    for language in ("zh", "en"):
        _nbgrader(console, folder, ["generate_assignment", ASSIGNMENT], language)
    _nbgrader(console, folder, ["release_assignment", ASSIGNMENT])
    _hand_in(console, folder)
    _nbgrader(console, folder, ["collect", ASSIGNMENT])
    _autograder(console, folder, ["grade", ASSIGNMENT])
    _autograder(console, folder, ["feedback", ASSIGNMENT])
    _nbgrader(console, folder, ["release_feedback", ASSIGNMENT])
    _autograder(console, folder, ["report", ASSIGNMENT])
    _show(console, folder)


def _hand_in(console: Console, folder: Path) -> None:
    started = time.monotonic()
    write_notebooks(folder, STUDENTS)
    for student in STUDENTS:
        submit(folder, student.name)
    _say(console, f"{len(STUDENTS)} × nbgrader submit {ASSIGNMENT}", started)


def _nbgrader(console: Console, folder: Path, words: list[str], language: str = "en") -> None:
    """Run a real nbgrader command in the course; its words go to the log."""
    shown = " ".join(["nbgrader", *words]) + ("" if language == "en" else f"  ({language})")
    _run(console, folder, ["-m", "nbgrader", *words], shown, language)


def _autograder(console: Console, folder: Path, words: list[str]) -> None:
    """Run one of our own commands in the course, as from the terminal."""
    start = "from autograder.cli.main import main; main()"
    _run(console, folder, ["-c", start, *words], " ".join(["autograder", *words]), "en")


def _run(console: Console, folder: Path, arguments: list[str], shown: str, language: str) -> None:
    started = time.monotonic()
    environment = {**os.environ, "AUTOGRADER_LANGUAGE": language}
    # nbgrader makes a gradebook with the command `alembic`, which stands beside this Python.
    beside = str(Path(sys.executable).parent)
    environment["PATH"] = os.pathsep.join([beside, environment.get("PATH", "")])
    with (folder / LOG).open("a", encoding="utf-8") as log:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=folder,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            check=False,
        )
    _say(console, shown, started)
    if done.returncode != 0:
        raise click.ClickException(f"{shown} failed; see {folder / LOG}")


def _say(console: Console, command: str, started: float) -> None:
    console.print(f"$ {command}", f"[dim]{time.monotonic() - started:.1f} s[/dim]", highlight=False)


def _show(console: Console, folder: Path) -> None:
    results = read_class(folder, ASSIGNMENT)
    console.print()
    console.print(score_table(results, {student.name: student.remark for student in STUDENTS}))
    shown = os.path.relpath(folder)
    jupyter = Path(sys.executable).parent / "jupyter"
    for what, where in (
        ("report", f"{shown}/reports/{ASSIGNMENT}.html"),
        ("feedback pages", f"{shown}/feedback/<student>/{ASSIGNMENT}/{ASSIGNMENT}.html"),
        ("what they all said", f"{shown}/{LOG}"),
        ("formgrader", f"cd {shown} && {jupyter} lab, menu Nbgrader → Formgrader"),
    ):
        console.print(f"{what:18}  {where}", soft_wrap=True, highlight=False)
