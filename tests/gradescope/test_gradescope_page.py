"""The pages on Gradescope: every command on them is run, and both say the same."""

import os
import re
import sys
from pathlib import Path

import click
import pytest
from classroom import Run, finished
from terminal import Terminal

from autograder.cli.gradescope import gradescope

PROJECT = Path(__file__).parents[2]
ENGLISH, CHINESE = (
    (PROJECT / "docs" / name).read_text(encoding="utf-8")
    for name in ("gradescope.md", "gradescope.zh.md")
)
EACH = pytest.mark.parametrize("page", [ENGLISH, CHINESE], ids=["en", "zh"])


def commands(page: str) -> list[str]:
    return re.findall(r"```sh\n(.*?)```", page, flags=re.DOTALL)


def outline(page: str) -> list[str]:
    marks = (re.match(r" *(#+|\||\d\.|```)", line) for line in page.splitlines())
    return [mark[1] for mark in marks if mark]


def test_both_pages_have_the_same_parts_and_commands():
    assert outline(CHINESE) == outline(ENGLISH)
    assert commands(CHINESE) == commands(ENGLISH)


def test_both_pages_have_the_same_figures():
    figures = r"\d+(?:\.\d+)? ?(?:GB|MB)|\d+\.\d\d"
    assert re.findall(figures, CHINESE) == re.findall(figures, ENGLISH)
    assert len(re.findall(figures, ENGLISH)) > 3


@EACH
def test_the_page_names_every_option_and_every_visibility(page):
    options = [param for param in gradescope.params if isinstance(param, click.Option)]
    assert [option.opts[0] for option in options if option.opts[0] not in page] == []
    (visibility,) = [option for option in options if option.name == "visibility"]
    assert [word for word in visibility.type.choices if f"`{word}`" not in page] == []


def test_links_lead_somewhere():
    for page in (ENGLISH, CHINESE):
        for link in re.findall(r"\]\(([^)]+)\)", page):
            assert (PROJECT / "docs" / link).is_file(), link


@pytest.mark.slow
def test_the_commands_on_the_page_do_what_it_says(class_course, hand_ins, ready_python, tmp_path):
    """All of them in order; the packages are there already."""
    course = class_course.copy(tmp_path / "course")
    course.hand_in("ada", hand_ins("jin"))
    terminal = Terminal(course.root)
    said = ""
    for script in ["autograder grade rnn --workers 1\n", *commands(ENGLISH)]:
        lines = script.replace("\n   ", "\n").strip()
        run = terminal.type if lines.startswith("autograder ") else in_bash(terminal, ready_python)
        done = run(lines)
        assert done.code == 0, f"{script}\n{done.text}"
        said += done.text
    assert "autograder.zip: " in said
    assert "ready: tier" in said
    assert '"score": 86.0' in said
    assert re.search(r"^\s+100\s*$", said, flags=re.MULTILINE)  # the last line of the points
    assert (course.root / "results" / "ada" / "results.json").is_file()
    assert not (course.root / "trial").exists()


def in_bash(terminal: Terminal, python: Path):
    """Runs what is no command of the kit's, with the Python that has all packages."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    own = {"PATH": path, "PYTHONPATH": str(PROJECT), "AUTOGRADER_PYTHON": str(python)}

    def run(script: str) -> Run:
        environment = {**os.environ, **own}
        return finished(["bash", "-e", "-c", script], cwd=terminal.folder, env=environment)

    return run
