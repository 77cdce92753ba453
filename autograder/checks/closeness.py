"""How far one array is from another. Pure: numbers in, a frozen `Difference` out."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from autograder.checks.values import Array

# Entries this small count as zero, so that an expected array of zeros can be met.
ABSOLUTE = 1e-12

LARGEST_STATED = 1e308

# What a correct computation in a short format still reaches.
SHORT_FORMATS = {"float16": 1e-2, "float32": 1e-4, "complex64": 1e-4}


@dataclass(frozen=True)
class Difference:
    """The difference of two arrays of one shape, by the largest entry.

    `relative` is max|a − b| / max|b|, or None where b is zero everywhere.
    """

    absolute: float
    relative: float | None
    allowed: float
    is_close: bool


def compare(actual: Array, expected: Array, rtol: float) -> Difference:
    """Close means max|a − b| ≤ rtol · max|b| + 1e-12, over the whole array.

    By array and not by entry: entries near zero have no meaningful relative error of their own.
    """
    absolute, scale = _largest(subtract(actual, expected)), _largest(expected)
    relative = absolute / scale if scale else None
    return Difference(absolute, relative, rtol, absolute <= rtol * scale + ABSOLUTE)


def is_close(actual: Array, expected: Array, rtol: float) -> bool:
    return actual.shape == expected.shape and compare(actual, expected, rtol).is_close


def subtract(actual: Array, expected: Array) -> Array:
    """a − b in double precision: unsigned integers would wrap, short floats overflow."""
    with np.errstate(all="ignore"):
        return widened(actual) - widened(expected)


def widened(array: Array) -> Array:
    return array.astype(np.complex128 if array.dtype.kind == "c" else np.float64)


def is_short_format(actual: Array, expected: Array) -> bool:
    """Whether `actual` is as right as its float16 or float32 allows."""
    accuracy = SHORT_FORMATS.get(actual.dtype.name)
    return accuracy is not None and is_close(actual, expected, accuracy)


def norm_difference(a: Array, b: Array) -> float:
    """|a − b| / (|a| + |b|) with Frobenius norms; 0 for two zeros, 1 where a norm overflows."""
    total = norm(a) + norm(b)
    if not math.isfinite(total):
        return 1.0
    return norm(subtract(a, b)) / total if total else 0.0


def stated(error: float) -> float:
    """An error as messages and records state it: two digits, so that nobody works out from it
    what was expected; and finite, since JSON has no infinity."""
    return float(f"{min(error, LARGEST_STATED):.1e}")


def norm(array: Array) -> float:
    """The Frobenius norm, scaled so that squares neither overflow nor vanish."""
    scale = _largest(array)
    if not scale or not math.isfinite(scale):
        return scale
    return scale * math.sqrt(float(np.sum(np.abs(widened(array) / scale) ** 2)))


def _largest(array: Array) -> float:
    with np.errstate(all="ignore"):
        value = float(np.max(np.abs(widened(array)), initial=0.0))
    return math.inf if math.isnan(value) else value
