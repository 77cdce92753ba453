"""Results on the disk, each under the hash of what it was made from."""

from __future__ import annotations

import contextlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from autograder.batch.jobs import Done, Graded, unpack_graded


@dataclass(frozen=True)
class Cache:
    """A folder of packed results. Whole results only: a crash leaves none that is half written."""

    folder: Path

    def has(self, key: str) -> bool:
        return self._path(key).is_file()

    def get(self, key: str) -> Graded | None:
        """The result, or None if there is none that can be read."""
        try:
            return unpack_graded(self._path(key).read_bytes())
        except (OSError, ValueError):
            return None

    def put(self, done: Done) -> None:
        """Raises `OSError` where the disk is full or the folder can't be written."""
        path = self._path(done.key)
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(done.payload)
            os.replace(name, path)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(name)
            raise

    def drop(self, key: str) -> None:
        self._path(key).unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key
