"""Cells run one after the other; each check gets its verdict, whatever its cell did."""

import pytest
from student_notebook import DOUBLE, QUADRUPLE, Here, answered, released, saved

from autograder.checks import VERDICT, Status, text
from autograder.workbench.errors import UnusableError
from autograder.workbench.kernel import Ran
from autograder.workbench.render import brief_lines, error_line, joined, verdict_lines
from autograder.workbench.verdicts import (
    asked,
    cell_report,
    cells_for,
    chosen,
    passed_in,
    progress_of,
    run_cells,
)
from autograder.workbench.workbook import read_workbook


@pytest.fixture(autouse=True)
def live(monkeypatch):
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)


@pytest.fixture
def workbook(tmp_path):
    return read_workbook(saved(answered(), tmp_path))


def reports_of(notebook, folder):
    book = read_workbook(saved(notebook, folder))
    return book, list(run_cells(Here(), book.code))


def statuses(reports):
    return {v.title: v.status for report in reports for v in report.verdicts}


def test_all_checks_of_right_functions_pass(tmp_path):
    book, reports = reports_of(answered(), tmp_path)
    assert set(statuses(reports).values()) == {Status.PASSED}
    progress = progress_of(book, passed_in(reports))
    assert (progress.passed, progress.total, progress.following) == (2, 2, "")


def test_a_cell_that_fails_does_not_end_the_run(tmp_path):
    notebook = answered(double=DOUBLE + "1 / 0\n")
    _, reports = reports_of(notebook, tmp_path)
    assert [text(r.error) for r in reports if r.error] == [
        "cell 3 raised ZeroDivisionError: division by zero"
    ]
    assert set(statuses(reports).values()) == {Status.PASSED}


def test_a_failed_check_carries_what_the_notebook_shows(tmp_path):
    notebook = answered(double="def double(x):\n    return 3 * x\n")
    book, reports = reports_of(notebook, tmp_path)
    assert statuses(reports) == {"double": Status.FAILED, "quadruple": Status.FAILED}
    (first, *_) = [report.verdicts[0] for report in reports if report.verdicts]
    said = joined(verdict_lines(first, "en"))
    assert said.startswith("✗ double  failed\n    y differs: relative error 5.0e-01")
    assert progress_of(book, passed_in(reports)).following == "double"


def test_a_check_that_breaks_before_it_shows_anything_has_failed(tmp_path):
    notebook = answered()
    notebook.cells[3].source = "this is no Python\n" + notebook.cells[3].source
    book = read_workbook(saved(notebook, tmp_path))
    assert book.exercises == ("quadruple",)  # the text of the broken cell tells nothing
    cell = book.code[-1]
    (verdict,) = cell_report(cell, Ran(error=("SyntaxError", "invalid syntax")), 60).verdicts
    assert verdict.status is Status.FAILED
    assert text(verdict.fact) == "cell 6 raised SyntaxError: invalid syntax"


def test_a_check_whose_cell_shows_nothing_has_failed(workbook):
    (verdict,) = cell_report(workbook.code[-1], Ran(), 60).verdicts
    assert (verdict.status, verdict.fact.key) == (Status.FAILED, "ran.nothing")


def test_a_record_that_is_none_is_passed_over(workbook):
    broken = ({"output_type": "display_data", "data": {VERDICT: {"title": 3}}},)
    (verdict,) = cell_report(workbook.code[-1], Ran(broken), 60).verdicts
    assert verdict.fact.key == "ran.nothing"


@pytest.mark.parametrize(
    ("ran", "said"),
    [
        (Ran(is_stopped=True), "cell 6 ran longer than 9 seconds and was stopped"),
        (
            Ran(is_stopped=True, is_lost=True),
            "cell 6 ran longer than 9 seconds and could not be stopped; its kernel was ended",
        ),
        (Ran(is_lost=True), "the kernel ended while cell 6 ran"),
    ],
)
def test_a_check_that_did_not_end_has_failed_and_says_why(workbook, ran, said):
    (verdict,) = cell_report(workbook.code[-1], ran, 9).verdicts
    assert verdict.status is Status.FAILED
    assert text(verdict.fact) == said


def test_after_the_kernel_ended_checks_are_not_run_rather_than_failed(workbook):
    kernel = Here()
    kernel.is_alive = False
    reports = list(run_cells(kernel, workbook.code))
    assert kernel.sources == []
    assert set(statuses(reports).values()) == {Status.SKIPPED}


def test_an_error_is_one_line_without_escapes(workbook):
    ran = Ran(error=("ValueError", "a\n\x1b[31mb"))
    line = error_line(cell_report(workbook.code[0], ran, 60).error, "en")
    assert line.text == "✗ cell 2 raised ValueError: a \N{REPLACEMENT CHARACTER}[31mb"


def test_only_what_is_asked_for_is_told_and_run(workbook):
    assert chosen(workbook, ()) == ("double", "quadruple")
    assert chosen(workbook, ("quadruple",)) == ("quadruple",)
    assert [cell.number for cell in cells_for(workbook, ("double",))] == [2, 3, 4]
    reports = [asked(report, ("quadruple",)) for report in run_cells(Here(), workbook.code)]
    assert list(statuses(reports)) == ["quadruple"]


def test_an_exercise_that_the_notebook_does_not_check_is_refused_with_the_nearest(workbook):
    with pytest.raises(UnusableError, match="Did you mean quadruple"):
        chosen(workbook, ("quadrupel",))
    with pytest.raises(UnusableError, match=r"expected one of: double, quadruple$"):
        chosen(workbook, ("xyz",))


def test_a_notebook_without_answers_passes_nothing(tmp_path):
    _, reports = reports_of(released(), tmp_path)
    assert passed_in(reports) == ()


def test_what_is_not_written_takes_one_line_and_what_needs_it_waits(tmp_path):
    notebook = released()
    notebook.cells[4].source = QUADRUPLE
    _, reports = reports_of(notebook, tmp_path)
    verdicts = [verdict for report in reports for verdict in report.verdicts]
    assert [joined(brief_lines(verdict, "en")) for verdict in verdicts] == [
        "– double  not written yet",
        "– quadruple  waits for double",
    ]
