"""Which students share traits: an inverted index, from a trait to those who have it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from autograder.report.similar.corpus import Corpus, Numbers
from autograder.report.similar.traits import Traits, Values

# Entries that are looked at: what most students share goes first where there would be more.
MOST_ENTRIES = 4_000_000


@dataclass(frozen=True)
class Shared:
    """One entry for each exercise in which two students share something.

    `evidence` is what is shared, by value and rarity; `share` its part of all own traits of both.
    """

    first: Numbers
    second: Numbers
    exercise: Numbers
    evidence: Values
    share: Values


def shared_of(corpus: Corpus, traits: Traits) -> Shared:
    """Of all pairs of students; `traits` hold each trait once in a text."""
    pairs = list(_pairs(corpus, traits))
    if not pairs:
        nothing = np.zeros(0, dtype=np.int64)
        return Shared(nothing, nothing, nothing, np.zeros(0), np.zeros(0))
    one, other = (traits[np.concatenate(each)] for each in zip(*pairs, strict=True))
    size = len(corpus.texts)
    code, where = np.unique(one.text * size + other.text, return_inverse=True)
    evidence = np.bincount(where, one.value * 2 / one.students)
    alike = np.bincount(where, one.value)
    own = np.bincount(traits.text, traits.value, size)
    first, second = code // size, code % size
    share = 2 * alike / (own[first] + own[second])
    whose = corpus.whose
    return Shared(whose[first], whose[second], corpus.exercise[first], evidence, share)


def _pairs(corpus: Corpus, traits: Traits) -> Iterator[tuple[Numbers, Numbers]]:
    """Pairs of entries that are the same trait in the same exercise."""
    several = np.flatnonzero(traits.students >= 2)
    group = traits.key[several] * len(corpus.exercises) + corpus.exercise[traits.text[several]]
    order = np.lexsort((traits.text[several], group))
    starts = np.flatnonzero(np.diff(group[order], prepend=-1))
    sizes = np.diff(starts, append=len(order))
    left = MOST_ENTRIES
    for size in np.unique(sizes[sizes >= 2]):
        one, other = np.triu_indices(size, 1)
        begins = starts[sizes == size]
        left -= len(begins) * len(one)
        if left < 0:
            return
        members = several[order[begins[:, None] + np.arange(size)]]
        yield members[:, one].ravel(), members[:, other].ravel()
