"""Checks of arrays: shape and kind first, then the values.

Every function returns the value that it was given, or raises `CheckFailed`. A message never holds
an expected value: only shapes, relative errors, time steps.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from autograder.checks.closeness import is_close, is_short_format, stated
from autograder.checks.comparison import Comparison, compared
from autograder.checks.errors import CheckFailed, Message
from autograder.checks.localise import (
    describe_bad_steps,
    describe_steps,
    time_axis,
    wrong_steps,
)
from autograder.checks.patterns import cause
from autograder.checks.shapes import (
    Axes,
    axes_of,
    explain_shape,
    found_text,
    named_axes,
    shape_text,
)
from autograder.checks.values import Array, as_array, as_listed_array, has_type, kind_of

V = TypeVar("V")
NOTHING = ""


def shape(name: str, value: V, axes: dict[str, int]) -> V:
    """The value must be a numeric array of this shape, or a number where there are no axes."""
    array_of_shape(name, value, named_axes(axes))
    return value


def close(name: str, actual: V, expected: npt.ArrayLike, axes: str, rtol: float) -> V:
    """`actual` must be `expected` to max|a − b| ≤ rtol · max|b| + 1e-12.

    Raises ValueError where `expected` itself is unfit: an error of the check.
    """
    right = _expected_array(expected)
    require_values([_comparison(name, actual, right, axes, rtol)])
    return actual


def all_close(
    values: Mapping[str, object],
    expected: Mapping[str, npt.ArrayLike],
    axes: Mapping[str, str],
    rtol: float,
) -> None:
    """Every array of `expected` under its name in `values`: one failure tells of all of them.

    Shape, kind and finiteness come first, in their order. Raises as `close`.
    """
    require_values(
        [
            _comparison(name, values[name], _expected_array(right), axes.get(name, ""), rtol)
            for name, right in expected.items()
        ]
    )


def _comparison(name: str, actual: object, right: Array, axes: str, rtol: float) -> Comparison:
    array = array_of_shape(name, actual, axes_of(right.shape, axes))
    _require_real(name, array, right)
    require_finite(name, array, axes, right, rtol)
    return compared(name, array, right, axes, rtol)


def array_of_shape(name: str, value: object, expected: Axes) -> Array:
    """The value as a plain numeric array of the expected shape. Raises CheckFailed."""
    array = as_array(value)
    if array is None:
        raise _no_array(name, value, expected)
    if array.dtype.kind not in "iufc":
        raise _not_numeric(name, array)
    if array.shape != expected.sizes:
        raise _wrong_shape(name, array, expected)
    return array


def require_finite(
    name: str, array: Array, axes: str = "", right: Array | None = None, rtol: float = 0.0
) -> None:
    """No nan, no inf. Raises CheckFailed, which tells whether all else is as in `right`."""
    bad = ~np.isfinite(array)
    if not bad.any():
        return
    axis = time_axis(axes)
    where = None if axis is None else describe_bad_steps(bad, axis)
    values = {"name": name, "count": int(bad.sum()), "size": bad.size, "where": where or NOTHING}
    is_rest_right = right is not None and _is_rest_right(array, right, bad, rtol)
    values["rest"] = Message("where.rest_right") if is_rest_right else NOTHING
    is_nan = bool(np.isnan(array).any())
    raise CheckFailed(
        Message("close.nan" if is_nan else "close.inf", values),
        Message("advice.nan" if is_nan else "advice.inf"),
    )


def _is_rest_right(array: Array, right: Array, bad: Array, rtol: float) -> bool:
    return not bad.all() and is_close(np.where(bad, 0, array), np.where(bad, 0, right), rtol)


def _expected_array(expected: npt.ArrayLike) -> Array:
    right = np.asarray(expected)
    if right.dtype.kind not in "iufc" or not np.isfinite(right).all():
        raise ValueError("the expected value of a check must be numeric and finite")
    return right


def _require_real(name: str, array: Array, right: Array) -> None:
    if array.dtype.kind == "c" and right.dtype.kind != "c":
        raise CheckFailed(Message("close.complex", {"name": name}))


def require_values(comparisons: Sequence[Comparison]) -> None:
    """Every array must be close to what it is held against. Raises CheckFailed."""
    wrong = [one for one in comparisons if not one.is_close]
    if not wrong:
        return
    fact = _fact(wrong[0]) if len(wrong) == 1 else _several(comparisons, wrong)
    advice = cause(comparisons)
    if fact.key == "close.precision":
        advice = Message("advice.short_format", {"dtype": fact.values["dtype"]})
    raise CheckFailed(fact, advice, tuple(comparisons))


def _fact(one: Comparison) -> Message:
    if not one.is_numerical and is_short_format(one.actual, one.expected):
        return Message("close.precision", {"name": one.name, "dtype": one.actual.dtype.name})
    values = {"name": one.name, "error": stated(one.error), "allowed": one.allowed}
    if one.is_numerical:
        return Message("gradient.differs", values)
    axis = time_axis(one.axes)
    steps = None if axis is None else wrong_steps(one.actual, one.expected, one.allowed, axis)
    values["where"] = (describe_steps(steps) if steps else None) or NOTHING
    return Message("close.differs" if one.expected.any() else "close.differs_absolute", values)


def _several(comparisons: Sequence[Comparison], wrong: Sequence[Comparison]) -> Message:
    right = tuple(one.name for one in comparisons if one.is_close)
    values = {"names": tuple(one.name for one in wrong), "right": right}
    if wrong[0].is_numerical:
        return Message("gradient.several" if right else "gradient.several_all", values)
    return Message("close.several" if right else "close.several_all", values)


def _wrong_shape(name: str, array: Array, expected: Axes) -> CheckFailed:
    if not expected.sizes:
        fact = Message("shape.number", {"name": name, "found": shape_text(array.shape)})
        return CheckFailed(fact, Message("advice.number") if array.size == 1 else None)
    found = found_text(array.shape, expected) if array.shape else Message("value.number")
    key = "shape.wrong" if array.shape else "value.kind"
    fact = Message(key, {"name": name, "found": found, "expected": expected.label()})
    return CheckFailed(fact, explain_shape(array.shape, expected))


def _not_numeric(name: str, array: Array) -> CheckFailed:
    key = {"b": "array.bool", "O": "array.object"}.get(array.dtype.kind, "array.other")
    fact = Message(key, {"name": name, "dtype": array.dtype.name})
    advice = {"b": "advice.bool", "O": "advice.object"}.get(array.dtype.kind)
    return CheckFailed(fact, Message(advice) if advice else None)


def _no_array(name: str, value: object, expected: Axes) -> CheckFailed:
    found = kind_of(value)
    listed = as_listed_array(value)
    if not expected.sizes:
        return CheckFailed(
            Message("value.kind_number", {"name": name, "found": found}), _of_kind(value)
        )
    values = {"name": name, "found": found, "expected": expected.label()}
    if listed is None:
        return CheckFailed(Message("value.kind", values), _of_kind(value))
    if listed.shape == expected.sizes:
        return CheckFailed(Message("value.listed", values), Message("advice.listed"))
    values["shape"] = shape_text(listed.shape)
    stacked = listed.shape == (expected.sizes[-1], *expected.sizes[:-1])
    advice = Message("advice.stack") if stacked else explain_shape(listed.shape, expected)
    return CheckFailed(Message("value.listed_shape", values), advice)


def _of_kind(value: object) -> Message | None:
    """What most often leads to a value of this kind."""
    if value is None:
        return Message("advice.none")
    if has_type(value, tuple):
        return Message("advice.tuple")
    return Message("advice.function") if kind_of(value).key == "value.function" else None
