"""What all tests share."""

from autograder.nbgrader.config import find_alembic

find_alembic()


def pytest_addoption(parser):
    parser.addoption("--notebook", help="run tests/hidden on this notebook, in a student's room")
