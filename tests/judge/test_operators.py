"""Objects of the student's that say yes to everything, where a test expects plain data."""

import pytest
from two_rooms import notebook, seen

from autograder.judge.notebook import Options, run_notebook
from autograder.sandbox.limits import Limits

LIAR = """\
class Liar:
    def __eq__(self, other): print(other); return True
    __ne__ = __lt__ = __contains__ = __eq__
    def __sub__(self, other): return 0.0
    __rsub__ = __mul__ = __sub__
    def __iter__(self): return iter([4, 5])
    def __abs__(self): return 0.0
def f(x=0): return Liar()
"""
WORDS = "the test expects plain data here"


@pytest.fixture
def run_cells(student_rooms, tmp_path):
    limits = Limits(cell_seconds=10, call_seconds=10)
    return lambda made: run_notebook(made, student_rooms, Options(tmp_path, limits))


def run(run_cells, test, operators):
    made = notebook(("answer", LIAR), ("test", test))
    if operators is not None:
        made.metadata["autograder"] = {"operators": operators}
    run_cells(made)
    return seen(made.cells[1])


@pytest.mark.parametrize(
    "test",
    [
        "assert f(2) == 4",
        "assert 4 == f(2)",
        "assert f(2) < 4",
        "assert [f(1), f(2)] == [1, 4]",
        "assert abs(f(2) - 4) < 1e-9",
        "assert 4 - f(2) == 0",
        "assert 7 in f(2)",
    ],
)
def test_an_object_is_not_asked_about_the_value_that_is_expected(run_cells, test):
    result = run(run_cells, test, [])
    assert result.error == "PlainDataError"
    assert WORDS in result.lines


def test_an_object_is_not_none_whatever_it_says(run_cells):
    assert run(run_cells, "assert not f() == None\nassert f() != None", []).error is None


def test_two_objects_of_the_students_compare_themselves(run_cells):
    assert run(run_cells, "assert f(1) == f(2)", []).error is None


def test_an_operator_that_the_reference_defines_is_the_students(run_cells):
    assert run(run_cells, "assert f(2) == 4\nassert f(2) != 4", ["__eq__"]).error is None
    assert run(run_cells, "assert 4 - f(2) == 0", ["__sub__"]).error is None
    assert run(run_cells, "assert f(2) == 4", ["__sub__"]).error == "PlainDataError"


def test_without_a_word_about_the_reference_anything_goes(run_cells):
    assert run(run_cells, "assert f(2) == 4", None).error is None
