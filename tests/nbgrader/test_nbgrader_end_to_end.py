"""From the instructor's source to the student's feedback: every command, in order."""

import getpass
import os
import re
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
import two_users
from classroom import Course, Run, Student, as_json, nbgrader, new_course
from nbgrader.apps.api import NbGraderAPI
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

pytestmark = pytest.mark.slow

Command = Callable[..., Run]


@dataclass(frozen=True)
class Person:
    """Somebody with a folder, who runs nbgrader's commands in it."""

    name: str
    folder: Path
    command: Command

    def __call__(self, *args: str) -> Run:
        run = self.command(*args, folder=self.folder)
        assert run.code == 0, run.text
        return run


def whole_story(course: Course, instructor: Person, student: Person, exchange: Path) -> None:
    shared = f"--Exchange.root={exchange}"
    theirs = (shared, f"--Exchange.cache={student.folder / 'cache'}", "--course", "rnn")

    instructor("generate_assignment", "rnn")
    instructor("release_assignment", "rnn", shared)
    assert "rnn rnn" in student("list", *theirs).text
    student("fetch_assignment", "rnn", *theirs)

    path = student.folder / "rnn" / "rnn.ipynb"
    text = path.read_text(encoding="utf-8")
    assert "BEGIN SOLUTION" not in text
    assert "HIDDEN TESTS" not in text
    writer = Student(nbformat.reads(text, as_version=4), course.notebook("source/en"))
    path.write_text(as_json(writer.only("softmax", "one_hot")), encoding="utf-8")
    student("submit", "rnn", *theirs)

    instructor("collect", "rnn", shared)
    instructor("autograde", "rnn")
    instructor("generate_feedback", "rnn")
    instructor("release_feedback", "rnn", shared)
    student("fetch_feedback", "rnn", *theirs)
    instructor("export")

    pages = list((student.folder / "rnn" / "feedback").glob("*/rnn.html"))
    assert len(pages) == 1
    assert "✓ softmax" in re.sub("<[^>]*>", "", pages[0].read_text(encoding="utf-8"))
    assert course.total(student.name) == 8
    header, row = (course.root / "grades.csv").read_text(encoding="utf-8").splitlines()
    exported = dict(zip(header.split(","), row.split(","), strict=True))
    assert exported["student_id"] == student.name
    assert float(exported["score"]) == 8
    assert float(exported["max_score"]) == 100


def test_the_whole_story_with_one_user(tmp_path):
    course = new_course(tmp_path / "course")
    home, exchange = tmp_path / "home", tmp_path / "exchange"
    for folder in (home, exchange):
        folder.mkdir()
    exchange.chmod(0o777)
    name = getpass.getuser()
    instructor = Person(name, course.root, nbgrader)
    whole_story(course, instructor, Person(name, home, nbgrader), exchange)


@pytest.fixture
def open_folder():
    """pytest's own folders are closed to other users."""
    folder = Path(tempfile.mkdtemp(prefix="two-users-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.skipif(bool(two_users.why_not()), reason=two_users.why_not() or "-")
def test_the_whole_story_with_two_users(open_folder):
    """The student can read neither the course nor the gradebook, and hands in all the same."""
    with two_users.new_users(2) as (teacher, student):
        python = two_users.python_for(student, open_folder)
        if python is None:
            pytest.skip("no Python that another user may run has what the kit needs")
        course = new_course(open_folder / "course")
        home, exchange = open_folder / "home", open_folder / "exchange"
        for folder in (home, exchange):
            folder.mkdir()
        exchange.chmod(0o777)
        give(course.root, teacher)
        give(home, student)
        course.root.chmod(0o700)
        instructor = two_users.User(teacher, course.root, python)
        learner = two_users.User(student, home, python)
        whole_story(
            course,
            Person(teacher, course.root, instructor.nbgrader),
            Person(student, home, learner.nbgrader),
            exchange,
        )
        seen = two_users.run_as(student, home, home, "/bin/cat", f"{course.root}/gradebook.db")
        assert "Permission denied" in seen.text


def give(folder: Path, owner: str) -> None:
    for parent, _, names in os.walk(folder):
        for path in (Path(parent), *(Path(parent, name) for name in names)):
            shutil.chown(path, owner, owner)


def test_formgrader_autogrades_with_the_kit(ordinary_course, somebody, monkeypatch):
    """Its button calls nbgrader's API in the server's process, with the same configuration."""
    monkeypatch.chdir(ordinary_course.root)
    tagged = somebody.only()
    for each in tagged.cells:
        each.metadata["tags"] = ["skip-execution"]
    ordinary_course.hand_in("eve", tagged)
    ordinary_course.hand_in("ada", somebody.notebook())
    ordinary_course.hand_in("bob", "no notebook")
    config = PyFileConfigLoader("nbgrader_config.py", path=str(ordinary_course.root)).load_config()
    api = NbGraderAPI(config=Config(config))
    assert api.autograde("ps1", "ada")["success"]
    assert api.autograde("ps1", "eve")["success"]
    failed = api.autograde("ps1", "bob")
    assert not failed["success"]
    assert "bob/ps1/p1.ipynb: found text that is not JSON" in failed["log"]
    assert ordinary_course.total("ada") == 12
    assert ordinary_course.total("eve") == 0
