"""The course of any size and the reports' contestants, without grading or timing anything."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from autograder.demo.material import read_material
from benchmarks.large_class import copy_rows, in_own_words
from benchmarks.measure import Usage
from benchmarks.reports import Way, note

TABLES = """
CREATE TABLE student (id VARCHAR PRIMARY KEY, email VARCHAR);
CREATE TABLE submitted_assignment (id VARCHAR PRIMARY KEY, student_id VARCHAR);
CREATE TABLE submitted_notebook (id VARCHAR PRIMARY KEY, assignment_id VARCHAR);
CREATE TABLE grade (id VARCHAR PRIMARY KEY, notebook_id VARCHAR, auto_score FLOAT);
CREATE TABLE comment (id VARCHAR PRIMARY KEY, notebook_id VARCHAR);
INSERT INTO student VALUES ('s0', NULL);
INSERT INTO submitted_assignment VALUES ('sub', 's0');
INSERT INTO submitted_notebook VALUES ('book', 'sub');
INSERT INTO grade VALUES ('g1', 'book', 2.0), ('g2', 'book', 3.0);
INSERT INTO comment VALUES ('c1', 'book');
"""
SCORES = """
SELECT student_id, SUM(auto_score) FROM grade
JOIN submitted_notebook ON submitted_notebook.id = grade.notebook_id
JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id
GROUP BY student_id
"""


def test_a_copy_has_the_originals_scores_under_its_own_name(tmp_path):
    path = tmp_path / "gradebook.db"
    with closing(sqlite3.connect(path)) as database, database:
        database.executescript(TABLES)
    copy_rows(path, {"c0": "s0", "c1": "s0"})
    with closing(sqlite3.connect(path)) as database:
        assert dict(database.execute(SCORES)) == {"s0": 5.0, "c0": 5.0, "c1": 5.0}
        assert database.execute("SELECT COUNT(*) FROM comment").fetchone() == (3,)


@pytest.mark.parametrize("number", range(4))
def test_copies_are_python_and_differ(number):
    answers = read_material(Path(__file__).parents[2], "rnn").answers
    for source in answers.values():
        own = in_own_words(source, number)
        compile(own, "own", "exec")
        assert own != in_own_words(source, number + 1)


def way(title: str, seconds: float, missing: str = "") -> Way:
    runs = [] if missing else [Usage(seconds, seconds)]
    return Way(title, 1000, ("true",), Path(), missing, runs)


def test_a_figure_says_how_many_times_less_it_is():
    assert note(way("ours", 2.0), way("theirs", 5.0)) == "2.5 times less than theirs"
    assert note(way("ours", 2.0), way("theirs", 0.0, "not here")) == ""
    assert note(way("alone", 2.0), None) == ""
