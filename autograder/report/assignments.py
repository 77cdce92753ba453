"""The assignments of a course, as its gradebook knows them."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import create_engine, select
from sqlalchemy.exc import SQLAlchemyError

from autograder.batch import rows
from autograder.batch.config import course_directory, load_config
from autograder.batch.gradebook import GradebookError, unusable


def read_assignments(root: Path, db_url: str | None = None) -> tuple[str, ...]:
    """Names of all assignments. Raises `CourseConfigError`, `GradebookError`."""
    address = db_url or str(course_directory(load_config(root), root).db_url)
    path = Path(address.removeprefix("sqlite:///"))
    if address.startswith("sqlite:///") and not path.is_file():
        raise GradebookError(
            f"{path}: found no gradebook; expected the one nbgrader keeps. Run "
            "`nbgrader generate_assignment` in the course, or name it with --db"
        )
    try:
        engine = create_engine(address)
        with engine.connect() as connection:
            names = [row.name for row in connection.execute(select(rows.ASSIGNMENT.c.name))]
        engine.dispose()
    except SQLAlchemyError as error:
        raise unusable(address, error) from None
    return tuple(sorted(names))
