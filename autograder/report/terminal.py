"""A class's scores as a table for the terminal. Pure: the command prints it."""

from __future__ import annotations

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from autograder.report.scores import ScoreTable, Standing, StudentScores

STYLES = {"full": "green", "part": "yellow", "none": "red"}


def score_table(table: ScoreTable, notes: dict[str, str] | None = None) -> RenderableType:
    """Students × exercises, and a legend of the exercises. `notes`: student → a remark."""
    drawn = Table(
        title=f"{table.assignment}: points",
        title_justify="left",
        box=box.SIMPLE_HEAD,
        padding=0,
        pad_edge=False,
    )
    drawn.add_column("student", no_wrap=True)
    for number, _ in enumerate(table.exercises, start=1):
        drawn.add_column(str(number), justify="right", no_wrap=True)
    drawn.add_column(f"/{table.points:g}", justify="right", no_wrap=True)
    drawn.add_column("", overflow="fold")
    for row in table.rows:
        drawn.add_row(*_cells(table, row), _remark(row, notes or {}))
    return Group(drawn, _legend(table))


def _cells(table: ScoreTable, row: StudentScores) -> list[Text]:
    if not row.scores:
        return [Text(row.student), *(Text("–") for _ in table.exercises), Text("–")]
    scores = [
        _score(score, exercise.points)
        for score, exercise in zip(row.scores, table.exercises, strict=True)
    ]
    return [Text(row.student), *scores, Text(f"{row.total:g}", style="bold")]


def _score(score: float | None, points: float) -> Text:
    if score is None:
        return Text("?")
    style = "full" if score >= points else "part" if score > 0 else "none"
    return Text(f"{score:g}", style=STYLES[style])


def _remark(row: StudentScores, notes: dict[str, str]) -> Text:
    parts = [notes.get(row.student, "")]
    if row.standing is not Standing.GRADED:
        parts.insert(0, row.standing.value)
    return Text(" · ".join(part for part in parts if part), style="dim")


def _legend(table: ScoreTable) -> Text:
    parts = [
        f"{number} {exercise.name} ({exercise.points:g})"
        for number, exercise in enumerate(table.exercises, start=1)
    ]
    return Text(" · ".join(parts), style="dim")
