"""What a student handed in on Gradescope: which notebook, and the files beside it."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from autograder.batch.submissions import MAX_FILES_BYTES, Submission
from autograder.checks import Message, printable
from autograder.nbgrader.submission import MIB
from autograder.report.gradescope.refusal import refusal
from autograder.sandbox.files import is_regular

SUFFIX = ".ipynb"
LEFT_OUT = {".ipynb_checkpoints", "__MACOSX", "__pycache__", ".git"}
MOST_NAMES = 5


class HandInError(Exception):
    """There is no notebook to grade. `told` are the parts of the student's message."""

    def __init__(self, found: Message, expected: Message, cure: str) -> None:
        super().__init__(found.key)
        self.told = refusal(found, expected, cure)


def find_hand_in(
    folder: Path, names: Sequence[str], given: Mapping[str, Path], most_bytes: int
) -> Submission:
    """The submission in `folder`. `names` are the assignment's notebooks.

    An assignment with one notebook takes the only one that is there, whatever its name. Raises
    `HandInError`.
    """
    files = list(_files(folder))
    books = [path for path in files if path.suffix.lower() == SUFFIX]
    chosen = _chosen(files, books, sorted(names))
    for path in chosen.values():
        _check_size(path, most_bytes)
    home = next(iter(chosen.values())).parent
    own = {
        str(path.relative_to(home)): path
        for path in files
        if home in path.parents and path.suffix.lower() != SUFFIX
    }
    _check_beside(own)
    missing = tuple(name for name in sorted(names) if name not in chosen)
    return Submission("", folder, chosen, missing, (), {**own, **given}, None)


def _files(folder: Path) -> list[Path]:
    """All files; no link is followed, for it may lead to what no student may read."""
    found: list[Path] = []
    for here, folders, files in os.walk(folder, followlinks=False):
        folders[:] = sorted(name for name in folders if name not in LEFT_OUT)
        paths = (Path(here) / name for name in sorted(files) if not name.startswith("._"))
        found += [path for path in paths if is_regular(path)]
    return found


def _chosen(files: list[Path], books: list[Path], names: list[str]) -> dict[str, Path]:
    """Name → notebook. Raises `HandInError`."""
    if not books:
        raise HandInError(_no_notebook(files), _expected(names), "report.gradescope.cure_hand_in")
    if len(names) == len(books) == 1:
        return {names[0]: books[0]}
    named: dict[str, Path] = {}
    for path in books:
        if path.stem in names:
            if path.stem in named:
                raise _several(books, names)
            named[path.stem] = path
    if not named:
        raise _several(books, names)
    return {name: named[name] for name in names if name in named}


def _check_size(path: Path, most_bytes: int) -> None:
    size = path.stat().st_size
    if size > most_bytes:
        found = {"file": printable(path.name), "size": size / MIB}
        raise HandInError(
            Message("report.gradescope.found_large", found),
            Message("report.gradescope.expect_size", {"most": most_bytes / MIB}),
            "report.gradescope.cure_outputs",
        )


def _check_beside(files: Mapping[str, Path]) -> None:
    """Raises `HandInError`, which names the largest file."""
    sizes = {path: path.stat().st_size for path in files.values()}
    if sum(sizes.values()) > MAX_FILES_BYTES:
        largest = max(sizes, key=lambda path: sizes[path])
        raise HandInError(
            Message(
                "report.gradescope.found_beside",
                {"size": sum(sizes.values()) / MIB, "file": printable(largest.name)},
            ),
            Message("report.gradescope.expect_size", {"most": MAX_FILES_BYTES / MIB}),
            "report.gradescope.cure_beside",
        )


def _no_notebook(files: list[Path]) -> Message:
    if not files:
        return Message("report.gradescope.found_nothing")
    return Message("report.gradescope.found_files", {"files": _shown(files)})


def _several(books: list[Path], names: list[str]) -> HandInError:
    found = Message("report.gradescope.found_several", {"files": _shown(books)})
    expected = Message(
        "report.gradescope.expect_named", {"files": tuple(f"{name}{SUFFIX}" for name in names)}
    )
    return HandInError(found, expected, "report.gradescope.cure_one")


def _expected(names: list[str]) -> Message:
    if len(names) == 1:
        return Message("report.gradescope.expect_notebook")
    files = tuple(f"{name}{SUFFIX}" for name in names)
    return Message("report.gradescope.expect_named", {"files": files})


def _shown(paths: list[Path]) -> tuple[str, ...]:
    names = [printable(path.name, 60) for path in paths[:MOST_NAMES]]
    return (*names, "…") if len(paths) > MOST_NAMES else tuple(names)
