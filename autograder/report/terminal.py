"""A class's scores as a table for the terminal. Pure: the command prints it."""

from __future__ import annotations

from collections.abc import Mapping

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from autograder.report.results import ClassResults, Standing, StudentResult

STYLES = {"full": "green", "part": "yellow", "none": "red"}


def score_table(results: ClassResults, notes: Mapping[str, str] | None = None) -> RenderableType:
    """Students × exercises, and a legend of the exercises. `notes`: student → a remark."""
    drawn = Table(
        title=f"{results.assignment}: points",
        title_justify="left",
        box=box.SIMPLE_HEAD,
        padding=0,
        pad_edge=False,
    )
    drawn.add_column("student", no_wrap=True)
    for number, _ in enumerate(results.exercises, start=1):
        drawn.add_column(str(number), justify="right", no_wrap=True)
    drawn.add_column(f"/{results.points:g}", justify="right", no_wrap=True)
    drawn.add_column("", overflow="fold")
    for student in results.students:
        drawn.add_row(*_cells(results, student), _remark(student, notes or {}))
    return Group(drawn, _legend(results))


def _cells(results: ClassResults, student: StudentResult) -> list[Text]:
    name = Text(student.student.id)
    if not student.exercises:
        return [name, *(Text("–") for _ in results.exercises), Text("–")]
    scores = [score_text(each.score, each.exercise.points) for each in student.exercises]
    return [name, *scores, Text(plain(student.score), style="bold")]


def score_text(score: float | None, points: float) -> Text:
    """A score in the colour of what it is of all points; ? where there is none yet."""
    if score is None:
        return Text("?")
    style = "full" if score >= points else "part" if score > 0 else "none"
    return Text(plain(score), style=STYLES[style])


def plain(points: float) -> str:
    """Two digits at most: a third of a point is 0.33."""
    return f"{round(points, 2) + 0.0:g}"


def _remark(student: StudentResult, notes: Mapping[str, str]) -> Text:
    parts = [notes.get(student.student.id, "")]
    if student.penalty:
        parts.insert(0, f"late: −{plain(student.penalty)}")
    if student.standing is not Standing.GRADED:
        parts.insert(0, student.standing.value)
    return Text(" · ".join(part for part in parts if part), style="dim")


def _legend(results: ClassResults) -> Text:
    parts = [
        f"{number} {exercise.name} ({exercise.points:g})"
        for number, exercise in enumerate(results.exercises, start=1)
    ]
    return Text(" · ".join(parts), style="dim")
