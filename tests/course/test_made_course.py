"""What the command makes: all that grading needs, private, and configured as was said."""

import ast
import json
import re
import shutil
import stat
import subprocess
from datetime import datetime

import pytest
from course_sample import CHECKOUT, run
from nbgrader.api import Gradebook

from autograder.course.setup import read_setup


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.slow
def test_the_course_holds_what_grading_needs_and_nothing_of_other_assignments(made):
    names = {str(path.relative_to(made.root)) for path in made.root.rglob("*") if path.is_file()}
    assert names == {
        ".gitignore",
        "assignments/en/rnn/rnn.ipynb",
        "gradebook.db",
        "hub/instructor_nbgrader_config.py",
        "hub/instructor_page_config.json",
        "hub/student_nbgrader_config.py",
        "hub/student_page_config.json",
        "nbgrader_config.py",
        "solutions/rnn.py",
        "source/en/rnn/rnn.ipynb",
        "source/en/rnn/rnn.md",
        "tests/equivalent/rnn.py",
        "tests/hidden/course_secret.txt",
        "tests/hidden/test_rnn.py",
        "tests/mistakes/rnn.py",
        "tests/spellings/rnn.py",
    } | {name for name in names if name.startswith("source/images/rnn/")}


@pytest.mark.slow
def test_nobody_else_can_read_it_and_everybody_can_use_the_exchange(made):
    assert mode(made.root) == 0o700
    assert mode(made.root / "tests" / "hidden" / "course_secret.txt") == 0o600
    assert mode(made.exchange) == 0o1777


@pytest.mark.slow
def test_git_keeps_no_secret_and_nothing_of_a_students(made, tmp_path):
    """What the kit's own commands write, with the names that the pages use."""
    shutil.copy(made.root / ".gitignore", tmp_path)
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    private = (
        "tests/hidden/course_secret.txt",
        "submitted/ada/rnn/rnn.ipynb",
        "autograded/ada/rnn/rnn.ipynb",
        "feedback/ada/rnn/rnn.html",
        "gradebook.db",
        "history.db",
        "history.db-journal",
        "reports/rnn.html",
        "reports/rnn-students/ada.html",
        "scores.csv",
        "results.jsonl",
        "results/ada/results.json",
        "autograder.zip",
        ".autograder/ab/abc",
        "downloaded/rnn/archive/ada_rnn.ipynb",
    )
    ask = ["git", "-C", str(tmp_path), "check-ignore", *private]
    told = subprocess.run(ask, capture_output=True, text=True, check=False).stdout.split("\n")
    assert set(private) - set(told) == set()
    ask = ["git", "-C", str(tmp_path), "check-ignore", "nbgrader_config.py", "solutions/rnn.py"]
    assert subprocess.run(ask, capture_output=True, text=True, check=False).stdout == ""


@pytest.mark.slow
def test_a_gradebook_outside_of_the_course_is_private_too(tmp_path):
    words = ("--from", CHECKOUT, "--assignments", "gru", "--single-user", "--timezone", "UTC")
    done = run("course", tmp_path / "c", *words, "--db", f"sqlite:///{tmp_path}/grades.db")
    assert done.exit_code == 0, done.output
    assert mode(tmp_path / "grades.db") == 0o600


@pytest.mark.slow
def test_the_gradebook_knows_deadlines_and_students(made):
    with Gradebook(f"sqlite:///{made.root}/gradebook.db", "rnn2099") as gradebook:
        assert gradebook.find_assignment("rnn").duedate == datetime(2099, 1, 15, 15, 59)
        assert gradebook.find_student("ada").last_name == "王小明"
        assert gradebook.find_student("nobody").email is None
        assert gradebook.find_assignment("rnn").max_score == 100


@pytest.mark.slow
def test_the_settings_are_those_that_were_wished_for(made):
    setup = read_setup(made.root)
    assert setup.course.course_id == "rnn2099"
    assert setup.course.root == str(made.root)
    assert setup.exchange.root == str(made.exchange)
    assert setup.config.NbGraderAPI.timezone == "Asia/Shanghai"
    assert not setup.is_by_mail


@pytest.mark.slow
def test_the_files_for_the_hub_can_be_read_and_tell_no_secret(made):
    secret = (made.root / "tests" / "hidden" / "course_secret.txt").read_text().strip()
    student = (made.root / "hub" / "student_nbgrader_config.py").read_text(encoding="utf-8")
    ast.parse(student)
    assert str(made.exchange) in student
    assert str(made.root / "tests") not in student
    assert secret not in student
    instructor = (made.root / "hub" / "instructor_nbgrader_config.py").read_text(encoding="utf-8")
    assert f'load_subconfig("nbgrader_config.py", path="{made.root}")' in instructor
    off = json.loads((made.root / "hub" / "student_page_config.json").read_text())
    assert off["disabledExtensions"]["@jupyter/nbgrader:formgrader"] is True


@pytest.mark.slow
@pytest.mark.usefixtures("nbgrader_here")
def test_both_languages_by_mail_are_made_without_an_exchange(tmp_path):
    root = tmp_path / "mail"
    words = ("--from", CHECKOUT, "--assignments", "gru", "--language", "both", "--single-user")
    done = run("course", root, *words, "--no-secret", "--timezone", "UTC")
    assert done.exit_code == 0, done.output
    assert (root / "assignments" / "zh" / "gru" / "gru.ipynb").is_file()
    assert (root / "assignments" / "en" / "gru" / "gru.ipynb").is_file()
    assert not (root / "tests" / "hidden" / "course_secret.txt").exists()
    assert not (root / "hub").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mail"]
    assert "nbgrader zip_collect gru" in done.output
    setup = read_setup(root)
    assert setup.is_by_mail
    pattern = setup.config.FileNameCollectorPlugin.named_regexp
    assert re.match(pattern, "/x/ada.b_gru.ipynb")["student_id"] == "ada.b"
    for name in ("..", ".", ".git"):  # a file of a stranger's zip leads out of submitted/
        assert not re.match(pattern, f"/x/{name}_gru.ipynb")


@pytest.mark.slow
@pytest.mark.usefixtures("nbgrader_here")
def test_an_empty_course_has_an_example_that_can_be_graded(tmp_path):
    root = tmp_path / "own"
    done = run("course", root, "--empty", "--language", "zh", "--assignments", "cells")
    assert done.exit_code == 0, done.output
    assert (root / "assignments" / "zh" / "cells" / "cells.ipynb").is_file()
    assert not (root / "source" / "en").exists()
    assert (root / "tests" / "hidden" / "test_cells.py").is_file()


@pytest.mark.slow
def test_an_empty_course_without_the_starter_tells_where_to_begin(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "autograder.starter", None)
    done = run("course", tmp_path / "own", "--empty")
    assert done.exit_code == 0, done.output
    assert "next: put notebooks into source/<language>/<assignment>/" in done.output
    assert (tmp_path / "own" / "nbgrader_config.py").is_file()
