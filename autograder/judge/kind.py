"""The metaclass of the classes that stand for the student's, and what such a class has inside.

So `isinstance`, `issubclass`, `type(x) is Account`, `len` and `hasattr` mean what they say. The
class itself holds nothing: making an instance and asking for an attribute goes to the student's
room. A test may derive from one: see `_derive`.
"""

from __future__ import annotations

import dataclasses
import inspect
from typing import Any

from autograder.judge.proxies import (
    Proxy,
    StudentType,
    is_proxy,
    iterate,
    line_of,
    own_names,
    signature_of,
)

_OF_CLASS = ("__doc__", "__annotations__", "__members__", "__defaults__")


# What IPython asks an object for to show it: never the student's.
SHOWING = ("_repr_", "_ipython_")


class Kind(StudentType):
    """Metaclass of the classes that stand for the student's."""

    def __new__(mcs, name: str, bases: tuple[type, ...], members: dict[str, Any]) -> Any:
        """A test that derives a class from a student's gets here."""
        return _derive(name, bases, members)

    def __init__(cls, *args: Any, **_: Any) -> None:
        pass

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        return line_of(cls).call(cls, args, kwargs)

    def __getattribute__(cls, name: str) -> Any:
        if "_Proxy__place" not in own_names(cls):  # it is being made
            return type.__getattribute__(cls, name)
        if name.startswith(SHOWING):
            raise AttributeError(name)
        if name == "__dataclass_fields__":
            return _fields_of(line_of(cls).operate("getattr", cls, name))
        if name == "__signature__":
            return signature_of(cls)
        if name.startswith("__") and name.endswith("__") and name not in _OF_CLASS:
            found = type.__getattribute__(cls, name)
            if name in vars(Proxy) and found is getattr(Proxy, name) and hasattr(object, name):
                return getattr(object, name)  # the student's class does not define it
            return found
        if name.startswith("_Proxy__"):
            return type.__getattribute__(cls, name)
        return line_of(cls).operate("getattr", cls, name)

    def __setattr__(cls, name: str, value: Any) -> None:
        """A `Member` comes from whoever puts back what was there, as `mock.patch` does."""
        saved = own_names(cls)["_Proxy__saved"]
        if name in own_names(cls) and name not in saved:
            saved[name] = line_of(cls).operate("raw", cls, name)
        before = saved.get(name) if type(value) is Member else value
        line_of(cls).operate("setattr", cls, name, before)

    def __delattr__(cls, name: str) -> None:
        line_of(cls).operate("delattr", cls, name)

    def __instancecheck__(cls, instance: Any) -> bool:
        if type.__instancecheck__(cls, instance) or own_names(cls)["_Proxy__plain"]:
            return type.__instancecheck__(cls, instance)
        return is_proxy(instance) and bool(line_of(cls).operate("isinstance", instance, cls))

    def __subclasscheck__(cls, other: type) -> bool:
        if type.__subclasscheck__(cls, other) or own_names(cls)["_Proxy__plain"]:
            return type.__subclasscheck__(cls, other)
        return is_proxy(other) and bool(line_of(cls).operate("issubclass", other, cls))

    def __dir__(cls) -> list[str]:
        return [str(name) for name in line_of(cls).operate("dir", cls)]

    def __repr__(cls) -> str:
        return str(line_of(cls).operate("repr", cls))

    def __len__(cls) -> int:
        return int(line_of(cls).operate("len", cls))

    def __bool__(cls) -> bool:
        return True

    def __iter__(cls) -> Any:
        return iterate(cls)

    def __getitem__(cls, key: Any) -> Any:
        return line_of(cls).operate("getitem", cls, key)

    def __contains__(cls, item: Any) -> bool:
        return bool(line_of(cls).operate("contains", cls, item))


class NamedTupleKind(Kind):
    """Metaclass of the student's named tuples: what a tuple can do itself is done here."""

    def __getattribute__(cls, name: str) -> Any:
        plain_tuple = type.__getattribute__(cls, "__mro__")[1]
        if name in own_names(plain_tuple) and not name.startswith("__"):
            return type.__getattribute__(cls, name)
        return super().__getattribute__(name)


class Member:
    """What the student's class defines under a name, for `super()` in a class of the test."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._owner: Any = None

    def of(self, owner: type) -> None:
        self._owner = owner

    def __get__(self, instance: Any, _kind: Any = None) -> Any:
        if instance is None:
            return self
        return line_of(self._owner).operate("of_class", self._owner, self._name, instance)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """As in `Account.__init__(self, 5)`."""
        function = line_of(self._owner).operate("getattr", self._owner, self._name)
        return line_of(self._owner).call(function, args, kwargs)


def _fields_of(told: Any) -> Any:
    """A data class's fields, as the functions of `dataclasses` want them."""
    names = [str(name) for name in told]
    made: Any = dataclasses.make_dataclass("Fields", names)
    return made.__dataclass_fields__


def _derive(name: str, bases: tuple[type, ...], members: dict[str, Any]) -> Any:
    """A class that a test derives from the student's, made in both rooms.

    Its methods run with the judge, on a proxy of the instance in the student's room.
    """
    student = next(base for base in bases if isinstance(base, Kind))
    sent = {key: value for key, value in members.items() if _is_sent(key)}
    made: Any = line_of(student).operate("subclass", name, bases, sent)
    for key, value in members.items():
        if key == "__classcell__":
            value.cell_contents = made  # where `super()` in the methods looks for the class
        elif inspect.isfunction(value):
            type.__setattr__(made, key, value)
    return made


def _is_sent(key: str) -> bool:
    if key in ("__module__", "__qualname__", "__classcell__", "__firstlineno__"):
        return False
    return not key.startswith("__static") and not key.startswith("__annot")
