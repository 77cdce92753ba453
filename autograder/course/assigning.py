"""`nbgrader generate_assignment`, run in the new course, and what the gradebook is told besides."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from nbgrader.api import Gradebook

from autograder.course.errors import CourseError, refused
from autograder.course.wishes import Wishes
from autograder.nbgrader.config import find_alembic
from autograder.sandbox.paths import PACKAGE_PARENT

LAST_LINES = 6


def generate(folder: Path, name: str, language: str, has_gradebook: bool) -> None:
    """Make assignments/<language>/<name>. Raises `CourseError` with nbgrader's last words.

    The gradebook learns of the assignment once, with the first language.
    """
    words = ["generate_assignment", name, *(() if has_gradebook else ("--no-db",))]
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *words],
        cwd=folder,
        env=_environment(language),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        last = "\n  ".join((done.stderr or done.stdout).strip().splitlines()[-LAST_LINES:])
        raise CourseError(f"nbgrader {' '.join(words)} failed:\n  {last}")


def _environment(language: str) -> dict[str, str]:
    """nbgrader finds this kit, also where it runs from a checkout, and `alembic`."""
    find_alembic()
    before = os.environ.get("PYTHONPATH")
    path = os.pathsep.join([str(PACKAGE_PARENT), *([before] if before else [])])
    return {**os.environ, "PYTHONPATH": path, "AUTOGRADER_LANGUAGE": language}


def fill_gradebook(folder: Path, wishes: Wishes) -> None:
    """Deadlines and students. Raises `CourseError`."""
    url = wishes.db_url or f"sqlite:///{folder / 'gradebook.db'}"
    find_alembic()
    try:
        with Gradebook(url, wishes.course_id) as gradebook:
            for name in wishes.assignments:
                gradebook.update_or_create_assignment(name, duedate=wishes.due.get(name))
            for student in wishes.students:
                known = {
                    "first_name": student.first_name,
                    "last_name": student.last_name,
                    "email": student.email,
                    "lms_user_id": student.lms_user_id,
                }
                told = {key: value or None for key, value in known.items()}
                gradebook.update_or_create_student(student.id, **told)
    except Exception as error:
        raise refused(
            "the gradebook",
            f"{type(error).__name__}: {str(error).splitlines()[0]}",
            "a database that can be written",
            "Check --db: the server, its rights, and its driver (rnn-autograder[postgres])",
        ) from error
