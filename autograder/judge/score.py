"""Partial credit: the value of a test cell, within its points.

nbgrader takes the first result that reads as a number. It gives full marks for a negative number
and for NaN, and fails the whole submission for one above the maximum. numpy 2 shows its numbers
as `np.float64(1.5)`, which nbgrader does not read as one: full marks.
"""

from __future__ import annotations

import math
import re
from typing import Any

_NUMPY_NUMBER = re.compile(r"np\.(?:float|u?int|longdouble|longlong)\w*\('?([^()']*)'?\)")


def within_points(outputs: list[dict[str, Any]], points: float) -> list[dict[str, Any]]:
    """The outputs, with numeric results clamped to [0, points]; NaN counts as 0."""
    return [_within(output, points) for output in outputs]


def _within(output: dict[str, Any], points: float) -> dict[str, Any]:
    if output["output_type"] != "execute_result":
        return output
    shown = str(output["data"].get("text/plain", "")).strip()
    of_numpy = _NUMPY_NUMBER.fullmatch(shown)
    value = _number(of_numpy[1] if of_numpy else shown)
    if value is None or (not of_numpy and 0 <= value <= points):
        return output
    clamped = 0.0 if math.isnan(value) else min(max(value, 0.0), points)
    return {**output, "data": {**output["data"], "text/plain": repr(clamped)}}


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
