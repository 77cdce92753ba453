"""What a course's notebooks need, once, before any of them is judged: its hidden tests are run
on its own reference, and its test cells are read.

Forks of the judge inherit what that leaves behind: expected values (see `remembered`), and how
the arguments and results of these tests look on the line to the student's room. What fails here
is told where it is used: with the notebook that runs into it.
"""

from __future__ import annotations

import contextlib
import functools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from autograder.judge.course import load_module, solution_path
from autograder.judge.hidden import load_tests, run_tests
from autograder.judge.shell import as_python
from autograder.judge.student import Student
from autograder.judge.unnoticed import unnoticed
from autograder.judge.walltime import wall_limit
from autograder.sandbox import wire

MAX_SECONDS = 60.0


def rehearse_tests(root: Path) -> None:
    """Load all hidden tests of the course in `root`, and run those that have a reference."""
    for path in sorted(root.glob("tests/hidden/test_*.py")):
        with contextlib.suppress(Exception, SystemExit), unnoticed():
            tests = load_tests(path)
            solution = solution_path(root, path.stem.removeprefix("test_"))
            reference = _FarReference(vars(load_module(solution, root)))
            with wall_limit(MAX_SECONDS):
                for exercise in tests.values():
                    run_tests(exercise, reference)


def read_test_cells(root: Path) -> None:
    """Translate the test cells of the course's source notebooks to Python."""
    for path in sorted(root.glob("source/**/*.ipynb")):
        with contextlib.suppress(Exception):
            for cell in json.loads(path.read_bytes())["cells"]:
                if cell["metadata"].get("nbgrader", {}).get("locked"):
                    as_python("".join(cell["source"]))


class _FarReference(Student):
    """The reference as if it were in a room: what it takes and gives travels on the line."""

    def __getattr__(self, name: str) -> Any:
        value = super().__getattr__(name)
        return _far(value) if callable(value) else value


def _far(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        value = function(*args, **kwargs)
        try:
            wire.encode([args, kwargs], share=True)
            frame = wire.encode((0, "value", {"value": value, "arguments": None}))
        except wire.UnsendableError:
            return value
        return wire.decode(*wire.parts_of(frame))[2]["value"]

    return call
