"""A temporary copy of a notebook's folder, so that a trial run changes nothing."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# What nbgrader leaves out of a submission, and what is large and no part of one.
LEFT_OUT = (".git", ".ipynb_checkpoints", "__pycache__", ".venv", "venv", "node_modules", "*.pyc")


@contextmanager
def copy_of(notebook: Path, most_bytes: int) -> Iterator[Path]:
    """The folder of the notebook, copied; only the notebook if the folder is too large."""
    with tempfile.TemporaryDirectory(prefix="autograder-") as place:
        folder = Path(place) / "run"
        if folder_bytes(notebook.parent, most_bytes) > most_bytes:
            folder.mkdir()
            shutil.copy(notebook, folder)
        else:
            ignore = shutil.ignore_patterns(*LEFT_OUT)
            shutil.copytree(
                notebook.parent,
                folder,
                symlinks=True,
                ignore=ignore,
                ignore_dangling_symlinks=True,
                copy_function=_copy,
            )
        yield folder


def folder_bytes(folder: Path, enough: int) -> int:
    """How large the files of a folder are together; counting ends when it is more than enough."""
    total = 0
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name not in LEFT_OUT]
        for name in files:
            path = Path(place, name)
            total += path.lstat().st_size if path.exists() and path.is_file() else 0
            if total > enough:
                return total
    return total


def _copy(source: str, target: str) -> str:
    """Sockets, devices and unreadable files are no part of a submission."""
    try:
        if Path(source).is_file():
            shutil.copyfile(source, target)
    except OSError:
        pass
    return target
