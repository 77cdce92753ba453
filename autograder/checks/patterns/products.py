"""Gradients of a matrix of weights, `np.dot(a, b.T)`: which of the two factors is wrong.

The rows of the product are mixtures of the columns of b, its columns are mixtures of those of a.
Where there are fewer of them than the matrix has rows and columns, this can be seen.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from autograder.checks.errors import Message
from autograder.checks.patterns.finding import Finding
from autograder.checks.patterns.pair import ENOUGH, NEAR, Pair
from autograder.checks.values import Array

# A singular value below this is 0, one above the other is not; between them nothing is said.
NOTHING, SOMETHING = 1e-9, 1e-4

_FIT = (
    Finding("pattern.rows_fit", cause=Message("advice.first_factor")),
    Finding("pattern.columns_fit", cause=Message("advice.second_factor")),
)
_TOO_FEW = Finding("pattern.too_few_anyhow", cause=Message("advice.too_few"))


def one_factor(pair: Pair) -> Finding | None:
    """The rows mix the same rows as the right ones, or the columns the same columns."""
    if not is_product(pair):
        return None
    rank = rank_of(pair.right)
    if rank is None or not 0 < rank < min(pair.right.shape) + pair.is_confirming:
        return None
    fits = [_FIT[axis] for axis in (0, 1) if rank_of(_scaled(pair, axis)) == rank]
    if len(fits) == 1:
        return fits[0]
    return replace(fits[0], generals=(fits[1],)) if fits and pair.is_confirming else None


def one_share(pair: Pair) -> Finding | None:
    """The error is a single product of a column and a row, where the right array is a sum."""
    if not is_product(pair) or min(pair.right.shape) < ENOUGH:
        return None
    error = pair.actual - pair.right
    if (rank_of(pair.right) or 0) < 2 or rank_of(error) != 1 or _is_one_line(error):
        return None
    return Finding("pattern.one_share", cause=Message("advice.one_share"))


def _is_one_line(error: Array) -> bool:
    """Whether it lies in one row or one column: that has other reasons."""
    off = np.abs(error) > NEAR * np.abs(error).max()
    return bool(min(off.any(axis=0).sum(), off.any(axis=1).sum()) < 2)


def too_few(pair: Pair) -> Finding | None:
    """A sum of fewer products than the right array needs: shares of steps or examples are lost."""
    if not is_product(pair):
        return None
    held, needed = rank_of(pair.actual), rank_of(pair.right)
    if held is None or needed is None or not 0 < held < needed:
        return None
    values = {"held": held, "needed": needed}
    return Finding("pattern.too_few", values, Message("advice.too_few"), (_TOO_FEW,))


def _scaled(pair: Pair, axis: int) -> Array:
    """Both arrays beside each other, the largest entry of each being 1."""
    parts = [array / np.max(np.abs(array)) for array in (pair.actual, pair.right)]
    return np.concatenate(parts, axis=axis)


def rank_of(matrix: Array) -> int | None:
    """The number of independent rows, or None where rounding leaves it open."""
    if not np.isfinite(matrix).all():
        return None
    values = np.linalg.svd(matrix, compute_uv=False)
    if not values[0] > 0:
        return 0
    values = values / values[0]
    is_open = bool(((values > NOTHING) & (values < SOMETHING)).any())
    return None if is_open else int(np.sum(values >= SOMETHING))


def is_product(pair: Pair) -> bool:
    """Whether this is the gradient of a matrix of weights."""
    return (
        pair.name[:1] == "d"
        and pair.actual.ndim == 2
        and not {"N", "T"} & set(pair.axes)
        and bool(pair.actual.any())
        and not pair.is_numerical
    )
