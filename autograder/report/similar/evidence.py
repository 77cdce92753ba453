"""What two texts share, line by line: which lines hold it, and which goes with which."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Indel

from autograder.report.findings import PairedLine
from autograder.report.similar.corpus import Corpus, Numbers
from autograder.report.similar.traits import Traits

# Lines that are less alike than this do not go together.
ALIKE = 0.5


def shared_traits(traits: Traits, one: int, other: int) -> Traits:
    """Those of text `one` that text `other` has as well."""
    mine = traits.of(one)
    return mine[np.isin(mine.key, traits.of(other).key)]


def tokens_in(shared: Traits) -> Numbers:
    """The places of the tokens that lie in traits."""
    spans = zip(shared.place, shared.length, strict=True)
    places = {place for first, length in spans for place in range(first, first + length)}
    return np.array(sorted(places), dtype=np.int64)


def lines_in(corpus: Corpus, shared: Traits) -> list[int]:
    """The lines, from 0, that hold traits."""
    remarks = shared.line[shared.length == 0]
    return sorted({*remarks.tolist(), *corpus.lines[tokens_in(shared)].tolist()})


def matches(
    corpus: Corpus, texts: tuple[int, int], lines: tuple[list[int], list[int]]
) -> dict[int, int]:
    """Line of the first text → line of the second: the most alike first, each once."""
    contents = [_contents(corpus, text, chosen) for text, chosen in zip(texts, lines, strict=True)]
    if not all(contents):
        return {}
    alike = process.cdist(*contents, scorer=Indel.normalized_similarity)
    found: dict[int, int] = {}
    for place in np.argsort(-alike, axis=None, kind="stable"):
        one, other = lines[0][place // len(lines[1])], lines[1][place % len(lines[1])]
        if alike.flat[place] < ALIKE:
            break
        if one not in found and other not in found.values():
            found[one] = other
    return found


def _contents(corpus: Corpus, text: int, lines: Sequence[int]) -> list[list[str | int]]:
    """Of each line: the words that are said in it, its tokens without chosen names."""
    by_line: dict[int, list[str | int]] = {line: [] for line in lines}
    for place in np.flatnonzero(corpus.text == text):
        by_line.get(int(corpus.lines[place]), []).append(int(corpus.shapes[place]))
    for remark in corpus.texts[text].tokens.remarks:
        by_line.get(remark.line, []).extend(remark.words)
    return list(by_line.values())
