"""What the measured runs say: start-up apart from the cost of a submission, medians, ratios."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Line:
    """seconds(n) = start_up + n · each, through the runs with few and with many submissions."""

    start_up: float
    each: float


def line(few: tuple[int, float], many: tuple[int, float]) -> Line:
    """Through two (submissions, seconds). Raises `ValueError` if their numbers are the same."""
    (n_few, t_few), (n_many, t_many) = few, many
    if n_few >= n_many:
        raise ValueError(f"found {n_few} and {n_many} submissions; expected few and more")
    each = (t_many - t_few) / (n_many - n_few)
    return Line(start_up=t_few - n_few * each, each=each)


def middle(lines: Sequence[Line]) -> Line:
    """The median start-up and the median cost of several rounds."""
    return Line(median(each.start_up for each in lines), median(each.each for each in lines))


def ratio(slower: Sequence[Line], faster: Sequence[Line]) -> float:
    """How many times less a submission costs, pair by pair in each round, then the median: what
    slows the machine down for a while slows both of a pair."""
    pairs = zip(slower, faster, strict=True)
    return median(one.each / other.each for one, other in pairs)
