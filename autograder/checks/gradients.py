"""A gradient against central differences of the function that it should be the gradient of."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from autograder.checks.arrays import array_of_shape, require_finite, require_values
from autograder.checks.closeness import norm
from autograder.checks.comparison import Comparison, compared_gradient
from autograder.checks.errors import CheckFailed, Message
from autograder.checks.shapes import axes_of
from autograder.checks.structure import keys
from autograder.checks.values import Array, as_array, kind_of

V = TypeVar("V")

# What rounding in f leaves in each difference, in units of eps · |f| / step: a few operations.
ROUNDING = 8 * float(np.finfo(float).eps)
# A wrong gradient is right along one random direction by accident only, along two not even so.
DIRECTIONS = 2


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
    found = _claim(name, analytic, array, axes)
    if array.size <= DIRECTIONS or not agree_along_directions([found], f, [array], rtol, step):
        require_values([_comparison(name, found, f, array, axes, rtol, step)])
    return analytic


def _comparison(
    name: str,
    found: Array,
    f: Callable[[], Any],
    array: Array,
    axes: str,
    rtol: float,
    step: float,
) -> Comparison:
    numerical = central_differences(f, array, step)
    return compared_gradient(name, found, numerical.gradient, axes, rtol, numerical.noise)


def gradients(
    analytic: Any,
    f: Callable[[], Any],
    arrays: Mapping[str, tuple[Array, str]],
    rtol: float,
    step: float,
) -> dict[str, Any]:
    """`analytic[name]` must be df/d`array` for every `name: (array, axes)`; the dict `analytic`.

    All arrays move at once. Where f does not follow, each is looked at by itself, and one failure
    tells of all of them. Raises as `gradient`.
    """
    claimed = keys(analytic, " ".join(arrays))
    found = {name: _claim(name, claimed[name], *arrays[name]) for name in arrays}
    moved = [array for array, _ in arrays.values()]
    if not agree_along_directions(list(found.values()), f, moved, rtol, step):
        comparisons = [
            _comparison(name, found[name], f, array, axes, rtol, step)
            for name, (array, axes) in arrays.items()
        ]
        require_values(comparisons)
    return claimed


def _claim(name: str, analytic: object, array: Array, axes: str) -> Array:
    """The gradient as an array of the right shape, finite. Raises CheckFailed."""
    found = array_of_shape(name, analytic, axes_of(array.shape, axes))
    require_finite(name, found, axes)
    return found


def agree_along_directions(
    found: Sequence[Array], f: Callable[[], Any], arrays: Sequence[Array], rtol: float, step: float
) -> bool:
    """Whether f grows along a few random directions as `found` says: by Σ found · u.

    Every array moves along its own u, |u| = 1, all of them together, and the one with the least
    tolerance sets it: none hides behind another. Four calls of f, however many and large the
    arrays are; where it says no, the entries tell what is wrong.
    Random numbers of nobody else are used up. Raises as `central_differences`.
    """
    for array in arrays:
        _require_shiftable(array)
    draw = np.random.default_rng([array.size for array in arrays])
    allowed = rtol * min(norm(one) / math.sqrt(max(one.size, 1)) for one in found)
    for _ in range(DIRECTIONS):
        directions = [_direction(draw, array) for array in arrays]
        slope, largest = _slope(f, arrays, directions, step)
        with np.errstate(all="ignore"):  # what overflows does not agree
            told = sum(np.sum(one * u) for one, u in zip(found, directions, strict=True))
            off = float(abs(told - slope))
        if not (math.isfinite(off) and off <= allowed + ROUNDING * largest / step):
            return False
    return True


def _direction(draw: np.random.Generator, array: Array) -> Array:
    direction: Array = draw.standard_normal(array.shape)
    direction /= np.linalg.norm(direction)
    return direction


def _slope(
    f: Callable[[], Any], arrays: Sequence[Array], directions: Sequence[Array], step: float
) -> tuple[float, float]:
    """The derivative of f along the directions, and the largest |f| that was met."""
    kept = [array.copy() for array in arrays]

    def value_at(distance: float) -> float:
        for array, before, direction in zip(arrays, kept, directions, strict=True):
            array[...] = before + distance * direction
        return _scalar(f())

    try:
        high, low = value_at(step), value_at(-step)
    finally:
        for array, before in zip(arrays, kept, strict=True):
            array[...] = before
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
