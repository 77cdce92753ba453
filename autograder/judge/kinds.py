"""Classes that stand for the student's, made from what the room tells of them."""

from __future__ import annotations

import collections
import keyword
from typing import Any

from autograder.judge.kind import SHOWING, Kind, Member, NamedTupleKind
from autograder.judge.proxies import Proxy, own_names
from autograder.judge.shown_class import shown_class
from autograder.judge.specials import SPECIAL_METHODS
from autograder.sandbox.describe import MAX_MEMBERS
from autograder.sandbox.wire import WireError


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
    if name.startswith(SHOWING):
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
    type.__setattr__(kind, "_Proxy__shown", shown_class(kind, told))
    return kind


def _named_tuple(told: dict[str, Any], place: Any) -> type:
    """A real class of tuples: its instances are plain data."""
    fields = told["fields"]
    if not all(name.isidentifier() and not keyword.iskeyword(name) for name in fields):
        raise ValueError("a field's name expected")
    name = told["name"] if told["name"].isidentifier() else "T"
    base: Any = collections.namedtuple(name, fields)  # type: ignore[misc]
    own = {name: Member(name) for name in told["members"] if name not in dir(base)}
    own = {name: member for name, member in own.items() if not name.startswith(("__", *SHOWING))}
    kept = {"__slots__": (), "__module__": told["module"], "__qualname__": told["qualname"]}
    return _finish(type.__new__(NamedTupleKind, told["name"], (base,), own | kept), told, place)


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
