"""Tests of the batch know nothing of the configuration of the machine that runs them."""

import contextlib

import pytest
from classroom import Course, own_jupyter_folders, released_course
from postgres import postgres_server


@pytest.fixture(scope="session", autouse=True)
def _own_jupyter_folders(tmp_path_factory):
    with own_jupyter_folders(tmp_path_factory.mktemp):
        yield


@pytest.fixture(scope="session")
def released(tmp_path_factory) -> Course:
    """A released course. Copy it; don't touch it."""
    return released_course(tmp_path_factory.mktemp("released") / "course")


@pytest.fixture
def course(released, tmp_path) -> Course:
    """A released course of one's own, and its ordinary assignment."""
    return released.copy(tmp_path / "course").about("ps1", "p1")


@pytest.fixture(scope="session")
def postgres():
    """A PostgreSQL server."""
    with contextlib.ExitStack() as stack:
        try:
            server = stack.enter_context(postgres_server())
        except RuntimeError as error:
            pytest.skip(f"no PostgreSQL server starts here: {error}")
        yield server
