"""Estimates with 95 % intervals: a mean share, a correlation. Closed formulas: the same results
give the same intervals."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from autograder.report.findings import Interval

Z = 1.959963984540054  # the normal distribution's 97.5 % point


def mean_share(shares: Sequence[float]) -> Interval | None:
    """The mean of shares from 0 to 1, with Wilson's score interval (Wilson 1927, JASA 22:209-212).

    It is made for proportions. A share between 0 and 1 with mean m varies by at most m(1-m), the
    variance of a proportion (Bhatia and Davis 2000, Am. Math. Monthly 107:353-357): for partial
    credit the interval is too wide, if anything. None without shares.
    """
    n = len(shares)
    if n == 0:
        return None
    mean = min(1.0, math.fsum(shares) / n)
    middle = (mean + Z**2 / (2 * n)) / (1 + Z**2 / n)
    half = Z / (1 + Z**2 / n) * math.sqrt(mean * (1 - mean) / n + Z**2 / (4 * n**2))
    # The formula touches 0 and 1 there, but for rounding.
    return Interval(mean, min(mean, max(0.0, middle - half)), max(mean, min(1.0, middle + half)))


def correlation(first: Sequence[float], second: Sequence[float]) -> Interval | None:
    """Pearson's r with the interval of Fisher's z (Fisher 1921, Metron 1:3-32): arctanh(r) is
    nearly normal, with standard deviation 1/sqrt(n-3).

    None for fewer than 4 values, or where one side does not vary.
    """
    n = len(first)
    if n < 4 or np.ptp(first) == 0 or np.ptp(second) == 0:
        return None
    r = float(np.clip(np.corrcoef(first, second)[0, 1], -1.0, 1.0))
    if not math.isfinite(r):
        return None
    if abs(r) == 1:
        return Interval(r, r, r)
    z, half = math.atanh(r), Z / math.sqrt(n - 3)
    return Interval(r, math.tanh(z - half), math.tanh(z + half))
