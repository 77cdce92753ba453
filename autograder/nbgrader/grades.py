"""Scores into the gradebook: nbgrader's own way, and the instructor told of grader errors."""

from __future__ import annotations

from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.preprocessors import SaveAutoGrades

from autograder.nbgrader.context import Resources
from autograder.nbgrader.execute import FLAGS


class SaveGrades(SaveAutoGrades):  # type: ignore[misc]
    """As `SaveAutoGrades`; a test that the grader could not run is marked for a manual look.

    Put it in the place of `SaveAutoGrades` in `c.Autograde.autograde_preprocessors`.
    """

    def preprocess_cell(
        self, cell: NotebookNode, resources: Resources, cell_index: int
    ) -> tuple[NotebookNode, Resources]:
        cell, resources = super().preprocess_cell(cell, resources, cell_index)
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        if utils.is_grade(cell) and grade_id in resources.get(FLAGS, {}):
            grade = self.gradebook.find_grade(
                grade_id, self.notebook_id, self.assignment_id, self.student_id
            )
            grade.needs_manual_grade = True
            self.gradebook.db.commit()
        return cell, resources
