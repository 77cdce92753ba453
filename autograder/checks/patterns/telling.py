"""From arrays to sentences: the findings of a failed check, the most telling first.

What overflows or is not defined is no pattern: numpy is silent while detectors try.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np

from autograder.checks.closeness import is_short_format
from autograder.checks.comparison import Comparison
from autograder.checks.errors import Message
from autograder.checks.patterns import parts
from autograder.checks.patterns.between import between
from autograder.checks.patterns.detectors import PARTIAL, WHOLE
from autograder.checks.patterns.finding import Detector, Finding, Told, by_kind, first, sentence
from autograder.checks.patterns.groups import together
from autograder.checks.patterns.pair import Pair, pair_of, sizes_of

MOST = 3


def statements(comparisons: Sequence[Comparison]) -> tuple[Message, ...]:
    """True sentences about arrays that were looked at together, the most telling first.

    Where a single array breaks at a time step, the fact of its check has said so already.
    """
    with np.errstate(all="ignore"):
        told = list(islice(_told(comparisons), MOST))
    return tuple(sentence(finding, names, comparisons[0]) for finding, names in told)


def cause(comparisons: Sequence[Comparison]) -> Message | None:
    """The likely cause behind the first finding that has one, or None."""
    with np.errstate(all="ignore"):
        told = _told(comparisons, with_steps=True)
        return next((finding.cause for finding, _ in told if finding.cause), None)


def _told(comparisons: Sequence[Comparison], with_steps: bool = False) -> Iterator[Told]:
    wrong, right = _pairs(comparisons)
    if not wrong:
        return
    links = list(between(wrong, [*wrong, *right]))
    yield from ((found, ()) for found in links)
    linked = {str(name) for found in links for name in found.values.values()}
    left = [pair for pair in wrong if pair.name not in linked]
    whole = _by_kind(left, WHOLE)
    yield from _with_own_factors(whole)
    explained = {name for _, names in whole for name in names}
    rest = [pair for pair in left if pair.name not in explained]
    if rest:
        yield from ((found, ()) for found in _split(comparisons))
    if with_steps or len(comparisons) > 1 or (rest and rest[0].is_numerical):
        yield from _by_kind(rest, (parts.steps,))
    yield from _by_kind(rest, PARTIAL)


def _split(comparisons: Sequence[Comparison]) -> Iterator[Finding]:
    wrong = [one.name for one in comparisons if not one.is_close]
    return together(wrong, [one.name for one in comparisons if one.is_close])


def _pairs(comparisons: Sequence[Comparison]) -> tuple[list[Pair], list[Pair]]:
    """The wrong and the right ones. A single array of a short format is told as such before."""
    sizes = sizes_of(comparisons)
    sides: tuple[list[Pair], list[Pair]] = ([], [])
    if len(comparisons) == 1 and is_short_format(comparisons[0].actual, comparisons[0].expected):
        return sides
    for one in comparisons:
        if pair := pair_of(one, sizes):
            sides[one.is_close].append(pair)
    return sides


def _by_kind(pairs: Sequence[Pair], detectors: Sequence[Detector]) -> list[Told]:
    return by_kind((pair.name, first(detectors, pair)) for pair in pairs)


def _with_own_factors(told: list[Told]) -> list[Told]:
    """Three factors or more, each another array's, are told in one sentence."""
    scaled = [(finding, names) for finding, names in told if finding.key == "pattern.factor"]
    if len(scaled) < MOST:
        return told
    names = tuple(name for _, names in scaled for name in names)
    rest = [one for one in told if one[0].key != "pattern.factor"]
    return [(Finding("pattern.own_factors", cause=Message("advice.own_factors")), names), *rest]
