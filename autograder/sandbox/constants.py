"""Types and functions that both rooms have, and that travel by name.

Only what does nothing but compute on its arguments: the judge calls them on the student's values.
"""

from __future__ import annotations

import collections
import datetime
import decimal
import fractions
import inspect
import math
import pathlib
import re
import types
from typing import Any

import numpy as np

_TYPES = (
    *(int, float, bool, str, bytes, bytearray, complex, list, tuple, dict, set, frozenset),
    *(object, type(None), range, slice, property, staticmethod, classmethod, type(...)),
    *(types.FunctionType, types.BuiltinFunctionType, types.GeneratorType, types.MethodType),
    *(collections.deque, collections.Counter, collections.OrderedDict, collections.defaultdict),
    *(datetime.date, datetime.datetime, datetime.time, datetime.timedelta, datetime.timezone),
    *(decimal.Decimal, fractions.Fraction, pathlib.Path, pathlib.PosixPath, pathlib.PurePath),
    *(np.ndarray, np.generic, np.number, np.integer, np.floating, np.dtype, re.Match, re.Pattern),
    *np.sctypeDict.values(),
)
_FUNCTIONS = (len, sum, min, max, abs, round, sorted, any, all, divmod, pow)


def _of(module: Any, kind: type) -> list[Any]:
    return [value for value in vars(module).values() if isinstance(value, kind)]


def _named(values: Any) -> dict[str, Any]:
    return {f"{value.__module__}.{value.__qualname__}": value for value in values}


CONSTANTS: dict[str, Any] = {
    "...": ...,
    "NotImplemented": NotImplemented,
    "inspect.empty": inspect.Parameter.empty,
    "numpy.novalue": getattr(np, "_NoValue", None),
    **_named(dict.fromkeys(_TYPES)),
    **_named(_FUNCTIONS),
    **_named(_of(math, types.BuiltinFunctionType)),
    **{f"numpy.{value.__name__}": value for value in _of(np, np.ufunc)},
}
_NAMES = {id(value): name for name, value in CONSTANTS.items()}


def name_of(value: Any) -> str | None:
    return _NAMES.get(id(value))
