"""One array of the student's beside what it was held against.

Comparisons live in memory only, where the check runs: a record holds `ArrayError`s, which tell how
far off an array is and never what it should be.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.checks.closeness import compare, norm, norm_difference, stated, subtract
from autograder.checks.result import ArrayError
from autograder.checks.values import Array


@dataclass(frozen=True, eq=False)
class Comparison:
    """`actual` is the student's, `expected` the right array or the numerical gradient.

    `axes` names the axes, `"n N T"`, or is empty. `error` is relative unless `expected` is zero.
    """

    name: str
    actual: Array
    expected: Array
    axes: str
    error: float
    allowed: float
    is_close: bool
    is_numerical: bool = False


def compared(name: str, actual: Array, expected: Array, axes: str, rtol: float) -> Comparison:
    """By the largest entry: max|a − b| ≤ rtol · max|b| + 1e-12."""
    difference = compare(actual, expected, rtol)
    error = difference.absolute if difference.relative is None else difference.relative
    return Comparison(name, actual, expected, axes, error, rtol, difference.is_close)


def compared_gradient(
    name: str, actual: Array, numerical: Array, axes: str, rtol: float, noise: float
) -> Comparison:
    """By norms: |a − b| ≤ rtol · (|a| + |b|) + noise, `noise` being what rounding may do."""
    distance = norm(subtract(actual, numerical))
    near = math.isfinite(distance) and distance <= rtol * (norm(actual) + norm(numerical)) + noise
    error = norm_difference(actual, numerical)
    return Comparison(name, actual, numerical, axes, error, rtol, near, is_numerical=True)


def array_errors(comparisons: Sequence[Comparison]) -> tuple[ArrayError, ...]:
    """What a record may hold of comparisons."""
    return tuple(
        ArrayError(one.name, stated(one.error), one.allowed, one.is_close) for one in comparisons
    )
