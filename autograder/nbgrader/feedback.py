"""Feedback without hidden tests: not even an honest student's page shows one."""

from __future__ import annotations

from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.preprocessors import ClearHiddenTests

from autograder.nbgrader.context import Resources


class HideHiddenTests(ClearHiddenTests):
    """Put it in `c.GenerateFeedback.preprocessors` after `GetGrades`.

    nbgrader's own stops at a student's cell that happens to hold the marker's words.
    """

    def preprocess_cell(
        self, cell: NotebookNode, resources: Resources, cell_index: int
    ) -> tuple[NotebookNode, Resources]:
        if not utils.is_grade(cell) or utils.is_solution(cell):
            return cell, resources
        hidden: tuple[NotebookNode, Resources] = super().preprocess_cell(
            cell, resources, cell_index
        )
        return hidden
