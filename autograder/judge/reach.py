"""What the student's code may do with functions and objects that a test passes to it.

A function can be called and nothing else. An object is asked by the names that the list below
allows: never by a private name, and no object of a kind through which one could reach the test's
own names, as a generator's frame.
"""

from __future__ import annotations

import collections.abc
import io
import operator
import types
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from unittest import mock

from autograder.sandbox.asking import ASKING

_FILE_METHODS = {"read", "readline", "readlines", "write", "writelines", "seek", "tell", "close"}
_FILE_METHODS |= {"flush", "getvalue", "closed", "readable", "writable", "seekable", "truncate"}
_CONTEXT = ("enter", "exit")


@dataclass(frozen=True)
class Lent:
    """A value of the judge, and what the student's code may do with it."""

    value: Any
    use: Callable[..., Any]


def node(value: Any, lend: Callable[[Lent], int]) -> dict[str, Any] | None:
    """The node for a value that stays with the judge, lent by `lend`; None if it can't be lent."""
    if isinstance(value, type) and issubclass(value, tuple) and hasattr(value, "_fields"):
        return {"T": [value.__name__, list(value._fields)]}
    if isinstance(value, type) and issubclass(value, BaseException):
        return None  # `except` wants a class that is really there
    name = str(getattr(value, "__name__", None) or type(value).__name__)
    allowed = _allowed(value)
    if allowed is not None:
        return {"J": [lend(Lent(value, _object(value, *allowed))), name]}
    if callable(value):
        return {"j": [lend(Lent(value, value)), name]}
    return None


Allowed = tuple[Callable[[str], bool], tuple[str, ...]]


def _allowed(value: Any) -> Allowed | None:
    """(which attributes, which operations besides) of an object; None for no object at all."""
    if isinstance(value, types.FunctionType | types.MethodType | types.ModuleType | type):
        return None
    if isinstance(value, io.IOBase):
        return _FILE_METHODS.__contains__, (*_CONTEXT, "iter", "next")
    if isinstance(value, mock.NonCallableMock) or type(value).__module__ == "__main__":
        return _is_public, ("call", "iter", "next", "setattr", *ASKING)
    if isinstance(value, collections.abc.Iterator):
        return lambda _: False, ("iter", "next")
    return None


def _is_public(name: str) -> bool:
    return not name.startswith("_")


def _object(value: Any, is_allowed: Callable[[str], bool], operations: tuple[str, ...]) -> Any:
    def use(operation: str, *args: Any, **kwargs: Any) -> Any:
        if operation in ("getattr", "setattr"):
            may = operation == "getattr" or "setattr" in operations
            if not args or type(args[0]) is not str or not (may and is_allowed(args[0])):
                raise AttributeError(f"{type(value).__name__!r} object has no such attribute")
            return getattr(value, args[0]) if operation == "getattr" else setattr(value, *args)
        if operation not in operations:
            raise TypeError(f"{type(value).__name__!r} object can't do that")
        return (
            value(*args, **kwargs) if operation == "call" else _OPERATIONS[operation](value, *args)
        )

    return use


def _next(iterator: Any) -> list[Any]:
    for item in iterator:
        return [item]
    return []


def _leave(value: Any, *_: Any) -> Any:
    return type(value).__exit__(value, None, None, None)


_OPERATIONS: dict[str, Callable[..., Any]] = {
    **{name: getattr(operator, name) for name in ASKING if hasattr(operator, name)},
    "radd": lambda value, other: other + value,
    "rmul": lambda value, other: other * value,
    "len": len,
    "str": str,
    "repr": repr,
    "bool": bool,
    "int": int,
    "float": float,
    "iter": iter,
    "next": _next,
    "enter": lambda value: type(value).__enter__(value),
    "exit": _leave,
}
