"""A course that the command made, once; a copy of it for each test that breaks something."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from classroom import ALEMBIC_VERSION
from course_sample import CHECKOUT, CLASS, Made, run
from nbgrader import api
from terminal import InThisProcess

from autograder.course.examine import accounts


@pytest.fixture(scope="session", autouse=True)
def _one_answer_of_alembic():
    """nbgrader starts it for every new gradebook, a second each time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(api, "get_alembic_version", ALEMBIC_VERSION)
        yield


@pytest.fixture(scope="session")
def open_folder():
    """A folder that every account of this machine can reach: pytest's own are private."""
    folder = Path(tempfile.mkdtemp(prefix="course-")).resolve()
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def made(open_folder):
    """The course, as it is made; tests only look at it."""
    students = open_folder / "class.csv"
    students.write_bytes(CLASS.encode())
    root = open_folder / "rnn2099"
    words = ("--from", CHECKOUT, "--assignments", "rnn", "--exchange", open_folder / "exchange")
    more = ("--students", students, "--due", "2099-01-15 23:59", "--timezone", "Asia/Shanghai")
    done = run("course", root, *words, *more)
    assert done.exit_code == 0, done.output
    return Made(root)


@pytest.fixture
def nbgrader_here(monkeypatch):
    """nbgrader makes notebooks in this process; for `made` it was started."""
    monkeypatch.setattr("autograder.course.assigning.subprocess", InThisProcess())


@pytest.fixture
def broken(made, open_folder, monkeypatch):
    """A copy to break; its home is the folder above it, as a hub's account would have it."""
    place = Path(tempfile.mkdtemp(dir=open_folder))
    place.chmod(0o755)
    shutil.copytree(made.root, place / made.root.name)
    shutil.copytree(made.exchange, place / "exchange")
    os.chmod(place / "exchange", 0o1777)
    copy = Made(place / made.root.name)
    for path in (copy.settings, *copy.root.glob("hub/*.py")):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(str(made.exchange), str(copy.exchange)), encoding="utf-8")
    monkeypatch.setenv("HOME", str(place))
    told = place / "etc" / "nbgrader_config.py"  # as a hub's root copies it to /etc/jupyter
    told.parent.mkdir()
    shutil.copy(copy.root / "hub" / "student_nbgrader_config.py", told)
    monkeypatch.setattr(accounts, "jupyter_config_path", lambda: [str(told.parent)])
    yield copy
    shutil.rmtree(place)
