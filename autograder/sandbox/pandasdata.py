"""Tables of pandas as plain data: columns, index and labels, put together by pandas.

Nothing here imports pandas before a value of it is there to be taken apart or put together.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from typing import Any

import numpy as np

Parts = list[Any]
PREFIX = "pd."


def parts_of(value: Any) -> tuple[str, Parts] | None:
    """(kind, parts) of a value of pandas that can be taken apart, None of any other."""
    if not (type(value).__module__ or "").startswith("pandas") or "pandas" not in sys.modules:
        return None
    for name, take_apart in _TAKE.items():
        kind = _kinds(name)
        if type(value) is kind or (name == "array" and isinstance(value, kind)):
            parts = take_apart(value)
            return None if parts is None else (PREFIX + name, parts)
    return None


def put_together(kind: str, parts: Parts) -> Any:
    """Raises `LookupError`, `ImportError` or what pandas raises for parts that don't fit."""
    return _MAKE[kind.removeprefix(PREFIX)](importlib.import_module("pandas"), *parts)


def is_key(value: Any) -> bool:
    pandas = sys.modules.get("pandas")
    return pandas is not None and type(value) in (pandas.Timestamp, pandas.Timedelta)


def _kinds(name: str) -> Any:
    pandas = sys.modules["pandas"]
    special = {
        "array": pandas.api.extensions.ExtensionArray,
        "NaT": type(pandas.NaT),
        "NA": type(pandas.NA),
    }
    return special[name] if name in special else getattr(pandas, name)


def _frame(frame: Any) -> Parts:
    columns = [_values(frame.iloc[:, place]) for place in range(frame.shape[1])]
    return [frame.index, frame.columns, columns]


def _make_frame(pandas: Any, index: Any, columns: Any, data: list[Any]) -> Any:
    rows = _typed(pandas.Index, index)
    series = [pandas.Series(column, index=rows, dtype=column.dtype) for column in data]
    made = pandas.DataFrame(dict(enumerate(series)), index=rows)
    made.columns = _typed(pandas.Index, columns)
    return made


def _series(series: Any) -> Parts:
    return [series.index, series.name, _values(series)]


def _make_series(pandas: Any, index: Any, name: Any, data: Any) -> Any:
    return pandas.Series(data, index=_typed(pandas.Index, index), name=name, dtype=data.dtype)


def _values(holder: Any) -> Any:
    """The numpy array or extension array that a column or an index holds."""
    values = holder.array
    return values.to_numpy() if type(values).__name__ == "NumpyExtensionArray" else values


def _index(index: Any) -> Parts:
    return [_values(index), index.name]


def _make_index(pandas: Any, data: Any, name: Any) -> Any:
    return pandas.Index(data, name=name, dtype=data.dtype)


def _range(index: Any) -> Parts:
    return [index.start, index.stop, index.step, index.name]


def _make_range(pandas: Any, start: Any, stop: Any, step: Any, name: Any) -> Any:
    made = pandas.RangeIndex(start, stop, step, name=name)
    if len(made) > 10_000_000:
        raise ValueError("the index is too long")
    return made


def _dates(index: Any) -> Parts:
    return [_values(index), index.name, getattr(index, "freqstr", None)]


def _make_dates(pandas: Any, data: Any, name: Any, frequency: Any) -> Any:
    made = pandas.Index(data, name=name)
    if frequency is not None:
        made.freq = _typed(str, frequency)
    return made


def _multi(index: Any) -> Parts:
    return [list(index.levels), [np.asarray(codes) for codes in index.codes], list(index.names)]


def _make_multi(pandas: Any, levels: Any, codes: Any, names: Any) -> Any:
    return pandas.MultiIndex(levels, codes, names=names, verify_integrity=True)


def _extension(array: Any) -> Parts | None:
    """[dtype's name, what else it needs, numpy parts]"""
    dtype = array.dtype
    name = type(dtype).__name__
    if name == "CategoricalDtype":
        return ["category", [array.categories, bool(array.ordered)], [np.asarray(array.codes)]]
    if name == "DatetimeTZDtype":
        return ["tz", [str(dtype.tz), dtype.unit], [array.asi8]]
    if name == "PeriodDtype":
        return ["period", [str(dtype)[len("period[") : -1]], [array.asi8]]
    if name == "IntervalDtype":
        return ["interval", [array.closed], [array.left, array.right]]
    if name == "StringDtype":
        missing = "NA" if dtype.na_value is sys.modules["pandas"].NA else "nan"
        items = [
            None if gone else str(item) for item, gone in zip(array, array.isna(), strict=True)
        ]
        return ["string", [missing], [items]]
    if hasattr(array, "_mask") and hasattr(array, "_data"):
        filled = array.to_numpy(dtype=array._data.dtype, na_value=array._data.dtype.type(0))
        return ["masked", [str(dtype)], [filled, np.asarray(array.isna())]]
    if dtype.kind in "mM":
        return ["numpy", [], [array.to_numpy()]]
    return None


def _make_extension(pandas: Any, kind: Any, more: Any, data: Any) -> Any:
    return _EXTENSIONS[kind](pandas, *more, *data)


def _make_string(pandas: Any, missing: Any, items: Any) -> Any:
    gone = pandas.NA if missing == "NA" else np.nan
    dtype = pandas.StringDtype(na_value=gone)
    return pandas.array([gone if item is None else item for item in items], dtype=dtype)


def _make_masked(pandas: Any, name: Any, data: Any, mask: Any) -> Any:
    if name not in _MASKED:
        raise ValueError("unknown dtype")
    items = [pandas.NA if gone else item for item, gone in zip(data, mask, strict=True)]
    return pandas.array(items, dtype=name)


_MASKED = (
    "boolean",
    "Float32",
    "Float64",
    *(f"{u}Int{n}" for u in ("", "U") for n in (8, 16, 32, 64)),
)


def _make_tz(pandas: Any, zone: Any, unit: Any, data: Any) -> Any:
    return pandas.array(data.view(f"M8[{unit}]")).tz_localize("UTC").tz_convert(_typed(str, zone))


_EXTENSIONS: dict[str, Callable[..., Any]] = {
    "category": lambda pandas, categories, ordered, codes: pandas.Categorical.from_codes(
        codes, categories=categories, ordered=ordered
    ),
    "tz": _make_tz,
    "period": lambda pandas, frequency, data: (
        pandas.PeriodIndex.from_ordinals(data, freq=_typed(str, frequency)).array
    ),
    "interval": lambda pandas, closed, left, right: pandas.arrays.IntervalArray.from_arrays(
        left, right, closed=closed
    ),
    "string": _make_string,
    "masked": _make_masked,
    "numpy": lambda pandas, data: pandas.array(data),
}


def _typed(kind: type, value: Any) -> Any:
    if not isinstance(value, kind):
        raise TypeError(f"found {type(value).__name__}")
    return value


_TAKE: dict[str, Callable[[Any], Parts | None]] = {
    "DataFrame": _frame,
    "Series": _series,
    "Index": _index,
    "RangeIndex": _range,
    "MultiIndex": _multi,
    "DatetimeIndex": _dates,
    "TimedeltaIndex": _dates,
    "PeriodIndex": _index,
    "CategoricalIndex": _index,
    "IntervalIndex": _index,
    "Timestamp": lambda value: [
        str(value.tz) if value.tz is not None else None,
        value.unit,
        value.asm8.astype("i8").item(),
    ],
    "Timedelta": lambda value: [value.unit, value.asm8.astype("i8").item()],
    "NaT": lambda _: [],
    "NA": lambda _: [],
    "array": _extension,
}
_MAKE: dict[str, Callable[..., Any]] = {
    "DataFrame": _make_frame,
    "Series": _make_series,
    "Index": _make_index,
    "RangeIndex": _make_range,
    "MultiIndex": _make_multi,
    "DatetimeIndex": _make_dates,
    "TimedeltaIndex": _make_dates,
    "PeriodIndex": _make_index,
    "CategoricalIndex": _make_index,
    "IntervalIndex": _make_index,
    "Timestamp": lambda pandas, zone, unit, count: (
        pandas.Timestamp(np.datetime64(count, unit))
        if zone is None
        else pandas.Timestamp(np.datetime64(count, unit), tz="UTC").tz_convert(zone)
    ),
    "Timedelta": lambda pandas, unit, count: pandas.Timedelta(np.timedelta64(count, unit)),
    "NaT": lambda pandas: pandas.NaT,
    "NA": lambda pandas: pandas.NA,
    "array": _make_extension,
}
