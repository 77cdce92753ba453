"""One course for all tests here: making it takes seconds, copying it does not."""

import pytest
from classroom import Course, Student, own_jupyter_folders, released_course


@pytest.fixture(scope="session", autouse=True)
def _own_jupyter_folders(tmp_path_factory):
    with own_jupyter_folders(tmp_path_factory.mktemp):
        yield


@pytest.fixture(scope="session")
def released(tmp_path_factory) -> Course:
    """A released course. Copy it; don't touch it."""
    return released_course(tmp_path_factory.mktemp("released") / "course")


@pytest.fixture(scope="session")
def student(released) -> Student:
    """Writes hand-ins of the rnn assignment."""
    return released.student()


@pytest.fixture(scope="session")
def somebody(released) -> Student:
    """Writes hand-ins of the ordinary assignment."""
    return released.about("ps1", "p1").student()


@pytest.fixture
def course(released, tmp_path) -> Course:
    """A released course of one's own."""
    return released.copy(tmp_path / "course")


@pytest.fixture
def ordinary_course(released, tmp_path) -> Course:
    """The same, for tests of the ordinary assignment."""
    return released.copy(tmp_path / "course").about("ps1", "p1")
