"""`autograder export …`: files that are whole, nothing written over, everybody named who is not
in them."""

import csv
import io
import json
import os
import shutil

import click
import pytest
from click.testing import CliRunner
from graded_course import make_course
from test_cli import imported_by

from autograder.cli.export import FORMATS
from autograder.cli.main import main

CANVAS = (
    "Student,ID,SIS Login ID,Section,rnn (77)\n"
    "    Points Possible,,,,20.00\n"
    '"Lovelace, Ada",501,ada,1,\n'
    '"陈, 小明",503,chen,1,\n'
    '"Zed, Z",509,zed,1,3.00\n'
)
MOODLE = (
    "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,"
    "Last modified (submission),Last modified (grade),Feedback comments\n"
    "Participant 1,Ada Lovelace,ada@example.org,,,20.00,Yes,-,-,\n"
    "Participant 3,陈小明,chen@example.org,,,20.00,Yes,-,-,\n"
)


@pytest.fixture
def course(tmp_path):
    return make_course(tmp_path / "course")


def export(course, *words):
    return CliRunner().invoke(main, ["export", *map(str, words), "--course", str(course)])


def filled(course, form, text, *words, out="new.csv"):
    source = course / "old.csv"
    source.write_text(text, encoding="utf-8")
    done = export(course, form, "rnn", "--gradebook", source, "--out", course / out, *words)
    assert source.read_text(encoding="utf-8") == text
    return done


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_is_where_the_table_says_with_the_help_that_it_shows(name):
    command = FORMATS[name].load()
    assert command.name == name
    assert command.get_short_help_str(limit=200).rstrip(".") == FORMATS[name].help.rstrip(".")
    options = [option for option in command.params if isinstance(option, click.Option)]
    assert [option.name for option in options if not option.help] == []


def test_help_names_every_format_and_loads_nothing_heavy():
    said, packages = imported_by("export", "--help")
    assert packages == []
    words = " ".join(said.split())
    for name, command in FORMATS.items():
        assert f" {name} {command.help}" in words
    said, packages = imported_by("export", "canvas", "--help")
    assert packages == []
    assert "--missing-as" in said


@pytest.mark.parametrize("form", ["checks", "jsonl", "nbgrader"])
def test_standard_output_is_the_file_and_nothing_else(course, tmp_path, form):
    done = export(course, form, "rnn")
    assert done.exit_code == 0
    assert done.stderr.splitlines() == ["rnn: no submission: dora"]
    place = tmp_path / "file"
    again = export(course, form, "rnn", "--out", place)
    assert again.stdout == ""
    assert place.read_bytes() == done.stdout_bytes
    assert list(tmp_path.glob(".*")) == []


def test_scores_are_in_every_form(course):
    rows = csv.DictReader(io.StringIO(export(course, "nbgrader", "rnn").stdout))
    nbgrader = {each["student_id"]: float(each["score"]) for each in rows}
    lines = export(course, "jsonl", "rnn").stdout.splitlines()
    records = {line["student"]["id"]: line["score"] for line in map(json.loads, lines)}
    assert records.pop("dora") is None
    assert nbgrader.pop("dora") == 0
    assert nbgrader == records == {"ada": 21.5, "bo": 1.0, "chen": 12.5, "emil": 0.0}


def test_canvas_gradebook_is_filled_and_everybody_else_is_named(course):
    done = filled(course, "canvas", CANVAS)
    assert done.exit_code == 0
    expected = CANVAS.replace("ada,1,", "ada,1,21.5").replace("chen,1,", "chen,1,12.5")
    assert (course / "new.csv").read_text(encoding="utf-8") == expected
    assert "in the file, not in the gradebook, left as it was: Zed, Z" in done.stderr
    assert "in the gradebook, not in the file: bo; dora; emil" in done.stderr
    assert done.stdout == ""


def test_moodles_worksheet_is_filled_with_comments(course):
    done = filled(course, "moodle", MOODLE, "--comments", "--language", "zh")
    assert done.exit_code == 0
    text = (course / "new.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["Grade"] for row in rows] == ["20", "12.5"]
    assert rows[1]["Feedback comments"].startswith("softmax：得 0 分，满分 4 分。<br />")
    assert "more than the maximum, written as 20, which Moodle takes: ada (21.5)" in done.stderr


def test_full_names_will_do_when_that_column_is_named(course):
    text = MOODLE.replace("ada@example.org", "").replace("chen@example.org", "")
    assert "neither an ID number nor an email address" in filled(course, "moodle", text).stderr
    done = filled(course, "moodle", text, "--id-column", "Full name")
    assert done.exit_code == 0
    assert "filled 2" in done.stderr


@pytest.mark.parametrize(("form", "text"), [("canvas", CANVAS), ("moodle", MOODLE)])
def test_the_instructors_file_is_never_written_over(course, form, text):
    done = filled(course, form, text, "--force", out="old.csv")
    assert done.exit_code == 1
    assert "found the file to fill in; expected another one to write" in done.stderr
    (course / "link.csv").symlink_to(course / "old.csv")
    done = filled(course, form, text, "--force", out="link.csv")
    assert done.exit_code == 1
    assert "found the file to fill in" in done.stderr


@pytest.mark.parametrize("form", ["checks", "jsonl", "nbgrader"])
def test_a_file_is_replaced_only_when_that_is_said(course, tmp_path, form):
    place = tmp_path / "file"
    place.write_text("mine")
    done = export(course, form, "rnn", "--out", place)
    assert done.exit_code == 1
    assert f"{place}: found a file; expected none" in done.stderr
    assert place.read_text() == "mine"
    assert export(course, form, "rnn", "--out", place, "--force").exit_code == 0
    assert place.read_text() != "mine"


def test_a_folder_that_is_not_there_is_an_error_in_one_line(course, tmp_path):
    done = export(course, "nbgrader", "--out", tmp_path / "none" / "file.csv")
    assert done.exit_code == 1
    assert done.stderr == (
        f"Error: {tmp_path}/none/file.csv: found No such file or directory; expected a place "
        "that can be written. Name another one with --out\n"
    )


@pytest.mark.parametrize("form", ["checks", "jsonl", "nbgrader"])
def test_an_unknown_assignment_and_a_missing_gradebook_are_errors_in_one_line(course, form):
    done = export(course, form, "gru")
    assert done.exit_code == 1
    assert "found no assignment 'gru'" in done.stderr
    os.remove(course / "gradebook.db")
    words = [form] if form == "nbgrader" else [form, "rnn"]
    done = export(course, *words)
    assert done.exit_code == 1
    assert "found no gradebook; expected the one nbgrader keeps" in done.stderr


def test_other_points_and_a_column_that_is_not_there_are_errors_and_write_nothing(course):
    done = filled(course, "canvas", CANVAS.replace("20.00", "10.00"))
    assert done.exit_code == 1
    assert "found 10 points in Canvas; expected 20, those of rnn" in done.stderr
    done = filled(course, "canvas", CANVAS, "--column", "Homework")
    assert "found no column 'Homework' to use; expected one of: 'rnn (77)'" in done.stderr
    assert not (course / "new.csv").exists()
    done = filled(course, "canvas", CANVAS.replace("20.00", "10.00"), "--scale")
    assert done.exit_code == 0
    assert ",ada,1,10.75\n" in (course / "new.csv").read_text(encoding="utf-8")


def test_whoever_is_not_graded_has_no_score_in_any_form(course):
    shutil.rmtree(course / "autograded" / "chen")
    done = export(course, "nbgrader", "rnn")
    assert "rnn: not graded, no score is exported: chen" in done.stderr
    (chen,) = [line for line in done.stdout.splitlines() if ",chen," in line]
    assert chen.endswith(",,,,20.0")
    done = filled(course, "canvas", CANVAS, "--missing-as", "0")
    assert "not graded, left as it was: chen" in done.stderr
    assert ",chen,1,\n" in (course / "new.csv").read_text(encoding="utf-8")


def test_the_schema_is_printed(course):
    done = export(course, "jsonl", "--schema")
    assert json.loads(done.stdout)["properties"]["schema"] == {"const": "rnn-autograder/results/1"}


@pytest.mark.parametrize("form", ["checks", "jsonl"])
def test_names_ids_and_addresses_can_be_hidden(course, form):
    done = export(course, form, "rnn", "--hide-names")
    assert done.exit_code == 0
    everything = done.stdout + done.stderr
    assert "student " in everything
    for sign in ("ada", "Ada", "Lovelace", "小明", "dora", "example.org", "501"):
        assert sign not in everything


def test_a_name_in_a_file_gives_a_terminal_no_orders(course):
    done = filled(course, "canvas", CANVAS.replace("Zed, Z", "Zed\x1b[2J, Z"))
    assert "Zed\ufffd[2J, Z" in done.stderr
    assert "\x1b" not in done.stderr
    assert "Zed\x1b[2J, Z" in (course / "new.csv").read_text(encoding="utf-8")
