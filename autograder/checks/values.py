"""What a student's function may hand back, and how to look at it without being hurt.

Only `type(value)` is asked: `__class__`, `__array__` and `__eq__` belong to the student.
"""

from __future__ import annotations

import math
import warnings
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any

import numpy as np
import numpy.typing as npt

from autograder.checks.errors import Message, type_name

Array = npt.NDArray[Any]

_KINDS: tuple[tuple[type, str], ...] = (
    (bool, "value.bool"),
    (np.bool_, "value.bool"),
    (int, "value.number"),
    (float, "value.number"),
    (complex, "value.complex"),
    (np.complexfloating, "value.complex"),
    (np.number, "value.number"),
    (str, "value.string"),
    (dict, "value.dict"),
    (type(None), "value.none"),
    (FunctionType, "value.function"),
    (BuiltinFunctionType, "value.function"),
    (MethodType, "value.function"),
)


def has_type(value: object, *kinds: type) -> bool:
    return issubclass(type(value), kinds)


def kind_of(value: object) -> Message:
    """What the value is, in words: "a list of 4 items", "None", "an array"."""
    if has_type(value, np.ndarray):
        return Message("value.array")
    if has_type(value, list):
        return Message("value.list", {"count": list.__len__(value)})  # type: ignore[arg-type]
    if has_type(value, tuple):
        return Message("value.tuple", {"count": tuple.__len__(value)})  # type: ignore[arg-type]
    for kind, key in _KINDS:
        if has_type(value, kind):
            return Message(key)
    return Message("value.other", {"type": type_name(value)})


def items_of(value: Any) -> tuple[Any, ...]:
    """The items of a list or tuple, past any method of a subclass."""
    kind = list if has_type(value, list) else tuple
    return tuple(kind.__iter__(value))


def is_number(value: object) -> bool:
    """A single number: Python's or numpy's, real or complex. A bool is none."""
    return has_type(value, int, float, complex, np.number) and not has_type(value, bool)


def as_array(value: object) -> Array | None:
    """An array or a number as a plain ndarray, or None for everything else.

    Subclasses become plain arrays; what a mask hides becomes nan.
    """
    if has_type(value, np.ma.MaskedArray):
        return _unmasked(value)
    if has_type(value, np.ndarray):
        return np.asarray(value)
    return _number_array(value) if is_number(value) else None


def as_listed_array(value: object) -> Array | None:
    """A list or tuple that numpy reads as an array of numbers, else None."""
    if not has_type(value, list, tuple):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            array = np.asarray(value)
    except Exception:  # ragged, endless, or an item that refuses
        return None
    return array if array.dtype.kind in "iufc" else None


def _number_array(value: Any) -> Array:
    try:
        return np.asarray(value) if has_type(value, complex, np.complexfloating) else _real(value)
    except Exception:
        return np.asarray(math.nan)


def _real(value: Any) -> Array:
    if has_type(value, np.generic):
        return np.asarray(value)
    try:
        return np.asarray(float(value))
    except OverflowError:
        return np.asarray(math.inf)


def _unmasked(value: Any) -> Array:
    data, mask = np.ma.getdata(value), np.ma.getmaskarray(value)
    if data.dtype.kind not in "iuf" or not mask.any():
        return np.asarray(data)
    return np.where(mask, np.nan, np.asarray(data, dtype=float))
