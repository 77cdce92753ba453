"""nbgrader's CSV: row by row what `nbgrader export` writes, where that writes something sound."""

import csv
import io
import shutil

import pandas as pd
import pytest
from click.testing import CliRunner
from graded_course import POINTS, Made, make_course, run
from nbgrader.api import Gradebook
from nbgrader.plugins import CsvExportPlugin
from sample_class import sample_class, with_student
from test_export_common import broken

from autograder.cli.main import main
from autograder.report.export.common import as_csv
from autograder.report.export.nbgrader import COLUMNS, nbgrader_rows
from autograder.report.known import assignments_of
from autograder.report.reading import read_class
from autograder.report.results import Standing

HOSTILE = (
    Made("h1", 'Fang "F"', "Smith, Jr", "f@example.org"),
    Made("h2", "小明", "张", "z@example.org"),
    Made("h3", "A\nB", "O'Neil", "o@example.org"),
    Made("=1+1", "=HYPERLINK(1)", "@x", "-2"),
)


def rows_of(content: bytes):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


BOTH = ("rnn", "gru")


def theirs(folder, *assignments):
    """What nbgrader's own exporter writes."""
    place = folder / "theirs.csv"
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}", "made") as book:
        CsvExportPlugin(to=str(place), assignment=list(assignments)).export(book)
    return place.read_bytes()


def ours(folder, *words):
    done = CliRunner().invoke(main, ["export", "nbgrader", *words, "--course", str(folder)])
    assert done.exit_code == 0, done.output
    return done.stdout_bytes


@pytest.fixture
def course(tmp_path):
    return make_course(tmp_path / "course", assignments=BOTH)


@pytest.mark.slow
def test_an_ordinary_class_is_exported_as_nbgrader_exports_it(course):
    """Extra credit, manual scores, a penalty, one above the score, and no submission."""
    _, said, code = run("export", "--to=theirs.csv", folder=course, module="nbgrader")
    assert code == 0, said
    expected = (course / "theirs.csv").read_bytes()
    done = ours(course)
    assert rows_of(done) == rows_of(expected)
    assert done == expected
    scores = {row["student_id"]: row["score"] for row in rows_of(done)}
    assert scores == {"ada": "21.5", "bo": "1.0", "chen": "12.5", "dora": "0.0", "emil": "0.0"}


def test_one_assignment_is_exported_as_nbgrader_exports_it(course):
    assert ours(course, "gru") == theirs(course, "gru")


def test_where_nbgraders_file_is_no_table_ours_is_one(tmp_path):
    course = make_course(tmp_path / "course", HOSTILE)
    broken_rows = list(csv.reader(io.StringIO(theirs(course).decode(), newline="")))
    assert len({len(row) for row in broken_rows}) > 1
    done = ours(course)
    rows = {row["student_id"]: row for row in rows_of(done)}
    for each in HOSTILE[:3]:
        row = rows[each.id]
        named = (row["first_name"], row["last_name"], row["email"])
        assert named == (each.first_name, each.last_name, each.email)
        assert row["score"] == "20.0"
    assert [rows["'=1+1"][name] for name in ("last_name", "first_name", "email")] == [
        "'@x",
        "'=HYPERLINK(1)",
        "'-2",
    ]


@pytest.mark.slow
def test_chinese_names_are_utf_8_in_any_locale(tmp_path):
    course = make_course(tmp_path / "课程", HOSTILE)
    environment = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done, said, code = run("export", "nbgrader", "rnn", folder=course, **environment)
    assert code == 0, said
    assert "小明" in done.decode("utf-8")
    assert done == ours(course)


def test_a_file_for_excel_begins_with_its_mark(course, tmp_path):
    place = tmp_path / "scores.csv"
    ours(course, "--excel", "--out", str(place))
    assert place.read_bytes() == b"\xef\xbb\xbf" + ours(course)


def test_pandas_reads_scores_as_numbers_and_no_submission_as_0(course):
    classes = [read_class(course, name) for name in assignments_of(course)]
    frame = pd.read_csv(io.BytesIO(as_csv(nbgrader_rows(classes))))
    assert tuple(frame.columns) == COLUMNS
    assert list(frame["assignment"]) == ["rnn"] * 5 + ["gru"] * 5
    assert set(frame["max_score"]) == {float(POINTS)}
    dora = frame[frame["student_id"] == "dora"]
    assert list(dora["score"]) == [0.0, 0.0]
    assert dora["timestamp"].isna().all()


def test_who_is_not_graded_or_whom_the_grader_failed_has_empty_cells_and_no_0(tmp_path):
    course = make_course(tmp_path, assignments=BOTH)
    shutil.rmtree(course / "autograded" / "chen" / "rnn")
    results = read_class(course, "rnn")
    rows = rows_of(as_csv(nbgrader_rows([results])))
    (chen,) = [row for row in rows if row["student_id"] == "chen"]
    names = ("raw_score", "late_submission_penalty", "score")
    assert [chen[name] for name in names] == ["", "", ""]
    assert chen["max_score"] == "20.0"
    sample = sample_class(2)
    rows = rows_of(as_csv(nbgrader_rows([with_student(sample, broken(sample.students[0]))])))
    scores = {row["student_id"]: row["score"] for row in rows}
    assert scores["s0000"] == ""
    assert scores["s0001"] == str(sample.students[1].score)


def test_whoever_is_only_in_the_submitted_folder_has_a_row_too(course):
    (course / "submitted" / "new" / "rnn").mkdir(parents=True)
    results = read_class(course, "rnn")
    assert {each.student.id: each.standing for each in results.students}["new"] is (
        Standing.NOT_GRADED
    )
    rows = rows_of(as_csv(nbgrader_rows([results])))
    assert [row["score"] for row in rows if row["student_id"] == "new"] == [""]
