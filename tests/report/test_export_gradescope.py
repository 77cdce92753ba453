"""`autograder export gradescope`: a folder for each student, and none that says what is not so."""

import json
import shutil

import pytest
from click.testing import CliRunner
from graded_course import make_course

from autograder.batch.gradebook import open_gradebook
from autograder.cli.main import main
from autograder.report.gradescope.everybody import is_folder_name


@pytest.fixture
def course(tmp_path):
    return make_course(tmp_path / "course")


def export(course, *words):
    words = ["export", "gradescope", "rnn", "--course", course, "--out", course / "out", *words]
    return CliRunner().invoke(main, [str(word) for word in words])


def scores(course):
    files = (course / "out").glob("*/results.json")
    return {path.parent.name: json.loads(path.read_text("utf-8"))["score"] for path in files}


def test_whoever_has_no_score_any_more_keeps_no_file_of_an_earlier_export(course):
    assert export(course).exit_code == 0
    before = scores(course)
    assert {"ada", "chen"} <= set(before)
    shutil.rmtree(course / "autograded" / "chen")
    refused = export(course)
    assert refused.exit_code == 1
    assert "found a folder with files; expected a new or an empty one" in refused.stderr
    assert scores(course) == before
    done = export(course, "--force")
    assert "no file: chen: not graded" in done.stderr
    assert scores(course) == {who: score for who, score in before.items() if who != "chen"}


def test_an_id_that_is_no_name_of_a_folder_is_told_without_orders_for_the_terminal(course):
    with open_gradebook(f"sqlite:///{course}/gradebook.db", "course").connect() as connection:
        connection.exec_driver_sql("update student set id = '../\x1b[2J' where id = 'dora'")
        connection.commit()
    done = export(course)
    assert done.exit_code == 0
    assert "no file: ../\ufffd[2J: found an id that can't be a folder's name" in done.stderr
    assert "\x1b" not in done.stderr


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "a\\b", "a\0", "\ud800", "小" * 86])
def test_what_can_be_no_name_of_a_folder(name):
    assert not is_folder_name(name)


@pytest.mark.parametrize("name", ["ada", "-", "...", "小明", "a b", "小" * 85])
def test_what_can_be_the_name_of_a_folder(name):
    assert is_folder_name(name)
