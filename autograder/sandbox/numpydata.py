"""Values of numpy that are plain data, though not numbers, texts or arrays of them.

Taken apart and put together as those of `plaindata`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.sandbox.plaindata import Parts, typed

# Bytes, dates and long floats: what numpy has besides the numbers and texts of `frames`.
_RAW = re.compile(r"\|S\d{1,6}|<[Mm]8(\[\d{0,6}[a-zA-Zμ]{1,3}\])?|<f16|<c32|\|V\d{1,6}")
_BITS = ("PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64")
_ANY_DTYPE = re.compile(r"[<|](b1|[iu][1248]|f2|f4|f8|c8|c16|U\d{1,6}|O)")


def parts_of(value: Any) -> tuple[str, Parts] | None:
    """(kind, parts) of a value that can be taken apart, None of any other."""
    kind = type(value)  # isinstance would ask a proxy's student
    if kind is np.random.Generator:
        return _parts_of_random(value)
    if kind is np.random.RandomState:
        return "randomstate", [value.get_state(legacy=False)]
    if issubclass(kind, np.ndarray):
        return _parts_of_array(value)
    if issubclass(kind, np.generic):
        return _raw("scalar", np.asarray(value))
    return _parts_of_dtype(value) if issubclass(kind, np.dtype) else None


def put_together(kind: str, parts: Parts) -> Any:
    """Raises `ValueError`, `TypeError` or `LookupError` for wrong parts."""
    return MAKERS[kind](*parts)


def _parts_of_random(generator: np.random.Generator) -> tuple[str, Parts] | None:
    name = type(generator.bit_generator).__name__
    return ("generator", [name, generator.bit_generator.state]) if name in _BITS else None


def _make_random(name: Any, state: Any) -> np.random.Generator:
    if name not in _BITS:
        raise ValueError("unknown bit generator")
    bits = getattr(np.random, name)(0)
    bits.state = typed(dict, state)
    return np.random.Generator(bits)


def _make_random_state(state: Any) -> np.random.RandomState:
    made = np.random.RandomState(0)
    made.set_state(typed(dict, state))
    return made


def _parts_of_dtype(dtype: np.dtype[Any]) -> tuple[str, Parts] | None:
    if not getattr(type(dtype), "_legacy", True):
        return None
    if dtype.names is None:
        code = dtype.newbyteorder("<").str
        return ("dtype", [code]) if _ANY_DTYPE.fullmatch(code) or _RAW.fullmatch(code) else None
    if dtype != np.dtype([(name, dtype[name]) for name in dtype.names]):
        return None  # its items have gaps
    return "record", [[name, dtype[name]] for name in dtype.names]


def _make_dtype(code: Any) -> np.dtype[Any]:
    if not _ANY_DTYPE.fullmatch(typed(str, code)) and not _RAW.fullmatch(code):
        raise ValueError("unknown dtype")
    made: np.dtype[Any] = np.dtype(code)
    return made


def _make_record(*fields: Any) -> np.dtype[Any]:
    if not all(type(name) is str and isinstance(dtype, np.dtype) for name, dtype in fields):
        raise TypeError("fields expected")
    made: np.dtype[Any] = np.dtype([(name, dtype) for name, dtype in fields])
    return made


def _parts_of_array(array: np.ndarray[Any, Any]) -> tuple[str, Parts] | None:
    if isinstance(array, np.ma.MaskedArray):
        return "masked", [np.asarray(array.data), np.ma.getmaskarray(array)]
    if isinstance(array, np.matrix):
        return "matrix", [np.asarray(array)]
    plain = np.asarray(array)
    if plain.dtype == object:
        return "objects", [list(plain.shape), list(plain.flat)]
    return _raw("raw", plain)


def _raw(kind: str, array: np.ndarray[Any, Any]) -> tuple[str, Parts] | None:
    if not getattr(type(array.dtype), "_legacy", True):
        return None
    dtype = array.dtype.newbyteorder("<")
    if dtype.hasobject or not (dtype.names or _RAW.fullmatch(dtype.str)):
        return None
    described = _parts_of_dtype(dtype)
    return described and (kind, [dtype, list(array.shape), array.astype(dtype).tobytes()])


def _make_raw(dtype: Any, shape: Any, data: Any) -> np.ndarray[Any, Any]:
    if not isinstance(dtype, np.dtype) or dtype.hasobject or dtype.itemsize == 0:
        raise TypeError("a dtype expected")
    if _count(shape) * dtype.itemsize != len(typed(bytes, data)):
        raise ValueError("the shape does not fit the bytes")
    made: np.ndarray[Any, Any] = np.frombuffer(data, dtype).reshape(shape).copy()
    return made


def _make_objects(shape: Any, items: Any) -> np.ndarray[Any, Any]:
    if _count(shape) != len(typed(list, items)):
        raise ValueError("the shape does not fit the items")
    made = np.empty(len(items), dtype=object)
    made[:] = items if not any(isinstance(item, list | tuple | np.ndarray) for item in items) else 0
    for index, item in enumerate(items):
        made[index] = item
    shaped: np.ndarray[Any, Any] = made.reshape(shape)
    return shaped


def _count(shape: Any) -> int:
    if type(shape) is not list or len(shape) > 32:
        raise TypeError("a shape expected")
    if any(type(side) is not int or not 0 <= side < 2**31 for side in shape):
        raise ValueError("a shape expected")
    return math.prod(shape)


def _make_scalar(dtype: Any, shape: Any, data: Any) -> Any:
    return _make_raw(dtype, shape, data)[()]


def _make_masked(data: Any, mask: Any) -> Any:
    if not isinstance(data, np.ndarray) or not isinstance(mask, np.ndarray):
        raise TypeError("arrays expected")
    return np.ma.MaskedArray(data, mask)


def _make_matrix(data: Any) -> Any:
    return np.asmatrix(typed(np.ndarray, data))


MAKERS: dict[str, Callable[..., Any]] = {
    "generator": _make_random,
    "randomstate": _make_random_state,
    "dtype": _make_dtype,
    "record": _make_record,
    "raw": _make_raw,
    "objects": _make_objects,
    "scalar": _make_scalar,
    "masked": _make_masked,
    "matrix": _make_matrix,
}
MUTABLE = {"generator", "randomstate", "raw", "objects", "masked", "matrix"}
