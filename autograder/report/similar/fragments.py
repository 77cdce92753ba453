"""Fragments of a class's code: runs of k tokens (k-grams), and which are a student's own.

What the course gave out is known, and so is what more than half of the class has, and a fragment
most of whose tokens lie in known ones: the lecture's formula with one sign changed is still the
lecture's.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from autograder.report.similar.corpus import Corpus, Mask, Numbers

# More of the class than this, and a fragment is everybody's.
USUAL = 1 / 2
FACTOR = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True)
class Counted:
    """One entry for each time that something stands in a text.

    `key` numbers what is the same; `students` is how many have it. `known`: it is the course's or
    everybody's. `first`: it did not stand in this text before.
    """

    key: Numbers
    students: Numbers
    known: Mask
    first: Mask


def counted(what: NDArray[np.uint64] | Numbers, text: Numbers, corpus: Corpus) -> Counted:
    """`text`: the number of the text that each stands in, never less than the one before."""
    order = np.argsort(what, kind="stable")
    what, text = what[order], text[order]
    owner = corpus.whose[text]
    is_new = _changes(what)
    key = np.cumsum(is_new) - 1
    is_students = owner >= 0
    students = np.bincount(key[(is_new | _changes(owner)) & is_students], minlength=key.size)
    is_given = np.bincount(key[~is_students], minlength=key.size) > 0
    is_known = is_given | (students > USUAL * len(corpus.students))
    back = np.empty_like(order)
    back[order] = np.arange(len(order))
    first = is_new | _changes(text)
    return Counted(key[back], students[key][back], is_known[key][back], first[back])


def _changes(values: NDArray[np.uint64] | Numbers) -> Mask:
    found = np.ones(len(values), dtype=bool)
    found[1:] = values[1:] != values[:-1]
    return found


def fragments_of(corpus: Corpus, tokens: Numbers, length: int) -> tuple[Numbers, Counted, Mask]:
    """Where each fragment starts; how often it is there; whether it is the student's own.

    `tokens`: one number for each token of the corpus.
    """
    text = corpus.tokens.text
    last = max(0, len(text) - length + 1)
    place = np.flatnonzero(text[:last] == text[len(text) - last :])
    found = counted(_hashes(tokens, length)[place], text[place], corpus)
    is_own = _mostly_unknown(place, found.known, length, len(tokens)) & ~found.known
    return place, found, is_own & (corpus.whose[text[place]] >= 0)


def _hashes(tokens: Numbers, length: int) -> NDArray[np.uint64]:
    """Of every run of that length: a polynomial modulo 2⁶⁴."""
    mixed = (tokens.astype(np.uint64) + np.uint64(1)) * FACTOR
    mixed ^= mixed >> np.uint64(29)
    found = np.zeros(max(0, len(tokens) - length + 1), dtype=np.uint64)
    for offset in range(length):
        found = found * FACTOR + mixed[offset : offset + len(found)]
    return found


def _mostly_unknown(place: Numbers, known: Mask, length: int, size: int) -> Mask:
    """Whether at least half of a fragment's tokens are in no known fragment."""
    depth = np.zeros(size + 1, dtype=np.int64)
    depth[place[known]] += 1
    depth[place[known] + length] -= 1
    unknown = np.concatenate([[0], np.cumsum(np.cumsum(depth)[:-1] == 0)])
    result: Mask = 2 * (unknown[place + length] - unknown[place]) >= length
    return result
