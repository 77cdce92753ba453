"""The student's folder: whether too much is in it, and emptying it whatever is in it."""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

from autograder.sandbox.limits import MIB

MAX_BYTES = 64 * MIB
MAX_ENTRIES = 2_000
MAX_DEPTH = 50
_READ_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC

TOO_LARGE = f"its files took more than {MAX_BYTES // MIB} MiB together"
TOO_MANY = f"it made more than {MAX_ENTRIES} files and folders"
TOO_DEEP = f"it made folders more than {MAX_DEPTH} deep"
CLOSED = "it closed one of its folders to the grader"


def complaint_of_mount(folder: Path) -> str | None:
    """What is wrong with a folder that is a mount of its own, in words for the student.

    The kernel sees to the size of such a folder, not to the number of files.
    """
    status = os.statvfs(folder)
    return TOO_MANY if status.f_files - status.f_ffree > MAX_ENTRIES else None


def complaint_of_folder(folder: Path) -> str | None:
    """What is wrong with a folder on a disk: counted file by file, no further than the limits."""
    try:
        top = os.open(folder, _READ_FOLDER)
        try:
            _count(top, [0, 0], MAX_DEPTH)
        finally:
            os.close(top)
    except _TooMuchError as error:
        return str(error)
    return None


class _TooMuchError(Exception):
    """A limit is passed; the message says which."""


def _count(folder: int, total: list[int], depth: int) -> None:
    """Add to `total`: entries, bytes. Links are not followed; what is gone meanwhile is no matter.

    The student's code may run at the same time. Raises `_TooMuchError`.
    """
    if depth == 0:
        raise _TooMuchError(TOO_DEEP)
    with os.scandir(folder) as entries:
        for entry in entries:
            total[0] += 1
            if total[0] > MAX_ENTRIES:
                raise _TooMuchError(TOO_MANY)
            try:
                if entry.is_dir(follow_symlinks=False):
                    _count_within(entry.name, folder, total, depth)
                else:
                    total[1] += entry.stat(follow_symlinks=False).st_blocks * 512
            except PermissionError:
                raise _TooMuchError(CLOSED) from None
            except OSError:
                continue
            if total[1] > MAX_BYTES:
                raise _TooMuchError(TOO_LARGE)


def _count_within(name: str, folder: int, total: list[int], depth: int) -> None:
    inner = os.open(name, _READ_FOLDER, dir_fd=folder)
    try:
        _count(inner, total, depth - 1)
    finally:
        os.close(inner)


def empty(folder: Path) -> None:
    """Remove everything in `folder`. Raises `OSError` if that can't be done.

    What lies deeper is first moved up, so that no depth and no long path is in the way.
    """
    top = os.open(folder, _READ_FOLDER)
    try:
        names = os.listdir(top)
        while names:
            name = names.pop()
            if _is_folder(name, top):
                names += _moved_up(name, top)
                os.rmdir(name, dir_fd=top)
            else:
                os.unlink(name, dir_fd=top)
    finally:
        os.close(top)


def _moved_up(name: str, top: int) -> list[str]:
    """The new names of what was in that folder. Its owner may have closed it to everybody."""
    os.chmod(name, 0o700, dir_fd=top)
    inner = os.open(name, _READ_FOLDER, dir_fd=top)
    moved = []
    try:
        for child in os.listdir(inner):
            if _is_folder(child, inner):
                os.chmod(child, 0o700, dir_fd=inner)
            moved.append(secrets.token_hex(12))
            os.rename(child, moved[-1], src_dir_fd=inner, dst_dir_fd=top)
    finally:
        os.close(inner)
    return moved


def _is_folder(name: str, folder: int) -> bool:
    return stat.S_ISDIR(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode)
