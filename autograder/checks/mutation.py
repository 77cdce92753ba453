"""A function must leave its arguments as they were."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np

from autograder.checks.errors import CheckFailed, Message, printable
from autograder.checks.values import has_type, items_of

# Deeper than any argument of an exercise; a list that holds itself must end somewhere.
DEEPEST = 6

Snapshot = dict[str, Any]


@contextmanager
def unchanged(
    arguments: Mapping[str, Any], seen: list[tuple[str, Any]] | None = None
) -> Iterator[None]:
    """Raises CheckFailed after the block if an argument changed in it.

    Arguments are arrays, numbers, and dicts, lists and tuples of those. What changed is added to
    `seen`, as it is now.
    """
    before = snapshot(arguments)
    yield
    changed = changes(before, snapshot(arguments))
    if changed:
        if seen is not None:
            seen += [(path, value) for path, value in _leaves(arguments) if path in changed[:4]]
        raise CheckFailed(
            Message("unchanged.changed", {"names": changed[:4]}), Message("advice.unchanged")
        )


def snapshot(arguments: Mapping[str, Any]) -> Snapshot:
    """The contents of the arguments by path: `parameters['W']` → its shape, dtype and bytes."""
    found: Snapshot = {}
    for name, value in arguments.items():
        _collect(name, value, found, 0)
    return found


def changes(before: Snapshot, after: Snapshot) -> tuple[str, ...]:
    """The paths that differ, without those whose difference lies further down the path."""
    paths = [path for path in {**before, **after} if before.get(path) != after.get(path)]
    return tuple(path for path in paths if not any(_inside(other, path) for other in paths))


def _collect(path: str, value: Any, found: Snapshot, depth: int) -> None:
    if depth > DEEPEST:
        return
    if has_type(value, dict):
        found[path] = ("dict", tuple(printable(key, 40) for key in dict.keys(value)))
        for key, item in dict.items(value):
            _collect(f"{path}[{_label(key)}]", item, found, depth + 1)
    elif has_type(value, list, tuple):
        items = items_of(value)
        found[path] = ("items", len(items))
        for index, item in enumerate(items):
            _collect(f"{path}[{index}]", item, found, depth + 1)
    else:
        found[path] = _content(value)


def _leaves(arguments: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Arrays and numbers by path, two levels deep: caches hold parameters."""
    for name, value in arguments.items():
        yield from _leaves_below(name, value, 2)


def _leaves_below(path: str, value: Any, levels: int) -> Iterator[tuple[str, Any]]:
    items: dict[Any, Any] = {}
    if has_type(value, dict) and levels:
        items = dict(dict.items(value))
    elif has_type(value, list, tuple) and levels:
        items = dict(enumerate(items_of(value)))
    else:
        yield path, value
    for key, item in items.items():
        yield from _leaves_below(f"{path}[{_label(key)}]", item, levels - 1)


def _label(key: object) -> str:
    return printable(f"'{key}'" if type(key) is str else key, 40)


def _content(value: Any) -> tuple[Any, ...]:
    """Something that compares equal exactly when nothing was changed, nan included."""
    if has_type(value, np.ndarray):
        array = np.asarray(value)
        return ("array", array.shape, array.dtype.str, array.tobytes())
    if type(value) in (float, complex) or has_type(value, np.generic):
        return ("number", type(value).__name__, np.asarray(value).tobytes())
    if type(value) in (int, bool, str, type(None)):
        return ("value", type(value).__name__, value)
    return ("object", id(value))


def _inside(inner: str, outer: str) -> bool:
    return inner != outer and inner.startswith(outer + "[")
