"""Values of the standard library and of numpy that are plain data, though not numbers or texts.

Each kind is taken apart into values that the wire format knows, and put together again from
them. Whoever puts together checks the parts: they may come from the student's room.
"""

from __future__ import annotations

import decimal
import fractions
import math
import pathlib
import re
import types
import zoneinfo
from collections import defaultdict, deque
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone
from typing import Any

import numpy as np

from autograder.sandbox.constants import CONSTANTS, name_of

Parts = list[Any]
MAX_DIGITS = 1_000
MAX_EXPONENT = 10_000
# Bytes, dates and long floats: what numpy has besides the numbers and texts of `frames`.
_RAW = re.compile(r"\|S\d{1,6}|<[Mm]8(\[\d{0,6}[a-zA-Zμ]{1,3}\])?|<f16|<c32|\|V\d{1,6}")
_ANY_DTYPE = re.compile(r"[<|](b1|[iu][1248]|f2|f4|f8|c8|c16|U\d{1,6}|O)")


def parts_of(value: Any) -> tuple[str, Parts] | None:
    """(kind, parts) of a value that can be taken apart, None of any other."""
    take_apart = _TAKE.get(type(value))
    if take_apart is not None:
        return take_apart(value)
    kind = type(value)  # isinstance would ask a proxy's student
    if issubclass(kind, np.ndarray):
        return _parts_of_array(value)
    if issubclass(kind, np.generic):
        return _raw("scalar", np.asarray(value))
    if issubclass(kind, np.dtype):
        return _parts_of_dtype(value)
    if issubclass(kind, tuple) and isinstance(getattr(kind, "_fields", None), tuple):
        return "namedtuple", [kind, list(tuple.__iter__(value))]
    name = name_of(value)
    return None if name is None else ("constant", [name])


def put_together(kind: str, parts: Parts) -> Any:
    """Raises `ValueError`, `TypeError`, `LookupError` or `ArithmeticError` for wrong parts."""
    return MAKERS[kind](*parts)


def is_key(value: Any) -> bool:
    """Whether the value can be hashed without asking the student's code."""
    return type(value) in _KEYS


def _typed(kind: type | tuple[type, ...], value: Any) -> Any:
    kinds = kind if isinstance(kind, tuple) else (kind,)
    if type(value) not in kinds:
        raise TypeError(f"found {type(value).__name__}")
    return value


def _moment(value: datetime) -> Parts:
    fields = (value.year, value.month, value.day, value.hour, value.minute, value.second)
    return [*fields, value.microsecond, value.tzinfo, value.fold]


def _make_datetime(*parts: Any) -> datetime:
    *fields, zone, fold = parts
    return datetime(*fields).replace(tzinfo=_zone(zone), fold=fold)


def _make_time(*parts: Any) -> time:
    *fields, zone, fold = parts
    return time(*fields).replace(tzinfo=_zone(zone), fold=fold)


def _zone(zone: Any) -> Any:
    return zone if zone is None else _typed((timezone, zoneinfo.ZoneInfo), zone)


def _make_decimal(text: Any) -> decimal.Decimal:
    """Bounded: an integer of such a number must stay an integer that one can print."""
    if len(_typed(str, text)) > MAX_DIGITS + 20:
        raise ValueError("too many digits")
    made = decimal.Decimal(text)
    if made.is_finite() and made and abs(made.adjusted()) > MAX_EXPONENT:
        raise ValueError("too large an exponent")
    return made


def _make_fraction(numerator: Any, denominator: Any) -> fractions.Fraction:
    return fractions.Fraction(_typed(int, numerator), _typed(int, denominator))


def _make_deque(items: Any, longest: Any) -> deque[Any]:
    return deque(_typed(list, items), _typed((int, type(None)), longest))


def _make_defaultdict(factory: Any, items: Any) -> defaultdict[Any, Any]:
    return defaultdict(factory, _typed(dict, items))


def _make_namespace(items: Any) -> types.SimpleNamespace:
    return types.SimpleNamespace(**_typed(dict, items))


def _parts_of_random(generator: np.random.Generator) -> tuple[str, Parts] | None:
    name = type(generator.bit_generator).__name__
    return ("generator", [name, generator.bit_generator.state]) if name in _BITS else None


_BITS = ("PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64")


def _make_random(name: Any, state: Any) -> np.random.Generator:
    if name not in _BITS:
        raise ValueError("unknown bit generator")
    bits = getattr(np.random, name)(0)
    bits.state = _typed(dict, state)
    return np.random.Generator(bits)


def _make_random_state(state: Any) -> np.random.RandomState:
    made = np.random.RandomState(0)
    made.set_state(_typed(dict, state))
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
    if not _ANY_DTYPE.fullmatch(_typed(str, code)) and not _RAW.fullmatch(code):
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
    if _count(shape) * dtype.itemsize != len(_typed(bytes, data)):
        raise ValueError("the shape does not fit the bytes")
    made: np.ndarray[Any, Any] = np.frombuffer(data, dtype).reshape(shape).copy()
    return made


def _make_objects(shape: Any, items: Any) -> np.ndarray[Any, Any]:
    if _count(shape) != len(_typed(list, items)):
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
    return np.asmatrix(_typed(np.ndarray, data))


def _make_namedtuple(kind: Any, items: Any) -> Any:
    """`kind` is the class, in the judge's room what stands for it."""
    if not isinstance(kind, type) or not issubclass(kind, tuple):
        raise TypeError("a class of named tuples expected")
    return tuple.__new__(kind, _typed(list, items))


def _make_path(kind: type[pathlib.PurePath]) -> Callable[[Any], pathlib.PurePath]:
    return lambda text: kind(_typed(str, text))


_PATHS = (pathlib.PosixPath, pathlib.PurePosixPath, pathlib.PureWindowsPath)
_TAKE: dict[type, Callable[[Any], tuple[str, Parts] | None]] = {
    date: lambda value: ("date", [value.year, value.month, value.day]),
    datetime: lambda value: ("datetime", _moment(value)),
    time: lambda value: (
        "time",
        [value.hour, value.minute, value.second, value.microsecond, value.tzinfo, value.fold],
    ),
    timedelta: lambda value: ("timedelta", [value.days, value.seconds, value.microseconds]),
    timezone: lambda value: ("timezone", [value.utcoffset(None), value.tzname(None)]),
    zoneinfo.ZoneInfo: lambda value: ("zone", [value.key]) if value.key else None,
    decimal.Decimal: lambda value: ("decimal", [str(value)]),
    fractions.Fraction: lambda value: ("fraction", [value.numerator, value.denominator]),
    deque: lambda value: ("deque", [list(value), value.maxlen]),
    bytearray: lambda value: ("bytearray", [bytes(value)]),
    defaultdict: lambda value: ("defaultdict", [value.default_factory, dict(value)]),
    types.SimpleNamespace: lambda value: ("namespace", [dict(vars(value))]),
    np.random.Generator: _parts_of_random,
    np.random.RandomState: lambda value: ("randomstate", [value.get_state(legacy=False)]),
    **{kind: lambda value: (type(value).__name__, [str(value)]) for kind in _PATHS},
}
MAKERS: dict[str, Callable[..., Any]] = {
    "date": date,
    "datetime": _make_datetime,
    "time": _make_time,
    "timedelta": timedelta,
    "timezone": lambda offset, name: (
        timezone.utc if (not offset and name == "UTC") else timezone(offset, name)
    ),
    "zone": lambda name: zoneinfo.ZoneInfo(_typed(str, name)),
    "decimal": _make_decimal,
    "fraction": _make_fraction,
    "deque": _make_deque,
    "bytearray": lambda data: bytearray(_typed(bytes, data)),
    "defaultdict": _make_defaultdict,
    "namespace": _make_namespace,
    "generator": _make_random,
    "randomstate": _make_random_state,
    "dtype": _make_dtype,
    "record": _make_record,
    "raw": _make_raw,
    "objects": _make_objects,
    "scalar": _make_scalar,
    "masked": _make_masked,
    "matrix": _make_matrix,
    "namedtuple": _make_namedtuple,
    "constant": lambda name: CONSTANTS[_typed(str, name)],
    **{kind.__name__: _make_path(kind) for kind in _PATHS},
}
MUTABLE = {
    "deque",
    "bytearray",
    "defaultdict",
    "namespace",
    "generator",
    "randomstate",
    "raw",
    "objects",
    "masked",
    "matrix",
}
_KEYS = {date, datetime, time, timedelta, timezone, decimal.Decimal, fractions.Fraction, *_PATHS}
