"""Classes that stand for the student's: with their bases, their names and special methods.

So `isinstance`, `issubclass`, `type(x) is Account`, `len` and `hasattr` mean what they say. The
class itself holds nothing: making an instance and asking for an attribute goes to the student's
room. A test may derive from one: see `_derive`.
"""

from __future__ import annotations

import collections
import dataclasses
import importlib
import inspect
import keyword
import types
from typing import Any

from autograder.judge.modules import is_installed
from autograder.judge.proxies import (
    Proxy,
    StudentType,
    _class_shown,
    is_proxy,
    iterate,
    line_of,
    own_names,
    signature_of,
)
from autograder.judge.specials import SPECIAL_METHODS
from autograder.sandbox.describe import MAX_MEMBERS
from autograder.sandbox.wire import WireError

_BUILT_IN = {kind.__name__: kind for kind in vars(types).values() if isinstance(kind, type)}
_OF_CLASS = ("__doc__", "__annotations__", "__members__", "__defaults__")
# What IPython asks an object for to show it: never the student's.
_SHOWING = ("_repr_", "_ipython_")
_NOT_SHOWN = (types.CoroutineType, type, object)


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
        if name.startswith(_SHOWING):
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


def make(told: dict[str, Any], bases: tuple[type, ...], place: tuple[Any, int, int]) -> type:
    """The class for a description (see `sandbox.describe`) and the classes for its bases."""
    if told["qualname"] == "object" and told["module"] == "builtins":
        return _finish(type.__new__(Kind, "object", (Proxy,), {"__slots__": ()}), told, place)
    names: dict[str, Any] = {"__slots__": (), "__module__": told["module"]}
    names["__qualname__"] = told["qualname"]
    for name in told["members"]:
        method = _method(name, told)
        if method is not _LEFT_OUT:
            names.setdefault(name, method)
    if told["fields"] is not None:
        return _named_tuple(told, place)
    return _finish(type.__new__(Kind, told["name"], bases, names), told, place)


_LEFT_OUT = object()
_SHARED = ("__eq__", "__ne__", "__repr__", "__str__", "__format__", "__hash__", "__bool__")


def _method(name: str, told: dict[str, Any]) -> Any:
    """What the class has under the name: special methods must be the class's own."""
    if name.startswith(_SHOWING):
        return _LEFT_OUT
    if name == "__hash__" and name in told["unset"]:
        return None
    if name in SPECIAL_METHODS:
        return SPECIAL_METHODS[name]
    if name in _SHARED:
        return _again(getattr(Proxy, name))
    is_special = name.startswith("__") and name.endswith("__")
    if name in vars(Proxy) and name != "__init__":
        return _LEFT_OUT
    if is_special and (told["module"] != "__main__" or name in ("__get__", "__set__")):
        return _LEFT_OUT
    return Member(name)


def _again(method: Any) -> Any:
    """A method of its own, so that a class tells whether it defines one."""
    return lambda self, *args: method(self, *args)


def _finish(kind: type, told: dict[str, Any], place: tuple[Any, int, int]) -> type:
    for member in own_names(kind).values():
        if type(member) is Member:
            member.of(kind)
    type.__setattr__(kind, "_Proxy__place", place)
    type.__setattr__(kind, "_Proxy__plain", told["plain"])
    type.__setattr__(kind, "_Proxy__saved", {})
    type.__setattr__(kind, "_Proxy__shown", _shown(kind, told))
    return kind


def _shown(kind: type, told: dict[str, Any]) -> type | None:
    """What `__class__` of an instance says, if that is a class of Python or of a package."""
    if told["module"] != "__main__":
        return installed_class(told["module"], told["qualname"])
    above = [_class_shown(base) for base in kind.__mro__[1:] if isinstance(base, Kind)]
    real = [base for base in above if not isinstance(base, Kind | _SameAs)]
    real = [base for base in real if base not in _NOT_SHOWN]
    return _ghost(kind, real[0]) if real else None


class _SameAs(type):
    """A class that is, to `==` and by name, another one."""

    def __eq__(cls, other: object) -> bool:
        return other is cls or other is own_names(cls)["stands_for"]

    def __hash__(cls) -> int:
        return hash(own_names(cls)["stands_for"])

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        return own_names(cls)["stands_for"](*args, **kwargs)


def _ghost(kind: type, base: type) -> type | None:
    """A class that `isinstance(x, dict)` takes for one of dict: for a student's own dict."""
    names = {"stands_for": kind, "__module__": "__main__"}
    try:
        return _SameAs(kind.__name__, (base,), names)
    except TypeError:  # a base that nothing may derive from, or of another metaclass
        return base


def installed_class(module: str, name: str) -> type | None:
    """The judge's own class of that name; None if it has none."""
    if module == "builtins" and name in _BUILT_IN:
        found: Any = _BUILT_IN[name]
    elif not is_installed(module):
        return None
    else:
        try:
            found = importlib.import_module(module)
            for part in name.split("."):
                found = getattr(found, part)
        except Exception:
            return None
    return found if isinstance(found, type) and found not in _NOT_SHOWN else None


def _named_tuple(told: dict[str, Any], place: Any) -> type:
    """A real class of tuples: its instances are plain data."""
    fields = told["fields"]
    if not all(name.isidentifier() and not keyword.iskeyword(name) for name in fields):
        raise ValueError("a field's name expected")
    name = told["name"] if told["name"].isidentifier() else "T"
    base: Any = collections.namedtuple(name, fields)  # type: ignore[misc]
    own = {name: Member(name) for name in told["members"] if name not in dir(base)}
    own = {name: member for name, member in own.items() if not name.startswith(("__", *_SHOWING))}
    kept = {"__slots__": (), "__module__": told["module"], "__qualname__": told["qualname"]}
    return _finish(type.__new__(NamedTupleKind, told["name"], (base,), own | kept), told, place)


class NamedTupleKind(Kind):
    """Metaclass of the student's named tuples: what a tuple can do itself is done here."""

    def __getattribute__(cls, name: str) -> Any:
        if name in own_names(type.__getattribute__(cls, "__mro__")[1]) and not name.startswith(
            "__"
        ):
            return type.__getattribute__(cls, name)
        return super().__getattribute__(name)


class Kinds:
    """The classes that stand for those of one snapshot, by their numbers there."""

    def __init__(self) -> None:
        self._known: dict[int, type] = {}

    def take(self, line: Any, body: Any, epoch: int) -> type:
        """The class for [number, news], where news are (number, bases, description).

        Raises `WireError` for anything else.
        """
        try:
            number, news = body
            for each, bases, told in news:
                known = tuple(self._known[base] for base in bases)
                self._known[each] = make(_checked(told), known, (line, each, epoch))
            return self._known[number]
        except (ValueError, TypeError, LookupError) as error:
            raise WireError(f"a class in no known form ({error})") from None

    def unknown(self, line: Any, epoch: int) -> type:
        """For an object of which only the number is known."""
        if -1 not in self._known:
            told: dict[str, Any] = {"name": "object", "qualname": "Object"}
            told |= {"module": "builtins"}
            told |= {"unset": [], "fields": None, "plain": True}
            told["members"] = list(SPECIAL_METHODS)
            self._known[-1] = make(told, (Proxy,), (line, -1, epoch))
        return self._known[-1]


def _checked(told: Any) -> dict[str, Any]:
    texts, lists = ("name", "qualname", "module"), ("members", "unset")
    if type(told) is not dict or set(told) != {*texts, *lists, "fields", "plain"}:
        raise ValueError("a description expected")
    if not all(type(told[key]) is str and len(told[key]) <= 200 for key in texts):
        raise ValueError("a name expected")
    fields = told["fields"] if told["fields"] is not None else []
    for names in (*(told[key] for key in lists), fields):
        if type(names) is not list or len(names) > MAX_MEMBERS:
            raise ValueError("a list of names expected")
        if not all(type(name) is str and "\0" not in name for name in names):
            raise ValueError("a name expected")
    return told


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
