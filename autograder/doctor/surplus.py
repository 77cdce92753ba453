"""What nbgrader hands out beside the notebook: everything in its folder that is not ignored."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import ignore_patterns

from autograder.batch.config import CourseConfigError, course_directory, load_config
from autograder.build.course import Source
from autograder.course.complaint import Complaint
from autograder.doctor.folder import Assignment
from autograder.doctor.leaks import Answers, check_file

IGNORE = "c.CourseDirectory.ignore in nbgrader_config.py"


def check_surplus(assignment: Assignment, answers: Answers) -> Iterator[Complaint]:
    try:
        course = course_directory(load_config(assignment.root), assignment.root)
    except CourseConfigError as error:
        path = assignment.root / "nbgrader_config.py"
        yield Complaint(path, "", str(error), "a configuration that can be loaded", "mend it")
        return
    for source in assignment.sources:
        prose = source.prose.read_text(encoding="utf-8")
        for path in _handed_out(source, course):
            if path.name == source.lesson_name:
                continue  # built, and looked at with the hints
            if path.name not in prose or path in (source.prose, source.solution):
                yield _unasked(path, source)
            elif path.suffix != ".ipynb":
                yield from check_file(path, answers, "release it")


def _unasked(path: Path, source: Source) -> Complaint:
    what = "the prose that the notebook is built from" if path == source.prose else "a file"
    return Complaint(
        path,
        "",
        found=f"{what}, which would be released and handed to every student",
        expected=f"{source.notebook.name}, and files that the prose names",
        cure=f"move it out of {source.folder}, name it in the prose, or add it to {IGNORE}",
    )


def _handed_out(source: Source, course: CourseDirectory) -> Iterator[Path]:
    """The files that nbgrader copies, by its own rules, without the notebook itself."""
    ignore = ignore_patterns(course.ignore, course.include, course.max_file_size)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / source.assignment
        shutil.copytree(source.folder, copy, ignore=ignore, copy_function=_mark)
        for path in sorted(copy.rglob("*")):
            original = source.folder / path.relative_to(copy)
            if path.is_file() and original != source.notebook:
                yield original


def _mark(_source: str, target: str) -> None:
    Path(target).touch()
