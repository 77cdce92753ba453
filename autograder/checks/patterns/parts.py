"""Which part of an array is wrong: which time steps, examples, rows."""

from __future__ import annotations

import numpy as np

from autograder.checks.errors import Message
from autograder.checks.localise import describe_steps, wrong_steps
from autograder.checks.patterns.finding import Finding, axis_word, few
from autograder.checks.patterns.pair import Pair

ONE_PART = 3  # an axis must be this long for "only this one is wrong"


def steps(pair: Pair) -> Finding | None:
    """The break in time, if some steps are right and some are wrong."""
    axis = pair.axis("T")
    if axis is None:
        return None
    wrong = wrong_steps(pair.actual, pair.right, pair.allowed, axis)
    where = describe_steps(wrong)
    if where is None or all(wrong):
        return None
    return Finding("pattern.steps", {"where": where}, broken_chain(wrong), _generals(wrong))


def _generals(wrong: list[bool]) -> tuple[Finding, ...]:
    """Only one end is right, whatever T is."""
    if not wrong[-1] and all(wrong[:-1]):
        return (Finding("pattern.last_step_right", cause=Message("advice.chain_back")),)
    if not wrong[0] and all(wrong[1:]):
        return (Finding("pattern.first_step_right", cause=Message("advice.chain_onward")),)
    return ()


def broken_chain(wrong: list[bool]) -> Message | None:
    """What lies behind steps that are right up to one of them."""
    if all(wrong) or not any(wrong):
        return None
    if wrong == sorted(wrong, reverse=True) and sum(wrong) > 1:
        return Message("advice.chain_back")
    if wrong == sorted(wrong):
        return Message("advice.chain_onward")
    return Message("advice.first_step") if wrong[0] and sum(wrong) == 1 else None


def other_parts(pair: Pair) -> Finding | None:
    """The examples, rows or columns that are wrong, or right, if they are few."""
    for axis in sorted(pair.wide_axes(), key=lambda axis: pair.axes[axis] != "N"):
        if pair.axes[axis] == "T":
            continue
        wrong = wrong_steps(pair.actual, pair.right, pair.allowed, axis)
        if any(wrong) and not all(wrong):
            return _told(pair, axis, wrong)
    return None


def _told(pair: Pair, axis: int, wrong: list[bool]) -> Finding:
    bad = [index for index, is_wrong in enumerate(wrong) if is_wrong]
    good = [index for index, is_wrong in enumerate(wrong) if not is_wrong]
    is_batch = pair.axes[axis] == "N"
    cause = Message("advice.first_example") if is_batch and good == [0] else None
    key, told = (
        ("pattern.only_wrong", bad) if len(bad) <= len(good) else ("pattern.only_right", good)
    )
    return Finding(key, {"axis": axis_word(pair, axis), "which": few(told)}, cause)


def diagonal(pair: Pair) -> Finding | None:
    """A square matrix that is right on its diagonal only, or wrong there only."""
    shape = pair.right.shape
    if len(shape) != 2 or shape[0] != shape[1] or shape[0] < ONE_PART:
        return None
    off = np.abs(pair.actual - pair.right) > pair.allowed * np.max(np.abs(pair.right), initial=0.0)
    on_diagonal = np.eye(shape[0], dtype=bool)
    if np.array_equal(off, on_diagonal):
        return Finding("pattern.diagonal_wrong")
    return Finding("pattern.diagonal_right") if np.array_equal(off, ~on_diagonal) else None
