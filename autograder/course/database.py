"""A gradebook outside of the course's folder: empty before, and again if the course fails."""

from __future__ import annotations

import os
from pathlib import Path

from nbgrader.api import Base
from sqlalchemy import Engine, create_engine, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from autograder.course.errors import refused

# nbgrader's own, in which alembic writes the version.
VERSION = "alembic_version"


def check_empty(db_url: str) -> None:
    """Raises `CourseError` unless the database answers and holds no gradebook."""
    path = file_of(db_url)
    if path is not None and not path.exists():
        _check_writable(path.parent)
        return
    try:
        engine = _engine(db_url)
        found = _tables(engine)
        engine.dispose()
    except (SQLAlchemyError, ImportError) as error:
        raise refused(
            "--db",
            f"a database that does not answer ({_first_line(error)})",
            "one that can be reached and written",
            "Check the server, the user's rights, and the driver (rnn-autograder[postgres])",
        ) from None
    if found:
        raise refused(
            "--db",
            f"a database with the tables {', '.join(sorted(found)[:3])}",
            "an empty one: a gradebook that is there is not written to",
            "Make a database for this course (createdb)",
        )


def clear(db_url: str) -> None:
    """Take back what nbgrader made in a database that was empty."""
    path = file_of(db_url)
    if path is not None:
        path.unlink(missing_ok=True)
        return
    engine = _engine(db_url)
    Base.metadata.drop_all(engine)
    with engine.begin() as connection:
        connection.execute(text(f"DROP TABLE IF EXISTS {VERSION}"))
    engine.dispose()


def _tables(engine: Engine) -> set[str]:
    """nbgrader's tables that are there."""
    return set(inspect(engine).get_table_names()) & {VERSION, *Base.metadata.tables}


def _engine(db_url: str) -> Engine:
    return create_engine(make_url(db_url))


def file_of(db_url: str) -> Path | None:
    """The file of a SQLite database; None for one on a server."""
    url = make_url(db_url)
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def _check_writable(folder: Path) -> None:
    if not os.access(folder, os.W_OK | os.X_OK):
        raise refused(
            "--db",
            f"{folder}, where no file can be made",
            "a folder that is there and can be written",
            f"mkdir -p {folder}, or mend its rights",
        )


def _first_line(error: Exception) -> str:
    lines = str(getattr(error, "orig", None) or error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
