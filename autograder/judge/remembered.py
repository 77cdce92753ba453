"""Expected values that depend on a test's own inputs alone are worked out once.

The judge runs the hidden tests on the reference before it forks (see `server`), so every
notebook's fork inherits what is remembered.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Hashable
from dataclasses import is_dataclass
from typing import Any, TypeVar

import numpy as np

Function = TypeVar("Function", bound=Callable[..., Any])
MAX_REMEMBERED = 2_000
NUMBERS = "biufc"  # kinds of arrays


class NotPlainError(TypeError):
    """A value that holds more than arrays, numbers and texts."""


def remembered(function: Function) -> Function:
    """A function of plain data (arrays, numbers, texts, and dataclasses of these) and of nothing
    else: for equal arguments, compared by all their bytes, it is called once.

    Each call returns a value of its own, so that no test can spoil another's. What is no plain
    data is not remembered.
    """
    values: dict[Hashable, Any] = {}

    @functools.wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        try:
            key = _key_of([args, kwargs])
        except NotPlainError:
            return function(*args, **kwargs)
        if key in values:
            return _copy_of(values[key])
        value = function(*args, **kwargs)
        if len(values) < MAX_REMEMBERED:
            with contextlib.suppress(NotPlainError):
                values[key] = _copy_of(value)
        return value

    return call  # type: ignore[return-value]


def _key_of(value: Any) -> Hashable:
    """The same for the same data, and different where a single bit is. Raises `NotPlainError`."""
    kind = type(value)
    if kind is np.ndarray and value.dtype.kind in NUMBERS:
        return kind, value.dtype.str, value.shape, value.tobytes()
    if kind is list or kind is tuple:
        return kind, *map(_key_of, value)
    if kind is dict:
        return kind, *((_key_of(name), _key_of(item)) for name, item in value.items())
    if kind in (float, complex):
        return kind, repr(value)  # 0.0 == -0.0
    if _is_constant(value):
        return kind, value.tobytes() if isinstance(value, np.generic) else value
    if is_dataclass(value):
        return kind, _key_of(vars(value))
    raise NotPlainError(kind.__name__)


def _copy_of(value: Any) -> Any:
    """Nothing that could be changed is in both. Raises `NotPlainError`."""
    kind = type(value)
    if kind is np.ndarray and value.dtype.kind in NUMBERS:
        return value.copy()
    if kind is list or kind is tuple:
        return kind(map(_copy_of, value))
    if kind is dict:
        return {_copy_of(name): _copy_of(item) for name, item in value.items()}
    if _is_constant(value):
        return value
    raise NotPlainError(kind.__name__)


def _is_constant(value: Any) -> bool:
    if isinstance(value, np.generic):
        return value.dtype.kind in NUMBERS
    return value is None or type(value) in (bool, int, float, complex, str, bytes)
