"""Where a command writes: a file that is whole or not there, a folder, or standard output."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click


@dataclass(frozen=True)
class Place:
    """Where a file goes: a path, or standard output. `source` is never written over.

    `private`: for its owner only, from the first moment on.
    """

    path: Path | None
    force: bool = False
    source: Path | None = None
    private: bool = False

    def check(self) -> None:
        """Before any work is done. Raises `click.ClickException`."""
        if self.path is None:
            return
        with _told(self.path):
            if self.source is not None and self.path.exists() and self.path.samefile(self.source):
                raise click.ClickException(
                    f"{self.path}: found the file to fill in; expected another one to write. Name "
                    "it with --out"
                )
            if self.path.is_file() and not self.force:
                raise _there(self.path, "a file", "none")

    def write(self, content: bytes) -> None:
        """All of it or nothing: a file that is half written is never seen.

        What is no file, such as /dev/stdout, is written to and stays what it is.
        """
        self.check()
        if self.path is None:
            with _told("standard output"):
                click.echo(content, nl=False)
            return
        with _told(self.path):
            target = Path(os.path.realpath(self.path))
            if target.exists() and not target.is_file():
                target.write_bytes(content)
            else:
                self._whole(target, content)

    def _whole(self, target: Path, content: bytes) -> None:
        """A file that is replaced keeps its rights, if it isn't private."""
        part = target.with_name(f".{os.getpid()}.part")
        try:
            descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, self._mode(target))
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
            if target.exists() and not self.private:
                os.chmod(part, stat.S_IMODE(target.stat().st_mode))
            os.replace(part, target)
        finally:
            part.unlink(missing_ok=True)

    def _mode(self, target: Path) -> int:
        return 0o600 if self.private or target.exists() else 0o666


def check_folder(folder: Path, force: bool) -> None:
    """Whether files may go there. Raises `click.ClickException`."""
    with _told(folder):
        if folder.is_dir() and any(folder.iterdir()) and not force:
            raise _there(folder, "a folder with files", "a new or an empty one")


def _there(path: Path, found: str, expected: str) -> click.ClickException:
    return click.ClickException(
        f"{path}: found {found}; expected {expected}. Name another one, or add --force"
    )


@contextlib.contextmanager
def _told(place: Path | str) -> Iterator[None]:
    """Failures of the system in one line. A reader that has seen enough is none."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise click.ClickException(
            f"{place}: found {error.strerror or error}; expected a place that can be written. "
            "Name another one with --out"
        ) from None
