"""`autograder new`: files that work at once, and never the loss of one that is there."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from autograder.build import build_course, stale
from autograder.cli.main import main
from autograder.doctor import examine
from autograder.starter import StarterError, write_set

PROJECT = Path(__file__).parents[2]
FILES = {
    "solutions/cells.py",
    "source/en/cells/cells.md",
    "source/zh/cells/cells.md",
    "tests/hidden/test_cells.py",
    "tests/mistakes/cells.py",
    "tests/spellings/cells.py",
}


@pytest.fixture
def course(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "path", list(sys.path))
    shutil.copy(PROJECT / "nbgrader_config.py", tmp_path)
    return tmp_path


def files_in(course):
    found = {str(path.relative_to(course)) for path in course.rglob("*") if path.is_file()}
    return found - {"nbgrader_config.py"}


def test_a_new_set_is_six_files(course):
    run = CliRunner().invoke(main, ["new", "cells", "--course", str(course)])
    assert run.exit_code == 0, run.output
    assert files_in(course) == FILES
    for name in FILES:
        assert name in run.output
    assert "autograder doctor cells" in run.output


def test_new_sets_build_and_pass_the_doctor_at_once(course):
    for name in ("cells", "memory_2"):
        write_set(course, name)
    assert len(build_course(course)) == 8  # notebook and lesson, in two languages each
    assert stale(course) == []
    diagnosis = examine(course)
    assert [complaint.found for complaint in diagnosis.complaints] == ["no secret"]
    assert [each.exercises for each in diagnosis.examined] == [1, 1]


def test_the_name_stands_wherever_it_belongs_and_no_mark_is_left(course):
    for path in write_set(course, "cells"):
        text = path.read_text(encoding="utf-8")
        assert "cells" in text
        assert "§" not in text


def test_new_files_are_formatted_as_the_project_is(course):
    write_set(course, "cells")
    files = [str(course / name) for name in FILES if name.endswith(".py")]
    config = str(PROJECT / "pyproject.toml")
    for words in (["format", "--check"], ["check"]):
        command = [sys.executable, "-m", "ruff", *words, "--config", config, *files]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", ["", "2d", "a-b", "a b", "../up", "class", "循环", "a.b"])
def test_a_name_that_is_no_identifier_is_refused(course, name):
    with pytest.raises(StarterError, match="expected a Python name"):
        write_set(course, name)
    assert files_in(course) == set()


@pytest.mark.parametrize("there", sorted(FILES))
def test_a_file_that_is_there_is_never_overwritten(course, there):
    path = course / there
    path.parent.mkdir(parents=True)
    path.write_text("mine", encoding="utf-8")
    run = CliRunner().invoke(main, ["new", "cells", "--course", str(course)])
    assert run.exit_code == 1
    assert there in run.output
    assert files_in(course) == {there}
    assert path.read_text(encoding="utf-8") == "mine"


def test_a_folder_that_is_no_course_is_refused(tmp_path):
    with pytest.raises(StarterError, match=r"no nbgrader_config\.py; expected a course's folder"):
        write_set(tmp_path, "cells")
    assert list(tmp_path.iterdir()) == []
