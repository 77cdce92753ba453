"""Data of the notebook that a function reads in place of its arguments.

When graded, or in the hidden tests, that variable is another one or none.
"""

from __future__ import annotations

import dis
import inspect
from types import CodeType, FunctionType
from typing import Any

import numpy as np

from autograder.checks.errors import Message
from autograder.checks.values import has_type

_DATA = (np.ndarray, np.generic, dict, list, tuple, set, int, float, complex, str)
_CONSTANT = (np.generic, int, float, complex, str)
MOST_NAMES = 4


def globals_read(function: str, namespace: dict[str, Any]) -> tuple[Message, ...]:
    """A note for each variable of the notebook that the function of this name reads.

    Functions, classes and modules are no data. A number whose name is in capitals, such as
    `EPSILON`, is a constant; one letter in capitals is not: that is how matrices are called.
    """
    found = namespace.get(function)
    if type(found) is not FunctionType or found.__globals__ is not namespace:
        return ()
    names = [name for name in global_names(found.__code__) if _is_data(name, namespace)]
    return tuple(_note(found, name, namespace) for name in names[:MOST_NAMES])


def global_names(code: CodeType) -> tuple[str, ...]:
    """Every global name that the code or a function inside it reads, each once, in order."""
    names: dict[str, None] = {}
    for instruction in dis.get_instructions(code):
        if instruction.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
            names[instruction.argval] = None
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            names |= dict.fromkeys(global_names(constant))
    return tuple(names)


def _is_data(name: str, namespace: dict[str, Any]) -> bool:
    if name not in namespace or name.startswith("__"):
        return False
    value = namespace[name]
    if name.isupper() and len(name) > 1 and has_type(value, *_CONSTANT):
        return False
    return has_type(value, *_DATA)


def _note(function: FunctionType, name: str, namespace: dict[str, Any]) -> Message:
    values = {"function": function.__name__, "name": name}
    for argument in inspect.getfullargspec(function).args:
        value: Any = namespace.get(argument)
        if has_type(value, dict) and name in dict.keys(value):
            return Message("globals.in_argument", {**values, "argument": argument})
    return Message("globals.read", values)
