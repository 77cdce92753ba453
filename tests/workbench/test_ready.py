"""What `autograder ready` finds in a notebook's file and in its fresh run."""

import copy

import pytest
from student_notebook import DOUBLE, QUADRUPLE, Here, answered, graded_cell, released, saved

from autograder.checks import Status, display_width
from autograder.checks.catalogue import text
from autograder.workbench.copied import copy_of, folder_bytes
from autograder.workbench.inspection import to_know, to_mend
from autograder.workbench.ready import readiness
from autograder.workbench.render import joined, readiness_lines
from autograder.workbench.verdicts import run_cells
from autograder.workbench.workbook import read_workbook


@pytest.fixture(autouse=True)
def live(monkeypatch):
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)


@pytest.fixture
def notebook():
    return answered()


def found_in(notebook, folder, name="twice.ipynb"):
    book = read_workbook(saved(notebook, folder, name))
    return readiness(book, list(run_cells(Here(), book.code)))


def mended(notebook, folder, name="twice.ipynb"):
    return [text(message, "en") for message in found_in(notebook, folder, name).mend]


def test_a_notebook_that_is_right_is_ready(notebook, tmp_path):
    found = found_in(notebook, tmp_path)
    assert (found.mend, found.know) == ((), ())
    assert [(row.exercise, row.points, row.status) for row in found.rows] == [
        ("double", 5, Status.PASSED),
        ("quadruple", 5, Status.PASSED),
    ]
    assert readiness_lines(found, "en")[-1].text == "✓ Ready to hand in."


def test_unanswered_cells_are_told_once_each(tmp_path):
    assert mended(released(), tmp_path) == [
        "double is not answered yet (cell 3)",
        "quadruple is not answered yet (cell 5)",
    ]


@pytest.mark.parametrize(
    "source", ["", "# later", DOUBLE + "    raise NotImplementedError", "%matplotlib inline"]
)
def test_an_empty_answer_and_one_with_the_stub_left_in_are_unanswered(notebook, tmp_path, source):
    notebook.cells[2].source = source
    assert mended(notebook, tmp_path)[0] == "double is not answered yet (cell 3)"


def test_a_check_that_does_not_pass_is_to_be_mended(notebook, tmp_path):
    notebook.cells[4].source = QUADRUPLE.replace("double(double", "3 * (double")
    assert mended(notebook, tmp_path) == ["the check of quadruple does not pass"]


def test_an_edited_locked_cell_is_told(notebook, tmp_path):
    notebook.cells[5].source = 'with check("quadruple"):\n    pass\n'
    assert mended(notebook, tmp_path) == [
        "cell 6 (test_quadruple) belongs to the course and was changed. "
        "Grading uses the original; take it from a fresh copy"
    ]


@pytest.mark.parametrize(("position", "name"), [(2, "double"), (5, "test_quadruple")])
def test_a_deleted_cell_is_told(notebook, tmp_path, position, name):
    del notebook.cells[position]
    said = mended(notebook, tmp_path)
    assert f"the cell {name} is gone. Copy your code into a freshly fetched notebook" in said


def test_a_duplicated_cell_is_told(notebook, tmp_path):
    twin = copy.deepcopy(notebook.cells[2])
    twin.id = "twin"
    notebook.cells.append(twin)
    assert mended(notebook, tmp_path) == [
        "the cell double is there 2 times (cells 3, 7). Delete the copies"
    ]


def test_a_tag_that_keeps_a_cell_from_running_is_told(notebook, tmp_path):
    notebook.cells[2].metadata["tags"] = ["mine", "skip-execution"]
    assert mended(notebook, tmp_path) == [
        "cell 3 has the tag skip-execution, so it does not run when graded. Remove the tag"
    ]


def test_a_code_cell_that_became_text_is_told(notebook, tmp_path):
    notebook.cells[2].cell_type = "markdown"
    del notebook.cells[2]["outputs"], notebook.cells[2]["execution_count"]
    said = mended(notebook, tmp_path)
    assert "cell 3 (double) is no code cell any more. Make it one again" in said


def test_another_kernel_and_another_name_are_told(notebook, tmp_path):
    notebook.metadata.kernelspec.name = "julia"
    said = mended(notebook, tmp_path, "twice-copy.ipynb")
    assert said[0] == "the file is called twice-copy.ipynb; expected twice.ipynb. Rename it"
    assert said[1].startswith("the notebook asks for the kernel julia; graded with python3")


def test_a_file_and_a_folder_that_are_too_large_are_told(notebook, tmp_path, monkeypatch):
    monkeypatch.setattr("autograder.workbench.inspection.MOST_BYTES", 1_000)
    monkeypatch.setattr("autograder.workbench.ready.MOST_BYTES", 1_000)
    said = mended(notebook, tmp_path)
    assert [line.split(" has ")[0] for line in said] == ["the file", "the folder"]


def test_a_name_that_no_cell_gives_is_explained_once(notebook, tmp_path):
    notebook.cells[2].source = "def double(x):\n    return factor * x\n"
    said = mended(notebook, tmp_path)
    assert said[0] == (
        "cell 4 needs factor, and no cell gives it. "
        "It came from a cell that is gone: write it again"
    )
    assert len([line for line in said if "factor" in line]) == 1


def test_a_name_that_only_a_cell_further_down_gives_is_explained(notebook, tmp_path):
    notebook.cells.insert(2, graded_cell("print(factor)", "mine"))
    notebook.cells.append(graded_cell("factor = 2", "below"))
    assert mended(notebook, tmp_path) == [
        "cell 3 needs factor, which only cell 8 gives, further down. Move that cell up"
    ]


def test_a_cell_that_raises_is_told_but_not_what_follows_from_it(notebook, tmp_path):
    notebook.cells.append(graded_cell("total = 1 / 0", "mine"))
    notebook.cells.append(graded_cell("print(total)", "more"))
    assert mended(notebook, tmp_path) == [
        "cell 7 raised ZeroDivisionError: division by zero, in a fresh run from top to bottom"
    ]


def test_cells_run_out_of_order_and_notes_fail_nothing(notebook, tmp_path):
    notebook.cells[2].execution_count, notebook.cells[4].execution_count = 9, 2
    notebook.cells[1:2] = [notebook.cells[1], graded_cell("factor = 2.0", "mine")]
    notebook.cells[3].source = "def double(x):\n    return factor * x\n"
    found = found_in(notebook, tmp_path)
    assert found.is_ready
    assert [text(message, "en") for message in found.know] == [
        "cells were run in another order than they stand; the fresh run counts",
        "double: double reads the notebook's variable `factor`, which is none of its arguments",
    ]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_table_is_aligned_by_display_width_and_the_answer_comes_last(tmp_path, language):
    lines = joined(readiness_lines(found_in(released(), tmp_path), language)).split("\n")
    rows = [line for line in lines if line.startswith("  ") and "✗" in line[4:]]
    assert len(rows) == 2
    assert len({display_width(row[: row.index("✗")]) for row in rows}) == 1
    assert lines[-1].startswith("✗ ")


def test_the_files_beside_the_notebook_are_copied_and_nothing_else(notebook, tmp_path):
    path = saved(notebook, tmp_path)
    (tmp_path / "data.csv").write_text("1")
    (tmp_path / ".git").mkdir()
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
    with copy_of(path, 10**9) as folder:
        (folder / "data.csv").write_text("2")
        assert {p.name for p in folder.iterdir()} >= {"twice.ipynb", "data.csv"}
        assert not (folder / ".git").exists()
    assert (tmp_path / "data.csv").read_text() == "1"
    assert not folder.exists()


def test_of_a_folder_that_is_too_large_only_the_notebook_is_copied(notebook, tmp_path):
    path = saved(notebook, tmp_path)
    (tmp_path / "data.csv").write_text("1" * 100_000)
    assert folder_bytes(tmp_path, 50_000) > 50_000
    with copy_of(path, 50_000) as folder:
        assert [p.name for p in folder.iterdir()] == ["twice.ipynb"]


def test_the_limits_are_nbgraders():
    from nbgrader.coursedir import CourseDirectory

    from autograder.workbench.inspection import MOST_BYTES

    traits = CourseDirectory.class_traits()
    kilobytes = {traits[name].default_value for name in ("max_file_size", "max_dir_size")}
    assert kilobytes == {MOST_BYTES // 1000}


def test_a_released_notebook_has_nothing_to_mend_but_its_answers(tmp_path):
    book = read_workbook(saved(released(), tmp_path))
    assert {message.key for message in to_mend(book)} == {"ready.unanswered"}
    assert to_know(book) == []
