"""Numbers as coarse levels: what a picture may show of an array that nobody may know.

A level is one of nine. It tells where an error is large and where there is none, and never what
the right value is: that would take the error's sign and all its digits.
"""

from __future__ import annotations

import numpy as np

from autograder.checks.closeness import ABSOLUTE, subtract, widened
from autograder.checks.comparison import Comparison
from autograder.checks.values import Array

HIGHEST = 8
MOST_ROWS, MOST_COLUMNS = 16, 32


def errors_of(one: Comparison) -> Array:
    """|yours − right| by entry, finite; exactly 0 where the whole array's tolerance is kept."""
    error = _finite(np.abs(subtract(one.actual, one.expected)))
    scale = float(np.max(np.abs(widened(one.expected)), initial=0.0))
    return np.asarray(np.where(error <= one.allowed * scale + ABSOLUTE, 0.0, error))


def levels_of(sizes: Array, largest: float) -> Array:
    """0 where a size is 0, else 1 to 8 in equal steps up to `largest`."""
    if not largest > 0:
        return np.zeros(sizes.shape, dtype=int)
    steps = np.ceil(HIGHEST * (sizes / largest))
    return np.asarray(np.where(sizes > 0, np.clip(steps, 1, HIGHEST), 0), dtype=int)


def opened(gate: Array) -> Array:
    """How far a gate with values in 0 to 1 is open, as levels: rounded, 8 is wide open."""
    return np.asarray(np.clip(np.rint(HIGHEST * gate), 0, HIGHEST), dtype=int)


def sizes_by_step(array: Array, axis: int) -> Array:
    """The root of the mean square of each time step: (T,)."""
    steps = _finite(np.abs(np.moveaxis(widened(array), axis, 0)))
    steps = steps.reshape(len(steps), -1)
    scale = float(steps.max(initial=0.0)) or 1.0
    return np.asarray(scale * np.sqrt(np.mean((steps / scale) ** 2, axis=1)))


def folded(picture: Array, rows: int = MOST_ROWS, columns: int = MOST_COLUMNS) -> Array:
    """At most this many rows and columns: neighbours share a cell, which shows their largest."""
    for axis, most in ((0, rows), (1, columns)):
        if picture.shape[axis] > most:
            starts = np.arange(most) * picture.shape[axis] // most
            picture = np.maximum.reduceat(picture, starts, axis=axis)
    return picture


def as_rows(levels: Array) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(int(level) for level in row) for row in levels)


def _finite(sizes: Array) -> Array:
    return np.asarray(np.nan_to_num(sizes, nan=np.finfo(float).max))  # and inf becomes the same
