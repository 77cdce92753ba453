"""Who may read and write what: answers and students' work are for those who grade."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from autograder.course.database import file_of
from autograder.course.errors import refused
from autograder.course.wishes import Wishes

# nbgrader's release_assignment demands 777 of an exchange's root: every account writes there. The
# sticky bit, which it leaves alone, keeps accounts from renaming or deleting each other's folders.
EXCHANGE = 0o1777
OTHERS = 0o007


def close_course(folder: Path, wishes: Wishes) -> None:
    """The folder is its owner's, or a group's; nobody else can pass. So is a gradebook elsewhere.

    Raises `CourseError`.
    """
    elsewhere = file_of(wishes.db_url) if wishes.db_url else None
    if elsewhere is not None:
        elsewhere.chmod(0o600)
        if wishes.group is not None:
            _give(elsewhere, wishes.group)
            elsewhere.chmod(0o660)
    if wishes.group is None:
        folder.chmod(0o700)
        return
    for path in [folder, *folder.rglob("*")]:
        _give(path, wishes.group)
        mode = path.stat().st_mode
        path.chmod(0o2770 if path.is_dir() else (mode | 0o060) & 0o770)


def _give(path: Path, group: str) -> None:
    try:
        shutil.chown(path, group=group)
    except LookupError:
        raise refused(
            "--group",
            f"{group!r}, which this system does not know",
            "a group of those who grade",
            f"groupadd {group}, and add the accounts to it",
        ) from None
    except PermissionError:
        raise refused(
            "--group",
            f"{group!r}, which you are no member of",
            "a group of yours",
            f"Ask an administrator: usermod -aG {group} {os.environ.get('USER', 'YOU')}",
        ) from None


def check_exchange(wishes: Wishes) -> None:
    """Raises `CourseError` if another course of this id hands out and in there."""
    if wishes.exchange is not None and (wishes.exchange / wishes.course_id).exists():
        raise refused(
            wishes.exchange / wishes.course_id,
            "what another course of this id has handed out and in",
            "an id that the exchange does not know",
            "Name another one with --id, or another --exchange",
        )


def open_exchange(exchange: Path) -> bool:
    """Make the exchange, if there is none; whether one was made. Raises `CourseError`.

    One that is there stays as it is: the doctor tells what is wrong with it.
    """
    if exchange.is_dir():
        return False
    try:
        exchange.mkdir(parents=True)
        exchange.chmod(EXCHANGE)
    except (PermissionError, FileExistsError, NotADirectoryError) as error:
        raise refused(
            exchange,
            f"a place where no exchange can be made ({error.strerror})",
            "a folder that every account of the hub can write to",
            f"As root: mkdir -p {exchange} && chmod 1777 {exchange}; or name another one with "
            "--exchange",
        ) from None
    return True
