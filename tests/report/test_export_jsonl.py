"""JSON Lines: everything that is known but the code, in a form that is written down."""

import json
from dataclasses import replace
from datetime import datetime

import jsonschema
import pytest
from sample_class import sample_class, with_student
from test_export_common import broken

from autograder.batch.history import Grading, Versions
from autograder.checks.record import from_record, from_verdict_record
from autograder.report.export.jsonl import json_lines
from autograder.report.export.jsonl_schema import JSON_SCHEMA, SCHEMA
from autograder.report.results import (
    ClassResults,
    Exercise,
    ExerciseResult,
    Standing,
    Student,
    StudentResult,
)

CLASS = sample_class(30)


def lines(results=CLASS, **options):
    text = json_lines(results, **options).decode("utf-8")
    assert text.endswith("\n")
    return [json.loads(line) for line in text.removesuffix("\n").split("\n")]


def as_results(found) -> ClassResults:
    """The class that these lines tell of."""
    first = found[0]
    students = tuple(map(as_student, found))
    exercises = next(
        tuple(each.exercise for each in student.exercises)
        for student in students
        if student.exercises
    )
    return ClassResults(
        first["course"], first["assignment"], exercises, students, moment(first["due"])
    )


def as_student(line) -> StudentResult:
    grading = line["grading"]
    if grading is not None:
        grading = Grading(**{**grading, "versions": Versions(**grading["versions"])})
    return StudentResult(
        Student(**line["student"]),
        Standing(line["standing"]),
        tuple(map(as_exercise, line["exercises"])),
        line["penalty"],
        moment(line["submitted"]),
        line["seconds_late"],
        line["language"],
        line["tier"],
        grading,
    )


def as_exercise(record) -> ExerciseResult:
    exercise = Exercise(*(record[name] for name in ("name", "cell", "notebook", "points")))
    return ExerciseResult(
        exercise,
        record["auto"],
        record["manual"],
        record["extra"],
        record["needs_review"],
        tuple(map(from_verdict_record, record["visible"])),
        None if record["hidden"] is None else from_record(record["hidden"]),
        record.get("code", ""),
    )


def moment(text):
    return None if text is None else datetime.fromisoformat(text)


def without_code(results):
    students = tuple(
        replace(each, exercises=tuple(replace(e, code="") for e in each.exercises))
        for each in results.students
    )
    return replace(results, students=students)


def test_the_class_can_be_made_again_from_the_lines():
    assert as_results(lines(code=True)) == CLASS
    assert as_results(lines()) == without_code(CLASS)
    assert without_code(CLASS) != CLASS


@pytest.mark.parametrize("code", [False, True])
def test_every_line_is_as_the_schema_says(code):
    jsonschema.Draft202012Validator.check_schema(JSON_SCHEMA)
    validator = jsonschema.Draft202012Validator(JSON_SCHEMA)
    for line in lines(code=code):
        assert list(validator.iter_errors(line)) == []
        assert line["schema"] == SCHEMA == "rnn-autograder/results/1"


def closed(schema):
    """The schema, with no field that it does not name; but messages name their own values."""
    if isinstance(schema, list):
        return [closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {name: closed(value) for name, value in schema.items()}
    return {**inner, "additionalProperties": False} if "required" in schema else inner


def test_the_schema_names_every_field():
    validator = jsonschema.Draft202012Validator(closed(JSON_SCHEMA))
    for line in lines(code=True):
        assert [error.message for error in validator.iter_errors(line)] == []
    assert list(validator.iter_errors({**lines()[0], "surprise": 1})) != []


def test_scores_are_there_and_null_where_there_is_none():
    one, two, three, *_ = CLASS.students
    results = with_student(CLASS, broken(one))
    results = with_student(results, replace(two, standing=Standing.NOT_GRADED, exercises=()))
    found = {line["student"]["id"]: line for line in lines(results)}
    assert (found["s0000"]["score"], found["s0000"]["raw_score"]) == (None, None)
    assert found["s0001"]["score"] is None
    assert found["s0002"]["score"] == three.score
    assert found["s0009"]["standing"] == "no submission"
    assert found["s0009"]["score"] is None


def test_signs_of_any_language_stand_as_they_are_and_no_text_ends_a_line():
    first = CLASS.students[0]
    name = "小\n明\u2028\ud83d"
    results = with_student(CLASS, replace(first, student=replace(first.student, first_name=name)))
    content = json_lines(results)
    assert "小".encode() in content
    assert content.count(b"\n") == len(CLASS.students)
    assert lines(results)[0]["student"]["first_name"] == name


def test_numbers_are_those_of_strict_json():
    def refuse(name):
        raise AssertionError(name)

    for line in json_lines(CLASS).decode("utf-8").splitlines():
        json.loads(line, parse_constant=refuse)
