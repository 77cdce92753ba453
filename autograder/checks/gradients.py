"""A gradient against central differences of the function that it should be the gradient of."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from autograder.checks.arrays import array_of_shape, require_finite
from autograder.checks.closeness import norm, norm_difference, subtract
from autograder.checks.errors import CheckFailed, Message
from autograder.checks.localise import explain_values
from autograder.checks.shapes import axes_of
from autograder.checks.values import Array, as_array, kind_of

V = TypeVar("V")

# What rounding in f leaves in each difference, in units of eps · |f| / step: a few operations.
ROUNDING = 8 * float(np.finfo(float).eps)


@dataclass(frozen=True)
class Numerical:
    """A gradient by differences, and the norm of the rounding error that it may hold."""

    gradient: Array
    noise: float


def central_differences(f: Callable[[], Any], array: Array, step: float) -> Numerical:
    """df/d`array` by (f(a + h) − f(a − h)) / 2h, entry by entry.

    `array` is changed in place, for f to see it, and always restored. Raises ValueError where that
    is impossible, CheckFailed where f gives no finite number, and whatever f raises.
    """
    if array.dtype != np.float64 or not array.flags.writeable:
        raise ValueError("a gradient is checked in a writeable float64 array")
    gradient, largest = np.zeros(array.shape), 0.0
    for index in np.ndindex(array.shape):
        high, low, distance = _both_sides(f, array, index, step)
        gradient[index] = (high - low) / distance
        largest = max(largest, abs(high), abs(low))
    noise = ROUNDING * largest / step * math.sqrt(array.size)
    return Numerical(gradient, noise)


def gradient(
    name: str,
    analytic: V,
    f: Callable[[], Any],
    array: Array,
    axes: str,
    rtol: float,
    step: float,
) -> V:
    """`analytic` must be df/d`array`, by |a − b| / (|a| + |b|) ≤ rtol beyond rounding.

    Raises CheckFailed; see `central_differences` for the rest.
    """
    found = array_of_shape(name, analytic, axes_of(array.shape, axes))
    require_finite(name, found, axes)
    numerical = central_differences(f, array, step)
    error = norm_difference(found, numerical.gradient)
    allowed = rtol * (norm(found) + norm(numerical.gradient)) + numerical.noise
    distance = norm(subtract(found, numerical.gradient))
    if math.isfinite(distance) and distance <= allowed:
        return analytic
    fact = Message("gradient.differs", {"name": name, "error": error, "allowed": rtol})
    raise CheckFailed(fact, explain_values(found, numerical.gradient, rtol, axes))


def _both_sides(
    f: Callable[[], Any], array: Array, index: tuple[int, ...], step: float
) -> tuple[float, float, float]:
    kept = array[index]
    try:
        array[index] = above = kept + step
        high = _scalar(f())
        array[index] = below = kept - step
        low = _scalar(f())
    finally:
        array[index] = kept
    return high, low, float(above - below)


def _scalar(value: object) -> float:
    array = as_array(value)
    if array is None or array.size != 1 or array.dtype.kind not in "iuf":
        raise CheckFailed(Message("gradient.no_number", {"found": kind_of(value)}))
    number = float(array.reshape(()))
    if not math.isfinite(number):
        raise CheckFailed(Message("gradient.not_finite"), Message("advice.nan"))
    return number
