"""What an instructor wants: everything that is decided before the first file is written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from autograder.course.errors import refused
from autograder.course.students import Student

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
