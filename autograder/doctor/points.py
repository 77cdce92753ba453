"""Points: every exercise is worth something, and an assignment adds up to a round number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from autograder.audit.assignment import ROUND
from autograder.build.slots import Kind, read_prose
from autograder.course.complaint import Complaint
from autograder.doctor.folder import Assignment

# A cell of a table in the prose: | `softmax` | 4 |
ROW = re.compile(r"\|\s*`(\w+)`\s*\|\s*(\d+(?:\.\d+)?)\s*(?=\|)")


def check_points(assignment: Assignment, points: Mapping[str, list[float]]) -> Iterator[Complaint]:
    """`points`: those of every hidden test, by exercise."""
    for exercise, each in points.items():
        if min(each) < 0 or sum(each) <= 0:
            yield Complaint(
                assignment.tests,
                f'@exercise("{exercise}")',
                found=f"points {' + '.join(f'{p:g}' for p in each)} = {sum(each):g}",
                expected="more than 0 for an exercise, and never less than 0 for a test",
                cure="give its tests points; a test that is reported only has 0",
            )
    total = sum(map(sum, points.values()))
    if total % ROUND:
        yield Complaint(
            assignment.tests,
            "",
            found=f"{total:g} points in all",
            expected=f"a round number: a multiple of {ROUND}",
            cure="move points between the tests until they add up",
        )
    yield from _check_tables(assignment, points)


def _check_tables(assignment: Assignment, points: Mapping[str, list[float]]) -> Iterator[Complaint]:
    """A table of points in the prose tells the truth."""
    for source in assignment.sources:
        cells = read_prose(source.prose).cells
        text = "\n".join(cell.source for cell in cells if cell.kind is Kind.PROSE)
        for exercise, shown in ROW.findall(text):
            true = sum(points.get(exercise, ()))
            if exercise in points and float(shown) != true:
                yield Complaint(
                    source.prose,
                    f"the table of points, `{exercise}`",
                    found=shown,
                    expected=f"{true:g}, as the hidden tests give",
                    cure="correct the table, or the points of the tests",
                )
