"""What the instructor's notebook tells about the objects that tests may meet."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.nbgrader.reference import operators_in, reference_operators
from autograder.nbgrader.restore import restore_operators

VECTOR = "class Vector:\n    def __init__(self): ...\n    def __mul__(self, k): ...\n"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import numpy as np\ndef f(x):\n    return x", set()),
        ("%matplotlib inline\n!ls\nfrom collections import Counter", set()),
        (VECTOR, {"__init__", "__mul__"}),
        ("class Late(ValueError):\n    pass", set()),
        ("@total_ordering\nclass A:\n    pass", {"__eq__", "__lt__", "__le__", "__gt__", "__ge__"}),
        ("class Stack(list):\n    pass", None),
        ("import pandas as pd", None),
        ("from fractions import Fraction", None),
        ("%%bash\necho it's", None),
    ],
)
def test_operators_are_those_that_classes_of_the_reference_define(source, expected):
    found = operators_in(source)
    assert found == (None if expected is None else frozenset(expected))


def test_a_notebook_has_those_of_all_its_cells(tmp_path):
    path = tmp_path / "p.ipynb"
    cells = [new_code_cell("import csv"), new_code_cell(VECTOR)]
    nbformat.write(new_notebook(cells=cells), path)
    assert reference_operators(path) == ["__init__", "__mul__"]
    nbformat.write(new_notebook(cells=[*cells, new_code_cell("import sympy, math")]), path)
    assert reference_operators(path) is None


def test_without_the_instructors_notebook_anything_goes():
    assert reference_operators(None) is None


def test_a_hand_in_does_not_say_what_is_allowed():
    forged = new_notebook(metadata={"autograder": {"operators": ["__eq__"], "language": "zh"}})
    restore_operators(forged, ["__mul__"])
    assert forged.metadata["autograder"] == {"operators": ["__mul__"], "language": "zh"}
    restore_operators(forged, None)
    assert forged.metadata["autograder"] == {"language": "zh"}
    odd = new_notebook(metadata={"autograder": [1]})
    restore_operators(odd, None)
    assert "autograder" not in odd.metadata
