"""What a regrade would change, for the terminal. Pure: the command prints it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from autograder.judge.versions import in_words

if TYPE_CHECKING:  # importing them imports nbgrader, and `autograder history` has no need of it
    from autograder.batch.outcomes import OtherOutcome
    from autograder.batch.regrade import Change, Preview


def changes_table(preview: Preview) -> RenderableType:
    """Why, then old and new scores, one line for each cell that would change, and the sums."""
    students = {change.student for change in preview.changes}
    parts: list[RenderableType] = [*map(line, reason_lines(preview))]
    if preview.changes:
        parts.append(_table(preview.changes))
        parts += map(line, sum_lines(preview.changes))
    parts.append(line(f"{len(students)} of {preview.submissions} submissions would change"))
    parts += [line(f"no new result: {student}: {why}") for student, why in preview.failed]
    return Group(*parts)


def line(text: str, style: str = "") -> Text:
    """A line of words, never broken: it can be searched for."""
    return Text(text, style=style, no_wrap=True, overflow="ignore")


def reason_lines(preview: Preview) -> list[str]:
    """What differs between what graded the results that stand and what grades now."""
    counts = Counter(preview.reasons.values())
    lines = [
        f"{_results(number)} graded by other versions; since then changed: {in_words(names)}"
        for names, number in counts.most_common()
        if names
    ]
    if counts[()]:
        lines.append(f"{_results(counts[()])} graded by the same tests, kit and libraries as now")
    if preview.unknown:
        lines.append(f"{_results(preview.unknown)} not on record: what graded them is not known")
    if preview.new:
        lines.append(f"without a result so far: {preview.new}")
    return lines


def _results(number: int) -> str:
    return f"{number} standing result{'' if number == 1 else 's'}"


def sum_lines(changes: Iterable[Change]) -> list[str]:
    """For each cell: how many go up, and how many go down."""
    up, down = Counter[str](), Counter[str]()
    cells: dict[str, None] = {}
    for change in changes:
        cells[change.cell] = None
        difference = (change.new or 0.0) - (change.old or 0.0)
        up[change.cell] += difference > 0
        down[change.cell] += difference < 0
    return [f"{cell}: {up[cell]} up, {down[cell]} down" for cell in cells]


def _table(changes: tuple[Change, ...]) -> Table:
    drawn = Table(box=box.SIMPLE_HEAD, padding=(0, 1), pad_edge=False)
    for title, justify in (("student", "left"), ("cell", "left"), ("old", "right")):
        drawn.add_column(title, justify=justify, no_wrap=True)  # type: ignore[arg-type]
    drawn.add_column("new", justify="right", no_wrap=True)
    drawn.add_column("", overflow="fold")
    for change in changes:
        drawn.add_row(
            Text(change.student),
            Text(change.cell),
            score(change.old),
            Text(score(change.new), style=_style(change)),
            Text(_remark(change)),
        )
    return drawn


def score(value: float | None) -> str:
    return "–" if value is None else f"{value:g}"


def _style(change: Change) -> str:
    if change.old is None or change.new is None:
        return ""
    return "green" if change.new > change.old else "red"


def _remark(change: Change) -> str:
    lines = [_outcome(each) for each in change.outcomes]
    if change.manual_score is not None:
        manual = f"the manual score {change.manual_score:g} stays, and is marked for review"
        lines.insert(0, manual)
    return "\n".join(lines)


def _outcome(other: OtherOutcome) -> str:
    if other.old is None:
        return f"new test, {score(other.new)}: {other.title}"
    if other.new is None:
        return f"no more, {score(other.old)}: {other.title}"
    return f"{score(other.old)} → {score(other.new)}: {other.title}"
