"""The demo's course: a folder with its own exchange, and the class's submissions in it."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange.default import ExchangeSubmit
from traitlets.config import Config

from autograder.demo.material import read_material
from autograder.demo.students import SampleStudent

ASSIGNMENT = "rnn"
PARTS = ("source", "solutions", "tests/hidden", "tests/mistakes", "tests/spellings")
CONFIG = "nbgrader_config.py"
MARK = ".demo-course"

EXTRA_CONFIG = """

# The demo: an exchange of its own, in which one user plays all students.
c.Exchange.root = {exchange!r}
c.Exchange.cache = {cache!r}
c.ExchangeCollect.check_owner = False
"""


class NotACourseError(Exception):
    """A folder lacks what the demo needs, or holds what is not the demo's."""


def make_course(origin: Path, folder: Path) -> None:
    """A fresh copy of the course in `folder`. Raises `NotACourseError`."""
    missing = [part for part in (*PARTS, CONFIG) if not (origin / part).exists()]
    if missing:
        raise NotACourseError(
            f"{origin}: found no {', '.join(missing)}; expected the course's folder. "
            "Run the demo from there"
        )
    _make_room(folder)
    for part in PARTS:
        shutil.copytree(origin / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    settings = (origin / CONFIG).read_text(encoding="utf-8")
    extra = EXTRA_CONFIG.format(exchange=str(folder / "exchange"), cache=str(folder / "cache"))
    (folder / CONFIG).write_text(settings + extra, encoding="utf-8")
    (folder / "exchange").mkdir()
    (folder / "exchange").chmod(0o777)


def _make_room(folder: Path) -> None:
    """An earlier demo is replaced; anything else that stands there is not ours to delete."""
    if folder.is_dir() and any(folder.iterdir()):
        if not (folder / MARK).is_file():
            raise NotACourseError(
                f"{folder}: found files that are no demo's; expected a new folder or an earlier "
                "demo's. Name another one with --folder"
            )
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).write_text("A demo: made anew each time.\n", encoding="utf-8")


def write_notebooks(folder: Path, students: tuple[SampleStudent, ...]) -> None:
    """Every student's folder with the notebook as that student leaves it."""
    material = read_material(folder, ASSIGNMENT)
    for student in students:
        release = nbformat.read(
            folder / "assignments" / student.language / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", 4
        )
        own = folder / "students" / student.name / ASSIGNMENT
        own.mkdir(parents=True)
        nbformat.write(student.notebook(release, material), own / f"{ASSIGNMENT}.ipynb")


def submit(folder: Path, student: str) -> None:
    """What `nbgrader submit rnn` does for this student, without starting a command for each."""
    config = Config()
    config.CourseDirectory.course_id = "rnn"
    config.CourseDirectory.assignment_id = ASSIGNMENT
    config.CourseDirectory.student_id = student
    config.Exchange.root = str(folder / "exchange")
    config.Exchange.cache = str(folder / "cache")
    config.Exchange.assignment_dir = str(folder / "students" / student)
    coursedir = CourseDirectory(config=config)
    ExchangeSubmit(
        coursedir=coursedir, authenticator=Authenticator(config=config), config=config
    ).start()
