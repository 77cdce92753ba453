"""Whether a call changed its arguments: what they looked like before, compared afterwards."""

from __future__ import annotations

import operator
from typing import Any

import numpy as np

from autograder.sandbox import wire
from autograder.sandbox.arguments import RICH, is_table

Seen = tuple[np.ndarray[Any, Any], bytes, tuple[int, ...], np.dtype[Any], bool]

_CONTAINERS = (list, dict, set)
_FIXED = frozenset((str, int, float, bool, type(None)))


class Before:
    """Arguments as they are now. They came over the line: finite, and of the types that travel.

    A part that was replaced counts as changed even if the new one is equal to it.
    """

    def __init__(self, *arguments: Any) -> None:
        self._known: set[int] = set()
        self._arrays: list[Seen] = []
        self._containers: list[tuple[Any, list[Any]]] = []
        self._rich: list[tuple[Any, bytes]] = []
        self._look_at(arguments)

    def is_changed(self) -> bool:
        for array, data, shape, dtype, writeable in self._arrays:
            if array.tobytes() != data or array.shape != shape:
                return True
            if array.dtype != dtype or array.flags.writeable != writeable:
                return True
        if any(_stamp(value) != before for value, before in self._rich):
            return True
        return any(_differ(_parts(container), parts) for container, parts in self._containers)

    def _look_at(self, values: Any) -> None:
        known = self._known
        for value in values:
            kind = type(value)
            if kind in _FIXED:
                continue
            if kind is tuple:
                self._look_at(value)
            elif id(value) in known:
                continue
            elif kind is np.ndarray:
                known.add(id(value))
                flags = value.flags
                self._arrays.append(
                    (value, value.tobytes(), value.shape, value.dtype, flags.writeable)
                )
            elif isinstance(value, _CONTAINERS):
                known.add(id(value))
                parts = _parts(value)
                self._containers.append((value, parts))
                self._look_at(parts)
            elif isinstance(value, RICH) or is_table(value):
                self._rich.append((value, _stamp(value)))


def _stamp(value: Any) -> bytes:
    try:
        return wire.encode(value, lambda _: {"h": 0})
    except wire.UnsendableError:
        return b""


def _parts(container: Any) -> list[Any]:
    if isinstance(container, dict):
        return [*container, *container.values()]
    return list(container)


def _differ(now: list[Any], before: list[Any]) -> bool:
    return len(now) != len(before) or not all(map(operator.is_, now, before))
