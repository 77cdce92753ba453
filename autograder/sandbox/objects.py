"""The room's side of proxies: what can't travel stays here and gets a number."""

from __future__ import annotations

import collections
import importlib
import operator
import types
from collections.abc import Callable
from typing import Any

from autograder.sandbox.asking import ASKING
from autograder.sandbox.describe import MAX_CLASSES, describe
from autograder.sandbox.errors import as_tree, report

Node = dict[str, Any]
CallBack = Callable[[int, tuple[Any, ...], dict[str, Any]], Any]


class Objects:
    """Objects that the judge holds by number, and functions of the judge that the room may call."""

    def __init__(self, call_back: CallBack) -> None:
        self._kept: list[Any] = []
        self._numbers: dict[int, int] = {}
        self._described: set[int] = set()
        self._call_back = call_back

    def keep(self, value: Any) -> Node:
        """The node for a value that the wire format does not know."""
        if type(value) in (JudgeFunction, JudgeObject):
            return {"j": _number_at_judge(value)}
        if type(value) is types.ModuleType:
            return {"m": [self.number_of(value), str(value.__name__)]}
        if isinstance(value, BaseException):
            return {"E": [self.number_of(value), as_tree(report(value))]}
        if not isinstance(value, type):
            return {"h": [self.number_of(value), *self._class(type(value))]}
        if issubclass(value, BaseException):
            names = [str(base.__name__) for base in value.__mro__]
            return {"e": [self.number_of(value), names]}
        return {"C": self._class(value)}

    def at(self, number: int) -> Any:
        return self._kept[number]

    def number_of(self, value: Any) -> int:
        """The same number for the same object: kept objects live on, so ids stay theirs."""
        number = self._numbers.setdefault(id(value), len(self._kept))
        if number == len(self._kept):
            self._kept.append(value)
        return number

    def _class(self, kind: type) -> list[Any]:
        """[number, what the judge does not know yet: (number, numbers of bases, description)…]"""
        news: list[Any] = []
        for base in reversed(kind.__mro__[:MAX_CLASSES]):
            number = self.number_of(base)
            if number not in self._described:
                self._described.add(number)
                bases = [self.number_of(each) for each in base.__bases__]
                news.append([number, bases, describe(base)])
        return [self.number_of(kind), news]

    def revive(self, tag: str, body: Any) -> Any:
        """What a node of the judge stands for: an object kept here, or one of the judge's."""
        if tag == "h":
            return self._kept[body]
        if tag == "j":
            return JudgeFunction(body[0], body[1], self._call_back)
        if tag == "J":
            return JudgeObject(body[0], body[1], self._call_back)
        if tag == "T":
            return collections.namedtuple(body[0], body[1])
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


class JudgeObject:
    """An object that lives with the judge: what the judge allows to be done with it."""

    def __init__(self, number: int, name: str, call_back: CallBack) -> None:
        for key, value in (("number", number), ("name", name), ("call_back", call_back)):
            object.__setattr__(self, f"_JudgeObject__{key}", value)

    def __getattr__(self, name: str) -> Any:
        return _ask(self, "getattr", name)

    def __setattr__(self, name: str, value: Any) -> None:
        _ask(self, "setattr", name, value)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        names = object.__getattribute__(self, "__dict__")
        number = names["_JudgeObject__number"]
        return names["_JudgeObject__call_back"](number, ("call", *args), kwargs)

    def __iter__(self) -> Any:
        iterator = _ask(self, "iter")
        while part := _ask(iterator, "next"):
            yield part[0]

    def __next__(self) -> Any:
        part = _ask(self, "next")
        if not part:
            raise StopIteration
        return part[0]

    def __hash__(self) -> int:
        return id(self)


def _number_at_judge(value: Any) -> int:
    number: int = vars(value).get("_JudgeObject__number", vars(value).get("number"))
    return number


def _ask(target: JudgeObject, operation: str, *args: Any) -> Any:
    names = object.__getattribute__(target, "__dict__")
    call_back = names["_JudgeObject__call_back"]
    return call_back(names["_JudgeObject__number"], (operation, *args), {})


def _asking(operation: str) -> Callable[..., Any]:
    return lambda self, *args: _ask(self, operation, *args)


for _name in ASKING:
    setattr(JudgeObject, f"__{_name}__", _asking(_name))
