"""Near misses: the right result, and one array in it hardly wrong.

The places of arrays are taken from what the reference returns to the hidden tests, so no exercise
needs arguments of its own here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Function = Callable[..., Any]
Path = tuple[Any, ...]


def scaled(array: Any) -> Any:
    """A millionth too large."""
    return array * (1 + 1e-6)


def one_entry_wrong(array: Any) -> Any:
    """The last of all entries off by a millionth of the largest one."""
    flat = np.array(array, dtype=float).reshape(-1)
    if flat.size:
        flat[-1] += 1e-6 * np.max(np.abs(flat)) + 1e-11
    return flat.reshape(np.shape(array))


def first_entry_wrong(array: Any) -> Any:
    """The first of all entries off by a millionth of the largest one."""
    flat = np.array(array, dtype=float).reshape(-1)
    if flat.size:
        flat[0] += 1e-6 * np.max(np.abs(flat)) + 1e-11
    return flat.reshape(np.shape(array))


def in_float32(array: Any) -> Any:
    """Computed with seven digits."""
    return np.float32(array)


CHANGES = (scaled, one_entry_wrong, first_entry_wrong, in_float32)


@dataclass(frozen=True)
class NearMiss:
    """One change at one place of the result: `("caches", -1, 0)` is written `[-1][0]`."""

    path: Path
    change: Function

    @property
    def name(self) -> str:
        place = "".join(f"[{key!r}]" for key in self.path)
        return f"result{place} {self.change.__name__.replace('_', ' ')}"

    def of(self, right: Function) -> Function:
        """The right function with this change."""
        return lambda *arguments: changed(right(*arguments), self.path, self.change)


def near_misses(results: Sequence[Any]) -> list[NearMiss]:
    """All changes at all places of these results that make a difference in one of them."""
    paths = dict.fromkeys(path for result in results for path in places(result))
    return [
        NearMiss(path, change)
        for path in paths
        for change in CHANGES
        if any(_differs(result, path, change) for result in results)
    ]


def places(value: Any, path: Path = ()) -> Iterator[Path]:
    """Where arrays and numbers are in a result; in a list (of caches, say) in the last item."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from places(item, (*path, key))
    elif isinstance(value, list):
        if value:
            yield from places(value[-1], (*path, -1))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from places(item, (*path, index))
    elif isinstance(value, np.ndarray | float | int):
        yield path


def changed(value: Any, path: Path, change: Function) -> Any:
    """A copy of the result with `change` applied at one place; as it is if it has no such place."""
    if not path:
        return change(np.array(value))
    key, *rest = path
    if isinstance(value, dict):
        return {**value, key: changed(value[key], tuple(rest), change)} if key in value else value
    if not isinstance(value, tuple | list) or not _is_index(key, value):
        return value
    items = list(value)
    items[key] = changed(items[key], tuple(rest), change)
    return type(value)(items)


def _is_index(key: Any, value: Sequence[Any]) -> bool:
    return isinstance(key, int) and -len(value) <= key < len(value)


def _at(value: Any, path: Path) -> Any:
    for key in path:
        value = value[key]
    return value


def _differs(result: Any, path: Path, change: Function) -> bool:
    if path not in set(places(result)):
        return False
    before = np.array(_at(result, path))
    return not np.array_equal(np.asarray(change(before), dtype=float), before)
