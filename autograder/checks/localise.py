"""Where an array is wrong in time, and which well-known error looks like that."""

from __future__ import annotations

import numpy as np

from autograder.checks.closeness import ABSOLUTE, compare, is_close, subtract, widened
from autograder.checks.errors import Message
from autograder.checks.values import Array

TIME = "T"
FEW = 8
FACTORS = range(2, 33)

# Looser than the test itself: a program with a second, smaller error still shows its pattern.
PATTERN = 1e-6


def time_axis(axes: str) -> int | None:
    names = axes.split()
    return names.index(TIME) if TIME in names else None


def wrong_steps(actual: Array, expected: Array, rtol: float, axis: int) -> list[bool]:
    """For each time step whether it is off by more than the whole array allows."""
    error = np.abs(np.moveaxis(subtract(actual, expected), axis, 0))
    scale = float(np.max(np.abs(expected), initial=0.0))
    steps = error.reshape(len(error), -1).max(axis=1, initial=0.0)
    return [bool(step > rtol * scale + ABSOLUTE) for step in steps]


def describe_steps(wrong: list[bool]) -> Message | None:
    """The pattern of the wrong time steps in words, or None where there is only one step."""
    steps = [t for t, is_wrong in enumerate(wrong) if is_wrong]
    last = len(wrong) - 1
    if last < 1 or not steps:
        return None
    if len(steps) == len(wrong):
        return Message("where.everywhere")
    if len(steps) == 1:
        return Message("where.only", {"step": steps[0]})
    if steps == list(range(steps[-1] + 1)):
        return Message("where.back", {"right": steps[-1] + 1, "first": steps[-1]})
    if steps == list(range(steps[0], last + 1)):
        return Message("where.onward", {"right": steps[0] - 1, "first": steps[0]})
    return Message("where.steps", {"steps": _few(steps)})


def describe_first_bad_step(bad: Array, axis: int) -> Message | None:
    """The first time step at which a boolean array (not finite, say) is true."""
    rows = np.moveaxis(bad, axis, 0).reshape(bad.shape[axis], -1)
    steps = [bool(row.any()) for row in rows]
    return Message("where.first", {"step": steps.index(True)}) if len(steps) > 1 else None


def explain_values(actual: Array, expected: Array, rtol: float, axes: str) -> Message | None:
    """The likely cause of wrong values in an array of the right shape, or None.

    Tried in order: nothing filled in, time reversed or shifted, transposed, wrong by a constant
    factor, computed in a short format, a break in the chain through time.
    """
    actual, expected = widened(actual), widened(expected)
    axis, rtol = time_axis(axes), max(rtol, PATTERN)
    if not actual.any():
        return Message("advice.zeros")
    if axis is not None and (found := _moved_in_time(actual, expected, rtol, axis)):
        return found
    if actual.ndim == 2 and is_close(actual.T, expected, rtol):
        return Message("advice.transposed")
    return (
        _constant_factor(actual, expected, rtol)
        or _short_step(actual, expected)
        or (None if axis is None else _broken_chain(wrong_steps(actual, expected, rtol, axis)))
    )


def _moved_in_time(actual: Array, expected: Array, rtol: float, axis: int) -> Message | None:
    a, b = np.moveaxis(actual, axis, 0), np.moveaxis(expected, axis, 0)
    if len(a) > 1 and is_close(a[::-1], b, rtol):
        return Message("advice.reversed")
    if len(a) > 2 and (is_close(a[1:], b[:-1], rtol) or is_close(a[:-1], b[1:], rtol)):
        return Message("advice.shifted")
    return None


def _constant_factor(actual: Array, expected: Array, rtol: float) -> Message | None:
    if is_close(-actual, expected, rtol):
        return Message("advice.sign")
    for factor in FACTORS:
        if is_close(actual, expected * factor, rtol):
            return Message("advice.too_large", {"factor": factor})
        if is_close(actual, expected / factor, rtol):
            return Message("advice.too_small", {"factor": factor})
    return None


def _short_step(actual: Array, expected: Array) -> Message | None:
    near = compare(actual, expected, 1e-5)
    is_short = near.is_close and near.relative is not None and near.relative > 1e-9
    return Message("advice.short_step") if is_short else None


def _broken_chain(wrong: list[bool]) -> Message | None:
    if all(wrong) or not any(wrong):
        return None
    if wrong == sorted(wrong, reverse=True) and sum(wrong) > 1:
        return Message("advice.chain_back")
    if wrong == sorted(wrong):
        return Message("advice.chain_onward")
    return Message("advice.first_step") if wrong[0] and sum(wrong) == 1 else None


def _few(steps: list[int]) -> tuple[str, ...]:
    names = tuple(str(step) for step in steps[:FEW])
    return names if len(steps) <= FEW else (*names, "…")
