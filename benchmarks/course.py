"""A course in a temporary folder, released once, and copies of it with a class's hand-ins."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import connect
from types import MappingProxyType

import nbformat

from benchmarks.hand_ins import notebooks

PROJECT = Path(__file__).parents[1]
ASSIGNMENT = "rnn"
PARTS = ("source", "solutions", "tests/hidden", "tests/mistakes", "tests/spellings")
TWO_ROOMS = "use_two_rooms(c)"
SCORES = """
SELECT submitted_assignment.student_id, SUM(grade.auto_score)
FROM grade
JOIN submitted_notebook ON submitted_notebook.id = grade.notebook_id
JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id
GROUP BY submitted_assignment.student_id
"""


class CourseError(Exception):
    """A command that should make the course ready has failed."""


@dataclass(frozen=True)
class Course:
    """One folder, as nbgrader sees it."""

    root: Path

    @property
    def release(self) -> Path:
        return self.root / "assignments" / "en" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"

    def submitted(self, student: str) -> Path:
        return self.root / "submitted" / student / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"

    def students(self) -> list[str]:
        return sorted(path.name for path in (self.root / "submitted").iterdir())

    def scores(self) -> dict[str, float]:
        """Student → points, out of the gradebook; students who were not graded are absent."""
        with closing(connect(self.root / "gradebook.db")) as gradebook:
            return dict(gradebook.execute(SCORES))


def release_course(root: Path) -> Course:
    """The project's course, its assignment made. Raises `CourseError`."""
    root.mkdir(parents=True)
    shutil.copy(PROJECT / "nbgrader_config.py", root)
    for part in PARTS:
        shutil.copytree(PROJECT / part, root / part, ignore=shutil.ignore_patterns("__pycache__"))
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", ASSIGNMENT]
    done = subprocess.run(
        command, cwd=root, env=environment(), capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise CourseError(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")
    return Course(root)


def with_class(released: Course, root: Path, number: int, *, kit: bool = True) -> Course:
    """A copy with the hand-ins of `number` students; without the kit it is plain nbgrader's."""
    shutil.copytree(released.root, root)
    course = Course(root)
    release = nbformat.read(course.release, as_version=4)
    for student, notebook in notebooks(release, root, ASSIGNMENT, number):
        path = course.submitted(student)
        path.parent.mkdir(parents=True)
        nbformat.write(notebook, path)
    if not kit:
        config = root / "nbgrader_config.py"
        text = config.read_text(encoding="utf-8")
        config.write_text(text.replace(TWO_ROOMS, ""), encoding="utf-8")
    return course


def environment(extra: Mapping[str, str] = MappingProxyType({})) -> dict[str, str]:
    """What every contestant starts with: this project's code, one thread for linear algebra."""
    beside = str(Path(sys.executable).parent)
    return {
        **os.environ,
        "PATH": os.pathsep.join([beside, os.environ.get("PATH", os.defpath)]),
        "PYTHONPATH": str(PROJECT),
        "OPENBLAS_NUM_THREADS": "1",
        **extra,
    }
