"""The special methods of proxies, each in the student's room: `__len__`, `__add__`, …

A class that stands for a student's has those that the student's class defines.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

from autograder.judge.proxies import iterate, leave, line_of

Method = Callable[..., Any]


def _forward(operation: str, made: Callable[[Any], Any] | None = None) -> Method:
    def method(self: Any, *args: Any) -> Any:
        answer = line_of(self).operate(operation, self, *args)
        return answer if made is None else made(answer)

    return method


def _reflected(operation: str) -> Method:
    def method(self: Any, other: Any) -> Any:
        return line_of(self).operate(operation, other, self)

    return method


def _call(self: Any, *args: Any, **kwargs: Any) -> Any:
    return line_of(self).call(self, args, kwargs)


def _iter(self: Any) -> Any:
    """An iterator is its own; of anything else the items come one by one."""
    return self if hasattr(type(self), "__next__") else iterate(self)


def _next(self: Any) -> Any:
    part = line_of(self).operate("next", self)
    if len(part) != 1:
        raise StopIteration(*part[:1])
    return part[0]


def _await(self: Any) -> Generator[Any, None, Any]:
    return line_of(self).operate("await", self)
    yield


async def _anext(self: Any) -> Any:
    part = line_of(self).operate("anext", self)
    if not part:
        raise StopAsyncIteration
    return part[0]


_SAME: tuple[str, ...] = (
    "getitem",
    "setitem",
    "delitem",
    "contains",
    "neg",
    "pos",
    "abs",
    "invert",
    "divmod",
)
_SAME += ("lt", "le", "gt", "ge", "round", "trunc", "floor", "ceil", "reversed", "enter", "pow")
_OPERATORS: tuple[str, ...] = (
    "add",
    "sub",
    "mul",
    "matmul",
    "truediv",
    "floordiv",
    "mod",
    "pow",
    "lshift",
)
_OPERATORS += ("rshift", "xor", "and", "or")
_NAMED = {"and": "and_", "or": "or_"}
_CONVERSIONS: dict[str, type] = {"len": int, "int": int, "index": int, "float": float}
_CONVERSIONS |= {"complex": complex, "bytes": bytes}

SPECIAL_METHODS: dict[str, Method] = {
    **{f"__{name}__": _forward(name) for name in _SAME},
    **{f"__{name}__": _forward(name, kind) for name, kind in _CONVERSIONS.items()},
    **{f"__{name}__": _forward(_NAMED.get(name, name)) for name in _OPERATORS},
    **{f"__r{name}__": _reflected(_NAMED.get(name, name)) for name in _OPERATORS},
    **{f"__i{name}__": _forward(f"i{name}") for name in _OPERATORS},
    "__call__": _call,
    "__iter__": _iter,
    "__next__": _next,
    "__exit__": leave,
    "__await__": _await,
    "__aiter__": lambda self: line_of(self).operate("aiter", self),
    "__anext__": _anext,
    "__array__": lambda self, dtype=None, copy=None: line_of(self).operate("array", self),
}
