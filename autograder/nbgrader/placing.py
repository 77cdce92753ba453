"""Put the cells that were deleted back, and each test behind the answer that it tests."""

from __future__ import annotations

import hashlib

import nbformat
from nbformat import NotebookNode

from autograder.nbgrader.released import ReleasedCell


def add_missing(
    notebook: NotebookNode, released: dict[str, ReleasedCell], present: dict[str, NotebookNode]
) -> list[str]:
    """Put deleted cells back: after the cell before them, so behind the answer that they test.

    Where that answer is gone too, the student may have written it in a cell of their own: such
    a test goes as late as it can. An answer that was deleted stays deleted: its stub would undo
    a function that the student wrote elsewhere.
    """
    changes = []
    position, is_answered = 0, False
    for grade_id, cell in released.items():
        if cell.is_solution:
            is_answered = grade_id in present
        if grade_id in present:
            position = max(position, _index(notebook, present[grade_id]) + 1)
        elif cell.is_grade or cell.is_fixed:
            if not is_answered:
                position = max(position, _next_present(notebook, grade_id, released, present))
            notebook.cells.insert(position, _new_cell(cell))
            position += 1
            changes.append(f"the cell {grade_id!r} was missing; put back")
    return changes


def _next_present(
    notebook: NotebookNode,
    grade_id: str,
    released: dict[str, ReleasedCell],
    present: dict[str, NotebookNode],
) -> int:
    order = list(released)
    later = [name for name in order[order.index(grade_id) :] if name in present]
    return _index(notebook, present[later[0]]) if later else len(notebook.cells)


def order_tests(notebook: NotebookNode, released: dict[str, ReleasedCell]) -> list[str]:
    """Put a test that stands before the answer that it tests behind it."""
    changes = []
    here = {grade_id_of(cell): cell for cell in notebook.cells}
    answer: NotebookNode | None = None
    for grade_id, recorded in released.items():
        cell = here.get(grade_id)
        if recorded.is_solution:
            answer = cell
        elif recorded.is_grade and cell is not None and answer is not None:
            before, after = _index(notebook, cell), _index(notebook, answer)
            if before < after:
                notebook.cells.insert(after, notebook.cells.pop(before))
                changes.append(f"the test {grade_id!r} stood before its answer; put behind it")
    return changes


def _index(notebook: NotebookNode, wanted: NotebookNode) -> int:
    return next(index for index, cell in enumerate(notebook.cells) if cell is wanted)


def _new_cell(released: ReleasedCell) -> NotebookNode:
    make = getattr(nbformat.v4, f"new_{released.cell_type}_cell")
    digest = hashlib.sha256(released.grade_id.encode()).hexdigest()
    cell: NotebookNode = make(released.source, id=f"restored-{digest[:16]}")
    if released.is_fixed:
        cell.metadata = locked_metadata(released)
    else:
        cell.metadata["nbgrader"] = NotebookNode(released.nbgrader_metadata())
    return cell


def locked_metadata(released: ReleasedCell) -> NotebookNode:
    """The metadata of a cell that a student can't edit: nbgrader's, and nothing of theirs."""
    ours = NotebookNode(released.nbgrader_metadata())
    return NotebookNode({"deletable": False, "editable": False, "nbgrader": ours})


def grade_id_of(cell: NotebookNode) -> str | None:
    """nbgrader's name for the cell; None if it has none, or what a student put in its place."""
    metadata = cell.metadata.get("nbgrader")
    grade_id = metadata.get("grade_id") if isinstance(metadata, dict) else None
    return grade_id if isinstance(grade_id, str) else None
