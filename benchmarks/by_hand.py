"""What one would write instead of a report: nbgrader's CSV, and every graded notebook opened.

python -m benchmarks.by_hand, in a course's folder, after `nbgrader export`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import nbformat
import pandas as pd

from benchmarks.course import ASSIGNMENT

CROSS = "✗"


def failed_cells(path: Path) -> Iterator[dict[str, str]]:
    """The test cells of a notebook that raised, or that say that something is wrong."""
    for cell in nbformat.read(path, as_version=4).cells:
        metadata = cell.metadata.get("nbgrader", {})
        if metadata.get("grade") and any(map(_is_failure, cell.get("outputs", []))):
            yield {"student": path.parts[-3], "cell": metadata["grade_id"]}


def _is_failure(output: nbformat.NotebookNode) -> bool:
    shown = output.get("data", {}).get("text/plain", "")
    return output.output_type == "error" or CROSS in shown


def main() -> None:
    grades = pd.read_csv("grades.csv")
    print(grades.groupby("assignment")["score"].describe())
    found = sorted(Path("autograded").glob(f"*/{ASSIGNMENT}/*.ipynb"))
    rows = [row for path in found for row in failed_cells(path)]
    failed = pd.DataFrame(rows, columns=["student", "cell"])
    print(failed.groupby("cell").size().sort_values(ascending=False))


if __name__ == "__main__":
    main()
