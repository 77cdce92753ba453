"""Which cell runs where."""

from __future__ import annotations

from enum import Enum
from typing import Any

from nbformat import NotebookNode

SKIP_TAG = "skip-execution"


class Place(Enum):
    """STUDENT: the student's room only. BOTH: both rooms. JUDGE: the judge's room only."""

    STUDENT = "student"
    BOTH = "both"
    JUDGE = "judge"
    NOWHERE = "nowhere"


def nbgrader_metadata(cell: dict[str, Any]) -> dict[str, Any]:
    """Of a notebook's node or of plain JSON; empty if there is none that can be read."""
    metadata = cell.get("metadata", {}).get("nbgrader", {})
    return metadata if isinstance(metadata, dict) else {}


def is_test(cell: dict[str, Any]) -> bool:
    """A code cell that is graded by running it."""
    metadata = nbgrader_metadata(cell)
    is_graded = bool(metadata.get("grade")) and not metadata.get("solution")
    return is_graded and cell.get("cell_type") == "code"


def place_of(cell: NotebookNode) -> Place:
    """Answers, scratch and added cells run with the student, tests with the judge, and locked
    cells that are not graded (imports, given helpers) in both."""
    if cell.cell_type != "code" or not cell.source.strip():
        return Place.NOWHERE
    if is_test(cell):
        return Place.JUDGE
    metadata = nbgrader_metadata(cell)
    if metadata.get("locked") and not metadata.get("solution"):
        return Place.BOTH
    tags = cell.metadata.get("tags", [])
    if isinstance(tags, list) and SKIP_TAG in tags:
        return Place.NOWHERE
    return Place.STUDENT
