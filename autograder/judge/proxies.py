"""Proxies: what a test cell holds in place of the student's functions and objects.

Calling one sends the arguments to the student's room and gets plain data back. Arguments that
the student's code changed are changed here too, as in a local call.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from typing import Any, Protocol

import numpy as np


class Line(Protocol):
    """Where a proxy's requests go."""

    def call(self, target: Proxy, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any: ...

    def operate(self, operation: str, *args: Any) -> Any: ...


def _forward(operation: str) -> Callable[..., Any]:
    def method(self: Proxy, *args: Any) -> Any:
        return object.__getattribute__(self, "_line").operate(operation, self, *args)

    return method


def _reflected(operation: str) -> Callable[[Any, Any], Any]:
    def method(self: Proxy, other: Any) -> Any:
        return object.__getattribute__(self, "_line").operate(operation, other, self)

    return method


# IPython, numpy, pickle and copy probe every object for these; none is the student's.
_PROBES = ("__", "_repr_", "_ipython_")
_TOLD = ("__name__", "__qualname__", "__doc__", "__module__", "__dict__")


class Proxy:
    """An object in the student's room: a function, a class, an instance, anything not sendable."""

    def __init__(self, line: Line, number: int, epoch: int) -> None:
        for name, value in (("_line", line), ("_number", number), ("_epoch", epoch)):
            object.__setattr__(self, name, value)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return object.__getattribute__(self, "_line").call(self, args, kwargs)

    def __getattr__(self, name: str) -> Any:
        if name.startswith(_PROBES) and name not in _TOLD:
            raise AttributeError(name)
        return object.__getattribute__(self, "_line").operate("getattr", self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        object.__getattribute__(self, "_line").operate("setattr", self, name, value)

    def __delattr__(self, name: str) -> None:
        object.__getattribute__(self, "_line").operate("delattr", self, name)

    def __iter__(self) -> Iterator[Any]:
        return iter(object.__getattribute__(self, "_line").operate("list", self))

    def __bool__(self) -> bool:
        return bool(object.__getattribute__(self, "_line").operate("bool", self))

    def __len__(self) -> int:
        return int(object.__getattribute__(self, "_line").operate("len", self))

    def __int__(self) -> int:
        return int(object.__getattribute__(self, "_line").operate("int", self))

    def __float__(self) -> float:
        return float(object.__getattribute__(self, "_line").operate("float", self))

    def __hash__(self) -> int:
        return int(object.__getattribute__(self, "_line").operate("hash", self))

    def __repr__(self) -> str:
        return str(object.__getattribute__(self, "_line").operate("repr", self))

    def __str__(self) -> str:
        return str(object.__getattribute__(self, "_line").operate("str", self))

    def __instancecheck__(self, instance: Any) -> bool:
        """`isinstance(thing, StudentClass)` in a test cell."""
        return bool(object.__getattribute__(self, "_line").operate("isinstance", instance, self))

    def __dir__(self) -> list[str]:
        return [str(name) for name in object.__getattribute__(self, "_line").operate("dir", self)]

    def __exit__(self, *_: object) -> None:
        object.__getattribute__(self, "_line").operate("exit", self)

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


def is_proxy(value: Any) -> bool:
    """`isinstance` would ask the student's class; this asks ours."""
    return type(value) is Proxy


def write_back(original: Any, changed: Any) -> None:
    """Make `original` what the student's code left of it, in place where that is possible."""
    if isinstance(original, np.ndarray) and isinstance(changed, np.ndarray):
        if original.shape == changed.shape and original.flags.writeable:
            original[...] = changed
    elif isinstance(original, list) and isinstance(changed, list):
        _write_back_parts(original, changed)
        original[:] = _kept(original, changed)
    elif isinstance(original, dict) and isinstance(changed, dict):
        _write_back_dict(original, changed)
    elif isinstance(original, tuple) and isinstance(changed, tuple):
        _write_back_parts(original, changed)
    elif isinstance(original, set) and isinstance(changed, set):
        original.clear()
        original.update(changed)


def _write_back_parts(original: Any, changed: Any) -> None:
    for before, after in zip(original, changed, strict=False):
        write_back(before, after)


def _kept(original: list[Any], changed: list[Any]) -> list[Any]:
    """The changed list, with the original's own containers where they could be written back."""
    kept = list(changed)
    for index, before in enumerate(original[: len(changed)]):
        if _same_container(before, changed[index]):
            kept[index] = before
    return kept


def _write_back_dict(original: dict[Any, Any], changed: dict[Any, Any]) -> None:
    for key in [key for key in original if key not in changed]:
        del original[key]
    for key, after in changed.items():
        before = original.get(key)
        write_back(before, after)
        if not _same_container(before, after):
            original[key] = after


def _same_container(before: Any, after: Any) -> bool:
    if isinstance(before, np.ndarray) and isinstance(after, np.ndarray):
        return before.shape == after.shape and before.flags.writeable
    if isinstance(before, tuple) and isinstance(after, tuple):
        return len(before) == len(after) and all(map(_same_container, before, after))
    return type(before) is type(after) and isinstance(before, list | dict | set)


def importable_name(value: Any) -> tuple[str, str] | None:
    """(module, name) of a function or class of an installed package, such as `np.sin`."""
    module_name = getattr(value, "__module__", None) or _module_of_ufunc(value)
    name = getattr(value, "__qualname__", None) or getattr(value, "__name__", None)
    if not isinstance(module_name, str) or not isinstance(name, str) or module_name == "__main__":
        return None
    root = module_name.split(".")[0]
    if root not in ("numpy", "builtins", "math", "operator", "cmath", "random", "statistics"):
        return None
    try:
        found: Any = importlib.import_module(module_name)
        for part in name.split("."):
            found = getattr(found, part)
    except (ImportError, AttributeError):
        return None
    return (module_name, name) if found is value else None


def _module_of_ufunc(value: Any) -> str | None:
    return "numpy" if isinstance(value, np.ufunc) else None
