"""The autograder's zip: what is in it, its scripts, and what can be wrong when it is made."""

import io
import json
import re
import shutil
import stat
import subprocess
import zipfile
from pathlib import Path

import pytest
from classroom import Course
from click.testing import CliRunner
from command import autograder
from nbgrader.api import Gradebook

from autograder.cli.gradescope import VISIBILITIES as OFFERED
from autograder.cli.main import main
from autograder.gradescope import kit_wheel
from autograder.gradescope.bundle import as_zip
from autograder.gradescope.make import FILES
from autograder.report.gradescope.results import VISIBILITIES

PROJECT = Path(__file__).parents[2]
SCRIPTS = ("setup.sh", "run_autograder")
PIN = re.compile(r"^([a-z0-9-]+)==(\S+)")


def pins(path: Path) -> dict[str, set[str]]:
    """Package → versions, of a file of pinned requirements."""
    found: dict[str, set[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if match := PIN.match(line.lower().replace("_", "-")):
            found.setdefault(match[1], set()).add(match[2])
    return found


@pytest.mark.parametrize("name", SCRIPTS)
def test_the_scripts_are_bash_with_line_ends_that_bash_takes(name):
    content = (FILES / name).read_bytes()
    assert content.startswith(b"#!/usr/bin/env bash\n")
    assert b"\r" not in content
    subprocess.run(["bash", "-n", str(FILES / name)], check=True)


@pytest.mark.skipif(shutil.which("shellcheck") is None, reason="there is no shellcheck here")
@pytest.mark.parametrize("name", SCRIPTS)
def test_shellcheck_finds_nothing(name):
    done = subprocess.run(["shellcheck", str(FILES / name)], capture_output=True, text=True)
    assert done.stdout == ""


def test_every_package_of_an_instructor_is_pinned_as_the_project_is_tested():
    tomllib = pytest.importorskip("tomllib")  # Python 3.11
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["instructor"]]
    names = {re.match(r"[A-Za-z0-9-]+", each)[0].lower() for each in wanted}
    pinned, tested = pins(FILES / "requirements.txt"), pins(PROJECT / "constraints.txt")
    assert names <= set(pinned)
    both = set(pinned) & set(tested)
    assert len(both) > 15
    assert {name for name in both if not tested[name] <= pinned[name]} == set()


def test_a_zip_is_the_same_for_the_same_files():
    assert as_zip({"a": b"1", "b": b"2"}) == as_zip({"b": b"2", "a": b"1"})


def test_the_wheel_is_whole_and_holds_nothing_that_only_authors_use():
    with zipfile.ZipFile(io.BytesIO(kit_wheel.kit_wheel())) as wheel:
        names = wheel.namelist()
        record = wheel.read(f"{kit_wheel.NAME}.dist-info/RECORD").decode().splitlines()
    assert sorted(line.rsplit(",", 2)[0] for line in record) == sorted(names)
    folders = {name.split("/")[1] for name in names if name.count("/") > 1}
    assert {"gradescope", "judge", "batch", "checks"} <= folders
    assert not folders & {"audit", "doctor", "starter"}
    assert "autograder/checks/lessons/rnn.json" in names
    assert "autograder/gradescope/files/setup.sh" in names
    assert not [name for name in names if "__pycache__" in name]


def test_the_command_offers_the_visibilities_that_there_are():
    assert OFFERED == VISIBILITIES


@pytest.mark.slow
def test_the_wheel_can_be_installed(tmp_path):
    path = tmp_path / kit_wheel.FILE
    path.write_bytes(kit_wheel.kit_wheel())
    where = tmp_path / "installed"
    words = [
        "install",
        "--quiet",
        "--no-compile",
        "--no-deps",
        "--no-index",
        "--target",
        str(where),
        str(path),
    ]
    subprocess.run([shutil.which("python"), "-m", "pip", *words], check=True)
    assert (where / "autograder" / "gradescope" / "__main__.py").is_file()


@pytest.mark.slow
def test_the_zip_has_its_files_at_its_root_with_their_rights(archive):
    with zipfile.ZipFile(archive) as opened:
        modes = {entry.filename: entry.external_attr >> 16 for entry in opened.infolist()}
        settings = json.loads(opened.read("settings.json"))
    assert set(modes) == {
        *SCRIPTS, "assignment.json", "settings.json", "requirements.txt", kit_wheel.FILE,
    }  # fmt: skip
    for name, mode in modes.items():
        assert stat.S_IMODE(mode) == (0o755 if name in SCRIPTS else 0o600), name
    assert settings["visibility"] == "after_published"
    assert settings["minimum_tier"] == "B"


@pytest.mark.slow
def test_the_zip_is_for_its_owner_only(archive):
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600


@pytest.mark.slow
def test_files_beside_the_notebook_come_along(class_course, tmp_path):
    course = class_course.copy(tmp_path / "course")
    (course.root / "source" / "en" / "rnn" / "data").mkdir()
    (course.root / "source" / "en" / "rnn" / "data" / "a.csv").write_text("1,2", encoding="utf-8")
    out = tmp_path / "a.zip"
    run = autograder("gradescope", "rnn", "--out", str(out), course=course.root)
    assert run.code == 0, run.text
    with zipfile.ZipFile(out) as opened:
        assert opened.read("given/data/a.csv") == b"1,2"


def one_line(course: Course, *words: str) -> str:
    run = autograder(*words, course=course.root)
    assert run.code == 1, run.text
    assert "Traceback" not in run.text
    return run.text


@pytest.mark.slow
def test_an_unknown_assignment_is_named_and_nothing_is_written(class_course, tmp_path):
    out = tmp_path / "a.zip"
    said = one_line(class_course, "gradescope", "ps9", "--out", str(out))
    assert "found no assignment 'ps9'" in said
    assert "nbgrader generate_assignment ps9" in said
    assert not out.exists()


@pytest.mark.slow
def test_an_assignment_without_a_released_notebook_is_told(class_course, tmp_path):
    course = class_course.copy(tmp_path / "course")
    with Gradebook(f"sqlite:///{course.root}/gradebook.db") as gradebook:
        gradebook.add_assignment("empty")
    said = one_line(course, "gradescope", "empty", "--out", str(tmp_path / "a.zip"))
    assert "found no released notebook of 'empty'" in said
    assert "nbgrader generate_assignment empty" in said


@pytest.mark.slow
def test_a_file_that_is_there_stays_unless_it_is_to_be_replaced(class_course, tmp_path):
    out = tmp_path / "a.zip"
    out.write_bytes(b"mine")
    said = one_line(class_course, "gradescope", "rnn", "--out", str(out))
    assert "--force" in said
    assert out.read_bytes() == b"mine"
    words = ("gradescope", "rnn", "--out", str(out), "--force")
    assert autograder(*words, course=class_course.root).code == 0
    assert zipfile.is_zipfile(out)


@pytest.mark.slow
def test_a_preprocessor_that_gradescope_would_not_have_is_told(class_course, tmp_path):
    course = class_course.copy(tmp_path / "course")
    (course.root / "own_steps.py").write_text(
        "from nbgrader.preprocessors import NbGraderPreprocessor\n"
        "class Mine(NbGraderPreprocessor):\n"
        "    def preprocess(self, nb, resources):\n        return nb, resources\n",
        encoding="utf-8",
    )
    with open(course.root / "nbgrader_config.py", "a", encoding="utf-8") as config:
        config.write("\nc.Autograde.autograde_preprocessors.append('own_steps.Mine')\n")
    said = one_line(course, "gradescope", "rnn", "--out", str(tmp_path / "a.zip"))
    assert "found own_steps.Mine" in said


@pytest.mark.slow
def test_without_a_place_to_write_the_command_says_so(class_course):
    done = CliRunner().invoke(main, ["gradescope", "rnn", "--course", str(class_course.root)])
    assert done.exit_code == 2
    assert "--out" in done.output
