"""Expected values are worked out once, and every test gets its own."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from autograder.judge.rehearse_tests import read_test_cells, rehearse_tests
from autograder.judge.remembered import remembered
from autograder.judge.shell import as_python

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Case:
    size: int
    x: np.ndarray


@pytest.fixture
def counted():
    """A remembered function; `counted.calls` says how often it really ran."""

    @remembered
    def double(name, case, scale=2.0):
        double.calls += 1
        return {name: scale * case.x, "size": case.size}

    double.calls = 0
    return double


def test_equal_arguments_are_computed_once(counted):
    first = counted("x", Case(3, np.arange(3.0)))
    again = counted("x", Case(3, np.arange(3.0)))
    assert counted.calls == 1
    np.testing.assert_array_equal(first["x"], again["x"])
    assert again["size"] == 3


def other(x, place, value):
    made = x.copy()
    made[place] = value
    return made


X = np.arange(3.0)
DIFFERENT = {
    "another name": (("y", Case(3, X)), {}),
    "another keyword": (("x", Case(3, X)), {"scale": 3.0}),
    "a keyword's value by place": (("x", Case(3, X), 3.0), {}),
    "another size": (("x", Case(4, X)), {}),
    "another entry": (("x", Case(3, other(X, 2, 2.0 + 1e-15))), {}),
    "another shape": (("x", Case(3, X[None])), {}),
    "another type": (("x", Case(3, X.astype(np.float32))), {}),
    "one number more": (("x", Case(3, np.arange(4.0))), {}),
    "a whole number": (("x", Case(3, X.astype(int))), {}),
    "truth for a number": (("x", Case(True, X)), {}),
    "a text for a number": (("x", Case("3", X)), {}),
    "minus zero": (("x", Case(3, other(X, 0, -0.0))), {}),
}


@pytest.mark.parametrize(("args", "named"), DIFFERENT.values(), ids=DIFFERENT)
def test_every_argument_counts(counted, args, named):
    counted("x", Case(3, X))
    counted(*args, **named)
    assert counted.calls == 2


def test_a_spoilt_value_spoils_no_other(counted):
    for _ in range(3):
        value = counted("x", Case(3, X))
        assert value["x"][1] == 2.0
        value["x"][:] = 7.0
        value.clear()
    assert counted.calls == 1


def test_what_is_no_plain_data_is_computed_anew():
    calls = []

    @remembered
    def made(argument):
        calls.append(argument)
        return object()

    assert made(1) is not made(1)
    made(object())
    assert len(calls) == 3


def test_a_value_keeps_its_types_and_shares_nothing():
    @remembered
    def made():
        return {"a": [np.float64(1.5), None, (True, "x", -0.0)], "b": X[::2]}

    first, again = made(), made()
    assert repr(first) == repr(again)
    assert type(again["a"][0]) is np.float64
    assert type(again["a"][2]) is tuple
    assert again["a"] is not made()["a"]
    assert not np.shares_memory(first["b"], again["b"])
    assert not np.shares_memory(again["b"], made()["b"])


def test_an_error_is_not_remembered():
    @remembered
    def fails(x):
        raise ValueError(x)

    for _ in range(2):
        with pytest.raises(ValueError, match="7"):
            fails(7)


def test_the_rehearsal_leaves_random_numbers_and_the_terminal_alone(capsys, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "path", [*sys.path])
    for part in ("solutions", "tests/hidden"):
        (tmp_path / part).mkdir(parents=True)
    (tmp_path / "solutions" / "toy.py").write_text("import random\ndef f(x): return x + 1\n")
    (tmp_path / "tests" / "hidden" / "test_toy.py").write_text(
        "import random, numpy, sys\n"
        "from autograder.judge.hidden import exercise\n"
        "RAN = []\n"
        "@exercise('f', points=1, zh='零')\n"
        "def test_f(student):\n"
        "    '''It adds one.'''\n"
        "    print('printed'); print('told', file=sys.stderr)\n"
        "    RAN.append(1); random.random(); numpy.random.rand()\n"
        "    assert student.f(1) == 2\n"
        "    sys.exit(1)\n"
    )
    np.random.seed(0)
    expected = np.random.rand()
    np.random.seed(0)
    rehearse_tests(tmp_path)
    assert np.random.rand() == expected
    assert capsys.readouterr() == ("", "")
    assert sys.modules.pop("_course_hidden_test_toy").RAN == [1]
    del sys.modules["_course_solutions_toy"]


def test_the_test_cells_of_a_course_are_read_ahead():
    as_python.cache_clear()
    read_test_cells(ROOT)
    before = as_python.cache_info()
    cells = json.loads((ROOT / "source/en/rnn/rnn.ipynb").read_text(encoding="utf-8"))["cells"]
    graded = [cell for cell in cells if cell["metadata"].get("nbgrader", {}).get("grade")]
    sources = ["".join(cell["source"]) for cell in graded if cell["cell_type"] == "code"]
    assert all(as_python(source) for source in sources)
    assert as_python.cache_info().misses == before.misses
    assert len(sources) > 5
