"""What makes a text one's own: fragments, chosen names, remarks. Traits that two share are
evidence; the fewer share one, the more it counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from autograder.report.similar.corpus import Corpus, Numbers
from autograder.report.similar.fragments import count, fragments_of

Values = NDArray[np.float64]

# Lengths of fragments, in tokens: as written, and without the names, which says less.
WRITTEN, SHAPE = 6, 10
# What is alike both ways counts 1 for each token, about.
EACH_WAY = 0.5
NAME, NAME_LENGTH = 3.0, 4
# A remark counts by its words; "backward pass" is anybody's.
WORD, FEWEST_WORDS, MOST_WORDS = 4.0, 4, 10


@dataclass(frozen=True)
class Traits:
    """Where each trait stands, one entry for each time; none is the course's or everybody's.

    `key` is the trait, `students` how many have it, `value` what it counts on its own. `place` is
    its first token and `length` how many it has (none: a remark). `line` is that of its text.
    """

    key: Numbers
    text: Numbers
    value: Values
    students: Numbers
    place: Numbers
    length: Numbers
    line: Numbers

    def __getitem__(self, chosen: NDArray[np.int64] | NDArray[np.bool_]) -> Traits:
        return Traits(*(getattr(self, field.name)[chosen] for field in fields(self)))

    def of(self, text: int) -> Traits:
        """Those of one text: entries are in the order of texts."""
        first, end = np.searchsorted(self.text, (text, text + 1))
        return self[np.arange(first, end)]

    def once(self) -> Traits:
        """Each trait once in a text."""
        many = int(self.text.max(initial=0)) + 1
        return self[np.unique(self.key * many + self.text, return_index=True)[1]]


def traits_of(corpus: Corpus) -> Traits:
    """All of the class's own, in the order of texts."""
    found = _together(
        [
            _fragments(corpus, corpus.ids, WRITTEN),
            _fragments(corpus, corpus.shapes, SHAPE),
            _own(corpus, _names(corpus)),
            _own(corpus, _remarks(corpus)),
        ]
    )
    return found[np.argsort(found.text, kind="stable")]


def _fragments(corpus: Corpus, tokens: Numbers, length: int) -> Traits:
    found = fragments_of(corpus, tokens, length)
    key, place = found.key[found.novel], found.place[found.novel]
    value = np.full(len(key), EACH_WAY)
    return _traits(corpus, key, value, found.students[key], place, length)


def _names(corpus: Corpus) -> Traits:
    """Names of variables; short ones are anybody's."""
    is_long = np.array([len(token) >= NAME_LENGTH for token in corpus.vocabulary])
    place = np.flatnonzero((corpus.shapes == 0) & is_long[corpus.ids])
    key = corpus.ids[place]
    return _traits(corpus, key, np.full(len(key), NAME), np.zeros_like(key), place, 1)


def _traits(
    corpus: Corpus, key: Numbers, value: Values, students: Numbers, place: Numbers, length: int
) -> Traits:
    lengths = np.full(len(key), length)
    return Traits(key, corpus.text[place], value, students, place, lengths, corpus.lines[place])


def _remarks(corpus: Corpus) -> Traits:
    numbers: dict[tuple[str, ...], int] = {}
    rows = np.array(list(_long_remarks(corpus, numbers)), dtype=np.float64).reshape(-1, 4)
    key, text, line = (rows[:, column].astype(np.int64) for column in range(3))
    value = WORD * np.minimum(rows[:, 3], MOST_WORDS)
    nothing = np.zeros_like(key)
    return Traits(key, text, value, nothing, nothing, nothing, line)


def _long_remarks(
    corpus: Corpus, numbers: dict[tuple[str, ...], int]
) -> Iterator[tuple[int, int, int, float]]:
    for place, text in enumerate(corpus.texts):
        for remark in text.tokens.remarks:
            if remark.length >= FEWEST_WORDS:
                number = numbers.setdefault(remark.words, len(numbers))
                yield number, place, remark.line, remark.length


def _own(corpus: Corpus, traits: Traits) -> Traits:
    owner = corpus.whose[traits.text]
    students, is_known = count(traits.key, owner, len(corpus.students))
    counted = Traits(**{**vars(traits), "students": students[traits.key]})
    return counted[(owner >= 0) & ~is_known[traits.key]]


def _together(kinds: list[Traits]) -> Traits:
    sizes = [int(each.key.max(initial=-1)) + 1 for each in kinds]
    starts = np.cumsum([0, *sizes[:-1]])
    keys = [each.key + start for each, start in zip(kinds, starts, strict=True)]
    rest = [field.name for field in fields(Traits)][1:]
    return Traits(
        np.concatenate(keys),
        *(np.concatenate([getattr(each, name) for each in kinds]) for name in rest),
    )
