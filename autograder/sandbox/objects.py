"""The room's side of proxies: what can't travel stays here and gets a number."""

from __future__ import annotations

import copy
import importlib
import operator
import types
from collections.abc import Callable
from typing import Any

Node = dict[str, Any]
CallBack = Callable[[int, tuple[Any, ...], dict[str, Any]], Any]


class Objects:
    """Objects that the judge holds by number, and functions of the judge that the room may call."""

    def __init__(self, call_back: CallBack) -> None:
        self._kept: list[Any] = []
        self._numbers: dict[int, int] = {}
        self._call_back = call_back

    def keep(self, value: Any) -> Node:
        """The node for a value that the wire format does not know."""
        if type(value) is JudgeFunction:
            return {"j": value.number}
        number = self._number_of(value)
        if type(value) is types.ModuleType:
            return {"m": [number, str(value.__name__)]}
        if isinstance(value, type) and issubclass(value, BaseException):
            return {"e": [number, [str(base.__name__) for base in value.__mro__]]}
        return {"h": number}

    def _number_of(self, value: Any) -> int:
        """The same number for the same object: kept objects live on, so ids stay theirs."""
        number = self._numbers.setdefault(id(value), len(self._kept))
        if number == len(self._kept):
            self._kept.append(value)
        return number

    def revive(self, tag: str, body: Any) -> Any:
        """What a node of the judge stands for: an object kept here, or one of the judge's."""
        if tag == "h":
            return self._kept[body]
        if tag == "j":
            return JudgeFunction(body[0], body[1], self._call_back)
        if tag == "g":
            return operator.attrgetter(body[1])(importlib.import_module(body[0]))
        if tag == "m":
            return importlib.import_module(body)
        raise ValueError(f"unknown tag {tag!r}")


class JudgeFunction:
    """A function that lives with the judge; calling it asks the judge."""

    def __init__(self, number: int, name: str, call_back: CallBack) -> None:
        self.number = number
        self.__name__ = self.__qualname__ = name
        self._call_back = call_back

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._call_back(self.number, args, kwargs)


def _next_of(iterator: Any) -> list[Any]:
    """[the next item], or [] at the end."""
    for item in iterator:
        return [item]
    return []


_COMPARISONS = ("eq", "ne", "lt", "le", "gt", "ge")
_ARITHMETIC = ("add", "sub", "mul", "matmul", "truediv", "floordiv", "mod", "pow")
_BITS = ("and_", "or_", "xor", "lshift", "rshift")

OPERATIONS: dict[str, Callable[..., Any]] = {
    "getattr": getattr,
    "setattr": setattr,
    "delattr": delattr,
    "getitem": operator.getitem,
    "setitem": operator.setitem,
    "delitem": operator.delitem,
    "contains": operator.contains,
    "len": len,
    "iter": iter,
    "next": _next_of,
    "dir": dir,
    "repr": repr,
    "str": str,
    "format": format,
    "bool": bool,
    "int": int,
    "float": float,
    "index": operator.index,
    "hash": hash,
    "deepcopy": copy.deepcopy,
    "isinstance": isinstance,
    "issubclass": issubclass,
    "neg": operator.neg,
    "pos": operator.pos,
    "abs": abs,
    "divmod": divmod,
    "enter": lambda value: type(value).__enter__(value),
    "exit": lambda value: type(value).__exit__(value, None, None, None),
    **{name: getattr(operator, name) for name in (*_COMPARISONS, *_ARITHMETIC, *_BITS)},
}
