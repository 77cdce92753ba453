"""Notebooks in two rooms, for the tests of the judge."""

import pytest
from two_rooms import notebook, seen

from autograder.judge.notebook import Options, run_notebook
from autograder.sandbox.limits import Limits


@pytest.fixture
def judged(student_rooms, tmp_path):
    """Run cells in two rooms: what each shows. The flags are in `judged.flags`."""

    def run(*cells, limits=None):
        made = notebook(*cells)
        limits = limits or Limits(cell_seconds=10, call_seconds=10)
        run.flags = run_notebook(made, student_rooms, Options(tmp_path, limits))
        return [seen(cell) for cell in made.cells]

    return run


@pytest.fixture
def check_with(judged):
    """Run a test cell on a student's code; it must pass. What it printed."""

    def run(student, test, limits=None):
        last = judged(
            ("given", "import numpy as np"), ("answer", student), ("test", test), limits=limits
        )[-1]
        assert last.error is None, last.lines
        return last.printed

    return run
