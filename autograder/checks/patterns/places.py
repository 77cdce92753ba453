"""Arrays that hold the right numbers in the wrong places."""

from __future__ import annotations

from itertools import permutations

import numpy as np

from autograder.checks.errors import Message
from autograder.checks.patterns.finding import Finding, axis_word
from autograder.checks.patterns.pair import ENOUGH, NEAR, Pair, distinct, near, slices
from autograder.checks.values import Array

MOST_AXES = 4
MOST_COMPARED = 1_000_000


def transposed(pair: Pair) -> Finding | None:
    if pair.right.ndim != 2 or not pair.is_moved(pair.right.T):
        return None
    return Finding("pattern.transposed", cause=Message("advice.transposed"))


def axes_permuted(pair: Pair) -> Finding | None:
    """Axes of equal size in another order, or a reshape where axes should have been moved."""
    if not 2 <= pair.right.ndim <= MOST_AXES:
        return None
    for order in list(permutations(range(pair.right.ndim)))[1:]:
        moved = pair.right.transpose(order)
        if moved.shape == pair.right.shape and pair.is_moved(moved):
            names = tuple(pair.axes[axis] or str(axis) for axis in order)
            return Finding("pattern.axes", {"order": names}, Message("advice.axes"))
        if pair.is_moved(np.ascontiguousarray(moved).reshape(pair.right.shape)):
            return Finding("pattern.reshaped", cause=Message("advice.reshaped"))
    return None


def reversed_in_time(pair: Pair) -> Finding | None:
    axis = pair.axis("T")
    if axis is None or not pair.is_moved(np.flip(pair.right, axis)):
        return None
    return Finding("pattern.reversed_time", cause=Message("advice.reversed"))


def reversed_along(pair: Pair) -> Finding | None:
    for axis in pair.wide_axes():
        if pair.is_moved(np.flip(pair.right, axis)):
            return Finding("pattern.reversed", {"axis": axis_word(pair, axis)})
    return None


def shifted_in_time(pair: Pair) -> Finding | None:
    """Each step holds what belongs to the step before or after; what is at the end is open."""
    axis = pair.axis("T")
    if axis is None:
        return None
    a, b = slices(pair.actual, axis), slices(pair.right, axis)
    if _is_shifted(a[1:], b[:-1], b[1:], pair.enough):
        return Finding("pattern.shifted_later", cause=Message("advice.shifted"))
    if _is_shifted(a[:-1], b[1:], b[:-1], pair.enough):
        return Finding("pattern.shifted_earlier", cause=Message("advice.shifted"))
    return None


def _is_shifted(actual: Array, target: Array, right: Array, enough: int) -> bool:
    is_other = not near(target, right, 1e-5)
    return is_other and near(actual, target) and distinct(target) >= enough


def rolled(pair: Pair) -> Finding | None:
    """Shifted round the end along any axis, by more than can be told as time."""
    for axis in pair.wide_axes():
        for by in range(1, min(pair.right.shape[axis], 17)):
            if pair.is_moved(np.roll(pair.right, by, axis)):
                return Finding("pattern.rolled", {"axis": axis_word(pair, axis), "by": by})
    return None


def permuted(pair: Pair) -> Finding | None:
    """The right rows, steps or examples, each once, in another order."""
    for axis in pair.wide_axes():
        actual, right = slices(pair.actual, axis), slices(pair.right, axis)
        if len(right) * right.size <= MOST_COMPARED and _is_another_order(actual, right):
            return Finding("pattern.permuted", {"axis": axis_word(pair, axis)})
    return None


def _is_another_order(actual: Array, right: Array) -> bool:
    """Whether each row is one of the right rows, which can be told apart, but not its own."""
    if min(map(distinct, right)) < 2 or distinct(right) < ENOUGH:
        return False
    distance = np.abs(actual[:, None] - right[None]).max(axis=2)
    matches = distance <= NEAR * np.abs(right).max(axis=1)
    is_order = (matches.sum(axis=0) == 1).all() and (matches.sum(axis=1) == 1).all()
    return bool(is_order and not matches.diagonal().all())


def reordered(pair: Pair) -> Finding | None:
    """Every right number is there, but nothing simpler can be said of the order."""
    right, actual = np.sort(pair.right, axis=None), np.sort(pair.actual, axis=None)
    gaps = np.diff(right)
    is_telling = distinct(right) >= 2 * ENOUGH and np.median(gaps) > 1e-4 * np.abs(right).max()
    if not is_telling or not near(actual, right) or near(pair.actual, pair.right, 1e-5):
        return None
    return Finding("pattern.reordered", cause=Message("advice.reshaped"))
