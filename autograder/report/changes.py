"""What a regrade would change, as a table for the terminal. Pure: the command prints it."""

from __future__ import annotations

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from autograder.batch.regrade import Change, Preview


def changes_table(preview: Preview) -> RenderableType:
    """Old and new scores, one line for each cell that would change, and how many in all."""
    students = {change.student for change in preview.changes}
    parts: list[RenderableType] = []
    if preview.changes:
        parts.append(_table(preview.changes))
    parts.append(Text(f"{len(students)} of {preview.submissions} submissions would change"))
    parts += [Text(f"no new result: {student}: {why}") for student, why in preview.failed]
    return Group(*parts)


def _table(changes: tuple[Change, ...]) -> Table:
    drawn = Table(box=box.SIMPLE_HEAD, padding=(0, 1), pad_edge=False)
    for title, justify in (("student", "left"), ("cell", "left"), ("old", "right")):
        drawn.add_column(title, justify=justify, no_wrap=True)  # type: ignore[arg-type]
    drawn.add_column("new", justify="right", no_wrap=True)
    drawn.add_column("", overflow="fold")
    for change in changes:
        drawn.add_row(
            change.student,
            change.cell,
            _score(change.old),
            Text(_score(change.new), style=_style(change)),
            _remark(change),
        )
    return drawn


def _score(score: float | None) -> str:
    return "–" if score is None else f"{score:g}"


def _style(change: Change) -> str:
    if change.old is None or change.new is None:
        return ""
    return "green" if change.new > change.old else "red"


def _remark(change: Change) -> str:
    if change.manual_score is None:
        return ""
    return f"the manual score {change.manual_score:g} stays, and is marked for review"
