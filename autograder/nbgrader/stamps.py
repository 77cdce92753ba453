"""The versions of an assignment's tests, from what nbgrader recorded: the same in `nbgrader
autograde` and in a batch."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from nbgrader.api import MissingEntry

from autograder.judge import kit
from autograder.judge.closure import course_files
from autograder.judge.versions import Versions, hash_of, hash_of_files
from autograder.nbgrader.gradebook import QuickGradebook
from autograder.nbgrader.released import ReleasedCell, released_cells

Cells = Mapping[str, Iterable[Mapping[str, Any]]]


def versions_of(files: Mapping[str, bytes], notebooks: Cells) -> Versions:
    """`files`: those of `closure.course_files`; `notebooks`: the fields of each `ReleasedCell`."""
    tests, secret = hash_of_files(files)
    fixed = sorted(
        (name, str(cell["grade_id"]), str(cell["source"]), cell["points"] or 0.0)
        for name, cells in notebooks.items()
        for cell in cells
        if ReleasedCell(**cell).is_fixed
    )
    return Versions(
        tests=hash_of(tests.encode(), json.dumps(fixed).encode()),
        secret=secret,
        kit=kit.code(),
        environment=kit.environment(),
    )


def recorded_versions(db_url: str, assignment: str, course: Path) -> Versions:
    """The same for an assignment of a gradebook; without tests where the gradebook knows none."""
    try:
        with QuickGradebook(db_url) as gradebook:
            notebooks = [each.name for each in gradebook.find_assignment(assignment).notebooks]
            released = {
                name: [
                    asdict(cell) for cell in released_cells(gradebook, name, assignment).values()
                ]
                for name in notebooks
            }
    except MissingEntry:
        released = {}
    locked = [str(cell["source"]) for cells in released.values() for cell in cells]
    return versions_of(course_files(course, locked), released)
