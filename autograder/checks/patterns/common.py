"""What holds in all tests of an exercise: patterns that no test contradicts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from autograder.checks.comparison import Comparison
from autograder.checks.errors import Message
from autograder.checks.patterns.detectors import WHOLE
from autograder.checks.patterns.finding import Finding, by_kind, first_of, sentence
from autograder.checks.patterns.groups import together
from autograder.checks.patterns.pair import Pair, pair_of, sizes_of
from autograder.checks.patterns.parts import steps

MOST = 3
DETECTORS = (*WHOLE, steps)


def common(looks: Sequence[Sequence[Comparison]], right: Sequence[str] = ()) -> tuple[Message, ...]:
    """Statements that are true in every test which has the array wrong.

    `looks` are the arrays of each test that failed, `right` the names that no test has wrong.
    """
    with np.errstate(all="ignore"):
        shared = {name: _shared(pairs) for name, pairs in _by_name(looks).items()}
    told = by_kind(shared.items())
    if right and None in shared.values():
        told += [(finding, ()) for finding in together(list(shared), right)]
    return tuple(sentence(finding, names, looks[0][0]) for finding, names in told[:MOST])


def _by_name(looks: Sequence[Sequence[Comparison]]) -> dict[str, list[Pair | None]]:
    """For each name the wrong arrays, one for each test."""
    pairs: dict[str, list[Pair | None]] = {}
    for comparisons in looks:
        sizes = sizes_of(comparisons)
        for one in comparisons:
            if not one.is_close:
                pairs.setdefault(one.name, []).append(pair_of(one, sizes))
    return pairs


def _shared(pairs: Sequence[Pair | None]) -> Finding | None:
    """What is found in one test and is true in all of them, up to the sizes of their arrays."""
    searched = [pair for pair in pairs if pair is not None]
    if len(searched) < len(pairs):
        return None
    refused: set[tuple[object, ...]] = set()
    for pair in searched[:MOST]:
        detector, found = first_of(DETECTORS, pair) or (None, None)
        for reading in _readings(found):
            if reading.kind in refused or detector is None:
                continue
            if all(_is_true(reading, one) for one in searched):
                return reading
            refused.add(reading.kind)
    return None


def _is_true(reading: Finding, pair: Pair) -> bool:
    """Whether a detector says the same of this array, however few its numbers are."""
    tiny = replace(pair, enough=1)
    return any(
        reading.kind == told.kind for detector in DETECTORS for told in _readings(detector(tiny))
    )


def _readings(finding: Finding | None) -> tuple[Finding, ...]:
    return (finding, *finding.generals) if finding else ()
