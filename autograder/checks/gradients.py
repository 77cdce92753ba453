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
# A wrong gradient is right along one random direction by accident only, along three not even so.
DIRECTIONS = 3


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
    _require_shiftable(array)
    gradient, largest = np.zeros(array.shape), 0.0
    for index in np.ndindex(array.shape):
        high, low, distance = _both_sides(f, array, index, step)
        gradient[index] = (high - low) / distance
        largest = max(largest, abs(high), abs(low))
    noise = ROUNDING * largest / step * math.sqrt(array.size)
    return Numerical(gradient, noise)


def _require_shiftable(array: Array) -> None:
    if array.dtype != np.float64 or not array.flags.writeable:
        raise ValueError("a gradient is checked in a writeable float64 array")


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
    if array.size > 2 * DIRECTIONS and agrees_along_directions(found, f, array, rtol, step):
        return analytic
    numerical = central_differences(f, array, step)
    error = norm_difference(found, numerical.gradient)
    allowed = rtol * (norm(found) + norm(numerical.gradient)) + numerical.noise
    distance = norm(subtract(found, numerical.gradient))
    if math.isfinite(distance) and distance <= allowed:
        return analytic
    fact = Message("gradient.differs", {"name": name, "error": error, "allowed": rtol})
    raise CheckFailed(fact, explain_values(found, numerical.gradient, rtol, axes))


def agrees_along_directions(
    found: Array, f: Callable[[], Any], array: Array, rtol: float, step: float
) -> bool:
    """Whether f grows along a few random directions u, |u| = 1, as `found` says: by found · u.

    Six calls of f, however large `array` is; where it says no, the entries tell what is wrong.
    Random numbers of nobody else are used up. Raises as `central_differences`.
    """
    _require_shiftable(array)
    draw = np.random.default_rng(array.size)
    allowed = rtol * norm(found) / math.sqrt(array.size)
    for _ in range(DIRECTIONS):
        direction = draw.standard_normal(array.shape)
        direction /= np.linalg.norm(direction)
        slope, largest = _slope(f, array, direction, step)
        with np.errstate(all="ignore"):  # what overflows does not agree
            off = abs(float(np.sum(found * direction)) - slope)
        if not (math.isfinite(off) and off <= allowed + ROUNDING * largest / step):
            return False
    return True


def _slope(
    f: Callable[[], Any], array: Array, direction: Array, step: float
) -> tuple[float, float]:
    """The derivative of f along the direction, and the largest |f| that was met."""
    kept = array.copy()
    try:
        array[...] = kept + step * direction
        high = _scalar(f())
        array[...] = kept - step * direction
        low = _scalar(f())
    finally:
        array[...] = kept
    return (high - low) / (2 * step), max(abs(high), abs(low))


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
