"""The table of scores, from a gradebook to the terminal."""

import io
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from rich.console import Console

from autograder.report.scores import (
    Exercise,
    ScoreTable,
    Standing,
    StudentScores,
    UnknownAssignmentError,
    read_scores,
)
from autograder.report.terminal import score_table

EXERCISES = (Exercise("softmax", 4.0), Exercise("rnn_forward", 10.0))


def shown(table: ScoreTable, notes: dict[str, str] | None = None, width: int = 80) -> str:
    console = Console(width=width, no_color=True, record=True, file=io.StringIO())
    console.print(score_table(table, notes))
    return console.export_text()


@pytest.fixture
def gradebook(tmp_path: Path) -> str:
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
    return url


def read(url: str, folder: Path, assignment: str = "rnn") -> dict[str, StudentScores]:
    table = read_scores(url, assignment, folder / "submitted", folder / "autograded")
    assert {exercise.name: exercise.points for exercise in table.exercises} == {
        "softmax": 4.0,
        "rnn_forward": 10.0,
    }
    return {row.student: row for row in table.rows}


def test_everybody_has_a_row_and_a_standing(gradebook, tmp_path):
    rows = read(gradebook, tmp_path)
    assert {name: row.standing for name, row in rows.items()} == {
        "ada": Standing.GRADED,
        "bo": Standing.NEEDS_REVIEW,
        "chen": Standing.NOT_GRADED,
        "dora": Standing.NO_SUBMISSION,
        "eve": Standing.NOT_GRADED,
    }


def test_scores_stand_under_their_exercises(gradebook, tmp_path):
    table = read_scores(gradebook, "rnn", tmp_path / "submitted", tmp_path / "autograded")
    by_exercise = dict(zip(table.exercises, table.rows[0].scores, strict=True))
    assert by_exercise == {Exercise("softmax", 4.0): 4.0, Exercise("rnn_forward", 10.0): 2.5}
    assert table.rows[0].total == 6.5
    assert table.points == 14


def test_an_unknown_assignment_is_named_with_those_that_exist(gradebook, tmp_path):
    with pytest.raises(UnknownAssignmentError, match=r"'gru'.*expected one of: rnn"):
        read_scores(gradebook, "gru", tmp_path / "submitted", tmp_path / "autograded")


def test_the_terminal_shows_points_total_and_standing():
    rows = (
        StudentScores("ada", Standing.GRADED, (4.0, 2.5)),
        StudentScores("chen", Standing.NOT_GRADED),
    )
    lines = shown(ScoreTable("rnn", EXERCISES, rows)).splitlines()
    (ada,) = [line for line in lines if "ada" in line]
    (chen,) = [line for line in lines if "chen" in line]
    assert ada.split() == ["ada", "4", "2.5", "6.5"]
    assert "not graded" in chen
    assert "–" in chen
    assert "1 softmax (4) · 2 rnn_forward (10)" in "\n".join(lines)


def test_a_table_of_twelve_exercises_fits_eighty_columns():
    exercises = tuple(Exercise(f"exercise_{i}", 10.0) for i in range(12))
    rows = (StudentScores("ada", Standing.GRADED, (10.0,) * 12),)
    text = shown(ScoreTable("rnn", exercises, rows), {"ada": "everything right"})
    (line,) = [line for line in text.splitlines() if "ada" in line]
    assert "everything right" in line
