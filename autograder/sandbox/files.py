"""Files of a submission go into the student's folder, and what the student's code wrote comes out.

Links are never followed, on either side: the student's code may have left anything behind.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

MAX_FILES = 200
MAX_BYTES = 64 << 20

Stamp = tuple[int, int]
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


def copy_in(folder: Path, scratch: Path) -> dict[Path, Stamp]:
    """Copy the data files of `folder`; notebooks stay behind. What was copied: path → stamp."""
    copied = {}
    for path in _files(folder):
        relative = path.relative_to(folder)
        target = scratch / relative
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
        copied[relative] = _stamp(target.lstat())
    return copied


def copy_out(scratch: Path, folder: Path, before: dict[Path, Stamp]) -> None:
    """Copy regular files that are new or changed: at most `MAX_FILES` and `MAX_BYTES`, no links,
    no notebooks. What can't be copied is left out."""
    left, count = MAX_BYTES, 0
    for path in _files(scratch):
        relative = path.relative_to(scratch)
        with contextlib.suppress(OSError):
            stamp = _stamp(path.lstat())
            if before.get(relative) == stamp:
                continue
            left, count = left - stamp[1], count + 1
            if left < 0 or count > MAX_FILES:
                return
            _copy_to(folder, path, relative)


def _copy_to(folder: Path, source: Path, relative: Path) -> None:
    """Copy to `folder / relative`, unless a link on the way leads elsewhere."""
    target = folder / relative
    if target.is_symlink() or target.parent.resolve() != folder.resolve() / relative.parent:
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists() or os.access(target, os.W_OK):
        _copy_regular(source, target)


def _copy_regular(source: Path, target: Path) -> None:
    """Whatever stands under that name by now: nothing but a regular file is read."""
    with open_regular(source) as reading, target.open("wb") as writing:
        shutil.copyfileobj(reading, writing)


def open_regular(path: str | Path, folder: int | None = None) -> BinaryIO:
    """`folder`: the descriptor of the one that it is in. Raises `OSError` for what is no regular
    file: a link leads nowhere, a pipe blocks nobody."""
    opened = os.fdopen(os.open(path, _READ, dir_fd=folder), "rb")
    if not stat.S_ISREG(os.fstat(opened.fileno()).st_mode):
        opened.close()
        raise OSError(errno.EINVAL, "not a regular file", str(path))
    return opened


def _files(folder: Path) -> Iterator[Path]:
    """Regular files below `folder`, links not followed, notebooks and hidden folders left out."""
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(parent, name)
            if path.suffix != ".ipynb" and is_regular(path):
                yield path


def is_regular(path: Path) -> bool:
    """Not a link, which may lead to what the student may not read; nor a pipe, which blocks."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def _stamp(status: os.stat_result) -> Stamp:
    return status.st_mtime_ns, status.st_size
