"""Which pages are to be written; everything that can be wrong before the first one."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from nbgrader.coursedir import CourseDirectory
from traitlets import TraitError

from autograder.batch.config import FILE, config_error, course_directory, load_config
from autograder.batch.feedback_pages import ALL, Folder, Outcome, Pages
from autograder.batch.gradebook import open_gradebook
from autograder.batch.lock import only_one
from autograder.batch.opened import OWN_FOLDER, ReadOnlyError
from autograder.batch.submissions import NoSubmissionsError


@dataclass(frozen=True)
class Request:
    """What the command asks for. `students` and `notebooks` are nbgrader's globs."""

    root: Path
    assignment: str
    students: str = ALL
    notebooks: str = ALL
    db_url: str | None = None
    force: bool = False


@dataclass(frozen=True)
class Plan:
    """`due` folders get pages. `unchanged` counts pages, `problems` are found by looking."""

    pages: Pages
    due: list[Folder]
    unchanged: int = 0
    problems: list[Outcome] = field(default_factory=list)


@contextmanager
def open_plan(request: Request) -> Iterator[Plan]:
    """Nobody else writes the course's feedback meanwhile.

    Raises `CourseConfigError`, `GradebookError`, `NoSubmissionsError`, `ReadOnlyError`,
    `BusyError`: each says what was found, what was expected and what to do.
    """
    pages = open_pages(request)
    course = pages.coursedir
    folders = pages.folders()
    if not folders:
        raise NoSubmissionsError(_nothing_graded(course))
    if course.notebook_id != ALL:
        folders = [folder for folder in folders if folder.notebooks]
        if not folders:
            raise NoSubmissionsError(_no_such_notebook(course))
    open_gradebook(course.db_url, course.course_id).dispose()
    _check_writable(Path(course.format_path(course.feedback_directory, ".", ".")))
    _check_writable(Path(course.root, OWN_FOLDER))
    with only_one(Path(course.root, OWN_FOLDER, "feedback-lock")):
        yield _plan(pages, folders)


def open_pages(request: Request) -> Pages:
    """nbgrader's converter, configured as in the course's folder. Raises `CourseConfigError`."""
    config = load_config(request.root)
    try:
        course = course_directory(config, request.root)
        course.assignment_id = request.assignment
        course.student_id, course.notebook_id = request.students, request.notebooks
        if request.db_url is not None:
            course.db_url = request.db_url
        pages = Pages(coursedir=course, config=config)
    except (TraitError, ImportError, AttributeError) as error:
        raise config_error(error, [str(request.root / FILE)]) from error
    pages.force = pages.force or request.force
    return pages


def _plan(pages: Pages, folders: list[Folder]) -> Plan:
    due: list[Folder] = []
    problems: list[Outcome] = []
    unchanged = 0
    for folder in folders:
        try:
            if not folder.notebooks:
                problems.append(Outcome(folder.student, problem=_no_notebook(pages, folder)))
            elif pages.is_due(folder):
                due.append(folder)
            else:
                unchanged += len(folder.notebooks)
        except ValueError as error:
            problems.append(Outcome(folder.student, problem=_no_time(error)))
    return Plan(pages, due, unchanged, problems)


def _no_notebook(pages: Pages, folder: Folder) -> str:
    return (
        f"{folder.path}: found no notebook; expected {pages.coursedir.notebook_id}.ipynb. "
        f"Grade it again: `nbgrader autograde … --student {folder.student} --force`."
    )


def _no_such_notebook(course: CourseDirectory) -> str:
    wanted = course.format_path(
        course.autograded_directory, course.student_id, course.assignment_id
    )
    have = sorted({Path(path).stem for path in glob.glob(f"{wanted}/*.ipynb")})
    return (
        f"{wanted}: found no notebook {course.notebook_id!r}; "
        f"expected one of: {', '.join(have[:10]) or 'none'}. Name it without .ipynb."
    )


def _no_time(error: ValueError) -> str:
    return (
        f"{error}: found no time; expected one such as 2025-01-31 12:00:00 UTC. "
        "Mend the file or take it away."
    )


def _nothing_graded(course: CourseDirectory) -> str:
    wanted = course.format_path(
        course.autograded_directory, course.student_id, course.assignment_id
    )
    others = course.format_path(course.autograded_directory, "*", "*")
    have = sorted({Path(path).name for path in glob.glob(others) if Path(path).is_dir()})
    hint = f" Graded so far: {', '.join(have[:10])}." if have else ""
    return (
        f"{wanted}: found nothing graded; expected a folder for each student. "
        f"Run `autograder grade {course.assignment_id}` first.{hint}"
    )


def _check_writable(folder: Path) -> None:
    """Of a folder that is not there yet: the one that it will be made in."""
    folder = Path(os.path.normpath(folder))
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        raise ReadOnlyError(
            f"{folder}: found a place that can't be written; expected the course's, where pages "
            "go. Run this as the user who owns the course, or change its rights."
        )
