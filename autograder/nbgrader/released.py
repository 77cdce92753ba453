"""An assignment as nbgrader recorded it when it was made: what a submission is restored to."""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.api import Gradebook

SCHEMA = 3


@dataclass(frozen=True)
class ReleasedCell:
    """A cell as nbgrader recorded it when the assignment was made."""

    grade_id: str
    cell_type: str
    source: str
    checksum: str
    is_grade: bool
    is_solution: bool
    is_task: bool
    is_locked: bool
    points: float | None

    @property
    def is_fixed(self) -> bool:
        """Whether its source is the instructor's."""
        return self.is_locked or (self.is_grade and not self.is_solution) or self.is_task

    def nbgrader_metadata(self) -> dict[str, Any]:
        metadata: dict[str, Any] = {
            "schema_version": SCHEMA,
            "grade_id": self.grade_id,
            "grade": self.is_grade,
            "solution": self.is_solution,
            "task": self.is_task,
            "locked": self.is_locked,
            "cell_type": self.cell_type,
            "checksum": self.checksum,
        }
        if self.points is not None:
            metadata["points"] = self.points
        return metadata


@dataclass(frozen=True)
class ReleasedNotebook:
    """A notebook as it was released: cells by grade id, and its kernel (empty: it names none)."""

    cells: dict[str, ReleasedCell]
    kernel: dict[str, Any]


def released_notebook(
    gradebook: Gradebook, notebook: str, assignment: str, order: Sequence[str] = ()
) -> ReleasedNotebook:
    """What the gradebook recorded; `order` as in `released_cells`."""
    return ReleasedNotebook(
        cells=released_cells(gradebook, notebook, assignment, order),
        kernel=kernel(gradebook, notebook, assignment),
    )


def released_cells(
    gradebook: Gradebook, notebook: str, assignment: str, order: Sequence[str] = ()
) -> dict[str, ReleasedCell]:
    """The recorded cells by grade id. The gradebook keeps no order: first those that `order`
    names, then the others as the gradebook has them."""
    found = gradebook.find_notebook(notebook, assignment)
    points = {cell.name: float(cell.max_score) for cell in found.grade_cells}
    points |= {cell.name: float(cell.max_score) for cell in found.task_cells}
    solutions = {cell.name for cell in found.solution_cells}
    tasks = {cell.name for cell in found.task_cells}
    cells = {
        cell.name: ReleasedCell(
            grade_id=cell.name,
            cell_type=cell.cell_type,
            source=cell.source,
            checksum=cell.checksum,
            is_grade=cell.name in points and cell.name not in tasks,
            is_solution=cell.name in solutions,
            is_task=cell.name in tasks,
            is_locked=bool(cell.locked),
            points=points.get(cell.name),
        )
        for cell in found.source_cells
    }
    first = {name: cells[name] for name in order if name in cells}
    return first | cells


def cells_in_order(source: Path | None) -> list[str]:
    """The grade ids of the instructor's notebook, in order; none if there is no such file."""
    if source is None:
        return []
    status = source.stat()
    return list(_cells_in_order(source, status.st_mtime_ns, status.st_size))


@functools.lru_cache(maxsize=64)
def _cells_in_order(source: Path, _modified: int, _size: int) -> tuple[str, ...]:
    """Read once for a whole class; again when the file has changed."""
    notebook = nbformat.read(source, as_version=4)
    ids = (cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells)
    return tuple(name for name in ids if name)


def kernel(gradebook: Gradebook, notebook: str, assignment: str) -> dict[str, Any]:
    """The kernel of the instructor's notebook; empty if that names none."""
    recorded = gradebook.find_notebook(notebook, assignment).kernelspec
    found: dict[str, Any] = json.loads(recorded) if recorded else {}
    return found
