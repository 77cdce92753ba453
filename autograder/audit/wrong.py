"""Wrong programs that need no knowledge of the exercise: stubs, nonsense, and careless ones."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import numpy as np

Function = Callable[..., Any]


def stub(*_arguments: Any, **_named: Any) -> Any:
    """What the student's notebook holds before anything is written."""
    raise NotImplementedError


def everywhere(value: Any, change: Function) -> Any:
    """The same structure with `change` applied to every array and number in it."""
    if isinstance(value, dict):
        return {key: everywhere(item, change) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return type(value)(everywhere(item, change) for item in value)
    return change(value)


def _raises_value_error(*_arguments: Any) -> Any:
    raise ValueError("outside the vocabulary")


# Each makes a program of the right function: what it computes may be used, for shapes only.
TRIVIAL: dict[str, Callable[[Function], Function]] = {
    "zeros of the right shape": lambda right: lambda *a: everywhere(right(*a), lambda v: v * 0),
    "ones of the right shape": lambda right: lambda *a: everywhere(right(*a), lambda v: v * 0 + 1),
    "halves of the right shape": lambda right: (
        lambda *a: everywhere(right(*a), lambda v: v * 0 + 0.5)
    ),
    "None": lambda _: lambda *_a: None,
    "its first argument": lambda _: lambda *a: a[0],
    "its last argument": lambda _: lambda *a: a[-1],
    "all its arguments": lambda _: lambda *a: a,
    "an empty dict": lambda _: lambda *_a: {},
    "always a ValueError": lambda _: _raises_value_error,
}


def remembering(right: Function) -> Function:
    """Right the first time; whatever it is given later, it returns that again."""
    memory: list[Any] = []

    def program(*arguments: Any) -> Any:
        memory.append(right(*arguments))
        return memory[0]

    return program


def careless(right: Function) -> Function:
    """Right, but every array that it is given has changed afterwards."""

    def program(*arguments: Any) -> Any:
        value = copy.deepcopy(right(*arguments))
        _spoil(arguments)
        return value

    return program


def _spoil(value: Any) -> None:
    if isinstance(value, np.ndarray):
        value += value.dtype.type(1)
    elif isinstance(value, dict):
        for item in value.values():
            _spoil(item)
    elif isinstance(value, tuple | list):
        for item in value:
            _spoil(item)


def refilling(right: Function) -> Function:
    """Right, but it fills arrays of its own again and again: yesterday's result is today's."""
    buffers: dict[Any, Any] = {}

    def program(*arguments: Any) -> Any:
        return _filled(right(*arguments), buffers, ())

    return program


def _filled(value: Any, buffers: dict[Any, Any], path: tuple[Any, ...]) -> Any:
    if isinstance(value, dict):
        return {key: _filled(item, buffers, (*path, key)) for key, item in value.items()}
    if not isinstance(value, np.ndarray):
        return value
    buffer = buffers.setdefault((path, value.shape, value.dtype), np.empty_like(value))
    buffer[...] = value
    return buffer
