"""An ordinary nbgrader assignment, as any course has them: no line of it knows this kit."""

from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

GIVEN = """\
import csv
import warnings

def rows(name):
    with open(name, newline="") as file:
        return list(csv.DictReader(file))
"""
SQUARE = """\
def square(x):
    ### BEGIN SOLUTION
    return x * x
    ### END SOLUTION
"""
TEST_SQUARE = """\
assert square(2) == 4
### BEGIN HIDDEN TESTS
assert square(31) == 961
### END HIDDEN TESTS
"""
MEAN = """\
def mean(name):
    ### BEGIN SOLUTION
    values = [float(row["value"]) for row in rows(name)]
    return sum(values) / len(values)
    ### END SOLUTION
"""
TEST_MEAN = """\
assert mean("data.csv") == 2.5
assert square(mean("data.csv")) == 6.25
"""
FRACTION = """\
def guesses():
    ### BEGIN SOLUTION
    return [1, 4, 9]
    ### END SOLUTION
"""
TEST_FRACTION = """\
right = [guess == number ** 2 for number, guess in enumerate(guesses(), start=1)]
sum(right)
"""
SHARE = """\
def share():
    ### BEGIN SOLUTION
    return 1.0
    ### END SOLUTION
"""
TEST_SHARE = "2 * share()"
CLASS = """\
class Counter:
    ### BEGIN SOLUTION
    def __init__(self):
        self.count = 0

    def add(self, step=1):
        self.count += step
        return self
    ### END SOLUTION
"""
TEST_CLASS = """\
counter = Counter()
assert counter.add().add(2) is not None
assert counter.count == 3
"""
PLOT = """\
### BEGIN SOLUTION
label = "drawn"
### END SOLUTION
"""


def _cell(grade_id: str, source: str, make=new_code_cell, **properties) -> nbformat.NotebookNode:
    metadata = {"grade": False, "solution": False, "locked": False, "task": False}
    metadata |= {"grade_id": grade_id, "schema_version": 3, **properties}
    metadata["cell_type"] = make("").cell_type
    return make(source, metadata={"nbgrader": metadata})


def _answer(grade_id: str, source: str) -> nbformat.NotebookNode:
    return _cell(grade_id, source, solution=True)


def _test(grade_id: str, source: str, points: float) -> nbformat.NotebookNode:
    return _cell(grade_id, source, grade=True, locked=True, points=points)


def source_notebook() -> nbformat.NotebookNode:
    manual = {"grade": True, "solution": True}
    cells = [
        new_markdown_cell("# Problem set 1"),
        _cell("given", GIVEN, locked=True),
        _answer("square", SQUARE),
        _test("test_square", TEST_SQUARE, 2),
        _answer("mean", MEAN),
        _test("test_mean", TEST_MEAN, 4),
        _answer("guesses", FRACTION),
        _test("test_guesses", TEST_FRACTION, 3),
        _answer("share", SHARE),
        _test("test_share", TEST_SHARE, 2),
        _answer("counter", CLASS),
        _test("test_counter", TEST_CLASS, 1),
        _cell("drawing", PLOT, points=5, **manual),
        _cell("essay", "Your words.", new_markdown_cell, points=6, **manual),
        _cell("task", "Hand in a picture.", new_markdown_cell, points=1, locked=True, task=True),
    ]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


def write(folder: Path) -> None:
    """The assignment `ps1` with one notebook `p1` and a data file, in a source directory."""
    (folder / "ps1").mkdir(parents=True)
    (folder / "ps1" / "data.csv").write_text("value\n1\n2\n3\n4\n", encoding="utf-8")
    text = nbformat.writes(source_notebook())
    (folder / "ps1" / "p1.ipynb").write_text(text, encoding="utf-8")
