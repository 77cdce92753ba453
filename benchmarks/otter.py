"""The same exercises as an Otter assignment: the same hidden tests on the same notebooks.

Otter has no partial credit inside a test case, so each hidden test is a case of its own, worth
its points; the visible check of an exercise is a case worth nothing. Students' notebooks call
`grader.check` where nbgrader's have their test cells, as `otter assign` writes them.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from autograder.judge.course import hidden_tests_path
from autograder.judge.hidden import HiddenTest, load_tests
from benchmarks.apart import command_of, venv_of
from benchmarks.course import ASSIGNMENT, Course

VERSION = "7.0.0"
# The notebooks import matplotlib, and run in a kernel of this environment.
PACKAGES = (f"otter-grader=={VERSION}", "ipykernel", "numpy", "matplotlib")

TEST_FILE = '''\
"""Exercise {exercise}."""
OK_FORMAT = False

from otter.test_files import test_case

name = {exercise!r}
points = None
VISIBLE = {visible!r}


@test_case(points=0, hidden=False)
def test_visible(env):
    exec(VISIBLE, dict(env))


def hidden(env, number):
    from autograder.judge.course import find_course, hidden_tests_path
    from autograder.judge.hidden import Student, load_tests, run_tests

    test = load_tests(hidden_tests_path(find_course({assignment!r}), {assignment!r}))[name][number]
    result = run_tests([test], Student(env))
    assert result.earned == test.points, result
'''
TEST_CASE = """

@test_case(points={points}, hidden=True)
def {name}(env):
    hidden(env, {number})
"""


def is_installed() -> bool:
    """Whether an earlier run has made the environment."""
    return (venv_of("otter") / "bin" / "otter").is_file()


def otter_command() -> Path:
    """The command `otter`. Raises `NotInstalledError`."""
    return command_of("otter", *PACKAGES)


def write_autograder(course: Course, path: Path) -> None:
    """The zip file that `otter run -a` takes."""
    tests = load_tests(hidden_tests_path(course.root, ASSIGNMENT))
    visible = visible_checks(nbformat.read(course.release, as_version=4))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("otter_config.json", json.dumps({"show_hidden": True, "pdf": False}))
        for exercise, found in tests.items():
            text = "".join(_test_file(exercise, visible[exercise], found))
            archive.writestr(f"tests/{exercise}.py", text)


def _test_file(exercise: str, visible: str, tests: list[HiddenTest]) -> Iterator[str]:
    yield TEST_FILE.format(exercise=exercise, visible=visible, assignment=ASSIGNMENT)
    for number, test in enumerate(tests):
        yield TEST_CASE.format(name=test.name, points=test.points, number=number)


def visible_checks(release: NotebookNode) -> dict[str, str]:
    """Exercise → the check that students see."""
    return {_exercise(cell): cell.source for cell in release.cells if _is_test(cell)}


def as_otter(notebook: NotebookNode) -> NotebookNode:
    """A student's notebook as it would be in Otter's form of the assignment."""
    cells = [new_code_cell("import otter\n\ngrader = otter.Notebook()", id="otter")]
    for cell in notebook.cells:
        if _is_test(cell):
            cells.append(new_code_cell(f'grader.check("{_exercise(cell)}")', id=cell.id))
        else:
            cells.append(cell)
    return NotebookNode({**notebook, "cells": cells})


def _is_test(cell: NotebookNode) -> bool:
    return bool(cell.metadata.get("nbgrader", {}).get("grade"))


def _exercise(cell: NotebookNode) -> str:
    return str(cell.metadata.nbgrader.grade_id).removeprefix("test_")


def score(results: Path) -> float:
    """The points in Otter's `results.json`."""
    tests = json.loads(results.read_text(encoding="utf-8"))["tests"]
    return float(sum(test.get("score", 0.0) for test in tests))
