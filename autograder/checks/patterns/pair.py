"""One wrong array beside the right one, as the detectors see it, and what counts as the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from autograder.checks.closeness import widened
from autograder.checks.comparison import Comparison
from autograder.checks.values import Array

# How near a pattern must be, relative to the largest entry. Looser than most tests: a program
# with a second, smaller error still shows its pattern.
NEAR = 1e-6
# So many different numbers must fit before something is said to be no accident.
ENOUGH = 3
# Larger arrays are not searched for patterns.
LARGEST = 200_000


@dataclass(frozen=True, eq=False)
class Pair:
    """`actual` (the student's) and `right`, float64 and of one shape.

    `axes` has a name for each axis, "" where it has none. `sizes` are those of the named axes of
    all arrays that were looked at together: N and T, where they are known. A part is called right
    if its error, relative to the largest entry of all, is `allowed`. `enough` different numbers
    must fit a pattern; where it was found elsewhere, one does.
    """

    name: str
    actual: Array
    right: Array
    axes: tuple[str, ...]
    sizes: Mapping[str, int]
    is_numerical: bool = False
    allowed: float = NEAR
    enough: int = ENOUGH

    def wide_axes(self) -> list[int]:
        """The axes along which there is more than one slice."""
        return [axis for axis, size in enumerate(self.actual.shape) if size > 1]

    def axis(self, name: str) -> int | None:
        """The axis of this name, if there is one and it has more than one slice."""
        found = [axis for axis in self.wide_axes() if self.axes[axis] == name]
        return found[0] if len(found) == 1 else None

    @property
    def is_confirming(self) -> bool:
        """Whether only a pattern found elsewhere is asked for: what is trivially true will do."""
        return self.enough < ENOUGH

    def is_moved(self, target: Array) -> bool:
        """Whether `actual` is `target`, something other than `right`, with enough numbers."""
        return (
            near(self.actual, target)
            and not near(target, self.right, 10 * NEAR)
            and distinct(target) >= self.enough
        )


def pair_of(one: Comparison, sizes: Mapping[str, int]) -> Pair | None:
    """None for complex numbers, for an empty array and for one that is too large to search."""
    actual, right = widened(one.actual), widened(one.expected)
    if "c" in (actual.dtype.kind, right.dtype.kind) or not 0 < actual.size <= LARGEST:
        return None
    allowed = NEAR if one.is_numerical else min(one.allowed, NEAR)
    return Pair(one.name, actual, right, axis_names(one), sizes, one.is_numerical, allowed)


def axis_names(one: Comparison) -> tuple[str, ...]:
    parts = one.axes.split() or [""] * one.expected.ndim
    return tuple("" if part.isdigit() else part for part in parts)


def sizes_of(comparisons: Sequence[Comparison]) -> dict[str, int]:
    """The size of each named axis; a name that stands for two sizes is left out."""
    found: dict[str, set[int]] = {}
    for one in comparisons:
        for name, size in zip(axis_names(one), one.expected.shape, strict=True):
            found.setdefault(name, set()).add(size)
    return {name: min(sizes) for name, sizes in found.items() if name and len(sizes) == 1}


def near(actual: Array, target: Array, tolerance: float = NEAR) -> bool:
    """max|actual − target| ≤ tolerance · max|target|; an array of zeros is near nothing."""
    if actual.shape != target.shape or not target.size:
        return False
    scale = np.abs(target).max()
    return bool(0 < scale < np.inf and np.abs(actual - target).max() <= tolerance * scale)


def distinct(array: Array) -> int:
    """How many different numbers an array holds, those near zero left out."""
    scale = np.abs(array).max() if array.size else 0.0
    if not 0 < scale < np.inf:
        return 0
    scaled = array / scale
    return len(set(np.round(scaled[np.abs(scaled) > 1e-4], 5).tolist()))


def slices(array: Array, axis: int) -> Array:
    """(size of the axis, everything else): one row for each slice."""
    return np.moveaxis(array, axis, 0).reshape(array.shape[axis], -1)
