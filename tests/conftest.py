"""What all tests share."""

import pytest

from autograder.checks import check
from autograder.nbgrader.config import find_alembic
from autograder.sandbox.limits import Limits
from autograder.sandbox.room import StudentRooms

find_alembic()


def pytest_addoption(parser):
    parser.addoption("--notebook", help="run tests/hidden on this notebook, in a student's room")


@pytest.fixture(scope="session")
def student_rooms():
    """The warm process of the student's room. One room at a time may be open in it."""
    with StudentRooms(Limits(cell_seconds=10, call_seconds=10)) as rooms:
        rooms.wait_until_ready()
        yield rooms


@pytest.fixture
def room(student_rooms, tmp_path):
    """A fresh room of a student's."""
    with student_rooms.open(tmp_path) as opened:
        yield opened


@pytest.fixture(autouse=True)
def english():
    """Grading a Chinese notebook sets the language of the process's messages."""
    check.language = "en"
    yield
    check.language = "en"
