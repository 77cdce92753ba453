"""What the room tells the judge about a class, so that it can make one that stands for it."""

from __future__ import annotations

from typing import Any

MAX_CLASSES = 200
MAX_MEMBERS = 1_000
# Attributes that a class has for Python's own sake.
_NOT_TOLD = {"__dict__", "__weakref__", "__doc__", "__module__", "__slots__", "__new__"}
_NOT_TOLD |= {"__getattribute__", "__getattr__", "__class_getitem__", "__init_subclass__"}
_NOT_TOLD |= {"__subclasshook__", "__reduce__", "__reduce_ex__", "__getstate__", "__setstate__"}
_NOT_TOLD |= {"__annotations__", "__static_attributes__", "__firstlineno__", "__annotate_func__"}


def describe(kind: type) -> dict[str, Any]:
    """The class's name and where it is from, and the names that it defines itself.

    `fields` are those of a named tuple, `unset` the special methods that it sets to None.
    """
    members = [str(name) for name in vars(kind) if name not in _NOT_TOLD][:MAX_MEMBERS]
    fields: Any = getattr(kind, "_fields", None)
    is_named_tuple = issubclass(kind, tuple) and type(fields) is tuple
    return {
        "name": str(kind.__name__)[:200],
        "qualname": str(kind.__qualname__)[:200],
        "module": str(kind.__module__)[:200],
        "members": members,
        "unset": [name for name in members if vars(kind).get(name, 0) is None],
        "fields": list(map(str, fields)) if is_named_tuple else None,
        "plain": type(kind) is type,
    }
