"""The configuration is the one nbgrader's own commands find."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from nbgrader.apps import GenerateFeedbackApp, NbGraderApp
from traitlets.config.loader import LazyConfigValue

from autograder.batch.config import CourseConfigError, course_directory, load_config

PLAIN = """
c = get_config()
c.CourseDirectory.course_id = "here"
c.CourseDirectory.ignore.append("*.md")
c.GenerateFeedback.preprocessors = ["nbgrader.preprocessors.GetGrades"]
"""
OUTDATED = """
c.NbGrader.course_id = "old"
c.NbGrader.autograded_directory = "marked"
c.TransferApp.timezone = "UTC"
"""


def write(folder: Path, text: str, name: str = "nbgrader_config.py") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def from_nbgrader(folder: Path, monkeypatch):
    """What `nbgrader generate_feedback` finds, without running it."""
    monkeypatch.chdir(folder)
    monkeypatch.setattr(sys, "path", list(sys.path))
    app = NbGraderApp.instance()
    try:
        app.initialize(["generate_feedback"])
        assert isinstance(app.subapp, GenerateFeedbackApp)
        return app.subapp.config, app.subapp.coursedir
    finally:
        app.reset()
        NbGraderApp.clear_instance()


def plain(config) -> dict:
    """`ignore.append(…)` is kept as such, and equal only to itself."""
    return {
        key: value
        if not hasattr(value, "items")
        else {
            name: value[name].to_dict() if isinstance(value[name], LazyConfigValue) else value[name]
            for name in value
        }
        for key, value in config.items()
    }


@pytest.fixture
def jupyter(tmp_path, monkeypatch):
    """A configuration of the user's and one of the machine's."""
    user = write(tmp_path / "user", "c.CourseDirectory.course_id = 'user'\nc.Execute.timeout = 7\n")
    write(user, json.dumps({"Execute": {"kernel_name": "k"}}), "nbgrader_config.json")
    write(user, "c.ExecutePreprocessor.startup_timeout = 3\n", "jupyter_config.py")
    machine = write(tmp_path / "machine", "c.Execute.timeout = 1\nc.LimitOutput.max_lines = 9\n")
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(user))
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(machine))


@pytest.mark.usefixtures("jupyter")
@pytest.mark.parametrize(
    "text",
    [PLAIN, OUTDATED, "c.CourseDirectory.root = '../elsewhere'", "", None],
    ids=["plain", "outdated", "root elsewhere", "empty", "no file"],
)
def test_the_configuration_is_nbgraders(text, tmp_path, monkeypatch):
    folder = tmp_path / "course"
    folder.mkdir()
    if text is not None:
        write(folder, text)
    write(tmp_path / "elsewhere", "c.CourseDirectory.feedback_directory = 'pages'")
    config, course = from_nbgrader(folder, monkeypatch)
    monkeypatch.chdir("/")
    assert plain(load_config(folder)) == plain(config)
    ours = course_directory(load_config(folder), folder)
    assert os.getcwd() == "/"
    assert {name: getattr(ours, name) for name in course.trait_names(config=True)} == {
        name: getattr(course, name) for name in course.trait_names(config=True)
    }
    assert config["Execute"] == {"timeout": 1, "kernel_name": "k"}


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("c.CourseDirectory.course_id = name", "NameError: name 'name' is not defined"),
        ("c.CourseDirectory.root = (", "SyntaxError: '(' was never closed"),
        ("from autograder import nothing", "ImportError: cannot import name 'nothing'"),
        ("c.CourseDirectory.course_id = 3", "'course_id' trait"),
        ("raise SystemExit('AUTOGRADER_LANGUAGE: found xx')", "AUTOGRADER_LANGUAGE: found xx"),
    ],
)
def test_a_broken_configuration_is_named_with_its_line(line, found, tmp_path):
    write(tmp_path, f"c = get_config()\n\n{line}\n")
    with pytest.raises(CourseConfigError) as raised:
        load_config(tmp_path)
    said = str(raised.value)
    assert str(tmp_path) in said
    assert found in said
    assert "SystemExit" in line or f"{tmp_path}/nbgrader_config.py, line 3: " in said


def test_an_error_inside_a_helper_names_the_line_of_the_configuration(tmp_path):
    write(tmp_path, "c = get_config()\nimport json\njson.loads('{')\n")
    with pytest.raises(CourseConfigError, match=r"nbgrader_config\.py, line 3: found JSONDecode"):
        load_config(tmp_path)


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CourseConfigError, match=r"course: found no folder; expected a course's"):
        load_config(tmp_path / "course")


def test_reading_a_configuration_takes_no_grammar_of_iris():
    code = (
        "import sys; import autograder.batch.config; "
        "print('rfc3987_syntax' in sys.modules, 'jsonschema' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]
