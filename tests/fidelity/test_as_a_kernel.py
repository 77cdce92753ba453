"""What a notebook prints, draws and raises comes out as a kernel would give it."""

import asyncio
import gc
import os
import warnings
from concurrent.futures import ThreadPoolExecutor

import pytest
from corpus import CORPUS
from differences import DIFFERENCES, NORMALISATIONS, comparable, meant_to_differ
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from autograder.sandbox.limits import Limits

pytestmark = pytest.mark.slow

CELLS = [(name, source) for name, sources in CORPUS.items() for source in sources]


@pytest.fixture(scope="module")
def kernels(tmp_path_factory):
    """The outputs of each cell, from one kernel."""
    folder = tmp_path_factory.mktemp("kernel")
    notebook = new_notebook(cells=[new_code_cell(source) for _, source in CELLS])
    resources = {"metadata": {"path": str(folder)}}

    client = NotebookClient(notebook, allow_errors=True, timeout=60, resources=resources)
    before = dict(os.environ)
    os.environ.pop("PYTEST_CURRENT_TEST", None)  # ipykernel would not look at descriptors
    with ThreadPoolExecutor(1) as pool:  # nbclient wants a thread without an event loop
        pool.submit(_execute, client).result()
    os.environ.clear()
    os.environ.update(before)
    return [(cell.execution_count, cell.outputs) for cell in notebook.cells]


def _execute(client):
    """Run all cells; what nbclient leaves open (its own sockets and loop) goes here, unheard."""
    loop = asyncio.new_event_loop()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            loop.run_until_complete(client.async_execute())
            loop.run_until_complete(loop.shutdown_asyncgens())
        finally:
            loop.close()
            gc.collect()


@pytest.fixture(scope="module")
def rooms(student_rooms, tmp_path_factory):
    """The outputs of each cell, from one room."""
    made, count = [], 0
    limits = Limits(cell_seconds=60, call_seconds=10)
    with student_rooms.open(tmp_path_factory.mktemp("room"), limits) as room:
        for _, source in CELLS:
            count += bool(source.strip())
            made.append(
                (count, room.run_cell(source, count).outputs) if source.strip() else (None, [])
            )
    return made


@pytest.mark.parametrize("place", range(len(CELLS)), ids=lambda n: f"{n}-{CELLS[n][0]}")
def test_a_cell_shows_what_it_shows_in_a_kernel(kernels, rooms, place):
    name, source = CELLS[place]
    in_kernel, in_room = comparable(kernels[place][1]), comparable(rooms[place][1])
    if (difference := meant_to_differ(name, source)) is not None:
        assert in_room != in_kernel, f"differs no more: {difference}"
        assert difference.room in str(in_room)
        return
    assert in_room == in_kernel, source


def test_a_cell_has_the_number_that_it_has_in_a_kernel(kernels, rooms):
    assert [count for count, _ in rooms] == [count for count, _ in kernels]


def test_the_corpus_is_large_enough():
    assert len(CORPUS) >= 25


def test_each_normalisation_and_difference_says_why():
    assert all(len(each.why) > 20 for each in (*NORMALISATIONS, *DIFFERENCES))


@pytest.mark.parametrize("difference", DIFFERENCES, ids=lambda each: each.source[:30])
def test_each_difference_is_about_cells_of_the_corpus(difference):
    assert any(meant_to_differ(*cell) is difference for cell in CELLS)
