"""What the instructor's notebook tells about the values that tests will see: plain data, or
objects of classes that the exercise is about."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator
from pathlib import Path

import nbformat


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Modules whose functions give plain data, or nothing.
PLAIN = _words(
    "IPython abc ast autograder bisect cmath collections contextlib copy csv functools glob "
    "heapq io itertools json math matplotlib nose numpy operator os pprint pytest random re "
    "statistics string sys textwrap time typing unittest warnings"
)
_ORDER = frozenset(("__eq__", "__lt__", "__le__", "__gt__", "__ge__"))
Operators = frozenset[str]


def reference_operators(source: Path | None) -> list[str] | None:
    """The special methods of the classes in the instructor's notebook; None if there is no
    telling: no such file, classes with bases, or packages whose objects a test may compare."""
    if source is None:
        return None
    status = source.stat()
    found = _operators(source, status.st_mtime_ns, status.st_size)
    return None if found is None else sorted(found)


@functools.lru_cache(maxsize=64)
def _operators(source: Path, _modified: int, _size: int) -> Operators | None:
    """Read once for a whole class; again when the file has changed."""
    notebook = nbformat.read(source, as_version=4)
    found: set[str] = set()
    for cell in notebook.cells:
        if cell.cell_type == "code":
            operators = operators_in(cell.source)
            if operators is None:
                return None
            found |= operators
    return frozenset(found)


def operators_in(source: str) -> Operators | None:
    """The same for one cell's source; a cell that is not plain Python may hold anything."""
    lines = ("" if line.lstrip().startswith(("%", "!")) else line for line in source.split("\n"))
    try:
        nodes = list(ast.walk(ast.parse("\n".join(lines))))
    except (SyntaxError, ValueError):
        return None
    if any(name.split(".")[0] not in PLAIN for name in _imported(nodes)):
        return None
    classes = [node for node in nodes if isinstance(node, ast.ClassDef)]
    if any(not _is_object(base) for node in classes for base in node.bases):
        return None
    parts = [part for node in classes for part in node.body]
    methods = [part.name for part in parts if isinstance(part, ast.FunctionDef)]
    decorated = any(node.decorator_list for node in classes)  # dataclass, total_ordering
    return frozenset(methods) | (_ORDER if decorated else frozenset())


def _imported(nodes: list[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "."


def _is_object(base: ast.expr) -> bool:
    name = base.id if isinstance(base, ast.Name) else ""
    return name in ("object", "ABC") or name.endswith(("Error", "Exception", "Warning"))
