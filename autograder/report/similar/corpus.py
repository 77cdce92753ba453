"""A class's code as arrays: one token after the other, and which text each belongs to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from autograder.report.results import ClassResults
from autograder.report.similar.tokens import Tokens, is_name, scan

Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]
# Whose the course's own texts are.
COURSE = -1
# What every name becomes that a student may have chosen.
ANY_NAME = "\0"
DOT, OPENING = 1, 2


@dataclass(frozen=True)
class Text:
    """One student's code for one exercise, by their numbers in the class."""

    student: int
    exercise: int
    code: str
    tokens: Tokens


@dataclass(frozen=True)
class Corpus:
    """`ids` are tokens as written, `shapes` the same with all chosen names alike; `text` is the
    number of the text that each is in. All three have one entry for each token."""

    students: tuple[str, ...]
    exercises: tuple[str, ...]
    texts: tuple[Text, ...]
    vocabulary: tuple[str, ...]
    ids: Numbers
    shapes: Numbers
    text: Numbers

    @cached_property
    def lines(self) -> Numbers:
        """The line (from 0) of each token, in its text."""
        return np.array([line for text in self.texts for line in text.tokens.lines], dtype=np.int64)

    @cached_property
    def whose(self) -> Numbers:
        """Student by text."""
        return np.array([text.student for text in self.texts], dtype=np.int64)

    @cached_property
    def exercise(self) -> Numbers:
        """Exercise by text."""
        return np.array([text.exercise for text in self.texts], dtype=np.int64)

    @cached_property
    def places(self) -> dict[tuple[int, int], int]:
        """(student, exercise) → the number of the text."""
        return {(text.student, text.exercise): n for n, text in enumerate(self.texts)}


def corpus_of(results: ClassResults, *given: Mapping[str, str]) -> Corpus:
    """`given`: exercise → code that is the course's own."""
    graded = results.graded
    texts = [
        Text(student, exercise, each.code, scan(each.code))
        for student, result in enumerate(graded)
        for exercise, each in enumerate(result.exercises)
        if each.code
    ]
    texts += [Text(COURSE, COURSE, code, scan(code)) for codes in given for code in codes.values()]
    names = tuple(result.student.id for result in graded)
    exercises = tuple(exercise.name for exercise in results.exercises)
    return Corpus(names, exercises, tuple(texts), *_arrays(texts))


def _arrays(texts: Sequence[Text]) -> tuple[tuple[str, ...], Numbers, Numbers, Numbers]:
    """Tokens are numbered in the order of first use: the same in every run."""
    vocabulary: dict[str, int] = {ANY_NAME: 0, ".": DOT, "(": OPENING}
    ids = np.array(
        [vocabulary.setdefault(t, len(vocabulary)) for text in texts for t in text.tokens.code],
        dtype=np.int64,
    )
    lengths = [len(text.tokens.code) for text in texts]
    text = np.repeat(np.arange(len(texts), dtype=np.int64), lengths)
    chosen = np.array([is_name(token) for token in vocabulary])
    return tuple(vocabulary), ids, _shapes(ids, chosen), text


def _shapes(ids: Numbers, chosen: Mask) -> Numbers:
    """Attributes and what is called are nobody's choice: they stay."""
    is_attribute = np.zeros(len(ids), dtype=bool)
    is_attribute[1:] = ids[:-1] == DOT
    is_called = np.zeros(len(ids), dtype=bool)
    is_called[:-1] = ids[1:] == OPENING
    return np.where(chosen[ids] & ~is_attribute & ~is_called, 0, ids)
