"""What nbgrader puts into the gradebook for an executed cell: pure functions of the cell."""

from __future__ import annotations

from logging import Logger
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader import utils

from autograder.judge.cells import is_test
from autograder.judge.score import within_points

NO_RESPONSE = "No response."


def bound_outputs(cell: NotebookNode) -> None:
    """Keep a test cell's numbers within its points, also where it did not run in two rooms."""
    if is_test(cell):
        points = float(cell.metadata.nbgrader.points)
        cell.outputs = [nbformat.from_dict(out) for out in within_points(cell.outputs, points)]


def auto_score(cell: NotebookNode, log: Logger) -> tuple[float | None, str]:
    """(a graded cell's automatic score, why it could not be read): None means a human decides.

    A result that nbgrader can't read counts as 0. Without this the whole submission would fail,
    and an old score would stay.
    """
    try:
        score, _ = utils.determine_grade(cell, log)
    except (KeyError, ValueError) as error:
        return 0.0, f"its result can't be read as points ({error}); it counts as 0"
    return score, ""


def auto_comment(cell: NotebookNode) -> str | None:
    """nbgrader's comment on an answer that was left as it was released."""
    metadata: dict[str, Any] = cell.metadata.nbgrader
    untouched = metadata.get("checksum") == utils.compute_checksum(cell)
    return NO_RESPONSE if untouched and not utils.is_task(cell) else None


def has_comment(cell: NotebookNode) -> bool:
    """Whether the gradebook holds a comment on the cell."""
    return bool(utils.is_solution(cell) or utils.is_task(cell))
