"""Reading a student's notebook; what can't be used is told with file, finding and cure."""

import json

import jupytext
import pytest
from student_notebook import answered, released, saved

from autograder.checks.catalogue import LANGUAGES, text
from autograder.workbench.errors import HalfWrittenError, UnusableError
from autograder.workbench.workbook import read_workbook


def refusal(path):
    with pytest.raises(UnusableError) as caught:
        read_workbook(path)
    return caught.value


def test_a_notebook_is_read_with_its_language_kernel_and_exercises(tmp_path):
    workbook = read_workbook(saved(released("zh"), tmp_path))
    assert (workbook.assignment, workbook.language, workbook.kernel) == ("twice", "zh", "python3")
    assert workbook.exercises == ("double", "quadruple")
    assert [cell.number for cell in workbook.code] == [2, 3, 4, 5, 6]


def test_the_language_that_a_cell_sets_counts(tmp_path):
    notebook = released("zh")
    notebook.cells[1].source += '\ncheck.language = "en"  # or "zh"'
    assert read_workbook(saved(notebook, tmp_path)).language == "en"


@pytest.mark.parametrize("with_metadata", [True, False])
def test_a_script_of_the_notebook_is_read_with_and_without_cell_metadata(tmp_path, with_metadata):
    notebook = answered()
    if not with_metadata:
        for cell in notebook.cells:
            cell.metadata.clear()
        notebook.metadata.clear()
    path = tmp_path / "twice.py"
    jupytext.write(notebook, path, fmt="py:percent")
    workbook = read_workbook(path)
    assert workbook.exercises == ("double", "quadruple")
    assert (workbook.assignment, workbook.language) == ("twice", "en")
    assert ("test_double" in [cell.grade_id for cell in workbook.cells]) == with_metadata


def write(path, content):
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        ("none.ipynb", None, "bad.missing"),
        ("rnn.txt", b"", "bad.suffix"),
        ("rnn.ipynb", b"\xff\xfe\x00", "bad.not_text"),
        ("rnn.ipynb", b"", "bad.no_notebook"),
        ("rnn.ipynb", b"[1, 2]", "bad.no_notebook"),
        ("rnn.ipynb", b"{}", "bad.no_notebook"),
        ("rnn.ipynb", json.dumps({"nbformat": 4, "cells": 3}).encode(), "bad.no_notebook"),
        ("rnn.py", b"print(1)\n", "bad.no_checks"),
    ],
)
def test_what_is_no_notebook_is_refused_with_finding_and_cure(tmp_path, name, content, key):
    path = tmp_path / name
    if content is not None:
        write(path, content)
    error = refusal(path)
    assert error.message.key == key
    for language in LANGUAGES:
        assert name in text(error.message, language)


def test_a_folder_is_refused(tmp_path):
    (tmp_path / "a.ipynb").mkdir()
    assert refusal(tmp_path / "a.ipynb").message.key == "bad.unreadable"


def test_a_notebook_that_breaks_off_is_told_from_one_that_is_wrong(tmp_path):
    path = saved(released(), tmp_path)
    whole = path.read_bytes()
    assert isinstance(refusal(write(path, whole[:300])), HalfWrittenError)
    assert isinstance(refusal(write(path, b"")), HalfWrittenError)
    assert not isinstance(refusal(write(path, b"{}")), HalfWrittenError)
