"""The student's working folder: a copy of the submission's files goes in, new files come out."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MAX_FILES = 200
MAX_BYTES = 64 << 20

Stamp = tuple[int, int]


@contextmanager
def scratch_copy(folder: Path, base: Path | None = None) -> Iterator[Path]:
    """A folder (in `base`) with copies of the data files of `folder`; notebooks stay behind.

    On leaving, regular files that the student's code wrote are copied to `folder`: at most
    `MAX_FILES` and `MAX_BYTES`, no links, no notebooks. What can't be copied is left out.
    """
    with tempfile.TemporaryDirectory(prefix="room-", dir=base, ignore_cleanup_errors=True) as name:
        scratch = Path(name).resolve()
        before = {path: _stamp(path) for path in _copy_in(folder, scratch)}
        yield scratch
        _copy_out(scratch, folder, before)


def _copy_in(folder: Path, scratch: Path) -> Iterator[Path]:
    for path in _files(folder):
        target = scratch / path.relative_to(folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
        yield target


def _copy_out(scratch: Path, folder: Path, before: dict[Path, Stamp]) -> None:
    left, count = MAX_BYTES, 0
    for path in _files(scratch):
        with contextlib.suppress(OSError):  # the student's code may have left anything behind
            stamp = _stamp(path)
            if before.get(path) == stamp:
                continue
            left, count = left - stamp[1], count + 1
            if left < 0 or count > MAX_FILES:
                return
            _copy_to(folder, path, path.relative_to(scratch))


def _copy_to(folder: Path, source: Path, relative: Path) -> None:
    """Copy to `folder / relative`, unless a link on the way leads elsewhere."""
    target = folder / relative
    if target.is_symlink() or target.parent.resolve() != folder.resolve() / relative.parent:
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists() or os.access(target, os.W_OK):
        shutil.copyfile(source, target, follow_symlinks=False)


def _files(folder: Path) -> Iterator[Path]:
    """Regular files below `folder`, links not followed, notebooks and hidden folders left out."""
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(parent, name)
            if path.suffix != ".ipynb" and _is_regular(path):
                yield path


def _is_regular(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def _stamp(path: Path) -> Stamp:
    status = path.lstat()
    return status.st_mtime_ns, status.st_size
