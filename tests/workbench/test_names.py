"""Which names a cell reads and writes, and which cells run again when some changed."""

import pytest

from autograder.workbench.changes import to_run
from autograder.workbench.names import check_titles, names_of


@pytest.mark.parametrize(
    ("source", "reads", "writes"),
    [
        ("x = y + 1", "y", "x"),
        ("x = 1\nz = x", "", "x z"),
        ("x = x + 1", "x", "x"),
        ("x += 1", "x", "x"),
        ("def f(a):\n    return g(a, k)", "g k", "f"),
        ("def f(a):\n    return g(a)\n\ndef g(a):\n    return a", "", "f g"),
        ("def f(a, b=c):\n    a[0] = 1\n    global d\n    d = 2", "c", "d f"),
        ("print([w * v for v in range(3)])", "w", ""),
        ("for i in rows:\n    total = i", "rows", "i total"),
        ("if ready:\n    x = 1\nprint(x)", "ready x", "x"),
        ("with check('f'):\n    x = f()\n    print(x)", "check f", "x"),
        ("import numpy as np\nnp.ones(2)", "", "np"),
        ("losses.append(1)", "losses", "losses"),
        ("parameters['W'][0] = 0", "parameters", "parameters"),
        ("a.b = 1", "a", "a"),
        ("del x", "", "x"),
        ("%matplotlib inline\nx = y", "y", "x"),
        ("class A(B):\n    c = d", "B d", "A"),
    ],
)
def test_the_names_of_a_cell(source, reads, writes):
    names = names_of(source)
    assert (names.reads, names.writes) == (set(reads.split()), set(writes.split()))


def test_a_cell_that_python_cannot_read_is_told_apart():
    assert not names_of("def f(:").is_known
    assert names_of("def f(x): return x").is_known


def test_the_exercises_of_a_check_cell_are_found():
    source = 'with check("a"):\n    pass\nwith check("b"), open("c"):\n    pass\n'
    assert check_titles(source) == ("a", "b")
    assert check_titles('# with check("a"):') == ()
    assert check_titles('with check("a":') == ()


CELLS = (
    "import numpy as np",
    "def f(x): return x",
    "with check('f'):\n    y = f(1)",
    "def g(x): return f(x)",
    "with check('g'):\n    y = g(1)\n    print(y)",
    "def h(x): return x",
    "print(h(2))",
)


def changed(position, source):
    return (*CELLS[:position], source, *CELLS[position + 1 :])


@pytest.mark.parametrize(
    ("position", "source", "expected"),
    [
        (0, "import numpy as np  # again", (0,)),
        (1, "def f(x): return 2 * x", (1, 2, 3, 4)),
        (2, "with check('f'):\n    y = f(2)", (2,)),
        (3, "def g(x): return 3", (3, 4)),
        (5, "def h(x): return 3", (5, 6)),
        (5, "def h(x:", (5,)),
        (3, "def other(x): return 3", None),
    ],
)
def test_what_changed_and_what_needs_it_further_down_runs_again(position, source, expected):
    assert to_run(CELLS, changed(position, source)) == expected


def test_nothing_runs_again_when_nothing_changed():
    assert to_run(CELLS, CELLS) == ()


def test_a_new_cell_runs_with_what_needs_it():
    assert to_run(CELLS, (*CELLS[:5], "def g(x): return 0", *CELLS[5:])) == (5,)
    assert to_run(CELLS, (*CELLS[:1], "def h(x): return 0", *CELLS[1:])) == (1, 7)


@pytest.mark.parametrize("after", [CELLS[:-1], CELLS[1:], CELLS[::-1]])
def test_a_cell_that_is_gone_or_moved_makes_all_run_in_a_new_kernel(after):
    assert to_run(CELLS, after) is None
