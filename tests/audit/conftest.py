"""A course of one small assignment whose suite can be trusted, to be broken in one place."""

import pytest

from autograder.audit.assignment import load_assignment

SOLUTION = '''\
"""One function."""

import numpy as np


def line(x, slope):
    """slope · x + 1: x (n,) → (n,)."""
    rise = slope * x.real
    return rise + 1
'''

HIDDEN = '''\
"""Hidden tests of the small assignment."""

import numpy as np

from autograder.checks import check
from autograder.judge.hidden import exercise


@exercise("line", points=90, zh="结果正确。")
def test_line(student):
    """The line is right."""
    for slope in (2.0, -0.5):
        x = np.array([0.25, -1.0, 3.0])
        expected = slope * x + 1
        check.close("line", student.line(x, slope), expected)


@exercise("line", points=10, zh="参数保持不变。")
def test_line_is_clean(student):
    """The argument stays as it is."""
    x = np.array([1.5, 0.5])
    expected = 3.0 * x + 1
    with check.unchanged(x=x):
        check.close("line", student.line(x, 3.0), expected)
'''

MISTAKES = '''\
"""Known mistakes."""

from autograder.judge.mistakes import Mistake

MISTAKES = (
    Mistake("line", "no_one", "rise + 1", "rise", "most likely 1 is missing", "很可能少了 1"),
)
'''

SPELLINGS = '''\
"""Other right programs."""

SPELLINGS = {"line": ("def line(x, slope):\\n    return np.multiply(x, slope) + 1\\n",)}
'''

EQUIVALENTS = '''\
"""Mutants that are right programs."""

from autograder.audit.equivalents import Equivalent

EQUIVALENTS = (Equivalent("line", "x.real", "x", "the tests hand in real numbers"),)
'''

FILES = {
    "solutions/small.py": SOLUTION,
    "tests/hidden/test_small.py": HIDDEN,
    "tests/mistakes/small.py": MISTAKES,
    "tests/spellings/small.py": SPELLINGS,
    "tests/equivalent/small.py": EQUIVALENTS,
}


@pytest.fixture
def small_course(tmp_path, monkeypatch):
    """Writes the course; `changes`: file → (what stands there, what to write instead)."""
    monkeypatch.syspath_prepend(str(tmp_path))

    def write(changes=None, without=()):
        for name, text in FILES.items():
            for old, new in (changes or {}).get(name, ()):
                assert text.count(old) == 1, old
                text = text.replace(old, new)
            if name not in without:
                path = tmp_path / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
        return tmp_path

    return write


@pytest.fixture
def small(small_course):
    """The assignment of that course, with changes."""
    return lambda changes=None: load_assignment(small_course(changes), "small")
