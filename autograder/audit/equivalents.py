"""Mutants that are right programs: listed with a reason, and held to it.

A list is a promise, so it is checked: the entry must name a mutant that exists, no hidden test may
refuse it, and on what the tests hand in, and on other numbers of the same shapes, it must give
what the reference gives.
"""

from __future__ import annotations

import ast
import copy
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.judge.mistakes import Mistake, function_named, patched

Function = Callable[..., Any]
Arguments = tuple[Any, ...]
# Two right programs differ by rounding alone; the hidden tests allow 1e-9.
TOLERANCE = 1e-9
REDRAWS = 2


@dataclass(frozen=True)
class Equivalent:
    """The reference with one piece of one function replaced: a right program all the same.

    `varies`: right with the numpy of today, and refused by another. Then it may be killed as well.
    """

    exercise: str
    find: str
    replace: str
    reason: str
    varies: bool = False


def fingerprint(source: str, exercise: str) -> str:
    """What the function is, however it is laid out. Raises `KeyError` if there is none."""
    return ast.dump(function_named(exercise, source))


def program_of(equivalent: Equivalent, source: str) -> str:
    """The whole module with that change. Raises `MistakeError` where it does not fit."""
    key = f"{equivalent.find} → {equivalent.replace}"
    mistake = Mistake(equivalent.exercise, key, equivalent.find, equivalent.replace, "", "")
    return patched(mistake, source)


def first_difference(
    one: Function, other: Function, calls: Sequence[Arguments], seed: int = 0
) -> str | None:
    """Where the two functions differ, in words; None if they never do.

    `calls`: arguments that the hidden tests use. They are tried as they are, and with the entries
    of all arrays of real numbers, and all numbers but integers, scaled at random, by 0.5 to 1.5.
    """
    draw = np.random.default_rng(seed)
    for arguments in calls:
        for attempt in range(1 + REDRAWS):
            given = redrawn(arguments, draw) if attempt else arguments
            told = [_outcome(function, copy.deepcopy(given)) for function in (one, other)]
            if not same(*told):
                return f"other results for {_shapes(arguments)}"
    return None


def _outcome(function: Function, arguments: Arguments) -> Any:
    """The result and the arguments as the call left them; of an error, its type."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return function(*arguments), arguments
    except Exception as error:
        return type(error)


def redrawn(value: Any, draw: np.random.Generator) -> Any:
    """The same structure with other real numbers; what consists of 0 and 1 is a code and stays."""
    if isinstance(value, dict):
        return {key: redrawn(item, draw) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return type(value)(redrawn(item, draw) for item in value)
    if isinstance(value, float):
        return value * draw.uniform(0.5, 1.5)
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        is_code = bool(np.all((value == 0) | (value == 1)))
        return value if is_code else value * draw.uniform(0.5, 1.5, value.shape)
    return value


def same(one: Any, other: Any) -> bool:
    """Whether two results hold the same numbers, up to rounding."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, tuple | list) and isinstance(other, tuple | list):
        pairs = zip(one, other, strict=False)
        return len(one) == len(other) and all(same(*pair) for pair in pairs)
    if isinstance(one, np.ndarray | float | int) and isinstance(other, np.ndarray | float | int):
        return _close(np.asarray(one), np.asarray(other))
    return one is other or (type(one) is type(other) and bool(one == other))


def _close(one: Any, other: Any) -> bool:
    if one.shape != other.shape or (one.dtype.kind == "f") != (other.dtype.kind == "f"):
        return False
    scale = np.max(np.abs(one[np.isfinite(one)]), initial=0.0)
    return bool(np.allclose(other, one, rtol=0, atol=TOLERANCE * scale + 1e-300, equal_nan=True))


def _shapes(value: Any) -> str:
    if isinstance(value, tuple | list):
        return f"({', '.join(map(_shapes, value))})"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_shapes(item)}" for key, item in value.items()) + "}"
    return str(np.shape(value)) if isinstance(value, np.ndarray) else repr(value)
