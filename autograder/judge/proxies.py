"""Proxies: what a test cell holds in place of the student's functions and objects.

Calling one sends the arguments to the student's room and gets plain data back. Whatever else is
done with one (attributes, operators, iteration) is done in the student's room, too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Protocol

from autograder.judge.exceptions import NotSendableError


class Line(Protocol):
    """Where a proxy's requests go."""

    def call(self, target: Proxy, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any: ...

    def operate(self, operation: str, *args: Any) -> Any: ...


def _forward(operation: str) -> Callable[..., Any]:
    def method(self: Proxy, *args: Any) -> Any:
        return line_of(self).operate(operation, self, *args)

    return method


def _reflected(operation: str) -> Callable[[Any, Any], Any]:
    def method(self: Proxy, other: Any) -> Any:
        return line_of(self).operate(operation, other, self)

    return method


# IPython, numpy, pickle and copy probe every object for these; none is the student's.
_PROBES = ("_repr_", "_ipython_")
_TOLD = ("__name__", "__qualname__", "__doc__", "__module__", "__dict__")


class Proxy:
    """An object in the student's room: a function, a class, an instance, anything not sendable."""

    __slots__ = ("__epoch", "__line", "__number")

    def __init__(self, line: Line, number: int, epoch: int) -> None:
        for name, value in (("line", line), ("number", number), ("epoch", epoch)):
            object.__setattr__(self, f"_Proxy__{name}", value)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return line_of(self).call(self, args, kwargs)

    def __getattribute__(self, name: str) -> Any:
        """Every attribute is the student's, but those that belong to Python's own machinery."""
        if name.startswith("__") and name.endswith("__") and name not in _TOLD:
            return object.__getattribute__(self, name)
        if name.startswith(_PROBES):
            raise AttributeError(name)
        return line_of(self).operate("getattr", self, name)

    def __iter__(self) -> Iterator[Any]:
        iterator = line_of(self).operate("iter", self)
        while part := line_of(self).operate("next", iterator):
            yield part[0]

    def __next__(self) -> Any:
        part = line_of(self).operate("next", self)
        if not part:
            raise StopIteration
        return part[0]

    def __bool__(self) -> bool:
        return bool(line_of(self).operate("bool", self))

    def __len__(self) -> int:
        return int(line_of(self).operate("len", self))

    def __int__(self) -> int:
        return int(line_of(self).operate("int", self))

    def __index__(self) -> int:
        return int(line_of(self).operate("index", self))

    def __float__(self) -> float:
        return float(line_of(self).operate("float", self))

    def __hash__(self) -> int:
        return int(line_of(self).operate("hash", self))

    def __repr__(self) -> str:
        return str(line_of(self).operate("repr", self))

    def __str__(self) -> str:
        return str(line_of(self).operate("str", self))

    def __format__(self, wanted: str) -> str:
        return str(line_of(self).operate("format", self, wanted))

    def __instancecheck__(self, instance: Any) -> bool:
        """`isinstance(thing, StudentClass)`: what can't even travel is none of theirs."""
        try:
            return bool(line_of(self).operate("isinstance", instance, self))
        except NotSendableError:
            return False

    def __subclasscheck__(self, other: Any) -> bool:
        return bool(line_of(self).operate("issubclass", other, self))

    def __dir__(self) -> list[str]:
        return [str(name) for name in line_of(self).operate("dir", self)]

    def __deepcopy__(self, _memo: Any) -> Any:
        return line_of(self).operate("deepcopy", self)

    def __reduce_ex__(self, _protocol: Any) -> Any:
        raise TypeError("an object of the student's room can't be copied or pickled here")

    def __exit__(self, *_: object) -> None:
        line_of(self).operate("exit", self)

    __setattr__ = _forward("setattr")
    __delattr__ = _forward("delattr")
    __enter__ = _forward("enter")
    __getitem__ = _forward("getitem")
    __setitem__ = _forward("setitem")
    __delitem__ = _forward("delitem")
    __contains__ = _forward("contains")
    __neg__ = _forward("neg")
    __pos__ = _forward("pos")
    __abs__ = _forward("abs")
    __divmod__ = _forward("divmod")


for _name in ("eq", "ne", "lt", "le", "gt", "ge"):
    setattr(Proxy, f"__{_name}__", _forward(_name))
for _name in ("add", "sub", "mul", "matmul", "truediv", "floordiv", "mod", "pow"):
    setattr(Proxy, f"__{_name}__", _forward(_name))
    setattr(Proxy, f"__r{_name}__", _reflected(_name))
for _name in ("and", "or"):
    setattr(Proxy, f"__{_name}__", _forward(f"{_name}_"))
    setattr(Proxy, f"__r{_name}__", _reflected(f"{_name}_"))
for _name in ("xor", "lshift", "rshift"):
    setattr(Proxy, f"__{_name}__", _forward(_name))
    setattr(Proxy, f"__r{_name}__", _reflected(_name))

# Past __getattribute__, under which every name is the student's.
_SLOTS: dict[str, Any] = {
    name: vars(Proxy)[f"_Proxy__{name}"] for name in ("line", "number", "epoch")
}


def line_of(proxy: Proxy) -> Line:
    line: Line = _SLOTS["line"].__get__(proxy)
    return line


def place_of(proxy: Proxy) -> tuple[int, int]:
    """(number in the student's room, epoch of the view that it came from)."""
    return _SLOTS["number"].__get__(proxy), _SLOTS["epoch"].__get__(proxy)


def is_proxy(value: Any) -> bool:
    """`isinstance` would ask the student's class; this asks ours."""
    return type(value) is Proxy
