"""A graded course on disk, made up: gradebook, folders, configuration. Nothing is run."""

import datetime
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nbgrader.api import Gradebook

DUE = datetime.datetime(2026, 11, 20, 23, 59)
CELLS = {"test_softmax": 4, "test_rnn_forward": 10, "test_essay": 6}
POINTS = sum(CELLS.values())


@dataclass(frozen=True)
class Made:
    """A student: scores in the order of CELLS; None where nothing was handed in."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_user_id: str = ""
    auto: tuple[float | None, ...] | None = (4, 10, 6)
    manual: tuple[float | None, ...] = (None, None, None)
    extra: tuple[float | None, ...] = (None, None, None)
    penalty: float | None = 0.0
    hours_late: int = -1


CLASS = (
    Made("ada", "Ada", "Lovelace", "ada@example.org", "501", extra=(None, 1.5, None)),
    Made("bo", "Bo", "Smith", "bo@example.org", "502", (1, 2.5, 0), penalty=2.5, hours_late=5),
    Made("chen", "小明", "陈", "chen@example.org", "503", (0, 0, None), (None, 7, 5.5)),
    Made("dora", "Dora", "Smith", "dora@example.org", "504", None),
    Made("emil", "Emil", "Zola", "", "", (0, 1, 0), penalty=9.0, hours_late=30),
)


def make_course(root: Path, people=CLASS, assignments=("rnn",)) -> Path:
    """The course's folder, ready for `nbgrader export` and for the report's reader."""
    shutil.copytree(Path(_made(people, assignments).name), root, dirs_exist_ok=True)
    return root


@cache
def _made(people, assignments) -> tempfile.TemporaryDirectory:
    folder = tempfile.TemporaryDirectory()
    root = Path(folder.name)
    config = 'c = get_config()\nc.CourseDirectory.course_id = "made"\n'
    (root / "nbgrader_config.py").write_text(config, encoding="utf-8")
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "made") as book:
        commit, book.db.commit = book.db.commit, book.db.flush  # once, not after each row
        for each in people:
            names = {"first_name": each.first_name, "last_name": each.last_name}
            book.add_student(each.id, email=each.email, lms_user_id=each.lms_user_id, **names)
        for number, assignment in enumerate(assignments):
            _assignment(book, assignment, DUE + datetime.timedelta(days=number))
            for each in people:
                if each.auto is not None:
                    _submission(root, book, assignment, each)
        commit()
    return folder


def _assignment(book: Gradebook, name: str, due: datetime.datetime) -> None:
    book.add_assignment(name, duedate=due)
    book.add_notebook(name, name)
    for cell, points in CELLS.items():
        book.add_grade_cell(cell, name, name, max_score=points, cell_type="code")


def _submission(root: Path, book: Gradebook, assignment: str, each: Made) -> None:
    (root / "submitted" / each.id / assignment).mkdir(parents=True)
    (root / "autograded" / each.id / assignment).mkdir(parents=True)
    submission = book.add_submission(assignment, each.id)
    submission.timestamp = DUE + datetime.timedelta(hours=each.hours_late)
    for notebook in submission.notebooks:
        notebook.late_submission_penalty = each.penalty
    for cell, auto, manual, extra in zip(CELLS, each.auto, each.manual, each.extra, strict=True):
        grade = book.find_grade(cell, assignment, assignment, each.id)
        grade.auto_score, grade.manual_score, grade.extra_credit = auto, manual, extra
        grade.needs_manual_grade = False


def run(*words: str, folder: Path, module: str = "autograder", **environment: str):
    """A command in a process of its own: (its output as bytes, its messages, its exit code)."""
    done = subprocess.run(
        [sys.executable, "-m", module, *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), **environment},
        capture_output=True,
    )
    return done.stdout, done.stderr.decode("utf-8", "replace"), done.returncode
