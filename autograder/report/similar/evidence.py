"""Two students' code for an exercise side by side: which lines hold what both share, and which line
goes with which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Indel

from autograder.report.findings import PairedLine
from autograder.report.similar.corpus import Corpus, Text
from autograder.report.similar.traits import Traits

# Lines that are less alike than this (1: the same) do not go together.
ALIKE = 0.5

Sides = tuple[tuple[PairedLine, ...], tuple[PairedLine, ...]]


def side_by_side(
    corpus: Corpus, traits: Traits, texts: tuple[int, int], given: str
) -> tuple[Sides, int]:
    """The lines of both, and how many tokens and words of the first one lie in shared traits.

    Lines of `given` code are left out, but for the head of a function.
    """
    one, other = texts
    mine, theirs = shared_traits(traits, one, other), shared_traits(traits, other, one)
    pairs = _matches(corpus, texts, (lines_in(corpus, mine), lines_in(corpus, theirs)))
    shown = tuple(_shown(corpus.texts[text], set(given.splitlines())) for text in texts)
    back = {line: goes_with for goes_with, line in pairs.items()}
    sides = _numbered(shown[0], shown[1], pairs), _numbered(shown[1], shown[0], back)
    return sides, _size(corpus, mine)


def shared_traits(traits: Traits, one: int, other: int) -> Traits:
    """Those of text `one` that text `other` has as well."""
    mine = traits.of(one)
    return mine[np.isin(mine.key, traits.of(other).key)]


def lines_in(corpus: Corpus, shared: Traits) -> list[int]:
    """The lines, from 0, that hold traits."""
    remarks = shared.line[shared.length == 0]
    return sorted({*remarks.tolist(), *corpus.tokens.line[_tokens_in(shared)].tolist()})


def _tokens_in(shared: Traits) -> list[int]:
    spans = zip(shared.place.tolist(), shared.length.tolist(), strict=True)
    return sorted({place for first, length in spans for place in range(first, first + length)})


def _size(corpus: Corpus, shared: Traits) -> int:
    remarks = shared[shared.length == 0]
    said = zip(remarks.text.tolist(), remarks.line.tolist(), strict=True)
    words = sum(len(corpus.texts[text].lines[line].words) for text, line in said)
    return len(_tokens_in(shared)) + words


def _matches(
    corpus: Corpus, texts: tuple[int, int], lines: tuple[list[int], list[int]]
) -> dict[int, int]:
    """Line of the first text → line of the second: the most alike first, each line once."""
    contents = [_contents(corpus, text, own) for text, own in zip(texts, lines, strict=True)]
    if not all(contents):
        return {}
    alike = process.cdist(*contents, scorer=Indel.normalized_similarity)
    found: dict[int, int] = {}
    for place in np.argsort(-alike, axis=None, kind="stable"):
        one, other = divmod(int(place), len(lines[1]))
        if alike[one, other] < ALIKE:
            break
        if lines[0][one] not in found and lines[1][other] not in found.values():
            found[lines[0][one]] = lines[1][other]
    return found


def _contents(corpus: Corpus, text: int, lines: Sequence[int]) -> list[list[str | int]]:
    """Of each line: the words that are said in it, and its tokens without chosen names."""
    said = corpus.texts[text].lines
    by_line: dict[int, list[str | int]] = {line: list(said[line].words) for line in lines}
    tokens = corpus.tokens
    for place in range(*np.searchsorted(tokens.text, (text, text + 1))):
        by_line.get(int(tokens.line[place]), []).append(int(tokens.shapes[place]))
    return list(by_line.values())


def _shown(text: Text, given: set[str]) -> dict[int, str]:
    """Lines by number, from 0."""
    return {
        number: line
        for number, line in enumerate(text.code.split("\n"))
        if line not in given or line.startswith("def ")
    }


def _numbered(
    own: Mapping[int, str], others: Mapping[int, str], pairs: Mapping[int, int]
) -> tuple[PairedLine, ...]:
    numbers = {line: number for number, line in enumerate(others, start=1)}
    lines = (PairedLine(text, numbers.get(pairs.get(line, -1))) for line, text in own.items())
    return tuple(lines)
