"""Checks of what surrounds the arrays: several values, dicts, exact values, exceptions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np

from autograder.checks.errors import CheckFailed, Message, printable, type_name
from autograder.checks.values import as_array, has_type, items_of, kind_of

V = TypeVar("V")


def returns(value: Any, names: str) -> tuple[Any, ...]:
    """The items of a tuple or list with one item for each of the names. Raises CheckFailed."""
    expected = tuple(names.replace(",", " ").split())
    values = {"count": len(expected), "names": expected}
    if not has_type(value, tuple, list):
        advice = Message("advice.none" if value is None else "advice.several", values)
        raise CheckFailed(Message("returns.kind", {**values, "found": kind_of(value)}), advice)
    items = items_of(value)
    if len(items) != len(expected):
        raise CheckFailed(Message("returns.count", {**values, "found": len(items)}))
    return items


def keys(value: Any, names: str) -> dict[str, Any]:
    """The value, a dict with at least these keys. Raises CheckFailed with those that miss."""
    expected = tuple(names.replace(",", " ").split())
    if not has_type(value, dict):
        advice = Message("advice.none") if value is None else Message("advice.dict")
        fact = Message("keys.kind", {"found": kind_of(value), "names": expected})
        raise CheckFailed(fact, advice)
    given = [key for key in dict.keys(value) if type(key) is str]
    missing = tuple(name for name in expected if name not in given)
    if missing:
        raise CheckFailed(Message("keys.missing", {"missing": missing}), _near(missing, given))
    found: dict[str, Any] = value
    return found


def equal(name: str, actual: V, expected: object) -> V:
    """`actual` must equal `expected` exactly; a list equals a tuple with the same items."""
    if _same(actual, expected):
        return actual
    found, wanted = kind_of(actual), kind_of(expected)
    if found.key != wanted.key:
        values = {"name": name, "found": found, "expected": wanted}
        raise CheckFailed(
            Message("equal.kind", values), Message("advice.none") if actual is None else None
        )
    own = _own_value(actual)
    if own is None:
        raise CheckFailed(Message("equal.differs", {"name": name}))
    raise CheckFailed(Message("equal.differs_from", {"name": name, "value": own}))


def raises(
    error: type[BaseException] | tuple[type[BaseException], ...],
    function: Callable[..., Any],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
) -> BaseException:
    """The exception that `function(*args, **kwargs)` must raise. Raises CheckFailed.

    A function that is not written yet passes its NotImplementedError on: it is a RuntimeError,
    and must not stand for one.
    """
    wanted = error if isinstance(error, tuple) else (error,)
    values = {"expected": tuple(kind.__name__ for kind in wanted), "function": _name(function)}
    try:
        function(*args, **kwargs)
    except Exception as raised:
        unwritten = has_type(raised, NotImplementedError) and NotImplementedError not in wanted
        if unwritten or has_type(raised, CheckFailed):
            raise
        if has_type(raised, *wanted):
            return raised
        found = {"error": type_name(raised), "message": printable(raised)}
        raise CheckFailed(Message("raises.other", {**values, **found})) from None
    raise CheckFailed(Message("raises.nothing", values), Message("advice.raises", values))


def _own_value(value: Any) -> str | None:
    """The student's own value where it is short and says something: an int, a bool, a shape."""
    if type(value) in (bool, int):
        return printable(value, 40)
    if type(value) is tuple and all(type(item) is int for item in value):
        return printable(value, 40)
    return None


def _near(missing: tuple[str, ...], given: list[str]) -> Message | None:
    """Keys that are there under almost the right name."""
    pairs = []
    for name in missing:
        found = [key for key in given if _plain(key) == _plain(name)]
        if found:
            pairs.append(Message("keys.pair", {"found": printable(found[0], 40), "name": name}))
    return Message("advice.keys", {"pairs": tuple(pairs)}) if pairs else None


def _plain(key: str) -> str:
    return key.lower().replace("_", "").replace(" ", "").replace("-", "")


def _same(actual: Any, expected: Any) -> bool:
    if has_type(actual, np.ndarray) or has_type(expected, np.ndarray):
        return _same_arrays(actual, expected)
    if has_type(expected, list, tuple):
        return has_type(actual, list, tuple) and _same_items(actual, expected)
    if has_type(expected, dict):
        return has_type(actual, dict) and _same_dicts(actual, expected)
    try:
        return bool(actual == expected)
    except Exception:
        return False


def _same_items(actual: Any, expected: Any) -> bool:
    left, right = items_of(actual), items_of(expected)
    return len(left) == len(right) and all(map(_same, left, right))


def _same_dicts(actual: Any, expected: Any) -> bool:
    left, right = dict(dict.items(actual)), dict(dict.items(expected))
    return set(left) == set(right) and all(_same(left[key], right[key]) for key in right)


def _same_arrays(actual: Any, expected: Any) -> bool:
    left, right = as_array(actual), as_array(expected)
    if left is None or right is None or left.shape != right.shape:
        return False
    try:
        return bool(np.array_equal(left, right))
    except Exception:  # an object array whose items refuse
        return False


def _name(function: object) -> str | Message:
    try:
        name = printable(function.__name__, 60)  # type: ignore[attr-defined]
    except Exception:
        name = "<nameless>"
    return Message("value.callable") if name.startswith("<") else name
