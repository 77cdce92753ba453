"""`nbgrader collect` that takes what students own, and follows no link.

Students write into the exchange. nbgrader copies a hand-in with `shutil.copytree`, as the account
that grades: a link in it, or in its place, would bring the solution, a hidden test or the course's
secret into the student's own folder (nbgrader/exchange/default/exchange.py, `do_copy`).
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from nbgrader.exchange.default import ExchangeCollect

from autograder.checks import printable
from autograder.sandbox.files import open_regular

KB = 1000  # nbgrader's own
NO_FOLDER = "%s: found a link or a file; expected a folder. It is not collected"
NOT_COPIED = (
    "%s: found a hand-in that can't be copied (%s); expected readable files, at most "
    "c.CourseDirectory.max_dir_size kB of them. It is not collected: ask for it again"
)
LEFT_OUT = (
    "%s: found %r, a link or a file that can't be read; expected the file itself. It is left out: "
    "a link can lead to what its owner may not read"
)


class CarefulCollect(ExchangeCollect):
    """Put it in the place of nbgrader's own: `c.ExchangeFactory.collect`.

    A hand-in that can't be copied is told, and the others are collected.
    """

    src_records: list[dict[str, Any]]

    def init_src(self) -> None:
        """Of each student the newest folder; what stands there in its place does not count."""
        super().init_src()
        for record in self.src_records:
            if not self._is_folder(record):
                self.log.error(NO_FOLDER, printable(record["filename"], 200))
        self.src_records = [record for record in self.src_records if self._is_folder(record)]

    def _sort_by_timestamp(self, records: list[dict[str, Any]]) -> list[dict[str, Any]]:
        folders = [record for record in records if self._is_folder(record)]
        newest: list[dict[str, Any]] = super()._sort_by_timestamp(folders or records)
        return newest

    def _is_folder(self, record: dict[str, Any]) -> bool:
        path = Path(self.inbound_path, record["filename"])
        return path.is_dir() and not path.is_symlink()

    def do_copy(self, src: str, dest: str, log: Any = None) -> None:
        """In two steps: what is safe goes beside `dest`, and from there nbgrader takes over."""
        name = printable(Path(src).name, 200)
        with tempfile.TemporaryDirectory(dir=Path(dest).parent, prefix=".new-") as place:
            safe = SafeCopy(Path(place, "copy"), KB * int(self.coursedir.max_dir_size))
            try:
                safe.copy(src)
                super().do_copy(str(safe.folder), dest, log)
            except (OSError, RuntimeError) as error:
                self.log.error(NOT_COPIED, name, error)
                shutil.rmtree(dest, ignore_errors=True)
        for path in safe.left_out:
            self.log.warning(LEFT_OUT, name, printable(path, 200))


@dataclass
class SafeCopy:
    """A copy of the regular files in a folder that its owner may change at any moment.

    `most`: bytes. `left_out`: the paths of what is none of these, or can't be read.
    """

    folder: Path
    most: int
    left_out: list[str] = field(default_factory=list)

    def copy(self, source: str) -> None:
        """Raises `OSError`, and `RuntimeError` for more than `most` bytes.

        Every file is opened from its opened folder: a link that takes the place of either, while
        this goes on, leads nowhere.
        """
        self.folder.mkdir()
        for here, folders, names, descriptor in os.fwalk(source, follow_symlinks=False):
            below = Path(os.path.relpath(here, source))
            for name in folders:
                self._make_folder(below / name, descriptor)
            for name in names:
                if not self._copy_file(below / name, descriptor):
                    self.left_out.append(str(below / name))

    def _make_folder(self, path: Path, descriptor: int) -> None:
        status = os.stat(path.name, dir_fd=descriptor, follow_symlinks=False)
        if stat.S_ISDIR(status.st_mode):
            (self.folder / path).mkdir(parents=True, exist_ok=True)
        else:
            self.left_out.append(str(path))

    def _copy_file(self, path: Path, descriptor: int) -> bool:
        """Whether it was one to copy."""
        try:
            opened = open_regular(path.name, descriptor)
        except OSError:
            return False
        with opened as reading:
            status = os.fstat(reading.fileno())
            target = self.folder / path
            with target.open("wb") as writing:
                for piece in self._pieces(reading):
                    writing.write(piece)
            target.chmod(status.st_mode & 0o777 | 0o600)
            os.utime(target, ns=(status.st_atime_ns, status.st_mtime_ns))
        return True

    def _pieces(self, reading: BinaryIO) -> Iterator[bytes]:
        while piece := reading.read(1 << 20):
            self.most -= len(piece)
            if self.most < 0:
                raise RuntimeError("too large")
            yield piece
