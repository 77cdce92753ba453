"""The feedback page: nbgrader's, with the exercises by name, in the notebook's language."""

from __future__ import annotations

from typing import Any

from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.checks import Message, text
from autograder.judge.notebook import language_of
from autograder.nbgrader.context import Resources
from autograder.nbgrader.warm import warm_pages

WORDS = {
    "exercise": "feedback.exercise",
    "points": "feedback.points",
    "late": "feedback.late",
    "comment": "feedback.comment",
}


class FeedbackExporter(HTMLExporter):
    """Put it in `c.GenerateFeedback.exporter_class`. What pages share it renders once."""

    def from_notebook_node(
        self, nb: NotebookNode, resources: Resources | None = None, **kw: Any
    ) -> tuple[str, Resources]:
        with warm_pages():
            page: tuple[str, Resources] = super().from_notebook_node(nb, resources, **kw)
        return page


class FeedbackWords(NbGraderPreprocessor):
    """Gives the template its few words in the notebook's language."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        language = language_of(nb)
        words = {word: text(Message(key), language) for word, key in WORDS.items()}
        resources["autograder_words"] = {**words, "language": language}
        return nb, resources
