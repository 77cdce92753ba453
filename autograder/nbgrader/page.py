"""The feedback page: nbgrader's, with the exercises by name, in the notebook's language."""

from __future__ import annotations

import re
from typing import Any

from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.checks import Message, text
from autograder.checks.lessons import lesson_of
from autograder.checks.markup import HTML_LANGUAGE
from autograder.judge.notebook import language_of
from autograder.nbgrader.context import Resources, source_folder
from autograder.nbgrader.headings import headings_of
from autograder.nbgrader.summary import rows_of
from autograder.nbgrader.warm import warm_pages

WORDS = {
    "exercise": "feedback.exercise",
    "points": "feedback.points",
    "late": "feedback.late",
    "comment": "feedback.comment",
    "comments": "feedback.comments",
    "answer": "feedback.answer",
    "task": "feedback.task",
    "check": "feedback.check",
    "top": "feedback.top",
    "read": "feedback.read",
    "formulas": "feedback.formulas",
}
# Bootstrap prints black on white, whatever a page says: pictures would lose their colours.
_BLACK_ON_WHITE = re.compile(r"(?<=@media print\{)\*,:after,:before\{[^}]*\}")


class FeedbackExporter(HTMLExporter):
    """Put it in `c.GenerateFeedback.exporter_class`. What pages share it renders once."""

    def from_notebook_node(
        self, nb: NotebookNode, resources: Resources | None = None, **kw: Any
    ) -> tuple[str, Resources]:
        with warm_pages():
            page: tuple[str, Resources] = super().from_notebook_node(nb, resources, **kw)
        return page

    def _init_resources(self, resources: Resources) -> Resources:
        made: Resources = super()._init_resources(resources)
        include = made["include_css"]
        made["include_css"] = lambda name: _BLACK_ON_WHITE.sub("", include(name))
        return made


class FeedbackWords(NbGraderPreprocessor):
    """Gives the template its few words in the notebook's language, and what came of each exercise.

    Put it in `c.GenerateFeedback.preprocessors` after `GetGrades`.
    """

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        language = language_of(nb)
        words = {word: text(Message(key), language) for word, key in WORDS.items()}
        resources["autograder_words"] = {**words, "language": HTML_LANGUAGE[language]}
        rows = rows_of(nb, self._sections(resources, language), headings_of(nb), language)
        resources["autograder_rows"] = {row.anchor: row for row in rows}
        return nb, resources

    def _sections(self, resources: Resources, language: str) -> dict[str, str]:
        """The heading to read again, by exercise; nothing for an assignment without a lesson."""
        assignment = resources["nbgrader"]["assignment"]
        lesson = lesson_of(assignment, source_folder(self, assignment))
        sections = {} if lesson is None else lesson.sections
        return {exercise: text(heading, language) for exercise, heading in sections.items()}
