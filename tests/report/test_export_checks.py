"""Long form: a row for each check, with what was told of it in the language that is asked for."""

import csv
import io
from dataclasses import replace

import pandas as pd
import pytest
from sample_class import VERSIONS, sample_class, with_student
from test_export_common import broken

from autograder.checks import Status
from autograder.checks.told import cause_words
from autograder.report.export.checks import COLUMNS, check_rows
from autograder.report.export.common import as_csv

CLASS = sample_class(30)


def rows(results=CLASS, language="en"):
    content = as_csv(check_rows(results, language)).decode("utf-8")
    return list(csv.DictReader(io.StringIO(content, newline="")))


@pytest.fixture(scope="module")
def found():
    return rows()


def test_every_check_of_every_graded_student_has_a_row_in_order(found):
    expected = [
        (each.student.id, exercise.exercise.name, kind, title)
        for each in CLASS.graded
        for exercise in each.exercises
        for kind, titles in (
            ("visible", [verdict.title for verdict in exercise.visible]),
            ("hidden", [outcome.sentence("en") for outcome in exercise.hidden.outcomes]),
        )
        for title in titles
    ]
    assert [(r["student"], r["exercise"], r["kind"], r["check"]) for r in found] == expected
    assert tuple(found[0]) == COLUMNS


def test_what_was_earned_adds_up_to_the_score(found):
    for each in CLASS.graded:
        own = [row for row in found if row["student"] == each.student.id]
        assert sum(float(row["earned"] or 0) for row in own) == each.raw_score
        visible = [row for row in own if row["kind"] == "visible"]
        assert {(row["points"], row["earned"]) for row in visible} == {("", "")}


def test_facts_causes_and_mistakes_stand_with_what_failed_only(found):
    passed = [row for row in found if row["status"] == "passed"]
    told = ("fact", "likely_cause", "certainty", "mistakes")
    assert {row[name] for row in passed for name in told} == {""}
    failed = [row for row in found if row["status"] == "failed" and row["kind"] == "hidden"]
    assert {row["certainty"] for row in failed} == {"named", "unknown", ""}
    for row in failed:
        assert bool(row["mistakes"]) == (row["certainty"] == "named")
        assert bool(row["likely_cause"]) == (row["certainty"] == "named")


def test_the_words_are_those_of_the_language():
    result = next(
        exercise.hidden
        for each in CLASS.graded
        for exercise in each.exercises
        if exercise.hidden.diagnosis and exercise.hidden.diagnosis.causes
    )
    chinese = rows(language="zh")
    assert result.outcomes[0].title["zh"] in {row["check"] for row in chinese}
    cause = cause_words(result.diagnosis.causes[0], "zh")
    assert cause in {row["likely_cause"] for row in chinese}
    assert cause not in {row["likely_cause"] for row in rows()}


def test_what_graded_stands_in_each_row(found):
    first = CLASS.students[0]
    own = [row for row in found if row["student"] == first.student.id]
    kept = {(r["tier"], r["tests_version"], r["kit_version"], r["seconds"]) for r in own}
    assert kept == {("A", VERSIONS.tests, VERSIONS.kit, str(first.grading.seconds))}


def test_what_could_not_be_judged_has_earned_nothing_yet_and_not_0():
    results = with_student(CLASS, broken(CLASS.students[0]))
    lost = [row for row in rows(results) if row["status"] == Status.GRADER_ERROR.value]
    assert [(row["student"], row["points"], row["earned"]) for row in lost] == [
        ("s0000", "2.0", "")
    ]


def test_pandas_counts_them():
    frame = pd.read_csv(io.BytesIO(as_csv(check_rows(CLASS, "en"))))
    hidden = frame[frame["kind"] == "hidden"]
    earned = hidden.groupby("student")["earned"].sum()
    assert dict(earned) == {each.student.id: each.raw_score for each in CLASS.graded}


def test_a_result_that_is_not_on_record_took_nobody_knows_how_long():
    first = CLASS.students[0]
    stamped = replace(first, grading=replace(first.grading, written="", seconds=0.0))
    own = [row for row in rows(with_student(CLASS, stamped)) if row["student"] == "s0000"]
    assert {row["seconds"] for row in own} == {""}
    assert {row["tests_version"] for row in own} == {VERSIONS.tests}
