"""`assignments/` is what nbgrader makes of `source/` today, and holds no answer."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from autograder.build import find_sources
from autograder.build.solution import read_solution

ROOT = Path(__file__).parent.parent
RELEASED = [(source.assignment, source.language) for source in find_sources(ROOT)]
EACH = pytest.mark.parametrize(("name", "language"), RELEASED)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    folder = tmp_path_factory.mktemp("course")
    for part in ("source", "solutions", "tests/hidden"):
        shutil.copytree(ROOT / part, folder / part)
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    return folder


@pytest.mark.slow
@EACH
def test_the_committed_assignment_is_fresh(course, name, language):
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", name, "--no-db"]
    environment = {**os.environ, "AUTOGRADER_LANGUAGE": language}
    subprocess.run(command, cwd=course, env=environment, check=True, capture_output=True)
    made = course / "assignments" / language / name
    committed = ROOT / "assignments" / language / name
    notebook = f"{name}.ipynb"
    assert sorted(path.name for path in made.iterdir()) == [notebook]
    assert (made / notebook).read_bytes() == (committed / notebook).read_bytes(), (
        "not fresh: run `make build` and commit what it changes"
    )


@EACH
def test_a_released_notebook_holds_stubs_and_no_answer(name, language):
    path = ROOT / "assignments" / language / name / f"{name}.ipynb"
    notebook = nbformat.read(path, 4)
    sources = "\n".join(cell.source for cell in notebook.cells)
    functions = read_solution(ROOT / "solutions" / f"{name}.py").functions
    assert sources.count("raise NotImplementedError()") >= len(functions)
    for function in functions.values():
        for line in function.body.splitlines():
            assert len(line.strip()) < 30 or line.strip() not in sources
    for word in ("BEGIN SOLUTION", "BEGIN HIDDEN", "hidden_tests", "solutions"):
        assert word not in sources
