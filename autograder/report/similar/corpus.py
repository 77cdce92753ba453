"""A class's code as arrays: one token after the other, and which text each belongs to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from autograder.report.results import ClassResults, ExerciseResult
from autograder.report.similar.tokens import Line, is_name, scan

Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]
# Whose the course's own texts are.
COURSE = -1
# What every name becomes that a student may have chosen.
ANY_NAME = "\0"
DOT, OPENING = 1, 2


@dataclass(frozen=True)
class Text:
    """One student's code for one exercise, by their numbers in the class. `is_wrong`: it lost
    points."""

    student: int
    exercise: int
    code: str
    lines: list[Line]
    is_wrong: bool = False


@dataclass(frozen=True)
class Tokens:
    """One entry for each token of a class, text after text.

    `ids` are the tokens as written, `shapes` the same with all chosen names alike; `text` is the
    number of the text that each is in, `line` the one of its line there, from 0.
    """

    vocabulary: tuple[str, ...]
    ids: Numbers
    shapes: Numbers
    text: Numbers
    line: Numbers


@dataclass(frozen=True)
class Corpus:
    """The texts of a class in the order of students, and those of the course after them."""

    students: tuple[str, ...]
    exercises: tuple[str, ...]
    texts: tuple[Text, ...]
    tokens: Tokens

    @cached_property
    def whose(self) -> Numbers:
        """Student by text."""
        return np.array([text.student for text in self.texts], dtype=np.int64)

    @cached_property
    def exercise(self) -> Numbers:
        """Exercise by text."""
        return np.array([text.exercise for text in self.texts], dtype=np.int64)

    @cached_property
    def is_wrong(self) -> Mask:
        """By text."""
        return np.array([text.is_wrong for text in self.texts], dtype=bool)

    @cached_property
    def places(self) -> dict[tuple[int, int], int]:
        """(student, exercise) → the number of the text."""
        return {(text.student, text.exercise): n for n, text in enumerate(self.texts)}


def corpus_of(results: ClassResults, *given: Mapping[str, str]) -> Corpus:
    """`given`: exercise → code that is the course's own."""
    graded = results.graded
    texts = [
        Text(student, exercise, each.code, scan(each.code), _is_wrong(each))
        for student, result in enumerate(graded)
        for exercise, each in enumerate(result.exercises)
        if each.code
    ]
    texts += [Text(COURSE, COURSE, code, scan(code)) for codes in given for code in codes.values()]
    names = tuple(result.student.id for result in graded)
    exercises = tuple(exercise.name for exercise in results.exercises)
    return Corpus(names, exercises, tuple(texts), _tokens(texts))


def _is_wrong(result: ExerciseResult) -> bool:
    return result.score is not None and result.score < result.exercise.points


def _tokens(texts: Sequence[Text]) -> Tokens:
    """Numbered in the order of first use: the same in every run."""
    vocabulary: dict[str, int] = {ANY_NAME: 0, ".": DOT, "(": OPENING}
    numbers: dict[Line, list[int]] = {}
    ids: list[int] = []
    places: list[tuple[int, int, int]] = []
    for number, text in enumerate(texts):
        for place, line in enumerate(text.lines):
            if line.tokens:
                if line not in numbers:
                    found = [vocabulary.setdefault(t, len(vocabulary)) for t in line.tokens]
                    numbers[line] = found
                ids += numbers[line]
                places.append((number, place, len(line.tokens)))
    table = np.array(places, dtype=np.int64).reshape(-1, 3)
    text_, line_ = (np.repeat(table[:, column], table[:, 2]) for column in (0, 1))
    array = np.array(ids, dtype=np.int64)
    chosen = np.array([is_name(token) for token in vocabulary])
    return Tokens(tuple(vocabulary), array, _shapes(array, chosen), text_, line_)


def _shapes(ids: Numbers, chosen: Mask) -> Numbers:
    """Attributes and what is called are nobody's choice: they stay."""
    is_attribute = np.zeros(len(ids), dtype=bool)
    is_attribute[1:] = ids[:-1] == DOT
    is_called = np.zeros(len(ids), dtype=bool)
    is_called[:-1] = ids[1:] == OPENING
    return np.where(chosen[ids] & ~is_attribute & ~is_called, 0, ids)
