"""What the file of a notebook shows before it runs: cells of the course changed, gone, unanswered.

Grade ids and checksums are nbgrader's; a deleted cell shows by the lesson's list of exercises, or
where a task has lost its check or a check its task.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator

from autograder.checks import Message
from autograder.workbench.lesson import lesson_for
from autograder.workbench.names import parsed
from autograder.workbench.workbook import KERNEL, Cell, Workbook

# nbgrader's `CourseDirectory.max_file_size` and `max_dir_size`: 100 000 kilobytes.
MOST_BYTES = 100_000_000
SKIPPED_TAG = "skip-execution"
TEST = "test_"


def to_mend(workbook: Workbook) -> list[Message]:
    """All that keeps the file from being graded as the student means it."""
    looks = (_name, _size, _kernel, _gone, _twice, _changed, _kinds, _tags, _unanswered)
    return [message for look in looks for message in look(workbook)]


def to_know(workbook: Workbook) -> list[Message]:
    """What harms nothing by itself."""
    counts = [cell.count for cell in workbook.code if cell.count is not None]
    return [] if counts == sorted(counts) else [Message("ready.order")]


def unanswered(workbook: Workbook) -> dict[str, int]:
    """Tasks without an answer, and their cells' numbers."""
    tasks = [cell for cell in workbook.cells if _is_task(cell)]
    return {cell.grade_id: cell.number for cell in tasks if _is_unanswered(cell, workbook)}


def _name(workbook: Workbook) -> Iterator[Message]:
    own = workbook.raw.metadata.get("autograder", {}).get("assignment")
    expected = f"{own or workbook.assignment}.ipynb"
    known = own or lesson_for(workbook)
    if known and workbook.path.name != expected:
        yield Message("ready.name", {"found": workbook.path.name, "expected": expected})


def _size(workbook: Workbook) -> Iterator[Message]:
    found = workbook.path.stat().st_size
    if found > MOST_BYTES:
        yield Message("ready.size", {"found": found / 1e6, "most": MOST_BYTES / 1e6})


def _kernel(workbook: Workbook) -> Iterator[Message]:
    if workbook.kernel != KERNEL:
        yield Message("ready.kernel", {"found": workbook.kernel, "expected": KERNEL})


def _gone(workbook: Workbook) -> Iterator[Message]:
    present = {cell.grade_id for cell in workbook.cells}
    for name in _expected_ids(workbook):
        if name not in present:
            yield Message("ready.gone", {"name": name})


def _expected_ids(workbook: Workbook) -> dict[str, None]:
    lesson = lesson_for(workbook)
    if lesson:
        exercises: list[str] = list(lesson.exercises)
    else:
        exercises = [c.grade_id for c in workbook.cells if _is_task(c) and not _is_graded(c)]
        tests = [c.grade_id for c in workbook.cells if _is_graded(c) and not _is_task(c)]
        exercises += [name.removeprefix(TEST) for name in tests if name.startswith(TEST)]
    return dict.fromkeys(id_ for name in exercises for id_ in (name, f"{TEST}{name}"))


def _twice(workbook: Workbook) -> Iterator[Message]:
    counted = Counter(cell.grade_id for cell in workbook.cells if cell.grade_id)
    for name, count in counted.items():
        if count > 1:
            cells = tuple(str(c.number) for c in workbook.cells if c.grade_id == name)
            yield Message("ready.twice", {"name": name, "count": count, "cells": cells})


def _changed(workbook: Workbook) -> Iterator[Message]:
    for cell in workbook.cells:
        if cell.nbgrader.get("locked") and _has_checksum(cell) and not _is_original(cell, workbook):
            yield Message("ready.locked", {"cell": cell.number, "name": cell.grade_id})


def _kinds(workbook: Workbook) -> Iterator[Message]:
    for cell in workbook.cells:
        if cell.nbgrader.get("cell_type") == "code" and not cell.is_code:
            yield Message("ready.not_code", {"cell": cell.number, "name": cell.grade_id})


def _tags(workbook: Workbook) -> Iterator[Message]:
    for cell in workbook.cells:
        if cell.is_code and SKIPPED_TAG in (cell.metadata.get("tags") or ()):
            yield Message("ready.tag", {"cell": cell.number, "tag": SKIPPED_TAG})


def _unanswered(workbook: Workbook) -> Iterator[Message]:
    for name, number in unanswered(workbook).items():
        yield Message("ready.unanswered", {"name": name, "cell": number})


def _is_task(cell: Cell) -> bool:
    return bool(cell.nbgrader.get("solution"))


def _is_graded(cell: Cell) -> bool:
    return bool(cell.nbgrader.get("grade"))


def _is_unanswered(cell: Cell, workbook: Workbook) -> bool:
    if not cell.source.strip() or (_has_checksum(cell) and _is_original(cell, workbook)):
        return True
    tree = parsed(cell.source) if cell.is_code else None
    return tree is not None and (not tree.body or any(map(_is_stub, ast.walk(tree))))


def _is_stub(node: ast.AST) -> bool:
    """`raise NotImplementedError`, with or without a call."""
    if not isinstance(node, ast.Raise):
        return False
    error = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
    return isinstance(error, ast.Name) and error.id == "NotImplementedError"


def _has_checksum(cell: Cell) -> bool:
    return isinstance(cell.nbgrader.get("checksum"), str)


def _is_original(cell: Cell, workbook: Workbook) -> bool:
    """Whether the cell is as it was released, by the checksum that nbgrader keeps in it."""
    from nbgrader.utils import compute_checksum

    own = compute_checksum(workbook.raw.cells[cell.number - 1])
    return bool(own == cell.nbgrader["checksum"])
