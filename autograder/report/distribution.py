"""How the totals of a class are spread."""

from __future__ import annotations

import bisect
import math
from collections.abc import Sequence

import numpy as np

from autograder.report.findings import Distribution
from autograder.report.results import ClassResults

BINS = 10  # tenths of the points: a histogram whose bins are read without a ruler


def distribution_of(results: ClassResults) -> Distribution | None:
    """Of nbgrader's totals: after late penalties, with manual scores and extra credit. None if
    nobody was graded. Quartiles are interpolated (Hyndman and Fan's type 7)."""
    scores = sorted(student.score for student in results.graded)
    if not scores:
        return None
    low, median, high = (float(each) for each in np.percentile(scores, [25, 50, 75]))
    return Distribution(
        points=results.points,
        scores=tuple(scores),
        bins=_bins(scores, results.points),
        mean=math.fsum(scores) / len(scores),
        median=median,
        quartiles=(low, high),
    )


def _bins(scores: Sequence[float], points: float) -> tuple[tuple[float, float, int], ...]:
    """A score on a bound counts above it, but for full points. Extra credit adds bins."""
    width = points / BINS if points else 1.0
    more = max(0, math.ceil(round((scores[-1] - width * BINS) / width, 9)))
    edges = [width * number for number in range(BINS + more + 1)]
    counts = [0] * (len(edges) - 1)
    for score in scores:
        counts[min(bisect.bisect_right(edges, score), len(counts)) - 1] += 1
    return tuple(zip(edges[:-1], edges[1:], counts, strict=True))
