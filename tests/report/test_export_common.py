"""Cells: read again as what they were, and never run by a spreadsheet.

RFC 4180 says how a cell is quoted, https://owasp.org/www-community/attacks/CSV_Injection what a
spreadsheet takes for a formula.
"""

import csv
import io
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from sample_class import sample_class, with_student

from autograder.batch.history import Grading
from autograder.checks import Outcome, Status
from autograder.report.export.common import FORMULA, as_csv, held_back, quoted, remarks, safe
from autograder.report.results import Standing

SIGNS = list("ab 7,;\"'\r\n\t=+-@|小明é\u2028＝")


def read(content: bytes, delimiter=","):
    return list(csv.reader(io.StringIO(content.decode("utf-8"), newline=""), delimiter=delimiter))


def some_texts(count, seed):
    random = np.random.default_rng(seed)
    return ["".join(random.choice(SIGNS, int(random.integers(0, 8)))) for _ in range(count)]


@pytest.mark.parametrize("seed", range(20))
def test_any_text_is_read_again_as_it_was_but_for_the_apostrophe(seed):
    texts = some_texts(60, seed)
    rows = [texts[place : place + 6] for place in range(0, 60, 6)]
    assert read(as_csv(rows)) == [[safe(text) for text in row] for row in rows]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_quoted_cell_holds_any_text_whatever_divides_cells(delimiter):
    texts = some_texts(200, 7)
    line = delimiter.join(quoted(text, delimiter) for text in texts)
    assert read(line.encode(), delimiter) == [texts]


def test_pandas_reads_the_same_cells():
    texts = [text for text in some_texts(80, 3) if text.strip()]
    content = as_csv([["n", "text"], *([float(n), text] for n, text in enumerate(texts))])
    frame = pd.read_csv(io.BytesIO(content), keep_default_na=False, skip_blank_lines=False)
    assert frame["n"].dtype == float
    newlines = [safe(text).replace("\r\n", "\n").replace("\r", "\n") for text in texts]
    assert [t.replace("\r\n", "\n").replace("\r", "\n") for t in frame["text"]] == newlines


@pytest.mark.parametrize("sign", FORMULA)
def test_no_text_begins_as_a_formula_does(sign):
    ((cell,),) = read(as_csv([[f"{sign}cmd|' /C calc'!A0"]]))
    assert cell == f"'{sign}cmd|' /C calc'!A0"


def test_a_number_stays_a_number_and_nothing_stays_empty():
    assert as_csv([[-1.5, 0.0, None, ""]]) == b"-1.5,0.0,,\n"


def test_a_quote_and_a_comma_cannot_begin_another_cell():
    text = '","=1+1'
    assert read(as_csv([[text, "b"]])) == [[text, "b"]]


def test_half_a_character_is_written_as_its_escape():
    assert as_csv([["a\ud83d"]]) == b"a\\ud83d\n"


def test_the_mark_for_excel_stands_in_front_only_when_it_is_wanted():
    assert as_csv([["小"]]) == "小\n".encode()
    assert as_csv([["小"]], excel=True) == "\ufeff小\n".encode()


def standing(result, which):
    return replace(result, standing=which, exercises=())


def broken(result, manual=None):
    """The grader failed on the first exercise's tests."""
    first, *others = result.exercises
    failed = Outcome({"en": "t"}, Status.GRADER_ERROR, 2.0, 0.0)
    hidden = replace(first.hidden, outcomes=(failed,))
    return replace(result, exercises=(replace(first, hidden=hidden, manual=manual), *others))


def test_the_graders_failure_holds_a_score_back_until_a_human_gives_one():
    result = sample_class(1).students[0]
    assert held_back(result) == ""
    assert held_back(broken(result)) == "grader error"
    assert held_back(broken(result, manual=3.0)) == ""
    failure = Grading(result.student.id, "2026", problem="no memory", is_graders=True)
    assert held_back(replace(result, grading=failure)) == "grader error"
    students_own = replace(failure, is_graders=False, problem="not a notebook")
    assert held_back(replace(result, grading=students_own)) == ""


def test_a_cell_that_the_grader_failed_on_as_a_whole_holds_the_score_back():
    """It has 0 and waits for a human; the grader's own flag says so where there is a record."""
    result = sample_class(1).students[0]
    first, *others = result.exercises
    lost = replace(first, hidden=None, auto=0.0, needs_review=True)
    assert held_back(replace(result, exercises=(lost, *others))) == "grader error"
    seen = replace(lost, manual=2.0)
    assert held_back(replace(result, exercises=(seen, *others))) == ""
    flags = {f"rnn/{first.exercise.cell}": "grader error: the test raised"}
    flagged = replace(result, grading=replace(result.grading, flags=flags))
    assert held_back(flagged) == "grader error"
    for_a_human = replace(first, hidden=None, auto=None, needs_review=True)
    assert held_back(replace(result, exercises=(for_a_human, *others))) == ""


def test_what_has_no_points_holds_no_score_back():
    result = sample_class(1).students[0]
    first = broken(result).exercises[0]
    only_told = replace(first.hidden.outcomes[0], points=0.0)
    first = replace(first, hidden=replace(first.hidden, outcomes=(only_told,)))
    assert held_back(replace(result, exercises=(first,))) == ""


def test_whoever_exports_is_told_whose_score_is_missing_or_may_change():
    results = sample_class(4)
    one, two, three, four = results.students
    results = with_student(results, standing(one, Standing.NOT_GRADED))
    results = with_student(results, replace(two, standing=Standing.NEEDS_REVIEW))
    results = with_student(results, standing(three, Standing.NO_SUBMISSION))
    assert remarks(with_student(results, broken(four))) == [
        "rnn: grader error, no score is exported: s0003",
        "rnn: needs review, the score may change: s0001",
        "rnn: no submission: s0002",
        "rnn: not graded, no score is exported: s0000",
    ]
    assert remarks(sample_class(4)) == []


def test_a_score_that_is_an_older_hand_ins_is_said_to_be():
    results = sample_class(1)
    result = results.students[0]
    newest = replace(result.grading, problem="found no notebook; expected one. Hand in again")
    assert remarks(with_student(results, replace(result, grading=newest))) == [
        "rnn: the newest hand-in can't be graded, the score is that of an older one: s0000"
    ]


@pytest.mark.parametrize("before", [" ", "  ", "\u3000", "\xa0", "\ufeff", "\u200b", " \t"])
@pytest.mark.parametrize("sign", ["=", "＝", "@"])
def test_what_is_not_seen_hides_no_formula(before, sign):
    """Canvas' own exporter takes spaces before "=" for nothing, too (STARTS_WITH_EQUAL)."""
    text = f"{before}{sign}1+1"
    assert safe(text) == f"'{text}"
    assert safe(f"{before}a{sign}1") == f"{before}a{sign}1"


@pytest.mark.parametrize("text", ["", " ", "a=1", "1+1", "小=1"])
def test_text_that_is_no_formula_stays(text):
    assert safe(text) == text
