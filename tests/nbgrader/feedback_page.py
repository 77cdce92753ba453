"""Feedback pages of hand-made notebooks: as `generate_feedback` makes them, without a course."""

from __future__ import annotations

from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from traitlets.config import Config

from autograder.checks import RECORD, Message, Outcome, Result, Status, as_html, as_record
from autograder.checks.result import Certainty, Diagnosis
from autograder.nbgrader.config import FEEDBACK, use_two_rooms
from autograder.nbgrader.page import FeedbackExporter

WITHOUT_GRADEBOOK = [name for name in FEEDBACK if not name.endswith(".GetGrades")]


def result(exercise="rnn_backward", diagnosis=None, status=Status.FAILED, **told):
    """The result of a single test of 4 points; `told` goes into its outcome."""
    earned = 4.0 if status is Status.PASSED else 0.0
    title = {"en": "dx is right.", "zh": "dx 正确。"}
    return Result(exercise, (Outcome(title, status, 4.0, earned, **told),), diagnosis)


def diagnosis(*causes, facts=()):
    return Diagnosis(Certainty.NAMED, tuple(facts), causes, ("key",))


def graded(grade_id, *, score=0.0, points=4.0, **more):
    """nbgrader's metadata of a cell, as `GetGrades` leaves it."""
    return {"nbgrader": {"grade_id": grade_id, "score": score, "points": points, **more}}


def shown(told, language="en"):
    """The output of a test cell that shows a result."""
    data = {RECORD: as_record(told), "text/html": as_html(told, language), "text/plain": "-"}
    return new_output("display_data", data)


def checked_cell(told, language="en", **scores):
    """A test cell with a result, and the number that is its value."""
    value = new_output("execute_result", {"text/plain": "1.234"}, execution_count=3)
    metadata = graded(f"test_{told.exercise}", grade=True, solution=False, locked=True, **scores)
    outputs = [shown(told, language), value]
    return new_code_cell("check()", metadata=metadata, outputs=outputs, execution_count=3)


def answer_cell(exercise, comment="", outputs=()):
    more = {"comment": comment, "solution": True, "grade": False, "locked": False}
    metadata = graded(exercise, **more)
    source = f"def {exercise}(): pass"
    return new_code_cell(source, metadata=metadata, outputs=list(outputs), execution_count=2)


def notebook(*cells, language="en"):
    return new_notebook(cells=list(cells), metadata={"autograder": {"language": language}})


def heading(text):
    return new_markdown_cell(f"## {text}\n\nProse.")


def page_text(nb, late_penalty=0.0):
    config = Config()
    use_two_rooms(config)
    exporter = FeedbackExporter(config=config)
    for name in WITHOUT_GRADEBOOK:
        exporter.register_preprocessor(name, enabled=True)
    about = {"notebook": "rnn", "assignment": "rnn", "student": "ada"}
    scores = {"score": 4.0, "max_score": 8.0, "late_penalty": late_penalty}
    return exporter.from_notebook_node(nb, {"nbgrader": {**about, **scores}})[0]


def page_of(nb):
    return BeautifulSoup(page_text(nb), "html.parser")


def message(key, **values):
    return Message(key, values)
