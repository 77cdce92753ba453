"""The page of a class."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from autograder.checks.result import Certainty
from autograder.report.findings import Distribution, Findings
from autograder.report.page.environment import render
from autograder.report.page.everybody import everybody_table
from autograder.report.page.exercises import checks_tables, gaps_table, items_table, scores_table
from autograder.report.page.figures import gap_figure, items_figure, scores_figure
from autograder.report.page.people import People
from autograder.report.page.students import (
    calls_table,
    misconceptions_table,
    pair_views,
    slowest_table,
)
from autograder.report.page.tables import fixed, percents, short
from autograder.report.page.trust import trust_view
from autograder.report.results import Standing
from autograder.report.words import words

FEWEST = 8  # scores, from which on quartiles tell something
SECTIONS = (
    "trust",
    "scores",
    "gaps",
    "items",
    "misconceptions",
    "calls",
    "pairs",
    "slowest",
    "everybody",
)


def report_page(findings: Findings, language: str, links: Mapping[str, str] | None = None) -> str:
    """The whole page: it loads nothing, and works without its script.

    `links`: student → address of the student's own page; none for those without one. The same
    findings give the same page. Raises KeyError for a language that has no words.
    """
    people = People.of(findings.results, links or {}, language)
    return render(
        "report.html.j2",
        language,
        results=findings.results,
        sections=SECTIONS,
        trust=trust_view(findings.trust, people),
        **_about_exercises(findings, language),
        **_about_students(findings, people),
    )


def _about_exercises(findings: Findings, language: str) -> dict[str, Any]:
    found, gaps, items = findings.distribution, findings.gaps, findings.items
    return {
        "distribution": found,
        "scores_figure": found and scores_figure(found, language),
        "spread": found and _spread(found, language),
        "to_review": sum(s.standing is Standing.NEEDS_REVIEW for s in findings.results.students),
        "scores_table": found and scores_table(found, language),
        "gaps": gaps,
        "gaps_figure": gap_figure(gaps, language) if gaps else "",
        "gaps_table": gaps_table(gaps, language),
        "items": items,
        "items_figure": items_figure(items, language) if items else "",
        "discrimination_is_known": any(item.discrimination for item in items),
        "items_table": items_table(items, language),
        "checks": checks_tables(items, language),
    }


def _spread(found: Distribution, language: str) -> str:
    """In a sentence. Quartiles of a handful would be numbers that nobody has."""
    count = len(found.scores)
    name = "one" if count == 1 else "few" if count < FEWEST else "sentence"
    low, high = found.quartiles if count >= FEWEST else (found.scores[0], found.scores[-1])
    return words(
        f"report.page.scores.{name}",
        language,
        low=short(low),
        high=short(high),
        points=short(found.points),
        median=short(found.median),
        mean=fixed(found.mean, 1),
    )


def _about_students(findings: Findings, people: People) -> dict[str, Any]:
    return {
        "misconceptions": findings.misconceptions,
        "unexplained": _unexplained(findings),
        "misconceptions_table": misconceptions_table(findings.misconceptions, people),
        "calls": findings.calls,
        "calls_table": calls_table(findings.calls, people),
        "pairs": pair_views(findings.pairs, people),
        "slowest": findings.slowest,
        "slowest_table": slowest_table(findings.slowest, people),
        "everybody_table": everybody_table(findings.results, people),
    }


def _unexplained(findings: Findings) -> dict[str, object]:
    """How many of the causes found are none: by student and exercise."""
    everything = sum(each.count for each in findings.misconceptions)
    unknown = sum(
        each.count for each in findings.misconceptions if each.certainty is Certainty.UNKNOWN
    )
    share = percents(unknown / everything) if everything else ""
    return {"count": unknown, "all": everything, "share": share}
