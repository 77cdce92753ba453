"""`autograder item` and `autograder student`: what an instructor reads in the terminal."""

import re
import unicodedata
from dataclasses import replace

import pytest
from click.testing import CliRunner
from made import FAILED, PASSED, named, outcome, unwritten, verdict
from made_course import Course, answer_cell, graded_cell, notebook

from autograder.batch.history import Grading, Versions
from autograder.checks import Result
from autograder.checks.result import Certainty, Diagnosis
from autograder.cli.main import main
from autograder.report.results import Exercise

RIGHT = Result("softmax", (outcome(points=3.0), outcome(points=1.0, title="large scores")))
WRONG = Result(
    "softmax", (outcome(points=3.0), outcome(FAILED, 1.0, "large scores")), named("no_shift")
)
STRANGE = replace(WRONG, diagnosis=Diagnosis(Certainty.UNKNOWN))
FORWARD = Result("rnn_forward", (outcome(points=10.0),))
CODE = "def softmax(z):\n    # by Ada Lovelace\n    return np.exp(z)"
VERSIONS = Versions("7e57" * 16, "", "b17" * 20, "python 3.11.7")


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """ada has a mistake and was late, bo wrote one exercise, chen's grader failed, dora is away."""
    course = Course(tmp_path_factory.mktemp("course"))
    course.assignment("rnn", {"test_softmax": 4.0, "test_rnn_forward": 10.0})
    course.assignment("gru", {"test_gru_forward": 5.0, "test_rnn_forward": 1.0})
    for name in ("ada", "bo", "chen", "dora"):
        course.student(name, first_name=name.title(), last_name="Lovelace")
    for name, softmax in (("ada", WRONG), ("bo", RIGHT), ("chen", STRANGE)):
        forward = unwritten(Exercise("rnn_forward", "test_rnn_forward", "rnn", 10.0)).hidden
        graded = notebook(
            answer_cell(CODE),
            graded_cell("test_softmax", [softmax], [verdict(PASSED)]),
            answer_cell("raise NotImplementedError()"),
            graded_cell("test_rnn_forward", [forward if name == "bo" else FORWARD], [verdict()]),
        )
        scores = {
            "test_softmax": {"auto_score": softmax.earned},
            "test_rnn_forward": {"auto_score": 0.0 if name == "bo" else 10.0},
        }
        late = {"late": 5400.0, "penalty": 2.0} if name == "ada" else {}
        course.grade(name, scores, graded, **late)
    times = ("2026-11-21T08:00:00+00:00", "2026-11-22T09:30:00+00:00")
    scores = {"rnn/test_softmax": 1.0, "rnn/test_rnn_forward": 10.0}
    course.record(
        Grading("ada", times[0], versions=Versions("01d" * 20), scores=scores),
        Grading("ada", times[0], problem="\x1b[31mno notebook"),
        Grading("ada", times[1], versions=VERSIONS, tier="A", seconds=1.25, timeouts=2),
        Grading("chen", times[1], flags={"rnn/test_softmax": "grader error: the judge broke"}),
    )
    return course.root


def run(root, *words, width=80):
    environment = {"COLUMNS": str(width), "NO_COLOR": "1"}
    done = CliRunner().invoke(main, [*words, "--course", str(root)], env=environment)
    return done.output, done.exit_code


def flat(text):
    return " ".join(text.split())


def test_an_exercise_is_found_in_its_assignment_and_shown_with_its_numbers(root):
    text, code = run(root, "item", "softmax")
    assert code == 0
    said = flat(text)
    assert "softmax rnn, 4 points, 2 students" in said
    assert "difficulty 0.88 (95 % interval" in said
    assert "discrimination – (too few students" in said
    assert "full 1 · some 1 · none 0 · not written 0" in said
    assert "of 2 who wrote it, only the visible checks passed: 1; only the hidden tests: 0" in said
    (line,) = [line for line in text.splitlines() if line.startswith(" large scores")]
    assert line.split()[-4:] == ["1", "1", "2", "0"]


def test_misconceptions_stand_with_count_points_section_and_nameless_code(root):
    text, _ = run(root, "item", "softmax")
    said = flat(text)
    assert "1 × hint of no_shift (points lost: 1)" in said
    assert "lecture: Exercise: softmax" in said
    assert "def softmax(z): return np.exp(z)" in said
    assert "Lovelace" not in text


def test_what_nobody_could_explain_is_shown_and_a_grader_error_is_no_misconception(root):
    text, _ = run(root, "item", "softmax")
    assert "unexplained" not in text
    shown, _ = run(root, "student", "chen", "--assignment", "rnn")
    assert "the grader failed, not the student: the judge broke" in flat(shown)


def test_the_exercise_is_said_in_chinese(root):
    text, code = run(root, "item", "softmax", "--language", "zh")
    assert code == 0
    assert "softmax rnn，4 分，2 人" in flat(text)
    assert "1 × no_shift 的提示 (共丢 1 分)" in flat(text)
    assert "large scores（中文）" in text


def test_an_exercise_of_two_assignments_wants_one_named(root):
    text, code = run(root, "item", "rnn_forward")
    assert code == 1
    assert "found 'rnn_forward' in gru, rnn; expected one assignment" in flat(text)
    assert "--assignment" in text
    text, code = run(root, "item", "rnn_forward", "--assignment", "rnn")
    assert code == 0
    assert "full 2 · some 0 · none 0 · not written 1" in flat(text)


def test_unknown_names_are_told_with_near_ones_or_all(root):
    text, code = run(root, "item", "sofmax")
    assert code == 1
    assert "found no exercise 'sofmax'; expected one such as softmax" in flat(text)
    text, _ = run(root, "item", "zzz", "--assignment", "gru")
    assert "found no exercise 'zzz' in gru; expected one of: gru_forward" in flat(text)
    text, code = run(root, "student", "adda", "--assignment", "rnn")
    assert code == 1
    assert "found no student 'adda' in rnn; expected one such as ada" in flat(text)
    text, code = run(root, "student", "ada", "--assignment", "rnnn")
    assert code == 1
    assert "found no assignment 'rnnn' in the gradebook; expected one such as rnn. If" in flat(text)


def test_a_misspelled_assignment_is_one_for_every_command(root):
    for words in (("item", "softmax", "--assignment", "RNN"), ("report", "rnnn")):
        text, code = run(root, *words)
        assert code == 1
        assert f"found no assignment '{words[-1]}'" in flat(text)
        assert "expected one such as rnn" in flat(text)
        assert "exercise" not in text


@pytest.mark.parametrize("name", ["Bo", "lovelace bo", "BoLovelace", "LovelaceBo"])
def test_who_is_asked_for_by_name_is_told_by_id(root, name):
    text, code = run(root, "student", name, "--assignment", "rnn")
    assert code == 1
    assert f"found no student with the id {name!r} in rnn" in flat(text)
    assert "such as bo (Bo Lovelace)" in flat(text)


def test_a_students_assignments_are_listed(root):
    text, code = run(root, "student", "ada")
    assert code == 0
    lines = [flat(line) for line in text.splitlines()]
    assert "rnn 11 /14 graded · 1 h 30 min late, 2 points off" in lines
    assert "gru – /6 no submission" in lines
    said, _ = run(root, "student", "ada", "--language", "zh")
    assert "gru – /6 未提交" in [flat(line) for line in said.splitlines()]


def test_a_student_is_shown_with_causes_lateness_and_what_graded(root):
    text, code = run(root, "student", "ada", "--assignment", "rnn")
    assert code == 0
    said = flat(text)
    assert "ada Ada Lovelace rnn: 11 of 14 points, graded" in said
    assert "1 h 30 min late, 2 points off" in said
    assert "softmax 3 /4 hint of no_shift" in said
    assert "rnn_forward 10 /10" in said
    assert "graded 2026-11-22 09:30 UTC, tier A, 1.2 s" in said
    assert "tests 7e577e57, secret –, kit b17b17b1; python 3.11.7" in said
    assert "cells that ran too long and were stopped: 2" in said


def test_earlier_results_are_told_the_newest_first(root):
    text, _ = run(root, "student", "ada", "--assignment", "rnn")
    lines = [line for line in text.splitlines() if line.startswith("before:")]
    assert len(lines) == 2
    assert "no result" in lines[0]
    assert "before: 2026-11-21 08:00 UTC, 11 points, tests 01d01d01" in lines[1]
    assert "\x1b" not in text


def test_who_wrote_nothing_or_handed_in_nothing_is_shown_as_such(root):
    text, _ = run(root, "student", "bo", "--assignment", "rnn")
    assert "rnn_forward 0 /10 not written" in flat(text)
    assert "what graded it is not on record" in text
    text, _ = run(root, "student", "dora", "--assignment", "rnn", "--language", "zh")
    assert "dora Dora Lovelace rnn：没有分数，未提交" in flat(text)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("words", [("item", "softmax"), ("student", "ada", "--assignment", "rnn")])
def test_nothing_is_wider_than_the_terminal(root, words, language):
    text, _ = run(root, *words, "--language", language)
    for line in text.splitlines():
        width = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line.rstrip())
        assert width <= 80, line
    assert not re.search(r"\[report\.|\{\w+\}", text)
