"""Make a submitted notebook what was released, but for the student's answers.

nbgrader's `OverwriteCells` restores the source of locked cells. It leaves tags and other metadata
that a student put on them (`skip-execution` on a test cell earns full marks), gives up on changed
flags, and restores deleted cells only on demand and not after a deleted neighbour.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.judge.operators import KEY
from autograder.judge.secrecy import BEGIN_HIDDEN, END_HIDDEN
from autograder.nbgrader.context import (
    Resources,
    kept_for_batch,
    source_notebook,
    submitted_file,
)
from autograder.nbgrader.execute import is_python
from autograder.nbgrader.gradebook import QuickGradebook
from autograder.nbgrader.placing import add_missing, grade_id_of, locked_metadata, order_tests
from autograder.nbgrader.reference import reference_operators
from autograder.nbgrader.released import (
    ReleasedCell,
    ReleasedNotebook,
    cells_in_order,
    released_notebook,
)
from autograder.nbgrader.submission import BadSubmissionError


class WrongNotebookError(BadSubmissionError):
    """The notebook has the right name, and no cell of the assignment, or an unknown kernel."""


class RestoreCells(NbGraderPreprocessor):
    """Put it in the place of `DeduplicateIds`, `OverwriteKernelspec` and `OverwriteCells` in
    `c.Autograde.sanitize_preprocessors`."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Raises `WrongNotebookError` if the notebook has cells, and none of this assignment."""
        path = submitted_file(resources)
        released = self._released(resources["nbgrader"])
        try:
            restore_kernel(nb, released.kernel)
            restore_operators(nb, reference_operators(self._source(resources["nbgrader"])))
            changes = restore(nb, released.cells)
        except WrongNotebookError as error:
            raise error.at(path) from None
        for change in changes:
            self.log.warning("%s: %s", path, change)
        return nb, resources

    def _released(self, names: dict[str, str]) -> ReleasedNotebook:
        place = (names["db_url"], names["assignment"], names["notebook"])
        kept = kept_for_batch(self)
        if place not in kept:
            source = self._source(names)
            with QuickGradebook(names["db_url"]) as gradebook:
                kept[place] = released_notebook(
                    gradebook, names["notebook"], names["assignment"], cells_in_order(source)
                )
        found: ReleasedNotebook = kept[place]
        return found

    def _source(self, names: dict[str, str]) -> Path | None:
        return source_notebook(self, names["assignment"], names["notebook"])


def restore_kernel(notebook: NotebookNode, spec: dict[str, Any]) -> None:
    """A submission runs with the instructor's kernel: another one would not run in two rooms.

    Raises `WrongNotebookError` if the instructor's notebook names none and this one's is not
    Python's.
    """
    if not spec and not is_python(notebook):
        raise WrongNotebookError(
            f"the kernel {notebook.metadata.kernelspec.get('name')!r}",
            "a Python kernel, as the instructor's notebook names no other",
            "Ask for the notebook with its own kernel, or name the kernel in the source notebook.",
        )
    notebook.metadata.pop("kernelspec", None)
    if spec:
        notebook.metadata.kernelspec = NotebookNode(spec)


def restore_operators(notebook: NotebookNode, operators: list[str] | None) -> None:
    """Tell the judge what objects tests may meet, whatever the hand-in says about it."""
    ours = notebook.metadata.get("autograder")
    kept = dict(ours) if isinstance(ours, dict) else {}
    kept.pop(KEY, None)
    if operators is not None:
        kept[KEY] = list(operators)
    notebook.metadata.pop("autograder", None)
    if kept:
        notebook.metadata["autograder"] = NotebookNode(kept)


def restore(notebook: NotebookNode, released: dict[str, ReleasedCell]) -> list[str]:
    """Restore in place; what had to be changed, in words for the instructor."""
    changes: list[str] = []
    _refuse_foreign(notebook, released)
    present = _claim(notebook, released, changes)
    for grade_id, cell in present.items():
        changes += _restore_cell(cell, released[grade_id])
    changes += add_missing(notebook, released, present)
    changes += order_tests(notebook, released)
    return changes


def _refuse_foreign(notebook: NotebookNode, released: dict[str, ReleasedCell]) -> None:
    submitted = {grade_id_of(cell) for cell in notebook.cells} - {None}
    if submitted and not submitted & set(released):
        raise WrongNotebookError(
            f"the cells {_few(sorted(map(str, submitted)))}",
            f"the cells {_few(list(released))}" if released else "no graded cell",
            "This is another assignment's notebook: ask for the right one.",
        )


def _claim(
    notebook: NotebookNode, released: dict[str, ReleasedCell], changes: list[str]
) -> dict[str, NotebookNode]:
    """The cell for each grade id: the last one that carries it, as in nbgrader."""
    present: dict[str, NotebookNode] = {}
    for cell in reversed(notebook.cells):
        grade_id = grade_id_of(cell)
        if grade_id in released and grade_id not in present:
            present[grade_id] = cell
        elif "nbgrader" in cell.metadata:
            del cell.metadata["nbgrader"]
            if grade_id is not None:
                kind = "a copy of" if grade_id in released else "the unknown cell"
                changes.append(f"{kind} {grade_id!r} is taken as an ordinary cell")
    return present


def _restore_cell(cell: NotebookNode, released: ReleasedCell) -> list[str]:
    changes = []
    if cell.cell_type != released.cell_type:
        changes.append(f"cell {released.grade_id!r} was a {cell.cell_type} cell; restored")
        _set_type(cell, released.cell_type)
    if released.is_fixed:
        if _significant(cell.source) != _significant(without_hidden_tests(released.source)):
            changes.append(f"the locked cell {released.grade_id!r} was edited; restored")
        if cell.metadata.get("tags"):
            changes.append(f"the locked cell {released.grade_id!r} had tags; removed")
        cell.source, cell.metadata = released.source, locked_metadata(released)
    else:
        cell.metadata["nbgrader"] = NotebookNode(released.nbgrader_metadata())
    return changes


def without_hidden_tests(source: str) -> str:
    """The source as it was released: nbgrader takes the hidden region out, line by line."""
    kept, hidden = [], False
    for line in source.split("\n"):
        if BEGIN_HIDDEN in line:
            hidden = True
        elif END_HIDDEN in line:
            hidden = False
        elif not hidden:
            kept.append(line)
    return "\n".join(kept)


def _significant(source: str) -> list[str]:
    """Lines without trailing blanks: editors add and remove those."""
    return [line.rstrip() for line in source.strip().splitlines()]


def _set_type(cell: NotebookNode, cell_type: str) -> None:
    cell.cell_type = cell_type
    if cell_type == "code":
        cell.outputs, cell.execution_count = [], None
        cell.pop("attachments", None)
    else:
        cell.pop("outputs", None)
        cell.pop("execution_count", None)


def _few(names: list[str]) -> str:
    return ", ".join(names[:5]) + (", …" if len(names) > 5 else "")
