"""The feedback page: nbgrader's, with the exercises by name, in the notebook's language."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbgrader
from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.checks import Message, text
from autograder.judge.notebook import language_of
from autograder.nbgrader.context import Resources

TEMPLATE = "kit_feedback"
WORDS = ("exercise", "points", "late", "comment")


class FeedbackExporter(HTMLExporter):  # type: ignore[misc]
    """Put it in `c.GenerateFeedback.exporter_class`; `set_template` tells it where to look."""


class FeedbackWords(NbGraderPreprocessor):  # type: ignore[misc]
    """Gives the template its few words in the notebook's language."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        language = language_of(nb)
        words = {word: text(Message(f"feedback.{word}"), language) for word in WORDS}
        resources["autograder_words"] = {**words, "language": language}
        return nb, resources


def set_template(c: Any) -> None:
    """Configure the exporter; nbgrader's own template stays the base of ours."""
    formgrader = Path(nbgrader.__file__).parent / "server_extensions" / "formgrader"
    styles = formgrader / "static" / "node_modules" / "bootstrap" / "dist" / "css"
    ours = Path(__file__).parent / "templates"
    exporter = c.FeedbackExporter
    exporter.template_name = TEMPLATE
    exporter.extra_template_basedirs = [str(ours), str(formgrader / "templates")]
    exporter.extra_template_paths = [str(formgrader / "templates"), str(styles)]
