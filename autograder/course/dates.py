"""Deadlines as instructors write them → UTC, as nbgrader keeps them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from autograder.course.errors import refused

FORMS = ("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S")
DAY = "%Y-%m-%d"
EXAMPLE = "2027-01-15 23:59"


def zone(name: str) -> ZoneInfo:
    """The time zone of this name. Raises `CourseError`."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise refused(
            "--timezone",
            f"{name!r}, a time zone that this machine does not know",
            "a name such as Asia/Shanghai, Europe/Berlin or UTC",
            "Correct the name; if it is right, install Debian's tzdata or PyPI's",
        ) from None


def zone_of_this_machine(localtime: Path = Path("/etc/localtime")) -> str:
    """Its name: of $TZ or of the link /etc/localtime; UTC if neither tells one."""
    named = os.environ.get("TZ", "").lstrip(":")
    target = str(localtime.resolve()).partition("/zoneinfo/")[2]
    for name in (named, target):
        try:
            return ZoneInfo(name).key
        except (ZoneInfoNotFoundError, ValueError, OSError):
            continue
    return "UTC"


def due_dates(
    words: Sequence[str], assignments: Sequence[str], zone_name: str
) -> dict[str, datetime]:
    """Assignment → UTC. A word is a date for all, or `assignment=date`, which goes before.

    Raises `CourseError`.
    """
    everybody, single = {}, {}
    for word in words:
        name, is_single, text = word.rpartition("=")
        when = _utc(text, zone_name)
        if not is_single:
            everybody = dict.fromkeys(assignments, when)
        elif name in assignments:
            single[name] = when
        else:
            raise refused(
                f"--due {word!r}",
                f"the assignment {name!r}",
                f"one of {', '.join(assignments) or 'the course, which has none'}",
                "Correct the name",
            )
    return {**everybody, **single}


def _utc(text: str, zone_name: str) -> datetime:
    local = _parsed(text.strip()).replace(tzinfo=zone(zone_name))
    moment = local.astimezone(timezone.utc)
    if moment.astimezone(local.tzinfo).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise refused(
            f"--due {text!r}",
            f"a time that {zone_name} leaves out, when its clocks go forward",
            "a time that there is",
            "Take an hour later",
        )
    return moment.replace(tzinfo=None)


def _parsed(text: str) -> datetime:
    for form in FORMS:
        try:
            return datetime.strptime(text, form)
        except ValueError:
            continue
    try:
        return datetime.strptime(text, DAY) + timedelta(hours=23, minutes=59)
    except ValueError:
        raise refused(
            f"--due {text!r}",
            "no date and time",
            f"one such as {EXAMPLE!r}, in the course's time zone",
            "Write year-month-day hour:minute; a day alone means 23:59",
        ) from None


def shown(moment: datetime, zone_name: str) -> str:
    """A moment in UTC as people of that zone read it."""
    local = moment.replace(tzinfo=timezone.utc).astimezone(zone(zone_name))
    return f"{local:%Y-%m-%d %H:%M} {zone_name}"
