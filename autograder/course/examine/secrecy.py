"""What students must not read: answers, hidden tests, the secret, each other's work."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from autograder.course.complaint import Complaint
from autograder.course.database import file_of
from autograder.course.examine.look import Seen, seen, wrong
from autograder.course.secret import check_secret, secret_path
from autograder.course.setup import Setup

PRIVATE = (
    "tests",
    "solutions",
    "source",
    "submitted",
    "autograded",
    "feedback",
    "reports",
    "gradebook.db",
    "history.db",
)
READ, WRITE, PASS = 0o004, 0o002, 0o001


def secret(setup: Setup) -> Seen:
    return seen(f"{secret_path(setup.root)}, private", check_secret(setup.root))


def rights(setup: Setup) -> Seen:
    mode = setup.root.stat().st_mode & 0o7777
    return seen(f"{setup.root}, {mode:o}: answers are for those who grade", _of_rights(setup))


def _of_rights(setup: Setup) -> Iterator[Complaint]:
    yield from _of_gradebook(setup)
    if not _is_reached(setup.root):
        return
    right = "2770" if setup.is_shared else "700"
    opened = [name for name in PRIVATE if _is_open(setup.root / name)]
    if opened:
        yield wrong(
            setup.root,
            f"{', '.join(opened)}: every account of this machine can read that",
            f"rights {right} of the course's folder: answers and students' work are in it",
            f"chmod {right} {setup.root}",
        )
    if setup.root.stat().st_mode & WRITE:
        yield wrong(
            setup.root,
            "a folder that every account can write to",
            "one that only graders can change: who writes here runs code as you",
            f"chmod {right} {setup.root}",
        )


def _of_gradebook(setup: Setup) -> Iterator[Complaint]:
    """One outside of the course's folder is not closed by that."""
    path = file_of(str(setup.course.db_url))
    if path is None or path.is_relative_to(setup.root) or not _is_open(path):
        return
    if _is_reached(path.parent):
        yield wrong(
            path,
            "a gradebook that every account of this machine can read",
            f"rights {'660' if setup.is_shared else '600'}: everybody's scores are in it",
            f"chmod {'660' if setup.is_shared else '600'} {path}",
        )


def _is_reached(folder: Path) -> bool:
    """Whether other accounts can pass from / into the folder."""
    return all(each.stat().st_mode & PASS for each in (folder, *folder.parents))


def _is_open(path: Path) -> bool:
    if not path.exists():
        return False
    needed = READ | PASS if path.is_dir() else READ
    return path.stat().st_mode & needed == needed
