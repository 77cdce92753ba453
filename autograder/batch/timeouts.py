"""Which cells of an executed notebook ran out of time."""

from __future__ import annotations

from typing import Any

from nbformat import NotebookNode

from autograder.checks import RECORD

STOPPED = ("CellTimeoutError", "StudentTimeoutError")
ADVICE = "advice.endless"


def count_timeouts(notebook: NotebookNode) -> int:
    """The number of cells in which the student's code was stopped."""
    return sum(
        any(map(_tells_of_a_stop, cell.outputs))
        for cell in notebook.cells
        if cell.cell_type == "code"
    )


def _tells_of_a_stop(output: Any) -> bool:
    if output.output_type == "error":
        return output.ename in STOPPED
    record = output.get("data", {}).get(RECORD, {})
    advice = [outcome["advice"] or {} for outcome in record.get("outcomes", ())]
    return any(found.get("key") == ADVICE for found in advice)
