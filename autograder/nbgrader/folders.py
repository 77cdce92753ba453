"""Submitted folders that do not hold what the assignment asks for.

nbgrader says "Skipping unknown notebook" and grades by file name only. So does this kit: which of
two files a student meant is not for a program to guess.
"""

from __future__ import annotations

import glob
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry

ALL = "*"
NOT_HANDED_IN = ("timestamp.txt",)


def bad_folders(course: Any) -> list[str]:
    """One line for each folder of the batch that lacks a notebook; `course` is nbgrader's
    `CourseDirectory`."""
    if course.notebook_id != ALL:
        return []
    expected, _ = recorded(course.db_url, course.assignment_id)
    folders = _submitted(course, course.student_id)
    return [line for folder in folders for line in missing_notebooks(folder, expected)]


def absent_students(course: Any) -> list[str]:
    """The students of the gradebook who have no folder, if the batch is the whole class."""
    expected, students = recorded(course.db_url, course.assignment_id)
    if not expected or course.student_id != ALL:
        return []
    return [student for student in students if not _submitted(course, student)]


def recorded(db_url: str, assignment: str) -> tuple[list[str], list[str]]:
    """The file names of an assignment's notebooks (none if the gradebook does not know it), and
    the ids of all students."""
    with Gradebook(db_url) as gradebook:
        students = sorted(student.id for student in gradebook.students)
        try:
            found = gradebook.find_assignment(assignment)
        except MissingEntry:
            return [], students
        return sorted(f"{notebook.name}.ipynb" for notebook in found.notebooks), students


def _submitted(course: Any, student: str) -> list[Path]:
    name = course.format_path(course.submitted_directory, student, course.assignment_id)
    return [Path(found) for found in sorted(glob.glob(name)) if Path(found).is_dir()]


def missing_notebooks(folder: Path, expected: list[str]) -> Iterator[str]:
    """What was found in the place of each notebook that is missing, and what to do."""
    here = sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))
    others = [name for name in here if name not in (*expected, *NOT_HANDED_IN)]
    renamed = [name for name in others if name.endswith(".ipynb")]
    for name in expected:
        if name in here:
            continue
        if renamed:
            yield (
                f"{folder / renamed[0]}: found {_names(renamed)}; expected {name!r}. Under another "
                f"name it is not graded. If it is that notebook, rename it to {name!r} and run "
                "autograde again."
            )
        else:
            yield (
                f"{folder}: found {_names(others)}; expected {name!r}. "
                "Ask the student to hand in again."
            )


def _names(names: list[str]) -> str:
    if not names:
        return "no file"
    return ", ".join(map(repr, names[:5])) + (", …" if len(names) > 5 else "")
