"""What the feedback page says at its top and beside each exercise: data for the template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape

from nbformat import NotebookNode

from autograder.checks import Outcome, Result, Status, text
from autograder.checks.markup import inline
from autograder.checks.told import Line, cause_lines
from autograder.judge.cells import nbgrader_metadata
from autograder.judge.records import results_of
from autograder.nbgrader.headings import Heading

PREFIX = "test_"
# Facts such as "rnn_backward is not written yet": plainer than any advice.
ABOUT_THE_CODE = "student."


@dataclass(frozen=True)
class Row:
    """One graded cell: `anchor` is its place in the page, `line` why it lost points, as HTML.

    `is_told`: the cell shows what each of its tests said.
    """

    name: str
    anchor: str
    earned: float
    points: float
    is_told: bool
    line: str = ""
    read: Heading | None = None

    @property
    def percent(self) -> int:
        share = self.earned / self.points if self.points else 0.0
        return round(100 * min(max(share, 0.0), 1.0))


def rows_of(
    notebook: NotebookNode,
    sections: Mapping[str, str],
    headings: Mapping[str, Heading],
    language: str,
) -> tuple[Row, ...]:
    """The graded cells in order, after nbgrader has written scores beside them.

    `sections`: exercise → the heading to read again. `headings`: those of the notebook.
    """
    return tuple(
        _row(cell, sections, headings, language)
        for cell in notebook.cells
        if nbgrader_metadata(cell).get("grade") or nbgrader_metadata(cell).get("task")
    )


def _row(
    cell: NotebookNode, sections: Mapping[str, str], headings: Mapping[str, Heading], language: str
) -> Row:
    metadata = nbgrader_metadata(cell)
    anchor = str(metadata["grade_id"])
    results = results_of(cell)
    row = Row(
        name=anchor.removeprefix(PREFIX),
        anchor=anchor,
        earned=float(metadata.get("score") or 0),
        points=float(metadata.get("points") or 0),
        is_told=any(result.points for result in results),
    )
    if row.earned >= row.points:
        return row
    title = sections.get(row.name, "")
    read = headings.get(title, Heading(title)) if title else None
    return replace(row, line=why(results, language), read=read)


def why(results: tuple[Result, ...], language: str) -> str:
    """One line on lost points, as HTML; empty if nothing is known."""
    lines = (_line(result, language) for result in results)
    line = next(filter(None, lines), None)
    if line is None:
        return ""
    label = f"<em>{escape(line.label)}</em>&ensp;" if line.label else ""
    return label + inline(line.sentence, "<code>")


def _line(result: Result, language: str) -> Line | None:
    """A diagnosis knows more than a single test; the likely causes tell more than facts. Where
    the cause is not known, nothing is guessed."""
    found = result.diagnosis
    if found and (found.causes or found.facts):
        lines = cause_lines(None, found, language)
        causes = lines[len(found.facts) :] if found.causes else lines[:1]
        return Line(causes[0].label, " ".join(line.sentence for line in causes))
    failed = [outcome for outcome in result.outcomes if _lost_points(outcome)]
    return (None if found else _advice(failed, language)) or _fact(failed, language)


def _advice(failed: Sequence[Outcome], language: str) -> Line | None:
    if any(each.fact and each.fact.key.startswith(ABOUT_THE_CODE) for each in failed):
        return None
    lines = (cause_lines(outcome.advice, None, language) for outcome in failed)
    return next((line[0] for line in lines if line), None)


def _fact(failed: Sequence[Outcome], language: str) -> Line | None:
    facts = (Line("", text(outcome.fact, language)) for outcome in failed if outcome.fact)
    return next(facts, None)


def _lost_points(outcome: Outcome) -> bool:
    return outcome.status is Status.FAILED and outcome.earned < outcome.points
