"""The pairs of students whose code stands out of a class."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from autograder.report.collecting import no_collecting
from autograder.report.findings import Pair, PairedCode
from autograder.report.results import ClassResults
from autograder.report.similar.corpus import Corpus, Numbers, corpus_of
from autograder.report.similar.evidence import side_by_side
from autograder.report.similar.index import Shared, shared_of, sums
from autograder.report.similar.traits import Own, Values, own_of

# Of fewer students nothing can be called rare.
FEWEST_STUDENTS = 8
# An exercise in which less than this part of what is their own is shared does not count.
LEAST_SHARE = 0.25
# A pair stands out with so much evidence (about: tokens that nobody else has), and with so many
# times what is usual: the median, over students, of what binds one to the most similar other.
LEAST_EVIDENCE = 20.0
TIMES_USUAL = 4.0


@dataclass(frozen=True)
class _Totals:
    """One entry for each two students who share something."""

    first: Numbers
    second: Numbers
    evidence: Values


@dataclass(frozen=True)
class _Compared:
    """A class, what is its own, and what every two share."""

    corpus: Corpus
    own: Own
    shared: Shared
    starter: Mapping[str, str]


@no_collecting()
def pairs_of(
    results: ClassResults,
    starter: Mapping[str, str],
    reference: Mapping[str, str],
    most: int = 10,
) -> tuple[Pair, ...]:
    """At most so many pairs, those with the most evidence first; none if none stands out.

    `starter` and `reference` are code by exercise that counts for nothing: what the course gave
    out, and its own solution. Three students who share code are three pairs.
    """
    corpus = corpus_of(results, starter, reference)
    if len(corpus.students) < FEWEST_STUDENTS:
        return ()
    own = own_of(corpus)
    compared = _Compared(corpus, own, _counting(shared_of(corpus, own)), starter)
    totals = _totals(compared.shared, len(corpus.students))
    chosen = _standing_out(totals, len(corpus.students))[:most]
    return tuple(_pair(compared, int(totals.first[n]), int(totals.second[n])) for n in chosen)


def _counting(shared: Shared) -> Shared:
    enough = shared.share >= LEAST_SHARE
    return Shared(*(values[enough] for values in vars(shared).values()))


def _totals(shared: Shared, students: int) -> _Totals:
    code, where = np.unique(shared.first * students + shared.second, return_inverse=True)
    evidence = sums(where, shared.evidence, len(code))
    return _Totals(code // students, code % students, evidence)


def _standing_out(totals: _Totals, students: int) -> Numbers:
    """Entries of `totals`, the most evidence first."""
    best = np.zeros(students)
    for side in (totals.first, totals.second):
        np.maximum.at(best, side, totals.evidence)
    least = max(LEAST_EVIDENCE, TIMES_USUAL * float(np.median(best)))
    order = np.argsort(-totals.evidence, kind="stable")
    return order[totals.evidence[order] >= least]


def _pair(compared: _Compared, first: int, second: int) -> Pair:
    corpus, shared = compared.corpus, compared.shared
    entries = np.flatnonzero((shared.first == first) & (shared.second == second))
    entries = entries[np.argsort(shared.exercise[entries])]
    found = [_paired(compared, first, second, int(entry)) for entry in entries]
    share = float(np.average(shared.share[entries], weights=shared.evidence[entries]))
    names = corpus.students[first], corpus.students[second]
    return Pair(*names, share, sum(size for _, size in found), tuple(code for code, _ in found))


def _paired(compared: _Compared, first: int, second: int, entry: int) -> tuple[PairedCode, int]:
    corpus, exercise = compared.corpus, int(compared.shared.exercise[entry])
    name = corpus.exercises[exercise]
    texts = corpus.places[first, exercise], corpus.places[second, exercise]
    sides, size = side_by_side(corpus, compared.own.traits, texts, compared.starter.get(name, ""))
    return PairedCode(name, float(compared.shared.share[entry]), *sides), size
