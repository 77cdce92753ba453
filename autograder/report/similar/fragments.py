"""Fragments of a class's code, and how rare each of them is.

A fragment is a run of k tokens (a k-gram). What the course gave out and what more than a third of
the class has is known, and so is a fragment most of whose tokens lie in known ones: the lecture's
formula with one sign changed is still the lecture's. A fragment that d students have counts 2/d.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from autograder.report.similar.corpus import Corpus, Mask, Numbers

# More of the class than this, and a fragment is everybody's.
USUAL = 1 / 3
FACTOR = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True)
class Fragments:
    """Of one way to look at the tokens. One entry for each place where a fragment starts.

    `place` is the place of its first token, `key` the number of the fragment, `novel` whether it is
    the student's own. `students` is how many have it, by key.
    """

    length: int
    place: Numbers
    key: Numbers
    novel: Mask
    students: Numbers


def fragments_of(corpus: Corpus, tokens: Numbers, length: int) -> Fragments:
    """`tokens`: one number for each token of the corpus."""
    place = _places(corpus.text, length)
    _, key = np.unique(_hashes(tokens, length)[place], return_inverse=True)
    owner = corpus.whose[corpus.text[place]]
    students, is_known = count(key, owner, len(corpus.students))
    known = is_known[key]
    novel = _mostly_unknown(place, known, length, len(tokens)) & ~known & (owner >= 0)
    return Fragments(length, place, key, novel, students)


def _places(text: Numbers, length: int) -> Numbers:
    """Where a fragment can start without leaving its text."""
    if len(text) < length:
        return np.zeros(0, dtype=np.int64)
    last = len(text) - length + 1
    return np.flatnonzero(text[:last] == text[length - 1 :])


def _hashes(tokens: Numbers, length: int) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    """Of every run of that length: a polynomial modulo 2⁶⁴."""
    mixed = (tokens.astype(np.uint64) + np.uint64(1)) * FACTOR
    mixed ^= mixed >> np.uint64(29)
    found = np.zeros(max(0, len(tokens) - length + 1), dtype=np.uint64)
    for offset in range(length):
        found = found * FACTOR + mixed[offset : offset + len(found)]
    return found


def count(key: Numbers, owner: Numbers, students: int) -> tuple[Numbers, Mask]:
    """By key: how many students have it, and whether it is the course's or everybody's."""
    size = int(key.max(initial=-1)) + 1
    pairs = np.unique(key * (students + 1) + owner + 1)
    is_course = pairs % (students + 1) == 0
    having = np.bincount(pairs[~is_course] // (students + 1), minlength=size)
    is_given = np.bincount(pairs[is_course] // (students + 1), minlength=size) > 0
    return having, is_given | (having > USUAL * students)


def _mostly_unknown(place: Numbers, known: Mask, length: int, size: int) -> Mask:
    """Whether at least half of a fragment's tokens are in no known fragment."""
    depth = np.zeros(size + 1, dtype=np.int64)
    np.add.at(depth, place[known], 1)
    np.add.at(depth, place[known] + length, -1)
    unknown = np.concatenate([[0], np.cumsum(np.cumsum(depth)[:-1] == 0)])
    return 2 * (unknown[place + length] - unknown[place]) >= length
