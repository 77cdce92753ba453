"""Partial credit: the value of a test cell, within its points.

nbgrader takes the first result that reads as a number. It gives full marks for a negative number
and for NaN, and fails the whole submission for one above the maximum.
"""

from __future__ import annotations

import math
from typing import Any


def within_points(outputs: list[dict[str, Any]], points: float) -> list[dict[str, Any]]:
    """The outputs, with numeric results clamped to [0, points]; NaN counts as 0."""
    return [_within(output, points) for output in outputs]


def _within(output: dict[str, Any], points: float) -> dict[str, Any]:
    if output["output_type"] != "execute_result":
        return output
    value = _number(output["data"].get("text/plain", ""))
    if value is None or 0 <= value <= points:
        return output
    clamped = 0.0 if math.isnan(value) else min(max(value, 0.0), points)
    return {**output, "data": {**output["data"], "text/plain": repr(clamped)}}


def _number(text: Any) -> float | None:
    try:
        return float(text)
    except (TypeError, ValueError):
        return None
