"""The whole configuration of the two rooms, for any nbgrader course:

from autograder.nbgrader.config import use_two_rooms
use_two_rooms(c)
"""

from __future__ import annotations

from typing import Any

SANITIZE = (
    "nbgrader.preprocessors.ClearOutput",
    "autograder.nbgrader.restore.RestoreCells",
    "nbgrader.preprocessors.OverwriteKernelspec",
    "nbgrader.preprocessors.CheckCellMetadata",
)
AUTOGRADE = (
    "autograder.nbgrader.execute.TwoRooms",
    "nbgrader.preprocessors.IgnorePattern",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "autograder.nbgrader.grades.SaveGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
)
FEEDBACK = (
    "nbgrader.preprocessors.GetGrades",
    "autograder.nbgrader.feedback.HideHiddenTests",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
)


def use_two_rooms(c: Any) -> None:
    """Set nbgrader's configuration object so that `autograde` runs in two rooms."""
    c.Autograde.exporter_class = "autograder.nbgrader.exporter.SubmissionExporter"
    c.Autograde.sanitize_preprocessors = list(SANITIZE)
    c.Autograde.autograde_preprocessors = list(AUTOGRADE)
    c.GenerateFeedback.preprocessors = list(FEEDBACK)
