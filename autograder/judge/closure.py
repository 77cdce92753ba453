"""The files of a course that some hidden tests need: the tests, the list of known mistakes, and all
that these import."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from autograder.judge.course import (
    JUDGES_FOLDERS,
    assignments_of,
    data_files,
    hidden_tests_path,
    list_path,
    solution_path,
)


def course_files(root: Path, locked_sources: Iterable[str]) -> dict[str, bytes]:
    """Path below `root` → content, for the assignments that the locked cells speak of.

    A hidden test module belongs to the cells in which its assignment's name stands, as a word of
    its own: rnn does not stand in birnn. With it come its solution, its known mistakes, what these
    import from the course, and the data files beside the tests.
    """
    text = "\n".join(locked_sources)
    wanted = [
        name
        for name in assignments_of(root)
        if re.search(rf"\b(?:test_)?{re.escape(name)}\b", text)
    ]
    starts = [hidden_tests_path(root, name) for name in wanted]
    starts += [solution_path(root, name) for name in wanted]
    starts += [list_path(root, "mistakes", name) for name in wanted]
    found = _closure(root, [path for path in starts if path.is_file()])
    if wanted:
        found |= set(data_files(root))
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(found)}


def _closure(root: Path, starts: list[Path]) -> set[Path]:
    found: set[Path] = set()
    waiting = list(starts)
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting += [file for name in _imports(path) for file in _files_of(root, name)]
    return found


def _imports(path: Path) -> Iterator[str]:
    """Dotted names that the file imports; of `from a import b`, both `a` and `a.b`.

    A file that is not Python imports nothing here: the judge tells it where it is used.
    """
    try:
        tree = ast.parse(path.read_bytes())
    except (SyntaxError, ValueError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _files_of(root: Path, name: str) -> Iterator[Path]:
    """The files of the course behind a dotted name; packages on the way included."""
    parts = name.split(".")
    if parts[0] not in JUDGES_FOLDERS:
        return
    for length in range(1, len(parts) + 1):
        base = root.joinpath(*parts[:length])
        yield from (
            path for path in (base.with_suffix(".py"), base / "__init__.py") if path.is_file()
        )
