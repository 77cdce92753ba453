"""Which hidden tests come out otherwise in another result of the same hand-in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from autograder.batch.jobs import GradedNotebook
from autograder.batch.standing import Standing, tree
from autograder.checks import Outcome, Result
from autograder.judge.cells import nbgrader_metadata
from autograder.judge.records import results_of

# (notebook, cell) → what its hidden tests said.
Results = Mapping[tuple[str, str], Result]
LANGUAGE = "en"


@dataclass(frozen=True)
class OtherOutcome:
    """A hidden test by its sentence: points before and after; None where there is no such test."""

    title: str
    old: float | None
    new: float | None


def results_in(graded: Standing | GradedNotebook) -> Results:
    """The records of hidden tests in executed notebooks; cells without one are left out."""
    if isinstance(graded, GradedNotebook):
        return dict(_results(graded.name, graded.text.encode()))
    return {
        place: result
        for name, content in graded.notebooks.items()
        for place, result in _results(name, content)
    }


def _results(name: str, content: bytes) -> Iterator[tuple[tuple[str, str], Result]]:
    for cell in tree(content).get("cells", ()):
        found = results_of(cell) if isinstance(cell, dict) else ()
        if found:
            yield (name, str(nbgrader_metadata(cell).get("grade_id"))), found[0]


def other_outcomes(before: Result | None, after: Result | None) -> tuple[OtherOutcome, ...]:
    """None where one of the two keeps no record."""
    if before is None or after is None:
        return ()
    old, new = _by_title(before), _by_title(after)
    titles = [*new, *(title for title in old if title not in new)]
    pairs = [(title, _earned(old, title), _earned(new, title)) for title in titles]
    return tuple(OtherOutcome(title[0], was, now) for title, was, now in pairs if was != now)


def _by_title(result: Result) -> dict[tuple[str, int], Outcome]:
    """Two tests may have the same sentence: the number tells them apart."""
    seen: Counter[str] = Counter()
    found = {}
    for outcome in result.outcomes:
        title = outcome.sentence(LANGUAGE)
        found[title, seen[title]] = outcome
        seen[title] += 1
    return found


def _earned(outcomes: Mapping[tuple[str, int], Outcome], title: tuple[str, int]) -> float | None:
    return outcomes[title].earned if title in outcomes else None
