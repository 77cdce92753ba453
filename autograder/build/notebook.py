"""Prose, solution and points → nbgrader's source notebook.

Cell ids and grade ids come from slot names and positions only, so they are the same in every
language and in every build: a submission in either language matches.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.build.errors import BuildError
from autograder.build.images import attachments
from autograder.build.slots import Cell, Kind, Prose
from autograder.build.solution import Solution, solution_cell

NBGRADER_SCHEMA_VERSION = 3
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}

HIDDEN_TESTS = """\
### BEGIN HIDDEN TESTS
from autograder.judge.hidden import hidden_tests
hidden_tests("{assignment}", "{exercise}", globals())
### END HIDDEN TESTS"""


@dataclass(frozen=True)
class Assignment:
    """All that one notebook is made of; `images` is the folder of its pictures."""

    name: str
    language: str
    prose: Prose
    solution: Solution
    points: Mapping[str, float]
    images: Path


def notebook_text(assignment: Assignment) -> str:
    """The text of the notebook file: the same input gives the same bytes."""
    notebook = build_notebook(assignment)
    nbformat.validate(notebook)
    return str(nbformat.writes(notebook)) + "\n"


def build_notebook(assignment: Assignment) -> Any:
    """The notebook as nbformat's NotebookNode."""
    notebook = new_notebook(
        metadata={
            "autograder": {"assignment": assignment.name, "language": assignment.language},
            "kernelspec": KERNEL,
            "language_info": {"name": "python"},
        }
    )
    ids = cell_ids(assignment.prose)
    for cell, cell_id in zip(assignment.prose.cells, ids, strict=True):
        built = _MAKERS[cell.kind](cell, assignment)
        built.id = cell_id
        notebook.cells.append(built)
    return notebook


def cell_ids(prose: Prose) -> list[str]:
    """`exercise-softmax` for a slot; `exercise-softmax-2` for the second cell after it."""
    ids, anchor, after = [], "start", 0
    for cell in prose.cells:
        if cell.is_slot:
            anchor, after = f"{cell.kind.value}-{cell.name}", 0
            ids.append(anchor)
        else:
            after += 1
            ids.append(f"{anchor}-{after}")
    return ids


def _prose(cell: Cell, assignment: Assignment) -> Any:
    built = new_markdown_cell(cell.source)
    pictures = attachments(cell.source, assignment.images, assignment.prose.path)
    if pictures:
        built.attachments = pictures
    return built


def _plain(cell: Cell, _: Assignment) -> Any:
    return new_code_cell(cell.source)


def _given(cell: Cell, _: Assignment) -> Any:
    return _nbgrader_cell(cell.source, cell.name, locked=True)


def _exercise(cell: Cell, assignment: Assignment) -> Any:
    function = assignment.solution.functions[cell.name]
    docstring = _own_docstring(cell, assignment.prose.path)
    return _nbgrader_cell(solution_cell(function, docstring), cell.name, solution=True)


def _check(cell: Cell, assignment: Assignment) -> Any:
    hidden = HIDDEN_TESTS.format(assignment=assignment.name, exercise=cell.name)
    return _nbgrader_cell(
        f"{cell.source}\n{hidden}" if cell.source else hidden,
        f"test_{cell.name}",
        grade=True,
        locked=True,
        points=_whole(assignment.points[cell.name]),
    )


_MAKERS = {
    Kind.PROSE: _prose,
    Kind.PLAIN: _plain,
    Kind.GIVEN: _given,
    Kind.EXERCISE: _exercise,
    Kind.CHECK: _check,
}


def _nbgrader_cell(source: str, grade_id: str, **properties: Any) -> Any:
    metadata = {
        "cell_type": "code",
        "grade": False,
        "grade_id": grade_id,
        "locked": False,
        "schema_version": NBGRADER_SCHEMA_VERSION,
        "solution": False,
        "task": False,
    }
    return new_code_cell(source, metadata={"nbgrader": metadata | properties})


def _own_docstring(cell: Cell, path: Path) -> str | None:
    """The docstring that the slot's body holds, in the prose's language; None when empty."""
    statements = _statements(cell.source)
    if not statements and not cell.source.strip():
        return None
    match statements:
        case [ast.Expr(value=ast.Constant(value=str()))]:
            return cell.source
    raise BuildError(
        path,
        cell.place,
        found="code in the slot of an exercise",
        expected="nothing, or one docstring",
        cure="the code comes from the solution: leave the docstring only",
    )


def _statements(source: str) -> list[ast.stmt] | None:
    try:
        return ast.parse(source).body
    except SyntaxError:
        return None


def _whole(points: float) -> float:
    """4.0 → 4: nbgrader's forms show points as they stand in the file."""
    return int(points) if points == int(points) else points
