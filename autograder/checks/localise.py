"""Where an array is wrong in time."""

from __future__ import annotations

import numpy as np

from autograder.checks.closeness import ABSOLUTE, subtract
from autograder.checks.errors import Message
from autograder.checks.values import Array

TIME = "T"
FEW = 8


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


def describe_bad_steps(bad: Array, axis: int) -> Message | None:
    """The time steps at which a boolean array (not finite, say) is true: where it begins."""
    rows = np.moveaxis(bad, axis, 0).reshape(bad.shape[axis], -1)
    steps = [t for t, row in enumerate(rows) if row.any()]
    if len(rows) < 2:
        return None
    if steps[0] == 0 and 1 < len(steps) < len(rows) and steps[-1] == len(steps) - 1:
        return Message("where.first_back", {"step": steps[-1]})
    return Message("where.first", {"step": steps[0]})


def _few(steps: list[int]) -> tuple[str, ...]:
    names = tuple(str(step) for step in steps[:FEW])
    return names if len(steps) <= FEW else (*names, "…")
