"""What all tests share."""

from autograder.nbgrader.config import find_alembic

find_alembic()
