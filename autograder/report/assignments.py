"""The assignments of a course, as its gradebook knows them."""

from __future__ import annotations

from pathlib import Path

from autograder.report import gradebook
from autograder.report.reading import opened_course


def read_assignments(root: Path, db_url: str | None = None) -> tuple[str, ...]:
    """Names of all assignments. Raises `CourseConfigError`, `GradebookError`."""
    with gradebook.connected(str(opened_course(root, db_url).db_url)) as connection:
        return gradebook.read_assignments(connection)
