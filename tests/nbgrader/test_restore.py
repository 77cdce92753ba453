"""Restoring a submitted notebook, cell by cell; the commands are tried out elsewhere."""

import json

import nbformat
import pytest
from classroom import as_json, cell, copy_of, index
from nbformat.v4 import new_code_cell

from autograder.build.handin import UnknownAnswerError, hand_in, solution_cells
from autograder.nbgrader.folders import missing_notebooks
from autograder.nbgrader.released import released_cells
from autograder.nbgrader.restore import WrongNotebookError, restore, without_hidden_tests
from autograder.nbgrader.submission import UnreadableSubmissionError, read_notebook


@pytest.fixture(scope="module")
def recorded(released):
    """The cells of the ordinary assignment as the gradebook has them, in the source's order."""
    ids = [
        each.metadata.nbgrader.grade_id
        for each in released.about("ps1", "p1").notebook("source/en").cells
        if "nbgrader" in each.metadata
    ]
    with released.gradebook() as gradebook:
        return released_cells(gradebook, "p1", "ps1", ids)


def without(notebook, *grade_ids):
    for grade_id in grade_ids:
        notebook.cells.remove(cell(notebook, grade_id))
    return notebook


def test_an_untouched_notebook_needs_nothing(somebody, recorded):
    assert restore(somebody.notebook(), recorded) == []


def test_restoring_twice_changes_nothing_more(somebody, recorded):
    notebook = without(somebody.notebook(), "test_square", "task")
    assert len(restore(notebook, recorded)) == 2
    once = as_json(notebook)
    restore(notebook, recorded)
    assert as_json(notebook) == once


def test_trailing_blanks_in_a_locked_cell_are_not_reported(somebody, recorded):
    notebook = somebody.notebook()
    cell(notebook, "given").source += "  \n\n"
    assert restore(notebook, recorded) == []


def test_one_changed_letter_in_a_locked_cell_is_reported(somebody, recorded):
    notebook = somebody.notebook()
    cell(notebook, "test_square").source = cell(notebook, "test_square").source.replace("4", "5")
    assert restore(notebook, recorded) == ["the locked cell 'test_square' was edited; restored"]
    assert "square(31) == 961" in cell(notebook, "test_square").source


def test_a_deleted_test_comes_back_behind_its_answer(somebody, recorded):
    notebook = without(somebody.notebook(), "test_mean")
    restore(notebook, recorded)
    assert index(notebook, "test_mean") == index(notebook, "mean") + 1


def test_a_test_whose_answer_is_gone_comes_back_behind_the_students_own_cell(somebody, recorded):
    notebook = without(somebody.notebook(), "mean", "test_mean")
    notebook.cells.insert(index(notebook, "guesses"), new_code_cell("mean = len"))
    restore(notebook, recorded)
    own = next(number for number, each in enumerate(notebook.cells) if each.source == "mean = len")
    assert own < index(notebook, "test_mean") < index(notebook, "guesses")


def test_a_deleted_answer_does_not_come_back_as_a_stub(somebody, recorded):
    notebook = without(somebody.notebook(), "mean")
    restore(notebook, recorded)
    assert "mean" not in solution_cells(notebook)


def test_a_deleted_manual_answer_comes_back(somebody, recorded):
    notebook = without(somebody.notebook(), "essay")
    assert restore(notebook, recorded) == ["the cell 'essay' was missing; put back"]
    assert cell(notebook, "essay").cell_type == "markdown"


def test_a_test_before_its_answer_moves_behind_it(somebody, recorded):
    notebook = somebody.notebook()
    notebook.cells.insert(0, notebook.cells.pop(index(notebook, "test_mean")))
    restore(notebook, recorded)
    assert index(notebook, "test_mean") == index(notebook, "mean") + 1


def test_the_last_of_two_cells_with_one_grade_id_counts(somebody, recorded):
    notebook = somebody.notebook()
    first = copy_of(cell(notebook, "square"))
    first.source = "draft = 1"
    notebook.cells.insert(0, first)
    assert restore(notebook, recorded) == ["a copy of 'square' is taken as an ordinary cell"]
    assert solution_cells(notebook)["square"] == somebody.answers["square"]
    assert notebook.cells[0].source == "draft = 1"


def test_another_assignments_notebook_is_refused(student, recorded):
    with pytest.raises(WrongNotebookError, match=r"found the cells bptt.*expected the cells given"):
        restore(student.notebook(), recorded)


def test_a_notebook_without_any_grade_id_is_not_another_assignments(somebody, recorded):
    notebook = somebody.notebook()
    for each in notebook.cells:
        each.metadata = nbformat.NotebookNode()
    restore(notebook, recorded)
    assert index(notebook, "test_square") > 5


def test_hidden_regions_are_taken_out_line_by_line():
    source = "a\n### BEGIN HIDDEN TESTS\nb\n### END HIDDEN TESTS\nc"
    assert without_hidden_tests(source) == "a\nc"


def test_the_gradebooks_own_order_is_used_where_no_other_is_known(released):
    with released.gradebook() as gradebook:
        cells = released_cells(gradebook, "p1", "ps1")
        ordered = released_cells(gradebook, "p1", "ps1", ["task", "given", "unknown"])
    assert set(cells) == set(ordered)
    assert list(ordered)[:2] == ["task", "given"]


def test_a_folder_with_the_notebook_is_in_order(tmp_path):
    (tmp_path / "p1.ipynb").touch()
    (tmp_path / "P1.ipynb.bak").touch()
    assert list(missing_notebooks(tmp_path, ["p1.ipynb"])) == []
    assert len(list(missing_notebooks(tmp_path, ["p1.ipynb", "p2.ipynb"]))) == 1


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"\xff\xfe{\x00", "text that is not JSON"),
        (b'{"nbformat": "4"}', "JSON without `nbformat`"),
        (b'{"nbformat": 4, "nbformat_minor": 5, "cells": [5], "metadata": {}}', "no valid"),
        (b'{"nbformat": 3, "nbformat_minor": 0, "worksheets": 7, "metadata": {}}', "no valid"),
        (b"[" * 100_000, "text that is not JSON"),
        (b'{"nbformat": 4, "cells": ' + b"[" * 900 + b"]" * 900 + b"}", "no valid"),
    ],
)
def test_what_is_no_notebook_is_refused_by_name(tmp_path, data, found):
    path = tmp_path / "p1.ipynb"
    path.write_bytes(data)
    with pytest.raises(UnreadableSubmissionError, match=rf"p1\.ipynb: found .*{found}"):
        read_notebook(path)


def test_a_readable_notebook_keeps_its_metadata(tmp_path, somebody):
    notebook = somebody.notebook()
    notebook.cells[0].metadata["tags"] = ["mine"]
    path = tmp_path / "p1.ipynb"
    path.write_text(as_json(notebook), encoding="utf-8")
    assert read_notebook(path).cells[0].metadata.tags == ["mine"]


def test_the_same_file_gives_the_same_notebook(tmp_path, somebody):
    """Also where cells have no ids, or one twice: nbformat's own are random."""
    tree = json.loads(as_json(somebody.notebook()))
    tree["nbformat_minor"] = 4
    for each in tree["cells"]:
        del each["id"]
    path = tmp_path / "p1.ipynb"
    path.write_text(json.dumps(tree), encoding="utf-8")
    assert as_json(read_notebook(path)) == as_json(read_notebook(path))
    again = somebody.notebook()
    again.cells[3]["id"] = again.cells[5]["id"] = again.cells[1]["id"]
    path.write_text(as_json(again), encoding="utf-8")
    assert as_json(read_notebook(path)) == as_json(read_notebook(path))
    assert read_notebook(path).cells[1].id == again.cells[1].id


def test_hand_in_leaves_the_release_and_other_cells_alone(somebody):
    before = as_json(somebody.release)
    notebook = hand_in(somebody.release, {"square": "square = abs"})
    assert as_json(somebody.release) == before
    stubs = solution_cells(somebody.release)
    assert solution_cells(notebook) == {**stubs, "square": "square = abs"}


def test_hand_in_refuses_an_answer_to_no_exercise(somebody):
    with pytest.raises(UnknownAnswerError, match="test_square"):
        hand_in(somebody.release, {"test_square": "10.0"})
