"""Times: clocks that agree, time stamps that nbgrader reads back, deadlines to come."""

from __future__ import annotations

import tempfile
import time
import warnings
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

from dateutil.tz import gettz
from nbgrader.api import Assignment
from nbgrader.apps.api import NbGraderAPI
from nbgrader.utils import parse_utc
from sqlalchemy import select

from autograder.batch.gradebook import GradebookError
from autograder.course.complaint import Complaint
from autograder.course.dates import shown, zone_of_this_machine
from autograder.course.examine.gradebook import rows_of
from autograder.course.examine.look import Seen, doubtful, seen, wrong
from autograder.course.setup import Setup

ZERO = ("UTC", "Etc/UTC")
DOUBTFUL_SECONDS, WRONG_SECONDS = 2.0, 60.0
UTC = 'set c.Exchange.timezone = "UTC", and the zone that people see as c.NbGraderAPI.timezone'


def stamps(setup: Setup) -> Seen:
    """nbgrader writes a time stamp into a submission's name, and reads it back from there."""
    zone, form = setup.exchange.timezone, setup.exchange.timestamp_format
    known = gettz(zone)
    if known is None:
        return seen(
            "",
            [
                wrong(
                    setup.settings,
                    f"{zone!r}, a time zone that this machine does not know",
                    "a name such as UTC",
                    UTC,
                    "Exchange.timezone",
                )
            ],
        )
    return seen(f"time stamps in {zone}", _of_stamps(setup, known, form))


def _of_stamps(setup: Setup, zone: object, form: str) -> Iterator[Complaint]:
    """In winter and in summer: names of zones change with them."""
    year = datetime.now(timezone.utc).year
    for month in (1, 7):
        moment = datetime(year, month, 1, 12, tzinfo=timezone.utc)
        written = moment.astimezone(zone).strftime(form)  # type: ignore[arg-type]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            read = parse_utc(written)
        if abs(read - moment.replace(tzinfo=None)) > timedelta(seconds=1):
            hours = (read - moment.replace(tzinfo=None)).total_seconds() / 3600
            yield wrong(
                setup.settings,
                f"{setup.exchange.timezone}: nbgrader writes {written!r} and reads it back "
                f"{hours:+.4g} hours off",
                "time stamps that say when work was handed in",
                UTC,
                "Exchange.timezone",
            )
            return


def clocks(setup: Setup) -> Seen:
    """The clock of this machine against those of the disks, and against the course's files."""
    places = [setup.root]
    if not setup.is_by_mail and Path(setup.exchange.root).is_dir():
        places.append(Path(setup.exchange.root))
    complaints = [each for place in places for each in _of_disk(place)]
    now = datetime.now(timezone.utc)
    return seen(f"{now:%Y-%m-%d %H:%M} UTC", [*complaints, *_of_files(setup)])


def _of_disk(place: Path) -> Iterator[Complaint]:
    try:
        with tempfile.TemporaryFile(dir=place) as file:
            file.write(b"?")
            file.flush()
            skew = Path(f"/proc/self/fd/{file.fileno()}").stat().st_mtime - time.time()
    except OSError as error:
        yield wrong(
            place,
            f"a folder in which no file can be made ({error.strerror})",
            "one that you can write to",
            "mend its rights, or free space",
        )
        return
    if abs(skew) > DOUBTFUL_SECONDS:
        complain = wrong if abs(skew) > WRONG_SECONDS else doubtful
        yield complain(
            place,
            f"a disk whose clock differs by {skew:+.0f} s from this machine's",
            "the same time on both: late is who hands in late",
            "set both by NTP (timedatectl set-ntp true)",
        )


def _of_files(setup: Setup) -> Iterator[Complaint]:
    path = setup.settings
    ahead = path.stat().st_mtime - time.time() if path.exists() else 0.0
    if ahead > WRONG_SECONDS:
        yield wrong(
            path,
            f"a file that is {ahead / 3600:.1f} hours from the future",
            "one from the past",
            "this machine's clock is slow, or another one's was fast: set it by NTP, touch the "
            "file",
        )


def deadlines(setup: Setup) -> Seen:
    try:
        table = Assignment.__table__
        rows = rows_of(setup, select(table.c.name, table.c.duedate))
    except GradebookError:
        return seen("not known without a gradebook")
    due = {name: when for name, when in rows if name in setup.assignments}
    zone = _shown_zone(setup)
    told = ", ".join(f"{name} {shown(when, zone)}" for name, when in due.items() if when)
    return seen(told or "none", _of_deadlines(setup, due))


def _of_deadlines(setup: Setup, due: dict[str, datetime | None]) -> Iterator[Complaint]:
    now = datetime.now(timezone.utc).replace(tzinfo=None)
    for name, when in due.items():
        if when is None or when < now:
            yield doubtful(
                setup.settings,
                "no deadline" if when is None else f"a deadline in the past ({when} UTC)",
                "one to come, if late work is to be told apart",
                f'run `nbgrader db assignment add {name} --duedate="YYYY-MM-DD 23:59 '
                f'{_shown_zone(setup)}"`, or set it in formgrader',
                name,
            )
    zone = zone_of_this_machine()
    if any(due.values()) and "timezone" not in setup.config.NbGraderAPI and zone not in ZERO:
        yield doubtful(
            setup.settings,
            "formgrader shows deadlines in UTC",
            f"the zone that people here live in ({zone}?)",
            f'set c.NbGraderAPI.timezone = "{zone}"',
            "NbGraderAPI.timezone",
        )


def _shown_zone(setup: Setup) -> str:
    found = setup.config.NbGraderAPI.get("timezone", NbGraderAPI.timezone.default_value)
    return str(found)
