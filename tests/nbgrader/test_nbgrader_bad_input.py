"""What students hand in instead of a notebook: a clear message each, and the class goes on."""

import json

import nbformat
import pytest
from classroom import as_json, cell, copy_of, index

from autograder.nbgrader.exporter import SubmissionExporter
from autograder.nbgrader.submission import UnreadableSubmissionError, read_notebook

pytestmark = pytest.mark.slow

POINTS = 12


def as_version_3(notebook) -> str:
    return nbformat.v3.writes_json(nbformat.convert(notebook, 3))


def without_cells(notebook, *grade_ids):
    notebook.cells = [
        cell
        for cell in notebook.cells
        if cell.metadata.get("nbgrader", {}).get("grade_id") not in grade_ids
    ]
    return notebook


def hostile_metadata(notebook):
    """Every kind of value where nbgrader, nbconvert or IPython expects another."""
    for number, value in enumerate(("x", 5, None, [], {"grade_id": 5}, {"schema_version": "9"})):
        notebook.cells[number].metadata["nbgrader"] = value
    notebook.cells[6].metadata["tags"] = 7
    tree = json.loads(as_json(notebook))
    tree["cells"][7]["metadata"] = "x"
    tree["metadata"] = {"kernelspec": 3, "autograder": [], "language_info": "py", "widgets": 4}
    return json.dumps(tree)


def old_schema(notebook, version):
    for each in notebook.cells:
        if "nbgrader" in each.metadata:
            each.metadata.nbgrader.schema_version = version
    return notebook


def doubled(notebook):
    notebook.cells.insert(2, copy_of(notebook.cells[-1]))
    answer = index(notebook, "square")
    notebook.cells.insert(answer, copy_of(notebook.cells[answer]))
    return notebook


def edited(notebook):
    cell(notebook, "test_square").source = "10.0"
    cell(notebook, "given").source += "\n# mine"
    return notebook


def foreign(notebook):
    for each in notebook.cells:
        if "nbgrader" in each.metadata:
            each.metadata.nbgrader.grade_id += "_of_ps2"
    return notebook


def version_4_2(notebook):
    notebook = without_cells(notebook, "test_counter")
    tree = json.loads(as_json(notebook))
    tree["nbformat_minor"] = 2
    for each in tree["cells"]:
        del each["id"]
    return json.dumps(tree)


def without_any_metadata(notebook):
    for each in notebook.cells:
        each.metadata = {}
    return notebook


@pytest.fixture(scope="module")
def graded(released, somebody, tmp_path_factory):
    """The course after one `autograde` of everybody, and what that said."""
    course = released.about("ps1", "p1").copy(tmp_path_factory.mktemp("bad") / "course")
    full = as_json(somebody.notebook())
    with open(course.root / "nbgrader_config.py", "a", encoding="utf-8") as config:
        config.write("\nc.SubmissionExporter.max_mib = 2\n")
    course.hand_in("ada", full)
    course.hand_in("zoe", full)
    course.hand_in("not_a_notebook", "Dear professor, see the PDF.")
    course.hand_in("a_python_file", '"""My solution."""\nprint(1)\n')
    course.hand_in("other_json", '{"cells": 1}')
    course.hand_in("empty", "")
    course.hand_in("blank", "  \n")
    course.hand_in("broken", full[: len(full) // 2])
    course.hand_in("huge", full + " " * (3 << 20))
    course.hand_in("gbk", full.replace("# ", "# 循环神经网络 ").encode("gbk", "replace"))
    course.hand_in("utf16", full.encode("utf-16"))
    course.hand_in("bom", full.encode("utf-8-sig"))
    course.hand_in("surrogate", full.replace("import csv", "# \\ud83d\\nimport csv", 1))
    course.hand_in("version_3", as_version_3(somebody.notebook()))
    course.hand_in("version_4_2", version_4_2(somebody.notebook()))
    course.hand_in("version_99", full.replace('"nbformat": 4', '"nbformat": 99'))
    course.hand_in("no_cells", json.dumps({**json.loads(full), "cells": "none"}))
    course.hand_in("renamed", full, name="p1_final (2).ipynb")
    course.hand_in("two_files", full)
    course.hand_in("two_files", full, name="scratch.ipynb")
    course.hand_in("zipped", "PK", name="p1.zip")
    (course.root / "submitted" / "nothing" / "ps1").mkdir(parents=True)
    course.hand_in("missing", without_cells(somebody.notebook(), "square", "test_counter"))
    course.hand_in("doubled", doubled(somebody.notebook()))
    course.hand_in("edited", edited(somebody.notebook()))
    course.hand_in("foreign", foreign(somebody.notebook()))
    course.hand_in("hostile", hostile_metadata(somebody.notebook()))
    course.hand_in("old_schema", old_schema(somebody.notebook(), 1))
    course.hand_in("new_schema", old_schema(somebody.notebook(), 4))
    course.hand_in("bare", without_any_metadata(somebody.notebook()))
    with course.gradebook() as gradebook:
        gradebook.add_student("absent")
    return course, course.autograde()


UNREADABLE = {
    "not_a_notebook": "text that is not JSON",
    "a_python_file": "text that is not JSON",
    "other_json": "JSON without `nbformat`",
    "empty": "an empty file",
    "blank": "an empty file",
    "broken": "text that is not JSON",
    "huge": "MiB; expected at most 2 MiB",
    "gbk": "bytes that are not UTF-8 text",
    "version_99": "nbformat 99",
    "no_cells": "nbformat 4 and no valid notebook",
    "foreign": "the cells counter_of_ps2, drawing_of_ps2",
}


@pytest.mark.parametrize(("name", "found"), UNREADABLE.items())
def test_an_unreadable_file_is_told_in_one_line_with_its_name(graded, name, found):
    course, run = graded
    path = course.root / "submitted" / name / "ps1" / "p1.ipynb"
    told = run.lines(f"ERROR] {path}: found ", found, "; expected ", ". ")
    assert len(told) == 1
    assert course.total(name) == 0


@pytest.mark.parametrize("name", UNREADABLE)
def test_an_unreadable_file_leaves_no_half_graded_output(graded, name):
    course, _ = graded
    assert not (course.root / "autograded" / name / "ps1").exists()


READABLE = (
    "ada",
    "zoe",
    "utf16",
    "bom",
    "surrogate",
    "version_3",
    "version_4_2",
    "two_files",
    "doubled",
    "edited",
    "hostile",
    "old_schema",
    "new_schema",
    "bare",
)


@pytest.mark.parametrize("name", READABLE)
def test_odd_files_with_right_answers_get_every_point(graded, name):
    course, _ = graded
    assert course.total(name) == POINTS


def test_a_bad_file_shows_in_the_exit_code(graded):
    _, run = graded
    assert run.code == 1


def test_a_renamed_notebook_is_named_with_the_expected_name(graded):
    course, run = graded
    path = course.root / "submitted" / "renamed" / "ps1" / "p1_final (2).ipynb"
    assert run.lines(f"ERROR] {path}: found ", "expected 'p1.ipynb'", "rename it to 'p1.ipynb'")
    assert course.total("renamed") == 0


def test_a_second_notebook_beside_the_right_one_is_no_error(graded):
    _, run = graded
    assert not run.lines("ERROR", "two_files")


@pytest.mark.parametrize(("name", "found"), [("zipped", "'p1.zip'"), ("nothing", "no file")])
def test_a_folder_without_a_notebook_is_told(graded, name, found):
    course, run = graded
    folder = course.root / "submitted" / name / "ps1"
    assert run.lines(f"ERROR] {folder}: found {found}; expected 'p1.ipynb'.")


def test_students_who_handed_in_nothing_are_listed(graded):
    _, run = graded
    assert len(run.lines("WARNING", "no submission of 'ps1'", "absent")) == 1
    assert not run.lines("no submission", "zoe")


def test_nobody_having_handed_in_is_told(ordinary_course):
    run = ordinary_course.autograde("--student", "nobody")
    assert run.code == 1
    assert run.lines("ERROR", f"{ordinary_course.root}/submitted/nobody/ps1")


def test_a_deleted_answer_loses_that_exercise_only(graded):
    course, _ = graded
    scores = course.scores("missing")
    assert scores["test_square"] == 0
    assert scores["test_counter"] == 1
    assert course.total("missing") == POINTS - 2 - 4


def test_what_was_restored_is_told_with_the_file(graded):
    course, run = graded
    path = course.root / "submitted" / "edited" / "ps1" / "p1.ipynb"
    assert run.lines(f"WARNING] {path}: the locked cell 'test_square' was edited; restored")
    assert run.lines(f"WARNING] {path}: the locked cell 'given' was edited; restored")


def test_an_honest_notebook_is_not_reported(graded):
    course, run = graded
    path = course.root / "submitted" / "ada" / "ps1" / "p1.ipynb"
    assert not run.lines(f"{path}:")


def test_a_later_unreadable_submission_does_not_cost_the_earlier_score(ordinary_course, somebody):
    path = ordinary_course.hand_in("ada", somebody.notebook())
    stamp = path.parent / "timestamp.txt"
    stamp.write_text("2030-01-01 00:00:00 UTC", encoding="utf-8")
    assert ordinary_course.autograde().code == 0
    path.write_text("", encoding="utf-8")
    stamp.write_text("2030-01-02 00:00:00 UTC", encoding="utf-8")
    assert ordinary_course.autograde().code == 1
    assert ordinary_course.total("ada") == POINTS


def test_the_limit_on_the_size_is_an_option(tmp_path):
    assert SubmissionExporter(max_mib=1).max_mib == 1
    path = tmp_path / "p1.ipynb"
    path.write_bytes(b" " * 101)
    with pytest.raises(UnreadableSubmissionError, match=r"p1\.ipynb: found a file of 0\.0 MiB"):
        read_notebook(path, most_bytes=100)
