"""Open nbgrader's gradebook, or say what is wrong with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbgrader import api
from sqlalchemy import Connection, Engine, create_engine, insert, inspect, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

# nbgrader's own connections give up after 5 seconds; ours is the one that can wait.
BUSY_SECONDS = 60


class GradebookError(Exception):
    """The gradebook can't be used: which, what was found, what was expected, what to do."""


def open_gradebook(db_url: str, course_id: str) -> Engine:
    """Raises `GradebookError` if there is none, or if it is of another version of nbgrader."""
    engine = checked_engine(db_url)
    try:
        with engine.begin() as connection:
            for course in ("default_course", course_id):  # nbgrader's plugs use both
                _add_course(connection, course)
    except SQLAlchemyError as error:
        engine.dispose()
        raise unusable(db_url, error) from None
    return engine


def checked_engine(db_url: str) -> Engine:
    """The gradebook, as it is: nothing is written. Raises `GradebookError`."""
    engine = _engine(db_url)
    try:
        _check_version(engine, db_url)
    except SQLAlchemyError as error:
        engine.dispose()
        raise unusable(db_url, error) from None
    return engine


def unusable(db_url: str, error: SQLAlchemyError) -> GradebookError:
    """The database's complaint, in one line."""
    lines = str(getattr(error, "orig", None) or error).strip().splitlines() or [repr(error)]
    return GradebookError(
        f"{_shown(db_url)}: found a gradebook that does not work ({lines[0][:300]}); expected one "
        "that can be read and written. Check the file or the server, its rights and free space."
    )


def _engine(db_url: str) -> Engine:
    try:
        url = make_url(db_url)
        options = {"timeout": BUSY_SECONDS} if url.get_backend_name() == "sqlite" else {}
        engine = create_engine(url, connect_args=options)
    except (SQLAlchemyError, ImportError) as error:
        raise GradebookError(
            f"{_shown(db_url)}: found a database address that can't be used ({error}); expected "
            "one such as sqlite:///gradebook.db, or postgresql+psycopg2://user@host/course with "
            "rnn-autograder[postgres] installed."
        ) from None
    return engine


def _shown(db_url: str) -> str:
    """The address without its password."""
    try:
        shown: str = make_url(db_url).render_as_string(hide_password=True)
    except SQLAlchemyError:
        return "the gradebook's address"
    return shown


def _check_version(engine: Engine, db_url: str) -> None:
    url = make_url(db_url)
    if url.get_backend_name() == "sqlite" and not _is_file(url.database):
        raise GradebookError(
            f"{url.database}: found no gradebook; expected the one that nbgrader keeps. "
            "Run `nbgrader generate_assignment` in the course first, or name it with --db."
        )
    found = inspect(engine)
    tables = set(found.get_table_names())
    for table in api.Base.metadata.sorted_tables:
        columns = found.get_columns(table.name) if table.name in tables else []
        have = {column["name"] for column in columns}
        lacking = sorted({column.name for column in table.columns} - have)
        if lacking:
            raise GradebookError(
                f"{_shown(db_url)}: found a gradebook whose table {table.name!r} lacks "
                f"{', '.join(lacking[:3])}; expected that of this nbgrader. It comes from another "
                "version: make a copy of it, then run `nbgrader db upgrade`."
            )


def _is_file(name: str | None) -> bool:
    return name is not None and Path(name).is_file()


def _add_course(connection: Connection, course: str) -> None:
    table: Any = api.Course.__table__
    known = connection.execute(select(table.c.id).where(table.c.id == course)).first()
    if course and known is None:
        connection.execute(insert(table).values(id=course))
