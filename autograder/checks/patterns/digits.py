"""Arrays that are nearly right: few digits, as in a short format or after rounding."""

from __future__ import annotations

import numpy as np

from autograder.checks.errors import Message
from autograder.checks.patterns.finding import Finding
from autograder.checks.patterns.pair import Pair, distinct, near
from autograder.checks.values import Array

SHORT = (("float16", np.float16, 3e-3), ("float32", np.float32, 1e-5))
MOST_DECIMALS = 9


def short_format(pair: Pair) -> Finding | None:
    """Every entry has only the digits of a short format, and is right as far as they go."""
    for name, kind, accuracy in SHORT:
        kept = pair.actual.astype(kind).astype(np.float64)
        if np.array_equal(kept, pair.actual) and _is_nearly_right(pair, accuracy):
            values = {"dtype": name}
            return Finding("pattern.short_format", values, Message("advice.short_format", values))
    return None


def rounded(pair: Pair) -> Finding | None:
    for decimals in range(1, MOST_DECIMALS):
        if np.array_equal(np.round(pair.actual, decimals), pair.actual):
            is_right = near(pair.actual, np.round(pair.right, decimals), 1e-12)
            values = {"decimals": decimals}
            cause = Message("advice.rounded")
            return Finding("pattern.rounded", values, cause) if is_right and _enough(pair) else None
    return None


def nearly(pair: Pair) -> Finding | None:
    """Right to about so many digits: float32 on the way, or a constant that was added."""
    error = _relative_error(pair.actual, pair.right)
    if pair.is_numerical or not 1e-14 < error <= 1e-5:
        return None
    digits = int(-np.log10(error))
    key = "advice.short_step" if error > 1e-9 else "advice.small_constant"
    return Finding("pattern.nearly", {"digits": digits}, Message(key))


def _is_nearly_right(pair: Pair, accuracy: float) -> bool:
    return _enough(pair) and near(pair.actual, pair.right, accuracy)


def _enough(pair: Pair) -> bool:
    return distinct(pair.right) >= pair.enough


def _relative_error(actual: Array, right: Array) -> float:
    error = np.max(np.abs(actual - right)) / np.max(np.abs(right), initial=1e-300)
    return float(error)
