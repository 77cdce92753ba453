"""Whether a call changed its arguments: what they looked like before, compared afterwards."""

from __future__ import annotations

from typing import Any

import numpy as np

Seen = tuple[bytes, tuple[int, ...], Any, bool]

_CONTAINERS = (list, dict, set)


class Before:
    """Arguments as they are now. They came over the line: finite, and of the types that travel.

    A part that was replaced counts as changed even if the new one is equal to it.
    """

    def __init__(self, *arguments: Any) -> None:
        self._known: set[int] = set()
        self._arrays: list[tuple[np.ndarray[Any, Any], Seen]] = []
        self._containers: list[tuple[Any, list[Any]]] = []
        for argument in arguments:
            self._look_at(argument)

    def is_changed(self) -> bool:
        return any(_look(array) != seen for array, seen in self._arrays) or any(
            _differ(_parts(container), parts) for container, parts in self._containers
        )

    def _look_at(self, value: Any) -> None:
        if type(value) is np.ndarray:
            if id(value) not in self._known:
                self._known.add(id(value))
                self._arrays.append((value, _look(value)))
        elif type(value) is tuple:
            for part in value:
                self._look_at(part)
        elif isinstance(value, _CONTAINERS) and id(value) not in self._known:
            self._known.add(id(value))
            parts = _parts(value)
            self._containers.append((value, parts))
            for part in parts:
                self._look_at(part)


def _look(array: np.ndarray[Any, Any]) -> Seen:
    return array.tobytes(), array.shape, array.dtype, array.flags.writeable


def _parts(container: Any) -> list[Any]:
    if isinstance(container, dict):
        return [*container, *container.values()]
    return list(container)


def _differ(now: list[Any], before: list[Any]) -> bool:
    return len(now) != len(before) or any(a is not b for a, b in zip(now, before, strict=True))
