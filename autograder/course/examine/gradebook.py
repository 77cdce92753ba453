"""The gradebook: reachable, of this nbgrader's making, writable, and with everybody in it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from typing import Any

from nbgrader.api import Assignment, Student
from sqlalchemy import insert, select
from sqlalchemy.exc import SQLAlchemyError

from autograder.batch.gradebook import GradebookError, checked_engine, unusable
from autograder.course.complaint import Complaint
from autograder.course.examine.look import Seen, doubtful, seen, wrong
from autograder.course.setup import Setup
from autograder.course.students import BAD_ID

PROBE = "autograder-doctor-probe"
MOST = 5


def rows_of(setup: Setup, query: Any) -> list[Any]:
    """Raises `GradebookError`."""
    engine = checked_engine(setup.course.db_url)
    try:
        with engine.connect() as connection:
            return [tuple(row) for row in connection.execute(query)]
    except SQLAlchemyError as error:
        raise unusable(setup.course.db_url, error) from None
    finally:
        engine.dispose()


def gradebook(setup: Setup) -> Seen:
    try:
        _write_nothing(setup)
    except GradebookError as error:
        where, _, rest = str(error).partition(": found ")
        found, _, expected = rest.partition("; expected ")
        expected, _, cure = expected.partition(". ")
        return seen("", [wrong(setup.settings, f"{found} ({where})", expected, cure, "db_url")])
    return seen("reachable, of this nbgrader's version, writable", _of_alembic())


def _write_nothing(setup: Setup) -> None:
    """Write a row and take it back. Raises `GradebookError`."""
    engine = checked_engine(setup.course.db_url)
    try:
        with engine.connect() as connection:
            connection.execute(insert(Student.__table__).values(id=PROBE))
            connection.rollback()
    except SQLAlchemyError as error:
        raise unusable(setup.course.db_url, error) from None
    finally:
        engine.dispose()


def _of_alembic() -> Iterator[Complaint]:
    if shutil.which("alembic") is None:
        yield wrong(
            sys.executable,
            "no command alembic on the path",
            "it: nbgrader makes and upgrades gradebooks with it",
            "run `pip install alembic` for this Python",
        )


def assignments(setup: Setup) -> Seen:
    try:
        known = {name for (name,) in rows_of(setup, select(Assignment.__table__.c.name))}
    except GradebookError:
        return seen("not known without a gradebook")
    return seen(", ".join(setup.assignments), _of_assignments(setup, known))


def _of_assignments(setup: Setup, known: set[str]) -> Iterator[Complaint]:
    source = setup.source("x").parent
    if not setup.assignments:
        yield wrong(
            source,
            "no assignment",
            "a notebook in source/<language>/<assignment>/",
            "run `autograder new NAME`, then `autograder build`",
        )
    for name in setup.assignments:
        if name not in known:
            yield wrong(
                source / name,
                "an assignment that the gradebook does not know",
                "every assignment",
                f"run `nbgrader generate_assignment {name}`",
            )
    for name in sorted(known.difference(setup.assignments)):
        yield doubtful(
            source,
            f"no {name}, which the gradebook has",
            "a folder for each assignment of the gradebook",
            f"restore it, or run `nbgrader db assignment remove {name}`",
        )


def students(setup: Setup) -> Seen:
    try:
        known = {name for (name,) in rows_of(setup, select(Student.__table__.c.id))}
    except GradebookError:
        return seen("not known without a gradebook")
    return seen(f"{len(known)} in the gradebook", _of_students(setup, known))


def _of_students(setup: Setup, known: set[str]) -> Iterator[Complaint]:
    if not known:
        yield doubtful(
            setup.settings,
            "no student in the gradebook",
            "the class: then it is seen who handed in nothing",
            "run `nbgrader db student import FILE.csv`",
        )
    bad = sorted(name for name in known if BAD_ID.search(name))
    if bad:
        yield wrong(
            setup.settings,
            f"students' ids that nbgrader can't use in folder names: {_listed(bad)}",
            "account names",
            "run `nbgrader db student remove ID`, and add the right one",
        )
    strangers = sorted(_handed_in(setup) - known)
    if known and strangers:
        yield doubtful(
            setup.settings,
            f"work of students whom the gradebook does not know: {_listed(strangers)}",
            "students of the class",
            "run `nbgrader db student add ID`; or is an id misspelt?",
        )


def _handed_in(setup: Setup) -> set[str]:
    """Who has handed in anything, collected or not."""
    collected = setup.root.glob(f"{setup.course.submitted_directory}/*/*")
    names = {path.parent.name for path in collected}
    inbound = setup.in_exchange / "inbound"
    if inbound.is_dir():
        names |= {path.name.split("+")[0] for path in inbound.iterdir() if "+" in path.name}
    return names


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - MOST} more" if len(names) > MOST else ""
    return ", ".join(map(repr, names[:MOST])) + more
