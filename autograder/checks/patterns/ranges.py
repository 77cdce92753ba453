"""Where the entries lie: at the limits of tanh or a gate, outside them, all off by one number."""

from __future__ import annotations

import re

import numpy as np

from autograder.checks.errors import Message
from autograder.checks.patterns.finding import Finding, axis_word
from autograder.checks.patterns.pair import ENOUGH, NEAR, Pair, distinct, near, slices
from autograder.checks.values import Array

NEARLY_ALL = 0.9
FAR_OUT = 0.999
MANY = 6
# States that come from a tanh. The c of an LSTM does not.
BOUNDED = re.compile(r"[sh](_|$)|.*cand")


def saturated(pair: Pair) -> Finding | None:
    """Nearly all entries sit at ±1, or at 0 and 1, where most of the right ones do not."""
    if _is_gradient(pair) or pair.actual.size < MANY or not pair.actual.any():
        return None
    for key, low in (("pattern.saturated_tanh", -1.0), ("pattern.saturated_gate", 0.0)):
        is_inside = _within(pair.actual, low) and _within(pair.right, low)
        if is_inside and _share(pair.actual, low) >= NEARLY_ALL and _share(pair.right, low) < 0.5:
            return Finding(key, cause=Message("advice.saturated"))
    return None


def _share(array: Array, low: float) -> float:
    """The share of the entries that are at 1 or at `low`, nearly."""
    at_limit = (array >= FAR_OUT) | (array <= low + 1 - FAR_OUT)
    return float(np.mean(at_limit))


def outside(pair: Pair) -> Finding | None:
    """Some entries are where no right one can be: a gate or a probability is within 0…1."""
    low = _limit(pair)
    if low is None or not _within(pair.right, low) or _within(pair.actual, low):
        return None
    return Finding("pattern.outside", {"low": "0" if low == 0 else "−1"})


def _limit(pair: Pair) -> float | None:
    """Where the range begins that ends at 1: 0 for a gate or a probability, −1 for a tanh."""
    if _is_gradient(pair) or pair.right.size < MANY or "N" not in pair.axes:
        return None
    if (pair.right >= 0).all() and pair.right.any():
        return 0.0
    return -1.0 if BOUNDED.match(pair.name) else None


def _within(array: Array, low: float) -> bool:
    return bool((array >= low - NEAR).all() and (array <= 1 + NEAR).all())


def _is_gradient(pair: Pair) -> bool:
    return pair.name[:1] == "d"


def clipped(pair: Pair) -> Finding | None:
    """Entries beyond ±c are cut off, the others are right."""
    limit = float(np.max(np.abs(pair.actual)))
    is_cut = np.abs(pair.right) > limit * (1 + 10 * NEAR)
    is_telling = is_cut.any() and distinct(pair.right[~is_cut]) >= ENOUGH
    if not is_telling or not pair.is_moved(np.clip(pair.right, -limit, limit)):
        return None
    return Finding("pattern.clipped", cause=Message("advice.clipped"))


def offset(pair: Pair) -> Finding | None:
    """The same number was added everywhere."""
    difference = pair.actual - pair.right
    if distinct(pair.right) < pair.enough or not _is_even(difference, difference.flat[0]):
        return None
    is_above = bool(difference.flat[0] > 0)
    return Finding("pattern.above" if is_above else "pattern.below")


def same_for_examples(pair: Pair) -> Finding | None:
    """The same error for every example: what was added does not depend on the input."""
    cause = None if _is_gradient(pair) else Message("advice.added_outside")
    word = Message("axis.example")
    found = Finding("pattern.same_error", {"axis": word}, cause)
    axis = pair.axis("N")
    if axis is None:
        return found if pair.is_confirming and "N" in pair.axes else None
    return found if _is_same_error(pair, axis) else None


def same_error(pair: Pair) -> Finding | None:
    """The same error at every time step or in every row."""
    for axis in pair.wide_axes():
        if _is_same_error(pair, axis):
            return Finding("pattern.same_error", {"axis": axis_word(pair, axis)})
    return None


def _is_same_error(pair: Pair, axis: int) -> bool:
    rows, right = slices(pair.actual - pair.right, axis), slices(pair.right, axis)
    is_telling = distinct(rows[0]) >= 2 and not near(pair.actual, pair.right, 1e-3)
    is_uneven = not near(right, np.broadcast_to(right[:1], right.shape), 1e-3)
    is_proof = (is_telling and is_uneven) or pair.is_confirming
    return is_proof and _is_even(rows, rows[:1])


def _is_even(difference: Array, first: Array | float) -> bool:
    return near(difference, np.broadcast_to(first, difference.shape))
