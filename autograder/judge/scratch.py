"""The student's working folder: a copy of the submission's files goes in, new files come out."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MAX_FILES = 200
MAX_BYTES = 64 << 20


@contextmanager
def scratch_copy(folder: Path) -> Iterator[Path]:
    """A folder with copies of the data files of `folder` (its notebooks stay behind).

    On leaving, regular files that the student's code wrote are copied to `folder`: at most
    `MAX_FILES`, no links, no notebooks.
    """
    with tempfile.TemporaryDirectory(prefix="room-", ignore_cleanup_errors=True) as name:
        scratch = Path(name)
        _copy_in(folder, scratch)
        before = {path: _stamp(path) for path in _files(scratch)}
        yield scratch
        _copy_out(scratch, folder, before)


def _copy_in(folder: Path, scratch: Path) -> None:
    for path in _files(folder):
        target = scratch / path.relative_to(folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)


def _copy_out(scratch: Path, folder: Path, before: dict[Path, tuple[int, int]]) -> None:
    left, count = MAX_BYTES, 0
    for path in _files(scratch):
        if before.get(path) == _stamp(path):
            continue
        left, count = left - path.lstat().st_size, count + 1
        if left < 0 or count > MAX_FILES:
            return
        target = folder / path.relative_to(scratch)
        if target.is_symlink() or (target.exists() and not os.access(target, os.W_OK)):
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target, follow_symlinks=False)


def _files(folder: Path) -> Iterator[Path]:
    """Regular files below `folder`, links not followed, notebooks and hidden folders left out."""
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(parent, name)
            if path.suffix != ".ipynb" and stat.S_ISREG(path.lstat().st_mode):
                yield path


def _stamp(path: Path) -> tuple[int, int]:
    status = path.lstat()
    return status.st_mtime_ns, status.st_size
