"""Proxies: what a test cell holds in place of the student's functions and objects.

Calling one sends the arguments to the student's room and gets plain data back. Whatever else is
done with one (attributes, operators, iteration) is done in the student's room, too. A proxy's
class stands for the class of the student's object (see `kinds`), and has its special methods.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

from autograder.judge.exceptions import NotSendableError


class Line(Protocol):
    """Where a proxy's requests go."""

    def call(self, target: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any: ...

    def operate(self, operation: str, *args: Any) -> Any: ...


# IPython, numpy, pickle and copy probe every object for these; none is the student's.
PROBES = ("_repr_", "_ipython_", "__array_", "__torch_", "__cuda_", "__dlpack", "__get")
_NEVER = frozenset(("__array__", "__set_name__", "__weakref__", "__slots__", "__del__"))
_TOLD = frozenset(("__name__", "__qualname__", "__doc__", "__module__", "__dict__"))


class Proxy:
    """An object in the student's room: a function, an instance, anything not sendable."""

    __slots__ = ("__epoch", "__line", "__number")

    def __init_subclass__(cls, **_: Any) -> None:
        """Installed classes among the bases are not asked."""

    def __getattribute__(self, name: str) -> Any:
        """Every attribute is the student's, but those that belong to Python's own machinery."""
        if name.startswith(PROBES) or name in _NEVER:
            return object.__getattribute__(self, name)
        if name.startswith("__") and name.endswith("__") and name not in _TOLD:
            if name == "__dataclass_fields__":
                return getattr(type(self), name)
            if name == "__class__":
                return class_told(type(self))
            try:
                return object.__getattribute__(self, name)
            except AttributeError:
                pass
        if name == "__signature__":
            return signature_of(self)
        return line_of(self).operate("getattr", self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        line_of(self).operate("setattr", self, name, value)

    def __delattr__(self, name: str) -> None:
        line_of(self).operate("delattr", self, name)

    def __hash__(self) -> int:
        return int(line_of(self).operate("hash", self))

    def __bool__(self) -> bool:
        return bool(line_of(self).operate("bool", self))

    def __eq__(self, other: object) -> Any:
        return line_of(self).operate("eq", self, other)

    def __ne__(self, other: object) -> Any:
        return line_of(self).operate("ne", self, other)

    def __repr__(self) -> str:
        return str(line_of(self).operate("repr", self))

    def __str__(self) -> str:
        return str(line_of(self).operate("str", self))

    def __format__(self, wanted: str) -> str:
        return str(line_of(self).operate("format", self, wanted))

    def __dir__(self) -> list[str]:
        return [str(name) for name in line_of(self).operate("dir", self)]

    def __copy__(self) -> Any:
        return line_of(self).operate("copy", self)

    def __deepcopy__(self, _memo: Any) -> Any:
        return line_of(self).operate("deepcopy", self)

    def __reduce_ex__(self, _protocol: Any) -> Any:
        raise TypeError("an object of the student's room can't be copied or pickled here")


def class_told(kind: type) -> type:
    """What `__class__` of the class's instances says."""
    shown: type = own_names(kind).get("_Proxy__shown") or kind
    return shown


def signature_of(proxy: Any) -> Any:
    """The `inspect.Signature` of the student's function."""
    from autograder.judge.signatures import signature

    return signature(line_of(proxy).operate("signature", proxy))


# Past __getattribute__, under which every name is the student's.
_SLOTS: dict[str, Any] = {
    name: vars(Proxy)[f"_Proxy__{name}"] for name in ("line", "number", "epoch")
}


def proxy_of(kind: type, line: Line, number: int, epoch: int) -> Any:
    """A proxy, of the class that stands for its class in the student's room."""
    made: Any = object.__new__(kind)
    for name, value in (("line", line), ("number", number), ("epoch", epoch)):
        _SLOTS[name].__set__(made, value)
    return made


def line_of(proxy: Any) -> Line:
    if issubclass(type(proxy), StudentType):
        return _class_place(proxy)[0]
    line: Line = _SLOTS["line"].__get__(proxy)
    return line


def place_of(proxy: Any) -> tuple[int, int]:
    """(number in the student's room, epoch of the view that it came from)."""
    if issubclass(type(proxy), StudentType):
        return _class_place(proxy)[1:]
    return _SLOTS["number"].__get__(proxy), _SLOTS["epoch"].__get__(proxy)


class StudentType(type):
    """The class of classes that stand for the student's."""


def _class_place(kind: type) -> tuple[Line, int, int]:
    place: tuple[Line, int, int] = own_names(kind)["_Proxy__place"]
    return place


def own_names(kind: type) -> Any:
    """The class's own names, past what stands for the student's."""
    return type.__getattribute__(kind, "__dict__")


def is_proxy(value: Any) -> bool:
    """`isinstance` would ask the student's class; this asks ours."""
    kind = type(value)
    return issubclass(kind, StudentType) or Proxy in kind.__mro__


def iterate(proxy: Any) -> Iterator[Any]:
    """The items of the student's iterable."""
    line = line_of(proxy)
    iterator = line.operate("iter", proxy)
    while len(part := line.operate("next", iterator)) == 1:
        yield part[0]


def leave(proxy: Any, kind: Any, value: Any, _traceback: Any) -> bool:
    """`__exit__`, with the error of the block: its type and text, but for an assertion's."""
    told: tuple[Any, ...] = (None, None)
    if kind is not None:
        message = "" if isinstance(value, AssertionError) else str(value)
        told = (value if hasattr(value, "_student_object") else kind, message)
    try:
        return bool(line_of(proxy).operate("exit", proxy, *told))
    except NotSendableError:
        return bool(line_of(proxy).operate("exit", proxy, Exception, ""))
    except Exception as error:
        if kind is not None and isinstance(error, kind) and str(error) == told[1]:
            return False  # not suppressed: it goes on as itself
        raise
