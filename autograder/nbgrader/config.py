"""The whole configuration of the two rooms, for any nbgrader course:

from autograder.nbgrader.config import use_two_rooms
use_two_rooms(c)
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from pathlib import Path
from typing import Any

TEMPLATE = "kit_feedback"
# Where nbgrader keeps bootstrap.min.css below formgrader's static files: 0.9.6; 0.9.5, which is
# the newest for Python 3.10.
BOOTSTRAP = ("node_modules/bootstrap/dist/css", "components/bootstrap/css")

SANITIZE = (
    "nbgrader.preprocessors.ClearOutput",
    "autograder.nbgrader.restore.RestoreCells",
    "autograder.nbgrader.metadata.CheckMetadata",
)
AUTOGRADE = (
    "autograder.nbgrader.execute.TwoRooms",
    "nbgrader.preprocessors.IgnorePattern",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "autograder.nbgrader.grades.SaveGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "autograder.nbgrader.metadata.CheckMetadata",
)
COLLECT = "autograder.nbgrader.collect.CarefulCollect"
FEEDBACK = (
    "nbgrader.preprocessors.GetGrades",
    "autograder.nbgrader.feedback.HideHiddenTests",
    "autograder.nbgrader.page.FeedbackWords",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
)


def use_two_rooms(c: Any) -> None:
    """Set nbgrader's configuration object so that `autograde` runs in two rooms."""
    find_alembic()
    c.Autograde.exporter_class = "autograder.nbgrader.exporter.SubmissionExporter"
    c.Autograde.sanitize_preprocessors = list(SANITIZE)
    c.Autograde.autograde_preprocessors = list(AUTOGRADE)
    c.GenerateFeedback.preprocessors = list(FEEDBACK)
    if "collect" not in c.ExchangeFactory:  # an exchange of another kind has its own
        c.ExchangeFactory.collect = COLLECT
    c.GenerateFeedback.exporter_class = "autograder.nbgrader.page.FeedbackExporter"
    use_feedback_template(c)
    show_safely(c)


def show_safely(c: Any) -> None:
    """No student's code runs where a graded notebook is looked at: feedback, and formgrader."""
    c.HTMLExporter.preprocessors = ["autograder.nbgrader.safe.SafeOutputs"]
    c.HTMLExporter.filters = {"markdown2html": "autograder.nbgrader.safe.markdown_to_html"}


def find_alembic() -> None:
    """nbgrader makes a gradebook with the command `alembic`, which stands beside this Python: a
    virtual environment that is used without being activated does not have it on its path."""
    if shutil.which("alembic") is None:
        beside = str(Path(sys.executable).parent)
        os.environ["PATH"] = os.pathsep.join([os.environ.get("PATH", os.defpath), beside])


def use_feedback_template(c: Any) -> None:
    """The page of `FeedbackExporter`; nbgrader's own template stays the base of ours."""
    nbgrader = importlib.util.find_spec("nbgrader")  # importing it takes seconds
    if nbgrader is None or nbgrader.origin is None:
        raise ImportError("found no nbgrader; install rnn-autograder[instructor]")
    formgrader = Path(nbgrader.origin).parent / "server_extensions" / "formgrader"
    styles = [str(formgrader / "static" / place) for place in BOOTSTRAP]
    ours = Path(__file__).parent / "templates"
    exporter = c.FeedbackExporter
    exporter.template_name = TEMPLATE
    exporter.extra_template_basedirs = [str(ours), str(formgrader / "templates")]
    exporter.extra_template_paths = [str(formgrader / "templates"), *styles]
