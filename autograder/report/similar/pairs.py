"""The pairs that stand out of a class."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from autograder.report.findings import Pair, PairedCode, PairedLine
from autograder.report.results import ClassResults
from autograder.report.similar.corpus import Corpus, Numbers, corpus_of
from autograder.report.similar.evidence import lines_in, matches, shared_traits, tokens_in
from autograder.report.similar.index import Shared, shared_of
from autograder.report.similar.traits import Traits, Values, traits_of

# With fewer students nothing is rare, and nothing stands out.
FEWEST_STUDENTS = 8
# An exercise in which less than this part of what is their own is shared does not count.
LEAST_SHARE = 0.25
# A pair stands out with so much evidence, and with so many times what is usual: the median over
# students of the evidence that binds one to the most similar other.
LEAST_EVIDENCE = 20.0
TIMES_USUAL = 3.0


@dataclass(frozen=True)
class _Totals:
    """One entry for each pair of students that share something."""

    first: Numbers
    second: Numbers
    evidence: Values


def pairs_of(
    results: ClassResults,
    starter: Mapping[str, str],
    reference: Mapping[str, str],
    most: int = 10,
) -> tuple[Pair, ...]:
    """At most so many pairs, the most evidence first; none where nothing stands out of the class.

    `starter` and `reference` are code by exercise that counts for nothing: what the course gave
    out, and its own solution. Three students who share code are three pairs.
    """
    corpus = corpus_of(results, starter, reference)
    if len(corpus.students) < FEWEST_STUDENTS:
        return ()
    traits = traits_of(corpus)
    shared = _counting(shared_of(corpus, traits.once()))
    totals = _totals(shared, len(corpus.students))
    chosen = _standing_out(totals, len(corpus.students))[:most]
    return tuple(_pair(corpus, traits, shared, totals, number, starter) for number in chosen)


def _counting(shared: Shared) -> Shared:
    enough = shared.share >= LEAST_SHARE
    return Shared(*(values[enough] for values in vars(shared).values()))


def _totals(shared: Shared, students: int) -> _Totals:
    code, where = np.unique(shared.first * students + shared.second, return_inverse=True)
    evidence = np.bincount(where, shared.evidence, len(code))
    return _Totals(code // students, code % students, evidence)


def _standing_out(totals: _Totals, students: int) -> Numbers:
    """Entries, the most evidence first."""
    best = np.zeros(students)
    for side in (totals.first, totals.second):
        np.maximum.at(best, side, totals.evidence)
    least = max(LEAST_EVIDENCE, TIMES_USUAL * float(np.median(best)))
    order = np.argsort(-totals.evidence, kind="stable")
    return order[totals.evidence[order] >= least]


def _pair(
    corpus: Corpus,
    traits: Traits,
    shared: Shared,
    totals: _Totals,
    number: int,
    starter: Mapping[str, str],
) -> Pair:
    students = int(totals.first[number]), int(totals.second[number])
    entries = np.flatnonzero((shared.first == students[0]) & (shared.second == students[1]))
    code, common = [], 0
    for entry in sorted(entries, key=lambda each: -shared.evidence[each]):
        exercise = int(shared.exercise[entry])
        texts = corpus.places[students[0], exercise], corpus.places[students[1], exercise]
        code.append(_paired(corpus, traits, texts, float(shared.share[entry]), starter))
        common += len(tokens_in(shared_traits(traits, *texts)))
    share = float(np.average(shared.share[entries], weights=shared.evidence[entries]))
    names = corpus.students[students[0]], corpus.students[students[1]]
    return Pair(*names, share, common, tuple(code))


def _paired(
    corpus: Corpus,
    traits: Traits,
    texts: tuple[int, int],
    share: float,
    starter: Mapping[str, str],
) -> PairedCode:
    name = corpus.exercises[corpus.texts[texts[0]].exercise]
    lines = (
        lines_in(corpus, shared_traits(traits, *texts)),
        lines_in(corpus, shared_traits(traits, *reversed(texts))),
    )
    pairs = matches(corpus, texts, lines)
    backward = {other: one for one, other in pairs.items()}
    given = set(starter.get(name, "").splitlines())
    shown = [_shown(corpus.texts[text].code, given) for text in texts]
    sides = []
    for own, others, goes_with in ((*shown, pairs), (*reversed(shown), backward)):
        numbers = {line: number for number, line in enumerate(others, start=1)}
        sides.append(
            tuple(
                PairedLine(text, numbers.get(goes_with.get(line, -1))) for line, text in own.items()
            )
        )
    return PairedCode(name, share, sides[0], sides[1])


def _shown(code: str, given: set[str]) -> dict[int, str]:
    """Lines by number, from 0, without what students were given; the function's head stays."""
    return {
        number: line
        for number, line in enumerate(code.splitlines())
        if line not in given or line.startswith("def ")
    }
