"""Under pytest the hidden tests run on the reference, or on a notebook in the student's room.

pytest tests/hidden                        they must accept the reference
pytest tests/hidden --notebook rnn.ipynb   what would this notebook earn, test by test?
"""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from autograder.judge.cells import Place, place_of
from autograder.judge.hidden import Student
from autograder.judge.names import Names
from autograder.judge.rehearsal import StudentSide
from autograder.judge.view import View
from autograder.nbgrader.submission import read_notebook
from autograder.sandbox.limits import Limits
from autograder.sandbox.rooms import StudentRooms

COURSE = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def notebook_in_its_room(request, tmp_path_factory):
    """The notebook of `--notebook`, its cells run in a student's room; None without the option."""
    path = request.config.getoption("--notebook")
    if path is None:
        yield None
        return
    notebook = read_notebook(Path(path))
    limits = Limits()
    with StudentRooms(limits) as rooms:
        side = StudentSide(rooms, tmp_path_factory.mktemp("room"), limits)
        for count, cell in enumerate(notebook.cells, start=1):
            if place_of(cell) in (Place.STUDENT, Place.BOTH):
                side.run_cell(cell.source, count)
        yield side.living_room()
        side.close()


@pytest.fixture
def student(request, notebook_in_its_room):
    """Whom the test judges: the reference of the module's assignment, or a notebook's author."""
    if notebook_in_its_room is None:
        yield Student(vars(fresh_reference(request.module)))
        return
    names = Names()
    names.look_at(View(notebook_in_its_room))
    yield Student(names)
    names.look_at(None)


def fresh_reference(module):
    """A module of its own for every test: `student.using` changes its functions for a while."""
    assignment = module.__name__.rpartition("test_")[2]
    spec = spec_from_file_location("handed_in", COURSE / "solutions" / f"{assignment}.py")
    reference = module_from_spec(spec)
    spec.loader.exec_module(reference)
    return reference
