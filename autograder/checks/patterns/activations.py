"""What was wrong before tanh, sigmoid or softmax was taken: seen by undoing the function."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from autograder.checks.errors import Message
from autograder.checks.patterns.factors import factor_of
from autograder.checks.patterns.finding import Finding, factor_text
from autograder.checks.patterns.functions import logit
from autograder.checks.patterns.pair import ENOUGH, NEAR, Pair, distinct, near, slices
from autograder.checks.values import Array


def _scores(p: Array) -> Array:
    """What softmax was taken of, up to a number for each column: its mean is made 0."""
    logs = np.log(p)
    scores: Array = logs - logs.mean(axis=0, keepdims=True)
    return scores


INVERSE: Mapping[str, Callable[[Array], Array]] = {
    "sigmoid": logit,
    "tanh": np.arctanh,
    "softmax": _scores,
}


def before(pair: Pair) -> Finding | None:
    """A simple error of the sum that an activation function was taken of."""
    if not pair.right.ndim:
        return None
    for name, inverse in INVERSE.items():
        undone = _undone(pair, name, inverse)
        if undone and (found := _factor(undone, name) or _same_for_examples(undone, name)):
            return found
    return None


def _undone(pair: Pair, name: str, inverse: Callable[[Array], Array]) -> Pair | None:
    """The pair before the function; None where the numbers can't be its values."""
    if pair.name[:1] == "d" or (name == "softmax" and not _are_shares(pair)):
        return None
    actual, right = inverse(pair.actual), inverse(pair.right)
    is_possible = bool(np.isfinite(actual).all() and np.isfinite(right).all())
    return replace(pair, actual=actual, right=right) if is_possible else None


def _are_shares(pair: Pair) -> bool:
    if not pair.right.ndim or len(pair.right) < 2:
        return False
    return all(np.allclose(array.sum(axis=0), 1) for array in (pair.actual, pair.right))


def _factor(pair: Pair, function: str) -> Finding | None:
    found = factor_of(pair.actual, pair.right)
    if found is None or distinct(pair.right) < pair.enough:
        return None
    values = {"function": function, "factor": factor_text(found)}
    return Finding("pattern.factor_before", values)


def _same_for_examples(pair: Pair, function: str) -> Finding | None:
    """A bias that is missing or added twice makes the same error for every example."""
    found = Finding("pattern.same_before", {"function": function}, Message("advice.bias"))
    axis = pair.axis("N")
    if axis is None:
        return found if pair.is_confirming and "N" in pair.axes else None
    if near(pair.actual, pair.right, 1e-3):
        return None
    errors, right = slices(pair.actual - pair.right, axis), slices(pair.right, axis)
    even = np.broadcast_to(errors[:1], errors.shape)
    is_even = np.max(np.abs(errors - even)) <= NEAR * np.max(np.abs(right))
    is_uneven = not near(right, np.broadcast_to(right[:1], right.shape), 1e-3)
    is_telling = (is_uneven and distinct(right) > ENOUGH) or pair.is_confirming
    return found if is_even and is_telling else None
