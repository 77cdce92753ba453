"""What an instructor wants: everything that is decided before the first file is written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from autograder.course.errors import refused
from autograder.course.student import Student

LANGUAGES = {"en": ("en",), "zh": ("zh",), "both": ("en", "zh")}
# A part of paths, of a hub's addresses and of its group names.
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


@dataclass(frozen=True)
class Wishes:
    """`origin`: the checkout that answers and tests come from; None makes an empty course.

    `due`: assignment → UTC, without a time zone, as nbgrader's gradebook has it. `exchange`: None
    for files by mail. `db_url`: None for a file in the course. `group`: who else may grade.
    """

    folder: Path
    course_id: str
    languages: tuple[str, ...]
    assignments: tuple[str, ...]
    timezone: str
    origin: Path | None = None
    exchange: Path | None = None
    db_url: str | None = None
    due: Mapping[str, datetime] = field(default_factory=dict)
    students: Sequence[Student] = ()
    has_secret: bool = True
    group: str | None = None

    @property
    def is_by_mail(self) -> bool:
        return self.exchange is None


def checked_db(wanted: str | None) -> str | None:
    """The gradebook's URL, or None for a file in the course. Raises `CourseError`."""
    if wanted is None:
        return None
    try:
        url = make_url(wanted)
    except ArgumentError:
        raise refused(
            "--db",
            "no database address",
            "one such as postgresql+psycopg2://user@host/course",
            "Correct it; without --db the gradebook is a file in the course",
        ) from None
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_absolute():
        raise refused(
            "--db",
            f"{wanted}, another file in every folder that a command is run in",
            "an absolute path, with four slashes: sqlite:////srv/course/gradebook.db",
            "Leave --db out, if the gradebook is to be a file in the course",
        )
    return wanted


def without_password(db_url: str | None) -> str | None:
    """The address as it may be shown."""
    return None if db_url is None else make_url(db_url).render_as_string(hide_password=True)


def checked_id(wanted: str | None, folder: Path) -> str:
    """The course's id; its folder's name, if none is given. Raises `CourseError`."""
    name = folder.name if wanted is None else wanted
    if NAME.fullmatch(name):
        return name
    raise refused(
        "--id",
        f"{name!r}" + ("" if wanted else ", the folder's name"),
        "letters, digits, - and _ (it stands in paths and in the hub's addresses)",
        "Name one such as rnn2027",
    )
