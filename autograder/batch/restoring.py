"""The executed notebooks of a grading: kept when it was replaced, or standing still."""

from __future__ import annotations

from pathlib import Path

from autograder.batch.config import course_directory, load_config
from autograder.batch.grading import Grading, digest_of
from autograder.batch.history import History
from autograder.batch.standing import standing


def notebooks_of(
    history: History, root: Path, assignment: str, grading: Grading
) -> dict[str, bytes]:
    """Name → content of those that are still there.

    Raises `HistoryError`, and `CourseConfigError` for a broken configuration.
    """
    course = course_directory(load_config(root), root)
    place = course.format_path(course.autograded_directory, grading.student, assignment)
    stands = standing(Path(place)).notebooks
    found: dict[str, bytes] = {}
    for name, digest in grading.notebooks.items():
        content = history.notebook(assignment, grading.student, name, digest)
        if content is None and digest_of(stands.get(name, b"")) == digest:
            content = stands[name]
        if content is not None:
            found[name] = content
    return found
