"""Values of the standard library that are plain data, though not numbers or texts.

Each kind is taken apart into values that the wire format knows, and put together again from
them. Whoever puts together checks the parts: they may come from the student's room.
"""

from __future__ import annotations

import decimal
import fractions
import pathlib
import types
import zoneinfo
from collections import defaultdict, deque
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone
from typing import Any

from autograder.sandbox.constants import CONSTANTS, name_of

Parts = list[Any]
MAX_DIGITS = 1_000
MAX_EXPONENT = 10_000


def parts_of(value: Any) -> tuple[str, Parts] | None:
    """(kind, parts) of a value that can be taken apart, None of any other."""
    take_apart = _TAKE.get(type(value))
    if take_apart is not None:
        return take_apart(value)
    kind = type(value)  # isinstance would ask a proxy's student
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


def typed(kind: type | tuple[type, ...], value: Any) -> Any:
    """The value. Raises `TypeError` if its type is not exactly this one, or one of these."""
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
    return zone if zone is None else typed((timezone, zoneinfo.ZoneInfo), zone)


def _make_decimal(text: Any) -> decimal.Decimal:
    """Bounded: an integer of such a number must stay an integer that one can print."""
    if len(typed(str, text)) > MAX_DIGITS + 20:
        raise ValueError("too many digits")
    made = decimal.Decimal(text)
    if made.is_finite() and made and abs(made.adjusted()) > MAX_EXPONENT:
        raise ValueError("too large an exponent")
    return made


def _make_fraction(numerator: Any, denominator: Any) -> fractions.Fraction:
    return fractions.Fraction(typed(int, numerator), typed(int, denominator))


def _make_deque(items: Any, longest: Any) -> deque[Any]:
    return deque(typed(list, items), typed((int, type(None)), longest))


def _make_defaultdict(factory: Any, items: Any) -> defaultdict[Any, Any]:
    return defaultdict(factory, typed(dict, items))


def _make_namespace(items: Any) -> types.SimpleNamespace:
    return types.SimpleNamespace(**typed(dict, items))


def _make_namedtuple(kind: Any, items: Any) -> Any:
    """`kind` is the class, in the judge's room what stands for it."""
    if not isinstance(kind, type) or not issubclass(kind, tuple):
        raise TypeError("a class of named tuples expected")
    return tuple.__new__(kind, typed(list, items))


def _make_path(kind: type[pathlib.PurePath]) -> Callable[[Any], pathlib.PurePath]:
    return lambda text: kind(typed(str, text))


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
    "zone": lambda name: zoneinfo.ZoneInfo(typed(str, name)),
    "decimal": _make_decimal,
    "fraction": _make_fraction,
    "deque": _make_deque,
    "bytearray": lambda data: bytearray(typed(bytes, data)),
    "defaultdict": _make_defaultdict,
    "namespace": _make_namespace,
    "namedtuple": _make_namedtuple,
    "constant": lambda name: CONSTANTS[typed(str, name)],
    **{kind.__name__: _make_path(kind) for kind in _PATHS},
}
MUTABLE = {"deque", "bytearray", "defaultdict", "namespace"}
_KEYS = {date, datetime, time, timedelta, timezone, decimal.Decimal, fractions.Fraction, *_PATHS}
