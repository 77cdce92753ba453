"""A course in a temporary folder, its students, and nbgrader's commands in this process."""

import functools
import io
import json
import os
import shutil
import subprocess
import sys
import warnings
from collections.abc import Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import nbformat
import ordinary
import pytest
from jupyter_core.application import NoStart
from kernels import kernels_without_ports
from nbgrader import api
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps import NbGraderApp
from nbgrader.validator import Validator

from autograder.build.handin import hand_in, solution_cells

PROJECT = Path(__file__).parents[2]
# nbgrader asks the command `alembic` for every new gradebook, half a second each time.
ALEMBIC_VERSION = functools.cache(api.get_alembic_version)
TWO_ROOMS = "use_two_rooms(c)"
OWN_FOLDERS = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR", "MPLCONFIGDIR")


@dataclass(frozen=True)
class Run:
    """What a command said, and its exit code."""

    code: int
    text: str

    def lines(self, *words: str) -> list[str]:
        """The lines that hold every one of these words."""
        return [line for line in self.text.splitlines() if all(word in line for word in words)]


def finished(command: Sequence[str], timeout: float = 300, **more: Any) -> Run:
    """A process that has ended, whatever came of it; both streams in one text."""
    streams: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    done = subprocess.run(command, text=True, check=False, timeout=timeout, **streams, **more)
    return Run(done.returncode, done.stdout)


@dataclass(frozen=True)
class Course:
    """A course's folder as nbgrader sees it, and the assignment that a test is about."""

    root: Path
    assignment: str = "rnn"
    name: str = "rnn"

    def run(self, *args: str) -> Run:
        return nbgrader(*args, folder=self.root)

    def autograde(self, *args: str) -> Run:
        return self.run("autograde", self.assignment, *args)

    def submitted(self, student: str, name: str = "") -> Path:
        folder = self.root / "submitted" / student / self.assignment
        folder.mkdir(parents=True, exist_ok=True)
        return folder / (name or f"{self.name}.ipynb")

    def hand_in(self, student: str, notebook, name: str = "") -> Path:
        """`notebook` as a notebook, as text, or as the file's bytes."""
        path = self.submitted(student, name)
        if isinstance(notebook, bytes):
            path.write_bytes(notebook)
        else:
            text = notebook if isinstance(notebook, str) else as_json(notebook)
            path.write_text(text, encoding="utf-8")
        return path

    def scores(self, student: str) -> dict[str, float | None]:
        """Grade id → automatic score; empty for a student without a submission."""
        with self.gradebook() as gradebook:
            try:
                submission = gradebook.find_submission(self.assignment, student)
            except MissingEntry:
                return {}
            grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
            return {grade.name: grade.auto_score for grade in grades}

    def total(self, student: str) -> float:
        return sum(score or 0.0 for score in self.scores(student).values())

    def gradebook(self) -> Gradebook:
        return Gradebook(f"sqlite:///{self.root}/gradebook.db")

    def notebook(self, folder: str) -> nbformat.NotebookNode:
        path = self.root / folder / self.assignment / f"{self.name}.ipynb"
        return nbformat.read(path, as_version=4)

    def autograded(self, student: str) -> nbformat.NotebookNode:
        return self.notebook(f"autograded/{student}")

    def feedback(self, student: str) -> str:
        path = self.root / "feedback" / student / self.assignment / f"{self.name}.html"
        return path.read_text(encoding="utf-8")

    def student(self) -> "Student":
        """Writes hand-ins of this assignment."""
        return Student(self.notebook("assignments/en"), self.notebook("source/en"))

    def copy(self, root: Path) -> "Course":
        shutil.copytree(self.root, root)
        return replace(self, root=root)

    def about(self, assignment: str, name: str) -> "Course":
        return replace(self, assignment=assignment, name=name)


def nbgrader(*args: str, folder: Path) -> Run:
    """Run a command in this process: starting another one takes four seconds."""
    log, code = io.StringIO(), 0
    app = NbGraderApp.instance()
    with in_folder(folder), warnings.catch_warnings(), redirect_stdout(log), redirect_stderr(log):
        warnings.simplefilter("ignore")
        Validator.stream = log
        try:
            app.initialize(list(args))
            app.start()
        except NoStart:
            pass
        except SystemExit as end:
            code = int(end.code or 0)
        finally:
            app.reset()
            NbGraderApp.clear_instance()
    return Run(code, log.getvalue())


@contextmanager
def own_jupyter_folders(new_folder):
    """No configuration of the machine that runs the tests gets in. `new_folder(name)` makes one."""
    with pytest.MonkeyPatch.context() as patch:
        folders = {name: Path(new_folder(name.lower())) for name in OWN_FOLDERS}
        for name, folder in folders.items():
            patch.setenv(name, str(folder))
        patch.delenv("AUTOGRADER_LANGUAGE", raising=False)
        patch.setattr(api, "get_alembic_version", ALEMBIC_VERSION)
        with kernels_without_ports(folders["JUPYTER_CONFIG_DIR"]):
            yield


@contextmanager
def in_folder(folder: Path):
    before, environment = Path.cwd(), dict(os.environ)
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
        os.environ.clear()
        os.environ.update(environment)


def new_course(root: Path) -> Course:
    """The project's course without any assignment made."""
    root.mkdir(parents=True)
    shutil.copy(PROJECT / "nbgrader_config.py", root)
    for folder in ("source", "solutions", "tests/hidden"):
        shutil.copytree(
            PROJECT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__")
        )
    return Course(root)


def released_course(root: Path) -> Course:
    """The project's course after `generate_assignment` of rnn and of an ordinary one, ps1."""
    course = new_course(root)
    ordinary.write(course.root / "source" / "en")
    for assignment in ("rnn", "ps1"):
        run = course.run("generate_assignment", assignment)
        assert run.code == 0, run.text
    return course


def without_the_kit(course: Course) -> Course:
    """The same course under plain nbgrader."""
    config = course.root / "nbgrader_config.py"
    text = config.read_text(encoding="utf-8")
    assert TWO_ROOMS in text
    config.write_text(text.replace(TWO_ROOMS, ""), encoding="utf-8")
    return course


class Student:
    """Writes hand-ins: the released notebook with answers from the source notebook."""

    def __init__(self, release: nbformat.NotebookNode, source: nbformat.NotebookNode) -> None:
        self.release = release
        self.answers = solution_cells(source)

    def notebook(self, **answers: str) -> nbformat.NotebookNode:
        """Everything right, but for `answers`."""
        return hand_in(self.release, {**self.answers, **answers})

    def only(self, *names: str) -> nbformat.NotebookNode:
        """Right answers to these exercises, stubs elsewhere."""
        return hand_in(self.release, {name: self.answers[name] for name in names})


def as_json(notebook: nbformat.NotebookNode) -> str:
    """The file's text; nbformat would mend what is wrong with it."""
    return json.dumps(notebook, ensure_ascii=False)


def copy_of(node: nbformat.NotebookNode) -> nbformat.NotebookNode:
    return nbformat.from_dict(json.loads(as_json(node)))


def cell(notebook: nbformat.NotebookNode, grade_id: str) -> nbformat.NotebookNode:
    return notebook.cells[index(notebook, grade_id)]


def index(notebook: nbformat.NotebookNode, grade_id: str) -> int:
    ids = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells]
    return ids.index(grade_id)
