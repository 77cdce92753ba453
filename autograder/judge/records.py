"""What an executed test cell says: the results and verdicts that stand in its outputs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from autograder.checks import RECORD, VERDICT, Result, Verdict, from_record, from_verdict_record
from autograder.judge.cells import is_test

Found = TypeVar("Found", Result, Verdict)
NOT_A_RECORD = (KeyError, ValueError, TypeError, AttributeError)


def results_of(cell: dict[str, Any]) -> tuple[Result, ...]:
    """The results of the hidden tests. Other cells ran with the student, who may have written
    anything there: nothing of theirs is read."""
    return tuple(_read(cell, RECORD, from_record))


def verdicts_of(cell: dict[str, Any]) -> tuple[Verdict, ...]:
    """The verdicts of the visible checks in a test cell, in order."""
    return tuple(_read(cell, VERDICT, from_verdict_record))


def _read(
    cell: dict[str, Any], kind: str, convert: Callable[[dict[str, Any]], Found]
) -> Iterator[Found]:
    if not is_test(cell):
        return
    for output in cell.get("outputs", ()):
        record = output.get("data", {}).get(kind)
        if isinstance(record, dict):
            try:
                yield convert(record)
            except NOT_A_RECORD:
                continue  # of another version of the kit: its text and picture stand in the cell
