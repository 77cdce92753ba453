"""Expected values that depend on a test's own inputs alone are worked out once.

The judge runs the hidden tests on the reference before it forks (see `server`), so every
notebook's fork inherits what is remembered.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import is_dataclass
from typing import Any, TypeVar

from autograder.sandbox import wire

Function = TypeVar("Function", bound=Callable[..., Any])
MAX_REMEMBERED = 2_000


def remembered(function: Function) -> Function:
    """A function of plain data (arrays, numbers, texts, and dataclasses of these) and of nothing
    else: for equal arguments, compared by all their bytes, it is called once.

    Each call returns a value of its own, so that no test can spoil another's. What does not
    travel between the rooms is not remembered.
    """
    values: dict[bytes, tuple[bytes, bytes]] = {}

    @functools.wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        key = _bytes_of([list(map(_plain, args)), {k: _plain(v) for k, v in kwargs.items()}])
        if key is None:
            return function(*args, **kwargs)
        if key in values:
            return wire.decode(*values[key])
        value = function(*args, **kwargs)
        frame = _bytes_of(value)
        if frame is not None and len(values) < MAX_REMEMBERED:
            values[key] = wire.parts_of(frame)
        return value

    return call  # type: ignore[return-value]


def _plain(value: Any) -> Any:
    return vars(value) if is_dataclass(value) else value


def _bytes_of(value: Any) -> bytes | None:
    try:
        return wire.encode(value)
    except wire.UnsendableError:
        return None
