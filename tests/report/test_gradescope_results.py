"""A student's result as Gradescope's results.json: its published rules, and what may be seen."""

import json
import math
from dataclasses import replace

import jsonschema
import pytest
from gradescope_schema import SCHEMA, strict
from sample_class import sample_class, with_student

from autograder.batch.history import Grading
from autograder.checks import Message, Outcome, Result, Status
from autograder.report.gradescope.everybody import everybody
from autograder.report.gradescope.results import (
    VISIBILITIES,
    NoScoreError,
    as_json,
    gradescope_results,
)
from autograder.report.results import Standing, Student, StudentResult

CLASS = sample_class(30)
GRADED = CLASS.graded
ENGLISH = next(each for each in GRADED if each.language == "en" and each.score < CLASS.points)
CHINESE = next(each for each in GRADED if each.language == "zh")
SECRET = "expected 0.7315 but found 2"


def written(result, *args):
    return strict(as_json(gradescope_results(result, *args)).encode("utf-8"))


def with_outcome(outcome):
    """The English student, with one test's outcome in the place of the first exercise's first."""
    first, *others = ENGLISH.exercises
    hidden = replace(first.hidden, outcomes=(outcome, *first.hidden.outcomes[1:]))
    needs = outcome.status is Status.GRADER_ERROR
    changed = replace(first, hidden=hidden, auto=hidden.earned, needs_review=needs)
    standing = Standing.NEEDS_REVIEW if needs else Standing.GRADED
    return replace(ENGLISH, exercises=(changed, *others), standing=standing)


def first_hidden(results):
    return next(test for test in results["tests"] if test["number"] == "1.1")


@pytest.mark.parametrize("result", GRADED, ids=lambda each: each.student.id)
def test_every_result_keeps_the_published_rules(result):
    results = written(result)
    assert results["score"] == pytest.approx(result.score)
    tests = results["tests"]
    assert sum(test.get("score", 0) for test in tests) == pytest.approx(result.raw_score)
    assert sum(test.get("max_score", 0) for test in tests) == pytest.approx(CLASS.points)
    assert len({test["number"] for test in tests}) == len(tests)


def test_the_schema_refuses_what_the_rules_refuse():
    good = gradescope_results(ENGLISH)
    for wrong in (
        {"scores": 1},
        {"visibility": "never"},
        {"tests": [{"status": "skipped"}]},
        {"tests": [{"number": 1.1}]},
        {"score": "7"},
        {"leaderboard": [{"name": "time"}]},
    ):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({**good, **wrong}, SCHEMA)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"output": "no score"}, SCHEMA)


@pytest.mark.parametrize("visibility", VISIBILITIES)
def test_visible_checks_are_always_seen_and_hidden_tests_as_asked(visibility):
    tests = written(ENGLISH, visibility)["tests"]
    hidden = [test for test in tests if "." in test["number"]]
    assert {test["visibility"] for test in hidden} == {visibility}
    seen = [test for test in tests if "." not in test["number"]]
    assert len(seen) == len(ENGLISH.exercises)
    assert {test["visibility"] for test in seen} == {"visible"}
    assert all("score" not in test for test in seen)


def test_hidden_tests_wait_for_publication_unless_asked_otherwise():
    hidden = [test for test in written(ENGLISH)["tests"] if "." in test["number"]]
    assert {test["visibility"] for test in hidden} == {"after_published"}


def test_a_visibility_that_there_is_not_is_an_error():
    with pytest.raises(ValueError, match="expected hidden, after_due_date"):
        gradescope_results(ENGLISH, "secret")


def test_what_is_seen_at_once_says_nothing_of_the_hidden_score():
    nothing = tuple(replace(each, auto=0.0, hidden=None, manual=0.0) for each in ENGLISH.exercises)
    before, after = written(ENGLISH), written(replace(ENGLISH, exercises=nothing))
    assert before["score"] > after["score"] == 0
    assert before["output"] == after["output"]


def test_the_notebooks_language_speaks_unless_another_is_asked_for():
    assert "可见检查" in written(CHINESE)["output"]
    assert "Visible checks" in written(CHINESE, "visible", "en")["output"]
    assert "可见检查" in written(ENGLISH, "visible", "zh")["output"]
    assert "Visible checks" in written(replace(ENGLISH, language="fr"))["output"]


def test_a_grader_error_costs_nothing_is_neither_passed_nor_failed_and_tells_no_secret():
    old = ENGLISH.exercises[0].hidden.outcomes[0]
    fact = Message("grader_error", {"error": f"AssertionError: {SECRET}"})
    wrong = replace(old, status=Status.GRADER_ERROR, earned=old.points, fact=fact)
    result = with_outcome(wrong)
    results = written(result)
    test = first_hidden(results)
    assert not {"status", "score", "max_score"} & set(test)
    assert "The grader failed here, not your code. It costs you nothing." in test["output"]
    assert SECRET not in json.dumps(results)
    assert f"An instructor will look at: {result.exercises[0].exercise.name}." in results["output"]
    passed = with_outcome(replace(old, status=Status.PASSED, earned=old.points))
    assert results["score"] == written(passed)["score"]


def test_where_the_grader_failed_in_a_whole_exercise_there_is_no_score():
    first, *others = ENGLISH.exercises
    broken = replace(first, auto=0.0, hidden=None, needs_review=True)
    result = replace(ENGLISH, exercises=(broken, *others), standing=Standing.NEEDS_REVIEW)
    with pytest.raises(NoScoreError, match=first.exercise.name):
        gradescope_results(result)
    by_hand = replace(result, exercises=(replace(broken, manual=3.0), *others))
    assert {"score": 3.0, "max_score": first.exercise.points}.items() <= first_hidden(
        written(by_hand)
    ).items()


def test_what_a_human_grades_has_no_score_until_then():
    first, *others = ENGLISH.exercises
    waiting = replace(first, auto=None, hidden=None, needs_review=True)
    test = first_hidden(written(replace(ENGLISH, exercises=(waiting, *others))))
    assert "score" not in test
    assert test["output"] == "An instructor grades this by hand."


def test_a_humans_score_wins_and_is_told():
    first, *others = ENGLISH.exercises
    results = written(replace(ENGLISH, exercises=(replace(first, manual=1.5), *others)))
    assert results["score"] == pytest.approx(ENGLISH.score - first.score + 1.5)
    told = [test["output"] for test in results["tests"] if "output" in test]
    assert f"An instructor gave 1.5 of {first.exercise.points:g} points." in told


def test_a_late_penalty_is_in_the_score_and_is_told():
    results = written(replace(ENGLISH, penalty=2.5))
    assert results["score"] == pytest.approx(ENGLISH.score - 2.5)
    assert "2.5 points off" in results["output"]


def test_a_file_that_cannot_be_read_has_no_points_and_is_told_in_both_languages():
    problem = (
        "submitted/ada/rnn/rnn.ipynb: found text that is not JSON (line 1; expected x); "
        "expected a Jupyter notebook, which is JSON. The file may be cut off: ask for it again."
    )
    grading = Grading("ada", "2026-11-21T08:00:00+00:00", problem=problem)
    results = written(StudentResult(Student("ada"), Standing.NOT_GRADED, grading=grading))
    assert results["score"] == 0
    for part in (
        "Found: text that is not JSON (line 1; expected x)\n",
        "Expected: a Jupyter notebook, which is JSON\n",
        "What to do: Open the notebook",
        "怎么办：请在 Jupyter",
    ):
        assert part in results["output"]
    assert "submitted/" not in results["output"]


@pytest.mark.parametrize("standing", [Standing.NOT_GRADED, Standing.NO_SUBMISSION])
def test_without_a_grading_there_is_no_score(standing):
    with pytest.raises(NoScoreError, match=standing.value):
        gradescope_results(StudentResult(Student("ada"), standing))


def test_a_submission_on_which_the_grader_failed_has_no_score():
    problem = "found a disk that is full; expected room. Make some"
    grading = Grading("ada", "2026-11-21T08:00:00+00:00", problem=problem, is_graders=True)
    with pytest.raises(NoScoreError, match="disk that is full"):
        gradescope_results(StudentResult(Student("ada"), Standing.NOT_GRADED, grading=grading))


def test_a_score_that_is_not_finite_is_an_error():
    first, *others = ENGLISH.exercises
    with pytest.raises(ValueError, match="finite"):
        gradescope_results(replace(ENGLISH, exercises=(replace(first, auto=math.nan), *others)))


def test_hostile_text_is_strict_utf8_and_no_markup():
    text = "bad \ud800 \x00 \x1b[31m \u202e <script>alert(1)</script>"
    fact = Message("student.raised_anything", {"text": text})
    outcome = Outcome({"en": f"Title {text}"}, Status.FAILED, 1.0, 0.0, fact)
    first, *others = ENGLISH.exercises
    hidden = Result(first.exercise.name, (outcome,))
    results = written(replace(ENGLISH, exercises=(replace(first, hidden=hidden), *others)))
    name = first_hidden(results)["name"]
    assert not any(mark in name for mark in ("\ud800", "\x00", "\x1b", "\u202e"))
    formats = {results[key] for key in results if key.endswith("_format")}
    assert formats == {"text"}  # Gradescope shows the script as text


def test_a_flood_of_text_is_cut():
    first, *others = ENGLISH.exercises
    outcome = Outcome({"en": "x" * 500_000}, Status.FAILED, 1.0, 0.0)
    hidden = Result(first.exercise.name, (outcome,))
    results = written(replace(ENGLISH, exercises=(replace(first, hidden=hidden), *others)))
    assert len(first_hidden(results)["name"]) == 20_000


def test_a_class_has_a_file_for_everybody_who_handed_in():
    found = everybody(CLASS)
    assert set(found.files) == {each.student.id for each in GRADED}
    assert set(found.left_out.values()) == {"no submission"}
    assert len(found.files) + len(found.left_out) == len(CLASS.students)
    for student, text in found.files.items():
        result = next(each for each in GRADED if each.student.id == student)
        assert strict(text.encode("utf-8"))["score"] == pytest.approx(result.score)


@pytest.mark.parametrize("name", ["..", ".", "a/b", "a\\b"])
def test_no_id_leads_out_of_the_folder(name):
    bad = replace(ENGLISH, student=Student(name))
    students = (bad, *CLASS.students)
    found = everybody(replace(CLASS, students=students))
    assert name not in found.files
    assert "can't be a folder's name" in found.left_out[name]


def test_one_on_whom_the_grader_failed_is_left_out_and_the_others_are_not():
    problem = Grading(ENGLISH.student.id, "", problem="the worker ended", is_graders=True)
    failed = replace(ENGLISH, standing=Standing.NOT_GRADED, exercises=(), grading=problem)
    found = everybody(with_student(CLASS, failed))
    assert found.left_out[ENGLISH.student.id] == "the worker ended"
    assert len(found.files) == len(GRADED) - 1
