"""A student's notebook out of the released one: for demos and tests."""

from __future__ import annotations

import copy

from nbformat import NotebookNode


class UnknownAnswerError(KeyError):
    """An answer for a cell that the released notebook does not have."""


def hand_in(release: NotebookNode, answers: dict[str, str]) -> NotebookNode:
    """The notebook as a student would hand it in: `answers` is grade id → source.

    Solution cells without an answer stay stubs. `release` stays as it is.
    Raises `UnknownAnswerError` for a grade id that is no solution cell of `release`.
    """
    unknown = sorted(set(answers) - set(solution_cells(release)))
    if unknown:
        raise UnknownAnswerError(f"the notebook has no solution cell {', '.join(unknown)}")
    notebook = copy.deepcopy(release)
    for cell in notebook.cells:
        grade_id = _solution_id(cell)
        if grade_id in answers:
            cell.source = answers[grade_id]
    return notebook


def solution_cells(notebook: NotebookNode) -> dict[str, str]:
    """The cells that a student fills, in order: grade id → source."""
    cells = ((_solution_id(cell), cell.source) for cell in notebook.cells)
    return {grade_id: source for grade_id, source in cells if grade_id is not None}


def _solution_id(cell: NotebookNode) -> str | None:
    metadata = cell.metadata.get("nbgrader", {})
    return str(metadata["grade_id"]) if metadata.get("solution") else None
