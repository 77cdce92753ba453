"""What every hidden check is worth, as data and as a table."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rich import box
from rich.table import Table

from autograder.judge.course import assignments_of, hidden_tests_path
from autograder.judge.hidden import HiddenTest, load_tests


@dataclass(frozen=True)
class PointsTable:
    """All checks of an assignment, in order."""

    assignment: str
    checks: tuple[HiddenTest, ...]

    @property
    def total(self) -> float:
        return sum(check.points for check in self.checks)

    def of(self, exercise: str) -> float:
        return sum(check.points for check in self.checks if check.exercise == exercise)


class NoHiddenTestsError(Exception):
    """The course has no hidden tests of that assignment."""


def read_points(root: Path, assignment: str) -> PointsTable:
    """Raises `NoHiddenTestsError`, and whatever the tests raise on import."""
    path = hidden_tests_path(root, assignment)
    if not path.is_file():
        known = ", ".join(assignments_of(root)) or "none"
        raise NoHiddenTestsError(
            f"{path}: found no hidden tests; expected those of {assignment}. There are: {known}"
        )
    found = load_tests(path).values()
    return PointsTable(assignment, tuple(test for tests in found for test in tests))


def points_table(table: PointsTable, language: str = "en") -> Table:
    """Exercise, check, points; the sum of each exercise stands beside its name."""
    drawn = Table(
        title=f"{table.assignment}: {table.total:g}", title_justify="left", box=box.SIMPLE_HEAD
    )
    for heading in ("exercise", "check"):
        drawn.add_column(heading)
    drawn.add_column("points", justify="right")
    last = None
    for check in table.checks:
        name = "" if check.exercise == last else f"{check.exercise} ({table.of(check.exercise):g})"
        last = check.exercise
        drawn.add_row(name, check.title[language], f"{check.points:g}")
    drawn.add_section()
    drawn.add_row("", "", f"{table.total:g}", style="bold")
    return drawn
