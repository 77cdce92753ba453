"""What makes a text one's own: fragments, chosen names, remarks. Traits that two students share are
evidence; the fewer share one, the more it counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from autograder.report.similar.corpus import Corpus, Mask, Numbers
from autograder.report.similar.fragments import Counted, counted, fragments_of
from autograder.report.similar.tokens import length_of

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
    """Traits that two students have at least; one entry for each time that one stands in a text.

    `key` is the trait, `students` how many have it, `value` what it counts on its own; `first`: it
    did not stand in this text before. `line` is where it starts, `place` its first token and
    `length` how many it has: none, if it is a remark.
    """

    key: Numbers
    text: Numbers
    students: Numbers
    value: Values
    first: Mask
    line: Numbers
    place: Numbers
    length: Numbers

    def __getitem__(self, chosen: Numbers | Mask | slice) -> Traits:
        return Traits(*(getattr(self, field.name)[chosen] for field in fields(self)))

    def of(self, text: int) -> Traits:
        """Those of one text: entries are in the order of texts."""
        return self[slice(*np.searchsorted(self.text, (text, text + 1)))]


@dataclass(frozen=True)
class Own:
    """What is a class's own: the traits that are shared, and the value of all by text."""

    traits: Traits
    total: Values


def own_of(corpus: Corpus) -> Own:
    kinds = [
        _fragments(corpus, corpus.tokens.ids, WRITTEN),
        _fragments(corpus, corpus.tokens.shapes, SHAPE),
        _names(corpus),
        _remarks(corpus),
    ]
    total = sum(
        np.bincount(each.text[each.first], each.value[each.first], len(corpus.texts))
        for each in kinds
    )
    found = _together([each[each.students >= 2] for each in kinds])
    return Own(found[np.argsort(found.text, kind="stable")], np.asarray(total))


def _fragments(corpus: Corpus, tokens: Numbers, length: int) -> Traits:
    place, found, is_own = fragments_of(corpus, tokens, length)
    value = np.full(len(place), EACH_WAY)
    return _traits(corpus, place, found, value, length)[is_own]


def _names(corpus: Corpus) -> Traits:
    """Names of variables; short ones are anybody's."""
    tokens = corpus.tokens
    is_long = np.array([len(token) >= NAME_LENGTH for token in tokens.vocabulary])
    place = np.flatnonzero((tokens.shapes == 0) & is_long[tokens.ids])
    found = counted(tokens.ids[place], tokens.text[place], corpus)
    is_own = ~found.known & (corpus.whose[tokens.text[place]] >= 0)
    return _traits(corpus, place, found, np.full(len(place), NAME), 1)[is_own]


def _traits(corpus: Corpus, place: Numbers, found: Counted, value: Values, length: int) -> Traits:
    text, line = corpus.tokens.text[place], corpus.tokens.line[place]
    lengths = np.full(len(place), length)
    return Traits(found.key, text, found.students, value, found.first, line, place, lengths)


def _remarks(corpus: Corpus) -> Traits:
    rows = np.array(list(_long_remarks(corpus)), dtype=np.float64).reshape(-1, 4)
    number, text, line = (rows[:, column].astype(np.int64) for column in range(3))
    value = WORD * np.minimum(rows[:, 3], MOST_WORDS)
    found = counted(number, text, corpus)
    nothing = np.zeros_like(text)
    every = Traits(found.key, text, found.students, value, found.first, line, nothing, nothing)
    return every[~found.known & (corpus.whose[text] >= 0)]


def _long_remarks(corpus: Corpus) -> Iterator[tuple[int, int, int, float]]:
    """(remark, text, line, length in words)."""
    lengths: dict[tuple[str, ...], tuple[int, float]] = {}
    for number, text in enumerate(corpus.texts):
        for place, line in enumerate(text.lines):
            if line.words:
                if line.words not in lengths:
                    lengths[line.words] = len(lengths), length_of(line.words)
                remark, length = lengths[line.words]
                if length >= FEWEST_WORDS:
                    yield remark, number, place, length


def _together(kinds: list[Traits]) -> Traits:
    sizes = [int(each.key.max(initial=-1)) + 1 for each in kinds]
    starts = np.cumsum([0, *sizes[:-1]])
    keys = [each.key + start for each, start in zip(kinds, starts, strict=True)]
    rest = [field.name for field in fields(Traits)][1:]
    return Traits(
        np.concatenate(keys),
        *(np.concatenate([getattr(each, name) for each in kinds]) for name in rest),
    )
