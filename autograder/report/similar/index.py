"""Which students share traits: an inverted index, from a trait to those who have it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from autograder.report.similar.corpus import Corpus, Numbers
from autograder.report.similar.traits import Own, Traits, Values

# Entries that are looked at: what most students share goes first where there would be more.
MOST_ENTRIES = 1_500_000
# Right programs are alike because they are right.
BOTH_WRONG = 1.5


@dataclass(frozen=True)
class Shared:
    """One entry for each exercise in which two students share something.

    `evidence` is what is shared, by value and rarity: what d students have counts 2/d, and
    half as much again where both lost points. `share` is the part, not weighted, of all that is
    their own.
    """

    first: Numbers
    second: Numbers
    exercise: Numbers
    evidence: Values
    share: Values


def shared_of(corpus: Corpus, own: Own) -> Shared:
    """Of all pairs of students who share a trait in an exercise."""
    traits = own.traits[own.traits.first]
    pairs = list(_pairs(corpus, traits))
    nothing = np.zeros(0, dtype=np.int64)
    one, other = (np.concatenate(each) for each in zip((nothing, nothing), *pairs, strict=True))
    size = len(corpus.texts)
    code, where = np.unique(traits.text[one] * size + traits.text[other], return_inverse=True)
    value = traits.value[one]
    evidence = sums(where, value * 2 / traits.students[one], len(code))
    first, second = code // size, code % size
    evidence *= np.where(corpus.is_wrong[first] & corpus.is_wrong[second], BOTH_WRONG, 1.0)
    share = 2 * sums(where, value, len(code)) / (own.total[first] + own.total[second])
    whose = corpus.whose
    return Shared(whose[first], whose[second], corpus.exercise[first], evidence, share)


def sums(where: Numbers, values: Values, size: int) -> Values:
    """Of the values, by where they belong."""
    return np.bincount(where, values, size).astype(np.float64)


def _pairs(corpus: Corpus, traits: Traits) -> Iterator[tuple[Numbers, Numbers]]:
    """Entries that are the same trait in the same exercise."""
    group = traits.key * max(1, len(corpus.exercises)) + corpus.exercise[traits.text]
    order = np.argsort(group, kind="stable")
    starts = np.flatnonzero(np.diff(group[order], prepend=-1))
    sizes = np.diff(starts, append=len(order))
    left = MOST_ENTRIES
    for size in np.unique(sizes[sizes >= 2]):
        one, other = np.triu_indices(size, 1)
        begins = starts[sizes == size]
        left -= len(begins) * len(one)
        if left < 0:
            return
        members = order[begins[:, None] + np.arange(size)]
        yield members[:, one].ravel(), members[:, other].ravel()
