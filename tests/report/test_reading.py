"""The reader: a class from a gradebook, graded notebooks and a history, whatever is missing."""

import json

import pytest
from made import FAILED, PASSED, named, outcome, verdict
from made_course import DUE, Course, answer_cell, graded_cell, notebook

from autograder.batch.assignment import UnknownAssignmentError
from autograder.batch.gradebook import GradebookError
from autograder.batch.history import Grading, Versions
from autograder.checks import Result
from autograder.report.reading import read_class, read_gradings
from autograder.report.results import Standing, Student

SOFTMAX = Result("softmax", (outcome(points=3.0), outcome(FAILED, 1.0, "more")), named("axis"))
FORWARD = Result("rnn_forward", (outcome(points=10.0),))
SCORES = {"test_softmax": {"auto_score": 3.0}, "test_rnn_forward": {"auto_score": 10.0}}


def graded_notebook(**more):
    return notebook(
        answer_cell("def softmax(z):\n    return z"),
        graded_cell("test_softmax", [SOFTMAX], [verdict(PASSED), verdict(FAILED)]),
        answer_cell("def helper():\n    pass"),
        answer_cell("def rnn_forward(x):\n    return x"),
        graded_cell("test_rnn_forward", [FORWARD], [verdict(PASSED)]),
        **more,
    )


@pytest.fixture
def course(tmp_path):
    """An assignment whose cells the gradebook has in another order, and ada's work."""
    made = Course(tmp_path)
    made.assignment("rnn", {"test_rnn_forward": 10.0, "test_softmax": 4.0})
    made.student("ada", first_name="Ada", last_name="Lovelace", email="ada@uni.example")
    made.grade("ada", SCORES, graded_notebook())
    return made


def read(course, student="ada"):
    results = read_class(course.root, "rnn")
    (found,) = [each for each in results.students if each.student.id == student]
    return results, found


def test_scores_records_and_code_come_together_in_the_notebooks_order(course):
    results, ada = read(course)
    assert (results.course, results.assignment, results.due) == ("rnn101", "rnn", DUE)
    assert [(e.name, e.cell, e.points) for e in results.exercises] == [
        ("softmax", "test_softmax", 4.0),
        ("rnn_forward", "test_rnn_forward", 10.0),
    ]
    assert ada.student == Student("ada", "Ada", "Lovelace", "ada@uni.example")
    assert ada.standing is Standing.GRADED
    assert (ada.score, ada.language, ada.tier) == (13.0, "en", "A")
    softmax, forward = ada.exercises
    assert softmax.hidden == SOFTMAX
    assert [each.status for each in softmax.visible] == [PASSED, FAILED]
    assert softmax.code == "def softmax(z):\n    return z"
    assert forward.code == "def helper():\n    pass\n\ndef rnn_forward(x):\n    return x"


def test_a_manual_score_wins_extra_credit_is_added_and_the_penalty_taken_off(course):
    scores = {
        "test_softmax": {"auto_score": 3.0, "manual_score": 2.0, "extra_credit": 0.5},
        "test_rnn_forward": {"auto_score": 10.0, "extra_credit": 1.0},
    }
    course.student("bo")
    course.grade("bo", scores, graded_notebook(language="zh"), late=7200.0, penalty=5.0)
    _, bo = read(course, "bo")
    assert [each.score for each in bo.exercises] == [2.5, 11.0]
    assert (bo.raw_score, bo.penalty, bo.score) == (13.5, 5.0, 8.5)
    assert (bo.seconds_late, bo.language) == (7200.0, "zh")
    assert bo.exercises[0].auto == 3.0


def test_what_waits_for_a_human_needs_review(course):
    course.student("bo")
    waiting = {"auto_score": None, "needs_manual_grade": True}
    course.grade("bo", {**SCORES, "test_softmax": waiting}, graded_notebook())
    _, bo = read(course, "bo")
    assert bo.standing is Standing.NEEDS_REVIEW
    assert [each.needs_review for each in bo.exercises] == [True, False]
    assert bo.exercises[0].score is None
    assert bo.score == 10.0


@pytest.mark.parametrize(
    "broken",
    [
        None,
        "",
        "{",
        "[]",
        "null",
        '{"cells": 3, "metadata": {}}',
        '{"cells": [{"cell_type": "code", "metadata": []}], "metadata": {}}',
        '{"metadata": {"autograder": "mine"}, "cells": []}',
        "[" * 100_000,
        b"\xff\xfe".decode("latin-1"),
    ],
)
def test_a_notebook_that_cant_be_read_leaves_the_gradebooks_scores(course, broken):
    course.student("bo")
    course.grade("bo", SCORES, broken)
    results, bo = read(course, "bo")
    assert (bo.standing, bo.score) == (Standing.GRADED, 13.0)
    assert [each.hidden for each in bo.exercises] == [None, None]
    assert [each.name for each in results.exercises] == ["softmax", "rnn_forward"]


def test_a_record_of_another_kit_is_no_record_and_its_neighbours_are(course):
    other = graded_notebook()
    (data,) = [o["data"] for o in other["cells"][1]["outputs"] if len(o["data"]) == 2][-1:]
    data.update({key: {"exercise": "softmax"} for key in data if key.endswith("result+json")})
    course.student("bo")
    course.grade("bo", SCORES, json.dumps(other))
    _, bo = read(course, "bo")
    assert bo.exercises[0].hidden is None
    assert bo.exercises[0].score == 3.0
    assert bo.exercises[1].hidden == FORWARD


def test_a_record_that_a_student_printed_is_not_read(course):
    forged = graded_notebook()
    forged["cells"][0]["outputs"] = graded_cell("x", [FORWARD], [verdict()])["outputs"]
    forged["cells"][1]["outputs"] = []
    course.student("bo")
    course.grade("bo", SCORES, forged)
    _, bo = read(course, "bo")
    assert (bo.exercises[0].hidden, bo.exercises[0].visible) == (None, ())


def test_another_courses_tests_leave_no_record_and_that_is_fine(course):
    course.student("bo")
    course.grade("bo", SCORES, notebook(answer_cell("x = 1"), graded_cell("test_softmax"), tier=""))
    _, bo = read(course, "bo")
    assert bo.score == 13.0
    assert (bo.exercises[0].hidden, bo.exercises[0].visible) == (None, ())
    assert bo.exercises[0].code == "x = 1"
    assert (bo.tier, bo.exercises[1].code) == ("", "")


def test_who_is_in_one_place_only_is_in_the_class_too(course):
    course.student("bo")
    course.student("chen")
    course.hand_in("chen")
    course.hand_in("eve")
    (course.root / "submitted" / "a_file").mkdir()
    results, _ = read(course)
    assert {each.student.id: each.standing for each in results.students} == {
        "ada": Standing.GRADED,
        "bo": Standing.NO_SUBMISSION,
        "chen": Standing.NOT_GRADED,
        "eve": Standing.NOT_GRADED,
    }
    assert results.students[3].student == Student("eve")
    assert [len(each.exercises) for each in results.students] == [2, 0, 0, 0]


def test_without_a_history_nothing_is_said_of_what_graded_it(course):
    _, ada = read(course)
    assert ada.grading is None
    assert read_gradings(course.root, "rnn", "ada") == []


def test_the_newest_grading_stands_with_the_result_and_all_can_be_read(course):
    older = Grading("ada", "2026-11-21T08:00:00+00:00", versions=Versions("old"))
    newer = Grading("ada", "2026-11-22T08:00:00+00:00", versions=Versions("new"))
    course.record(older, newer)
    course.record(Grading("ada", "2026-11-23T08:00:00+00:00"), assignment="other")
    _, ada = read(course)
    assert ada.grading == newer
    assert read_gradings(course.root, "rnn", "ada") == [older, newer]


def test_what_cant_be_graded_tells_why(course):
    course.student("bo")
    course.hand_in("bo")
    course.record(Grading("bo", "2026-11-21T08:00:00+00:00", problem="no notebook"))
    _, bo = read(course, "bo")
    assert bo.standing is Standing.NOT_GRADED
    assert bo.grading.problem == "no notebook"


def test_a_missing_gradebook_is_named_with_what_to_do(tmp_path):
    with pytest.raises(GradebookError, match=r"gradebook\.db: found no gradebook; expected .* Run"):
        read_class(tmp_path, "rnn")


def test_what_is_no_gradebook_is_named(course):
    other = course.root / "other.db"
    other.write_text("hello, I am no database; hello, I am no database")
    with pytest.raises(GradebookError, match="found a gradebook that does not work"):
        read_class(course.root, "rnn", f"sqlite:///{other}")


def test_an_unknown_assignment_is_told_with_those_there_are(course):
    course.assignment("gru", {"test_x": 1.0})
    with pytest.raises(UnknownAssignmentError, match=r"'rmm'.*expected one of: gru, rnn"):
        read_class(course.root, "rmm")
