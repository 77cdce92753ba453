"""A small graded course on disk: a gradebook, graded notebooks, a history. Nothing is run."""

import atexit
import datetime
import json
import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from nbgrader.api import Gradebook

from autograder.batch.history import FILE, History
from autograder.checks import RECORD, VERDICT, as_record, as_verdict_record

DUE = datetime.datetime(2026, 11, 20, 12)


def graded_cell(grade_id, results=(), verdicts=()):
    """A graded cell with these records in its outputs."""
    data = [{VERDICT: as_verdict_record(each), "text/plain": "…"} for each in verdicts]
    data += [{RECORD: as_record(each), "text/plain": "…"} for each in results]
    outputs = [{"output_type": "display_data", "data": each, "metadata": {}} for each in data]
    metadata = {"grade": True, "grade_id": grade_id, "locked": True, "solution": False}
    return _cell("hidden_tests(...)", {"nbgrader": metadata}, outputs)


def answer_cell(code):
    """A cell that a student writes in."""
    return _cell(code, {"nbgrader": {"grade": False, "solution": True, "locked": False}}, [])


def _cell(source, metadata, outputs):
    return {"cell_type": "code", "source": source, "metadata": metadata, "outputs": outputs}


def notebook(*cells, language="en", tier="A"):
    metadata = {"autograder": {"language": language, "tier": tier}}
    return {"cells": list(cells), "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


@cache
def _new_gradebook() -> Path:
    """nbgrader makes one in seconds: once for all tests is enough."""
    folder = mkdtemp(prefix="gradebook-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = Path(folder) / "gradebook.db"
    Gradebook(f"sqlite:///{path}").close()
    return path


class Course:
    """A course's folder; every method adds to what is in it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.url = f"sqlite:///{root / 'gradebook.db'}"
        shutil.copy(_new_gradebook(), root / "gradebook.db")
        (root / "nbgrader_config.py").write_text(
            "c = get_config()\nc.CourseDirectory.course_id = 'rnn101'\n", encoding="utf-8"
        )

    def assignment(self, name, points, notebook_name=None):
        """`points`: cell → its points."""
        notebook_name = notebook_name or name
        with Gradebook(self.url) as book:
            book.add_assignment(name, duedate=DUE)
            book.add_notebook(notebook_name, name)
            for cell, each in points.items():
                book.add_grade_cell(cell, notebook_name, name, max_score=each, cell_type="code")

    def student(self, name, **values):
        with Gradebook(self.url) as book:
            book.add_student(name, **values)

    def hand_in(self, name, assignment="rnn"):
        (self.root / "submitted" / name / assignment).mkdir(parents=True)

    def grade(self, name, scores, graded=None, assignment="rnn", late=0.0, penalty=None):
        """`scores`: cell → what its row in the gradebook gets; `graded`: the executed notebook."""
        self.hand_in(name, assignment)
        folder = self.root / "autograded" / name / assignment
        folder.mkdir(parents=True)
        if graded is not None:
            text = graded if isinstance(graded, str) else json.dumps(graded, ensure_ascii=False)
            (folder / f"{assignment}.ipynb").write_text(text, encoding="utf-8")
        with Gradebook(self.url) as book:
            when = DUE + datetime.timedelta(seconds=late)
            book.add_submission(assignment, name, timestamp=when)
            for cell, values in scores.items():
                grade = book.find_grade(cell, assignment, assignment, name)
                grade.needs_manual_grade = False
                for field, value in values.items():
                    setattr(grade, field, value)
            if penalty is not None:
                submitted = book.find_submission_notebook(assignment, assignment, name)
                submitted.late_submission_penalty = penalty
            book.db.commit()

    def record(self, *gradings, assignment="rnn"):
        history = History(self.root / FILE)
        history.add(assignment, gradings)
        history.close()
