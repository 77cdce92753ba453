"""Values that travel as a kind and its parts: `{"x": [kind, part…]}`."""

from __future__ import annotations

import builtins
import re
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.sandbox import numpydata, pandasdata, plaindata
from autograder.sandbox.plaindata import Parts

# Arrays that are more than their items.
ARRAYS = (np.ma.MaskedArray, np.matrix)
_MUTABLE = plaindata.MUTABLE | numpydata.MUTABLE | {"pd.DataFrame", "pd.Series"}
_DICT_VIEWS = {type({}.keys()): "keys", type({}.values()): "values", type({}.items()): "items"}


def parts_of(value: Any, from_judge: bool) -> tuple[str, Parts] | None:
    """(kind, parts) of a value that can be taken apart, None of any other."""
    taken = numpydata.parts_of(value) or plaindata.parts_of(value) or pandasdata.parts_of(value)
    return _only_from_judge(value) if taken is None and from_judge else taken


def _only_from_judge(value: Any) -> tuple[str, Parts] | None:
    """What the judge would not use, coming from the student: a pattern may run for hours."""
    if type(value) is re.Pattern:
        return "pattern", [value.pattern, value.flags]
    if issubclass(type(value), Exception) and type(value).__module__ == "builtins":
        return "error", [type(value).__name__, list(value.args)]
    if type(value) in _DICT_VIEWS:
        return _DICT_VIEWS[type(value)], [list(value)]
    return None


def put_together(kind: str, parts: Parts) -> Any:
    """Raises any exception for parts that don't fit."""
    if kind in _FROM_JUDGE:
        return _FROM_JUDGE[kind](*parts)
    if kind.startswith(pandasdata.PREFIX):
        return pandasdata.put_together(kind, parts)
    source = numpydata if kind in numpydata.MAKERS else plaindata
    return source.put_together(kind, parts)


_FROM_JUDGE: dict[str, Callable[..., Any]] = {
    "pattern": re.compile,
    "error": lambda name, args: getattr(builtins, name)(*args),
    "keys": lambda items: dict.fromkeys(items).keys(),
    "values": lambda items: dict(enumerate(items)).values(),
    "items": lambda items: dict(items).items(),
}


def is_kind(kind: Any, from_judge: bool) -> bool:
    if type(kind) is not str:
        return False
    known = kind in plaindata.MAKERS or kind in numpydata.MAKERS
    known = known or kind.startswith(pandasdata.PREFIX)
    return known or (from_judge and kind in _FROM_JUDGE)


def is_mutable(kind: str) -> bool:
    return kind in _MUTABLE


def is_key(value: Any) -> bool:
    return plaindata.is_key(value) or pandasdata.is_key(value)
