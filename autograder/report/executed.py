"""What an executed notebook of `autograded/` tells, without nbformat: a class's are many."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.batch.grading import digest_of
from autograder.checks import Result, Verdict
from autograder.judge.cells import is_test, nbgrader_metadata
from autograder.judge.records import results_of, verdicts_of
from autograder.judge.versions import UNKNOWN, Versions, stamped

OURS = "autograder"


@dataclass(frozen=True)
class ExecutedCell:
    """A graded cell's records; `code` is what the student wrote between the graded cell before it
    and this one."""

    visible: tuple[Verdict, ...] = ()
    hidden: Result | None = None
    code: str = ""


@dataclass(frozen=True)
class Executed:
    """Graded cells by grade id, in order; the notebook's language and its room's tier; what
    graded it, by its own stamps; `digest` of the file."""

    cells: Mapping[str, ExecutedCell] = field(default_factory=dict)
    language: str = ""
    tier: str = ""
    versions: Versions = UNKNOWN
    digest: str = ""


def read_executed(path: Path) -> Executed | None:
    """The records of a graded notebook; None if there is none that can be read."""
    try:
        return executed_of(path.read_bytes())
    except OSError:
        return None


def executed_of(content: bytes) -> Executed | None:
    """The records of a graded notebook from its text; None if that is no notebook."""
    try:
        notebook = json.loads(content)
        ours = notebook["metadata"].get(OURS) or {}
        cells = dict(_cells(notebook["cells"]))
        return Executed(
            cells,
            str(ours.get("language", "")),
            str(ours.get("tier", "")),
            stamped(notebook["metadata"]),
            digest_of(content),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _cells(cells: list[dict[str, Any]]) -> Iterator[tuple[str, ExecutedCell]]:
    for name, code, cell in exercises_of(cells):
        results = results_of(cell)
        hidden = results[0] if results else None
        yield name, ExecutedCell(verdicts_of(cell), hidden, code)


def exercises_of(cells: list[dict[str, Any]]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Grade id, what the student wrote for it, and the graded cell; in the notebook's order."""
    written: list[str] = []
    for cell in cells:
        metadata = nbgrader_metadata(cell)
        is_graded = bool(metadata.get("grade") or metadata.get("task"))
        if cell.get("cell_type") == "code" and not metadata.get("locked") and not is_test(cell):
            written.append(_source(cell))
        if is_graded:
            code = "\n\n".join(filter(None, (text.strip() for text in written)))
            yield str(metadata.get("grade_id")), code, cell
            written = []


def _source(cell: dict[str, Any]) -> str:
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)
