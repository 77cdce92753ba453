"""Arrays that were hardly filled: zeros, one number, whole numbers, the same slice again."""

from __future__ import annotations

import numpy as np

from autograder.checks.errors import Message
from autograder.checks.patterns.finding import Finding, axis_word, factor_text, few
from autograder.checks.patterns.pair import NEAR, Pair, distinct, near, slices
from autograder.checks.patterns.parts import steps
from autograder.checks.values import Array

HALF_OPEN = 0.5  # sigmoid(0)


def zeros(pair: Pair) -> Finding | None:
    if pair.actual.any() or not pair.right.any():
        return None
    return Finding("pattern.zeros", cause=Message("advice.zeros"))


def zero_steps(pair: Pair) -> Finding | None:
    """Some time steps hold zeros where they should not; the others are right or not."""
    axis = pair.axis("T")
    if axis is None:
        return None
    actual, right = slices(pair.actual, axis), slices(pair.right, axis)
    empty = [t for t in range(len(actual)) if right[t].any() and not actual[t].any()]
    if not empty:
        return None
    filled = [t for t in range(len(actual)) if t not in empty]
    if len(filled) == 1 and len(actual) > 2:
        return Finding(
            "pattern.one_step", {"step": filled[0]}, _cause(pair, empty, "advice.one_step")
        )
    is_rest_right = near(actual[filled], right[filled])
    key = "pattern.zero_steps_only" if is_rest_right else "pattern.zero_steps"
    cause = _cause(pair, empty, "advice.loop_misses")
    return Finding(key, {"steps": few(empty)}, cause, _ends(pair))


def _ends(pair: Pair) -> tuple[Finding, ...]:
    """That only the first or the last step is right, where it is so."""
    found = steps(pair)
    return found.generals if found else ()


def _cause(pair: Pair, empty: list[int], otherwise: str) -> Message:
    """Nothing before some step in a gradient: nothing was sent back."""
    is_sent_back = pair.name[:1] == "d" and len(empty) > 1 and empty == list(range(len(empty)))
    return Message("advice.chain_back" if is_sent_back else otherwise)


def one_number(pair: Pair) -> Finding | None:
    """Every entry is the same number, where the right ones differ."""
    value = float(pair.actual.flat[0])
    is_one = near(pair.actual, np.full(pair.actual.shape, value), 1e-9)
    if not is_one or distinct(pair.right) < pair.enough:
        return None
    is_gate = value == HALF_OPEN and bool((pair.right > 0).all() and (pair.right < 1).all())
    cause = Message("advice.half_open") if is_gate else None
    return Finding("pattern.one_number", {"value": factor_text(value)}, cause)


def whole_numbers(pair: Pair) -> Finding | None:
    """Only whole numbers, as an array of integers holds them."""
    fractions = np.mod(pair.right, 1.0)
    is_whole = np.array_equal(pair.actual, np.rint(pair.actual))
    if not is_whole or np.count_nonzero(np.minimum(fractions, 1 - fractions) > NEAR) < pair.enough:
        return None
    return Finding("pattern.whole_numbers", cause=Message("advice.whole_numbers"))


def repeated(pair: Pair) -> Finding | None:
    """The same slice at every step, for every example, in every row."""
    for axis in pair.wide_axes():
        actual = slices(pair.actual, axis)
        if _is_repeated(actual) and not _is_repeated(slices(pair.right, axis), 1e-3):
            word = axis_word(pair, axis)
            return _which(pair, axis, actual[0]) or Finding("pattern.repeated", {"axis": word})
    return None


def _which(pair: Pair, axis: int, held: Array) -> Finding | None:
    """The one slice that stands everywhere, if it is a right one."""
    for index, right in enumerate(slices(pair.right, axis)):
        if near(held, right) and distinct(right) >= pair.enough:
            values = {"axis": axis_word(pair, axis), "index": index}
            return Finding("pattern.repeated_from", values, _repeated_cause(pair.axes[axis]))
    return None


def _repeated_cause(name: str) -> Message | None:
    return Message("advice.index_fixed") if name in ("T", "N") else None


def _is_repeated(rows: Array, tolerance: float = NEAR) -> bool:
    return near(rows, np.broadcast_to(rows[:1], rows.shape), tolerance)
