"""The exchange: what nbgrader's release, submit and collect ask of its folders.

Source: nbgrader/exchange/default: exchange.py, release_assignment.py, submit.py, collect.py.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from autograder.course.complaint import Complaint
from autograder.course.examine.look import Seen, doubtful, seen, wrong
from autograder.course.rights import EXCHANGE
from autograder.course.setup import Setup

STICKY = 0o1000
PASS = 0o001
# On these a mode can't be set, or does not keep anybody out.
WITHOUT_RIGHTS = {"vfat", "exfat", "ntfs", "ntfs3", "fuseblk", "cifs", "smb3", "9p"}
# The folder in the course's part of the exchange: what others must be able to do, and must not.
FOLDERS = {
    "outbound": (0o005, 0o002, "755: students list and read it"),
    "inbound": (0o003, 0o004, "2733: students write into it and list nothing"),
    "feedback": (0o001, 0o006, "711: students open what they know the name of"),
}


def exchange(setup: Setup) -> Seen:
    if setup.is_by_mail:
        return seen("none: files come by mail")
    root = Path(setup.exchange.root)
    if not root.is_dir():
        return seen("", [_no_root(setup, root)])
    kind = filesystem(root)
    complaints = (*_of_root(root, kind), *_of_way(root), *_of_course(setup))
    told = "" if setup.in_exchange.is_dir() else "; nothing is released yet"
    return seen(f"{root}, {_mode(root):o}, on {kind or 'an unknown file system'}{told}", complaints)


def _no_root(setup: Setup, root: Path) -> Complaint:
    is_file = root.exists()
    return wrong(
        root,
        "a file" if is_file else "no such folder",
        "the exchange: a folder that every account can write to, preexisting or mounted",
        f"as root: mkdir -p {root} && chmod {EXCHANGE:o} {root}; or set c.Exchange.root in "
        f"{setup.settings.name}, and in the hub's /etc/jupyter",
    )


def _of_root(root: Path, kind: str) -> Iterator[Complaint]:
    mode = _mode(root)
    if mode & 0o777 != 0o777:
        yield wrong(
            root,
            f"rights {mode:o}",
            "777: nbgrader takes no other",
            f"chmod {EXCHANGE:o} {root}",
        )
    elif not mode & STICKY:
        yield doubtful(
            root,
            f"rights {mode:o}: every account can rename or delete a course's folder",
            f"{EXCHANGE:o}; nbgrader takes it as well",
            f"chmod {EXCHANGE:o} {root}",
        )
    if os.statvfs(root).f_flag & os.ST_RDONLY:
        yield wrong(
            root, "a file system mounted read-only", "one that can be written", "mount it rw"
        )
    if kind in WITHOUT_RIGHTS:
        yield wrong(
            root,
            f"a file system ({kind}) without Unix rights",
            "one that keeps students from reading each other's work, such as ext4, xfs or NFS",
            "put the exchange on another one",
        )


def _of_way(root: Path) -> Iterator[Complaint]:
    """Every account must get there."""
    closed = [folder for folder in root.parents if not _mode(folder) & PASS]
    if closed:
        yield wrong(
            closed[-1],
            f"rights {_mode(closed[-1]):o}: other accounts can't pass to the exchange {root}",
            "a way that is open to all",
            f"put it elsewhere, such as /srv/nbgrader/exchange; or chmod o+x {closed[-1]}",
        )


def _of_course(setup: Setup) -> Iterator[Complaint]:
    top = setup.in_exchange
    if not top.is_dir():
        return
    if not setup.is_shared and top.stat().st_uid != os.geteuid():
        yield wrong(
            top,
            f"a folder of the user with the number {top.stat().st_uid}",
            "one of the account that grades: nbgrader refuses to release otherwise",
            f"work as that account; or, as root, chown -R {os.geteuid()} {top}",
        )
    for name, (must, must_not, expected) in FOLDERS.items():
        path = top / name
        if path.is_dir() and (_mode(path) & must != must or _mode(path) & must_not):
            right = expected.partition(":")[0]
            yield wrong(path, f"rights {_mode(path):o}", expected, f"chmod {right} {path}")


def _mode(path: Path) -> int:
    return path.stat().st_mode & 0o7777


def filesystem(path: Path, mounts: Path = Path("/proc/self/mounts")) -> str:
    """The type of the file system that the path is on; empty if the system does not tell."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    found = [line.split() for line in lines]
    points = {fields[1].replace("\\040", " "): fields[2] for fields in found if len(fields) > 2}
    for folder in (path.resolve(), *path.resolve().parents):
        if str(folder) in points:
            return points[str(folder)]
    return ""
