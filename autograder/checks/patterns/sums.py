"""Arrays that hold sums or means of the right numbers, or the right ones hold sums of theirs."""

from __future__ import annotations

import numpy as np

from autograder.checks.errors import Message
from autograder.checks.patterns.finding import Finding, axis_word
from autograder.checks.patterns.pair import Pair, distinct, near
from autograder.checks.values import Array


def summed(pair: Pair) -> Finding | None:
    """Every example holds the sum or the mean over all of them; likewise steps and rows."""
    for axis in pair.wide_axes():
        total = pair.right.sum(axis=axis, keepdims=True)
        mean = total / pair.right.shape[axis]
        for key, target in (("pattern.holds_sum", total), ("pattern.holds_mean", mean)):
            if pair.is_moved(np.broadcast_to(target, pair.right.shape)):
                values = {"axis": axis_word(pair, axis)}
                return Finding(key, values, Message("advice.summed_over"))
    return None


def accumulated(pair: Pair) -> Finding | None:
    """Step t holds the sum of all steps up to t, or of all from t on."""
    axis = pair.axis("T")
    if axis is None:
        return None
    if pair.is_moved(np.cumsum(pair.right, axis=axis)):
        return Finding("pattern.sum_up_to", cause=Message("advice.accumulated"))
    if pair.is_moved(_sum_from(pair.right, axis)):
        return Finding("pattern.sum_from", cause=Message("advice.accumulated"))
    return None


def not_accumulated(pair: Pair) -> Finding | None:
    """The right array is the sum of these steps: each holds its own share only."""
    axis = pair.axis("T")
    if axis is None or near(pair.actual, pair.right, 1e-5) or distinct(pair.right) < 3:
        return None
    sums = (np.cumsum(pair.actual, axis=axis), _sum_from(pair.actual, axis))
    if not any(near(total, pair.right) for total in sums):
        return None
    return Finding("pattern.own_share", cause=Message("advice.own_share"))


def _sum_from(array: Array, axis: int) -> Array:
    return np.flip(np.cumsum(np.flip(array, axis), axis=axis), axis)
