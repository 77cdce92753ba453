"""Where the course is."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def course_root() -> Path:
    return Path(__file__).parents[2]
