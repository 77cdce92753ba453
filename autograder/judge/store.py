"""What known mistakes give in the hidden tests, kept on the disk: one file for each exercise.

A file lies in `<course>/.autograder/diagnosis/` and holds near-answers: arrays that the hidden
tests compare, right ones among them. Only who grades may read it. It has the rights of a private
file, and in tiers A and B a student's room does not see the course's folder at all.

A file that can't be read, or is another course's, counts as none; one that can't be written is
done without. So a result never depends on what lies here.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from autograder.checks.values import Array
from autograder.diagnose.profile import Failure, Profile, Shown

FOLDER = Path(".autograder") / "diagnosis"
Profiles = Mapping[str, Profile]


def store_path(root: Path, assignment: str, exercise: str) -> Path:
    return root / FOLDER / f"{assignment}-{exercise}.npz"


def load(path: Path, address: str) -> Profiles | None:
    """The profiles by key, if the file holds those of this address."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            index = json.loads(arrays["index"].tobytes())
            numbers = arrays["numbers"] if index["address"] == address else None
        return None if numbers is None else _profiles(index["profiles"], numbers)
    except Exception:  # whatever stands there, it is not what was written
        return None


def save(path: Path, address: str, profiles: Profiles) -> None:
    """Write the whole file or nothing; where that is impossible, nothing."""
    index, numbers = _index(profiles)
    described = json.dumps({"address": address, "profiles": index}).encode()
    with contextlib.suppress(OSError):
        make_private(path.parent)
        with _replacing(path) as file:
            np.savez(file, index=np.frombuffer(described, np.uint8), numbers=numbers)


def make_private(folder: Path) -> None:
    """A folder that nobody else may look into. Raises `OSError`."""
    if not folder.exists():
        folder.mkdir(mode=0o700, parents=True)
        _own(folder)


def link(root: Path, folder: Path) -> None:
    """From now on what belongs below `root` lies in `folder`; nothing changes where that fails."""
    with contextlib.suppress(OSError):
        make_private(folder)
        make_private((root / FOLDER).parent)
        (root / FOLDER).symlink_to(folder.resolve(), target_is_directory=True)


@contextlib.contextmanager
def _replacing(path: Path) -> Iterator[Any]:
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            _own(descriptor)
            yield file
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def _own(file: Path | int) -> None:
    """While a test cell runs, new files belong to the student's user: not this one."""
    if os.stat(file).st_uid != os.geteuid():
        os.chown(file, os.geteuid(), os.getegid())


def _index(profiles: Profiles) -> tuple[dict[str, Any], Array]:
    """Profiles as JSON, and the numbers of all arrays in one row."""
    rows: list[Array] = []
    place = 0

    def described(shown: Shown) -> list[Any]:
        nonlocal place
        is_complex = shown.actual.dtype.kind == "c"
        row = np.ascontiguousarray(shown.actual).reshape(-1).view(np.float64)
        rows.append(row)
        place += row.size
        shape = list(shown.actual.shape)
        return [shown.name, shown.is_close, shown.off, shape, is_complex, place - row.size]

    index = {
        key: {
            test: [found.position, found.fact, [described(shown) for shown in found.arrays]]
            for test, found in profile.items()
        }
        for key, profile in profiles.items()
    }
    return index, np.concatenate([np.empty(0), *rows])


def _profiles(index: dict[str, Any], numbers: Array) -> Profiles:
    """Raises `KeyError`, `TypeError`, `ValueError` if it is not what `_index` gave."""

    def shown(
        name: str, is_close: bool, off: float, shape: Any, is_complex: bool, at: int
    ) -> Shown:
        count = int(np.prod(shape, dtype=int)) * (2 if is_complex else 1)
        row = numbers[at : at + count].view(np.complex128 if is_complex else np.float64)
        return Shown(name, row.reshape(shape), is_close, off)

    return {
        key: {
            test: Failure(position, fact, tuple(shown(*each) for each in arrays))
            for test, (position, fact, arrays) in profile.items()
        }
        for key, profile in index.items()
    }
