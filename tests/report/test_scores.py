"""The table of scores, from a gradebook to the terminal."""

import io
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from rich.console import Console

from autograder.batch.assignment import UnknownAssignmentError
from autograder.report.reading import read_class
from autograder.report.results import (
    ClassResults,
    Exercise,
    ExerciseResult,
    Standing,
    Student,
    StudentResult,
)
from autograder.report.terminal import score_table

SOFTMAX = Exercise("softmax", "test_softmax", "rnn", 4.0)
FORWARD = Exercise("rnn_forward", "test_rnn_forward", "rnn", 10.0)


def graded(name: str, scores: dict[Exercise, float], penalty: float = 0.0) -> StudentResult:
    results = tuple(ExerciseResult(exercise, auto=score) for exercise, score in scores.items())
    return StudentResult(Student(name), Standing.GRADED, results, penalty)


def shown(table: ClassResults, notes: dict[str, str] | None = None, width: int = 80) -> str:
    console = Console(width=width, no_color=True, record=True, file=io.StringIO())
    console.print(score_table(table, notes))
    return console.export_text()


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Path:
    tmp_path = tmp_path_factory.mktemp("course")
    url = f"sqlite:///{tmp_path / 'gradebook.db'}"
    with Gradebook(url) as book:
        book.add_assignment("rnn")
        book.add_notebook("rnn", "rnn")
        for name, points in (("test_softmax", 4), ("test_rnn_forward", 10)):
            book.add_grade_cell(name, "rnn", "rnn", max_score=points, cell_type="code")
        for student in ("ada", "bo", "chen", "dora"):
            book.add_student(student)
        for student in ("ada", "bo"):
            book.add_submission("rnn", student)
        for name, score in (("test_softmax", 4), ("test_rnn_forward", 2.5)):
            for student, earned in (("ada", score), ("bo", 1)):
                grade = book.find_grade(name, "rnn", "rnn", student)
                grade.auto_score, grade.needs_manual_grade = earned, False
        book.find_grade("test_softmax", "rnn", "rnn", "bo").needs_manual_grade = True
        book.db.commit()
    for place, students in (("submitted", "ada bo chen eve"), ("autograded", "ada bo")):
        for student in students.split():
            (tmp_path / place / student / "rnn").mkdir(parents=True)
    return tmp_path


def test_everybody_has_a_row_and_a_standing(course):
    results = read_class(course, "rnn")
    assert {each.student.id: each.standing for each in results.students} == {
        "ada": Standing.GRADED,
        "bo": Standing.NEEDS_REVIEW,
        "chen": Standing.NOT_GRADED,
        "dora": Standing.NO_SUBMISSION,
        "eve": Standing.NOT_GRADED,
    }


def test_scores_stand_under_their_exercises(course):
    results = read_class(course, "rnn")
    assert set(results.exercises) == {SOFTMAX, FORWARD}
    by_exercise = {each.exercise: each.score for each in results.students[0].exercises}
    assert by_exercise == {SOFTMAX: 4.0, FORWARD: 2.5}
    assert tuple(by_exercise) == results.exercises
    assert results.students[0].score == 6.5
    assert results.points == 14


def test_an_unknown_assignment_is_named_with_those_that_exist(course):
    with pytest.raises(UnknownAssignmentError, match=r"'gru'.*expected one of: rnn"):
        read_class(course, "gru")


def test_the_terminal_shows_points_total_and_standing():
    rows = (
        graded("ada", {SOFTMAX: 4.0, FORWARD: 2.5}),
        StudentResult(Student("chen"), Standing.NOT_GRADED),
    )
    table = ClassResults("rnn101", "rnn", (SOFTMAX, FORWARD), rows)
    lines = shown(table).splitlines()
    (ada,) = [line for line in lines if "ada" in line]
    (chen,) = [line for line in lines if "chen" in line]
    assert ada.split() == ["ada", "4", "2.5", "6.5"]
    assert "not graded" in chen
    assert "–" in chen
    assert "1 softmax (4) · 2 rnn_forward (10)" in "\n".join(lines)


def test_a_table_of_twelve_exercises_fits_eighty_columns():
    exercises = tuple(Exercise(f"exercise_{i}", f"test_{i}", "rnn", 10.0) for i in range(12))
    rows = (graded("ada", dict.fromkeys(exercises, 10.0)),)
    table = ClassResults("rnn101", "rnn", exercises, rows)
    text = shown(table, {"ada": "everything right"})
    (line,) = [line for line in text.splitlines() if "ada" in line]
    assert "everything right" in line


def test_the_total_is_nbgraders_after_the_late_penalty_which_is_said():
    rows = (graded("ada", {SOFTMAX: 4.0, FORWARD: 2.5}, penalty=2.0),)
    text = shown(ClassResults("rnn101", "rnn", (SOFTMAX, FORWARD), rows))
    (line,) = [line for line in text.splitlines() if "ada" in line]
    assert line.split() == ["ada", "4", "2.5", "4.5", "late:", "−2"]
