"""Scores into the gradebook: nbgrader's own way, within their bounds, and grader errors told."""

from __future__ import annotations

from typing import Any

from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.preprocessors import NbGraderPreprocessor, SaveAutoGrades

from autograder.judge.limitations import is_limitation
from autograder.nbgrader.autoscores import bound_outputs
from autograder.nbgrader.context import Resources
from autograder.nbgrader.execute import FLAGS
from autograder.nbgrader.gradebook import QuickGradebook
from autograder.nbgrader.record import NotebookRecord


class SaveGrades(SaveAutoGrades):
    """As `SaveAutoGrades`; a test that the grader could not run is marked for a manual look.

    Put it in the place of `SaveAutoGrades` in `c.Autograde.autograde_preprocessors`.
    """

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """As nbgrader's, but for the transaction: it commits after each cell."""
        names = resources["nbgrader"]
        self.notebook_id, self.assignment_id = names["notebook"], names["assignment"]
        self.student_id, self.db_url = names["student"], names["db_url"]
        with QuickGradebook(self.db_url) as gradebook:
            self.gradebook = NotebookRecord(
                gradebook, self.notebook_id, self.assignment_id, self.student_id
            )
            nb, resources = NbGraderPreprocessor.preprocess(self, nb, resources)
            self.gradebook.write()
        return nb, resources

    def preprocess_cell(
        self, cell: NotebookNode, resources: Resources, cell_index: int
    ) -> tuple[NotebookNode, Resources]:
        bound_outputs(cell)
        why = resources.get(FLAGS, {}).get(cell.metadata.get("nbgrader", {}).get("grade_id"))
        try:
            cell, resources = super().preprocess_cell(cell, resources, cell_index)
        except (KeyError, ValueError) as error:
            # nbgrader can't read the result: without this the whole submission would fail, and
            # an old score would stay.
            why = f"its result can't be read as points ({error}); it counts as 0"
            self._grade(cell).auto_score = 0
        if why and utils.is_grade(cell):
            self.log.error(
                "%s/%s: %s: %s: needs a manual look",
                self.student_id,
                self.assignment_id,
                cell.metadata.nbgrader.grade_id,
                why,
            )
            self._grade(cell).needs_manual_grade = True
            if is_limitation(why):  # the test never had its say
                self._grade(cell).auto_score = None
        return cell, resources

    def _grade(self, cell: NotebookNode) -> Any:
        return self.gradebook.find_grade(cell.metadata.nbgrader.grade_id)
