"""What the judge may ask to be done with the student's objects, by name."""

from __future__ import annotations

import copy
import inspect
import math
import operator
import sys
import types
from collections.abc import Callable
from typing import Any

from autograder.sandbox.objects import JudgeFunction

_COMPARISONS = ("eq", "ne", "lt", "le", "gt", "ge")
_ARITHMETIC = ("add", "sub", "mul", "matmul", "truediv", "floordiv", "mod", "pow")
_BITS = ("and_", "or_", "xor", "lshift", "rshift")
_IN_PLACE = tuple(f"i{name.rstrip('_')}" for name in (*_ARITHMETIC, *_BITS))


def _next_of(iterator: Any) -> list[Any]:
    """[the next item]; at the end [], or [what the generator returned, True]."""
    try:
        return [next(iterator)]
    except StopIteration as end:
        return [] if end.value is None else [end.value, True]


def _leave(value: Any, kind: Any, message: Any) -> Any:
    """Leave a context, with an error of this type and text if there was one."""
    if kind is None:
        return type(value).__exit__(value, None, None, None)
    error = kind if isinstance(kind, BaseException) else kind(message)
    return type(value).__exit__(value, type(error), error, error.__traceback__)


def _result_of(awaitable: Any) -> Any:
    import asyncio

    async def wait() -> Any:
        return await awaitable

    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(wait())
    finally:
        loop.close()


def _next_of_async(iterator: Any) -> list[Any]:
    async def wait() -> list[Any]:
        try:
            return [await anext(iterator)]
        except StopAsyncIteration:
            return []

    result: list[Any] = _result_of(wait())
    return result


def _of_class(kind: type, name: str, instance: Any) -> Any:
    """As `super()` would find it for `instance`, in `kind` itself."""
    member = vars(kind)[name]
    find = getattr(type(member), "__get__", None)
    return member if find is None else find(member, instance, type(instance))


def _pyplot(name: str) -> Any:
    """What the student's pyplot has open; None if there is nothing."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    return getattr(pyplot, name)() if pyplot is not None and pyplot.get_fignums() else None


def _signature(function: Any) -> list[Any]:
    """[[name, kind, default, annotation]…, annotation of the result]"""
    found = inspect.signature(function)
    parameters = [
        [each.name, int(each.kind), each.default, each.annotation]
        for each in found.parameters.values()
    ]
    return [parameters, found.return_annotation]


def _subclass(name: str, bases: tuple[type, ...], members: dict[str, Any]) -> type:
    """A class that a test derives from the student's; its methods run with the judge."""
    functions = {
        key: _as_method(value) if type(value) is JudgeFunction else value
        for key, value in members.items()
    }
    made: type = types.new_class(name, bases, exec_body=lambda names: names.update(functions))
    return made


def _as_method(function: JudgeFunction) -> Callable[..., Any]:
    def method(self: Any, *args: Any, **kwargs: Any) -> Any:
        return function(self, *args, **kwargs)

    return method


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
    "invert": operator.invert,
    "complex": complex,
    "bytes": bytes,
    "round": round,
    "trunc": math.trunc,
    "floor": math.floor,
    "ceil": math.ceil,
    "reversed": reversed,
    "copy": copy.copy,
    "enter": lambda value: type(value).__enter__(value),
    "exit": _leave,
    "await": _result_of,
    "anext": _next_of_async,
    "of_class": _of_class,
    "subclass": _subclass,
    "raw": lambda kind, name: vars(kind)[name],
    "aiter": aiter,
    "signature": _signature,
    "pyplot": _pyplot,
    "source": inspect.getsource,
    "array": lambda value, *args: type(value).__array__(value, *args),
    **{name: getattr(operator, name) for name in _IN_PLACE},
    **{name: getattr(operator, name) for name in (*_COMPARISONS, *_ARITHMETIC, *_BITS)},
}
