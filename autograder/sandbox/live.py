"""The room's side of what a test holds a copy of: see `judge.live`."""

from __future__ import annotations

from collections import Counter, OrderedDict, defaultdict, deque
from typing import Any

import numpy as np

from autograder.sandbox import wire
from autograder.sandbox.arguments import write_back
from autograder.sandbox.objects import Objects

MUTABLE = {list, dict, set, np.ndarray, bytearray, deque, defaultdict, Counter, OrderedDict}


class Live:
    """Which objects a test has copies of, and what they were when it last heard of them."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects
        self._stamps: dict[int, bytes | None] = {}

    def number_of(self, value: Any) -> int | None:
        """The number of an object that a test may change or see change; None of another."""
        name = f"{type(value).__module__}.{type(value).__qualname__}"
        if type(value) not in MUTABLE and name not in ("pandas.DataFrame", "pandas.Series"):
            return None
        number = self._objects.number_of(value)
        self._stamps.setdefault(number, _stamp(value))
        return number

    def write(self, body: Any) -> None:
        """Make an object what the test has made of its copy."""
        number, value = body
        original = self._objects.at(number)
        write_back(original, value)
        self._stamps[number] = _stamp(original)

    def changes(self, _body: Any) -> list[Any]:
        """[number, object] of those that have changed."""
        changed = []
        for number, before in self._stamps.items():
            value = self._objects.at(number)
            now = _stamp(value)
            if now is not None and now != before:
                self._stamps[number] = now
                changed.append([number, value])
        return changed


def _stamp(value: Any) -> bytes | None:
    try:
        return wire.encode(value, lambda _: {"h": 0})
    except wire.UnsendableError:
        return None
