"""What the tests of the student's room share."""

import pytest

from autograder.sandbox.limits import Limits


def text_of(run):
    """What a cell printed on stdout."""
    return "".join(o["text"] for o in run.outputs if o.get("name") == "stdout")


@pytest.fixture
def says(room):
    """Run a cell; what it printed. It must run to its end."""

    def run(source, count=1):
        done = room.run_cell(source, count)
        assert done.ok, done.outputs
        return text_of(done).strip()

    return run


@pytest.fixture
def quick(student_rooms, tmp_path):
    """A fresh room with a short time limit."""
    with student_rooms.open(tmp_path, Limits(cell_seconds=0.4, call_seconds=0.4)) as opened:
        yield opened
