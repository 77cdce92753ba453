"""The page docs/new-exercises.md does what it says: it is followed, and its set is graded."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from classroom import in_folder, nbgrader, own_jupyter_folders
from click.testing import CliRunner
from page import CHINESE, ENGLISH, boxes

from autograder.build.handin import hand_in
from autograder.cli.main import main
from autograder.demo.material import functions_of
from autograder.judge.course import forget_modules, load_module
from autograder.judge.mistakes import patched

PROJECT = Path(__file__).parents[2]
NAME = "birnn"
FILES = {
    "solutions/birnn.py",
    "source/en/birnn/birnn.md",
    "source/zh/birnn/birnn.md",
    "tests/hidden/test_birnn.py",
    "tests/mistakes/birnn.py",
    "tests/spellings/birnn.py",
}
# What the page says of three hand-ins.
SCORES = {"right": 20, "wrong": 15, "blank": 0}


def run(command: str, course: Path) -> str:
    """A line of the page, as from the terminal in the course's folder, in this process."""
    program, *words = command.split()
    forget_modules(course)
    if program == "nbgrader":
        done = nbgrader(*words, folder=course)
        assert done.code == 0, f"$ {command}\n{done.text}"
        return done.text
    assert program == "autograder"
    with in_folder(course):
        done = CliRunner().invoke(main, words, catch_exceptions=False)
    assert done.exit_code == 0, f"$ {command}\n{done.output}"
    return done.stdout


@pytest.fixture(scope="module")
def followed(tmp_path_factory, workers_stay):  # noqa: ARG001
    """The course after the page, and what each command said."""
    course = tmp_path_factory.mktemp("page") / "course"
    with own_jupyter_folders(tmp_path_factory.mktemp), pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "path", list(sys.path))
        yield course, follow(course)
        forget_modules(course)


def follow(course: Path) -> dict[str, list[str]]:
    said: dict[str, list[str]] = {}
    course.mkdir()
    shutil.copy(PROJECT / "nbgrader_config.py", course)
    for box in boxes(ENGLISH):
        for command in box.commands:
            if command.startswith("autograder grade"):
                hand_in_three(course)
            said.setdefault(command, []).append(run(command, course))
        if box.path:
            assert (course / box.path).is_file(), f"`autograder new` makes no {box.path}"
            (course / box.path).write_text(box.text, encoding="utf-8")
    return said


def hand_in_three(course: Path) -> None:
    """All right, one known mistake, and the notebook as it was handed out."""
    source = (course / "solutions" / "birnn.py").read_text(encoding="utf-8")
    module = load_module(course / "tests" / "mistakes" / "birnn.py", course)
    mistakes = {mistake.key: mistake for mistake in module.MISTAKES}
    wrong = functions_of(patched(mistakes["input_gets_one_direction"], source))
    answers = {"right": functions_of(source), "wrong": wrong, "blank": {}}
    release = nbformat.read(course / "assignments" / "en" / NAME / f"{NAME}.ipynb", 4)
    for student, functions in answers.items():
        folder = course / "submitted" / student / NAME
        folder.mkdir(parents=True)
        nbformat.write(hand_in(release, functions), folder / f"{NAME}.ipynb")


@pytest.mark.slow
def test_the_set_is_graded_as_the_page_says(followed):
    _, said = followed
    (table,) = said["autograder scores birnn"]
    totals = {words[0]: words[-1] for words in map(str.split, table.splitlines()) if words}
    assert {student: totals[student] for student in SCORES} == {
        student: str(score) for student, score in SCORES.items()
    }


@pytest.mark.slow
def test_the_doctor_is_content_before_and_after(followed):
    _, said = followed
    before, after = said["autograder doctor birnn"]
    assert "birnn: 1 exercises" in before
    assert "birnn: 2 exercises · 9 hidden tests · 20 points · 10 known mistakes" in after
    assert "errors 0" in before
    assert "errors 0" in after


@pytest.mark.slow
def test_the_release_holds_both_exercises_and_no_answer(followed):
    course, _ = followed
    text = (course / "assignments" / "en" / NAME / f"{NAME}.ipynb").read_text(encoding="utf-8")
    sources = ["".join(cell["source"]) for cell in json.loads(text)["cells"]]
    assert sum("raise NotImplementedError()" in source for source in sources) >= 2
    assert "np.tanh" not in text
    assert "hidden_tests" not in text


@pytest.mark.slow
def test_nothing_but_the_six_files_was_written_by_hand(followed):
    course, _ = followed
    written = {box.path for box in boxes(ENGLISH) if box.path}
    assert written == FILES
    ours = (course / "nbgrader_config.py").read_bytes()
    assert ours == (PROJECT / "nbgrader_config.py").read_bytes()


def test_the_page_is_the_same_in_both_languages():
    assert boxes(CHINESE) == boxes(ENGLISH)


def test_code_on_the_page_is_formatted_as_the_project_is(tmp_path):
    files = []
    for box in boxes(ENGLISH):
        if box.path.endswith(".py"):
            files.append(tmp_path / box.path.replace("/", "_"))
            files[-1].write_text(box.text, encoding="utf-8")
    assert len(files) == 4
    config = str(PROJECT / "pyproject.toml")
    for words in (["format", "--check"], ["check"]):
        command = [sys.executable, "-m", "ruff", *words, "--config", config, *map(str, files)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout
