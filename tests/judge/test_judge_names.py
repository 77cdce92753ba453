"""Which cell runs where, and whose names a test cell sees."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from autograder.judge.cells import Place, place_of
from autograder.judge.modules import is_installed


def cell_with(metadata, tags=None, source="x"):
    cell = new_code_cell(source)
    if metadata is not None:
        cell.metadata["nbgrader"] = metadata
    if tags is not None:
        cell.metadata["tags"] = tags
    return cell


LOCKED = {"locked": True, "solution": False}


@pytest.mark.parametrize(
    ("cell", "place"),
    [
        (cell_with(None), Place.STUDENT),
        (cell_with({"grade": True, "solution": True}), Place.STUDENT),
        (cell_with({"grade": False, "solution": True, "locked": True}), Place.STUDENT),
        (cell_with({"grade": True, **LOCKED}), Place.JUDGE),
        (cell_with({"grade": True, **LOCKED}, ["skip-execution"]), Place.JUDGE),
        (cell_with({"grade": False, **LOCKED}), Place.BOTH),
        (cell_with({"grade": False, **LOCKED}, ["skip-execution"]), Place.BOTH),
        (cell_with(None, ["skip-execution"]), Place.NOWHERE),
        (cell_with(None, ["other"]), Place.STUDENT),
        (cell_with(None, 5), Place.STUDENT),
        (cell_with(5), Place.STUDENT),
        (cell_with({"grade": True, **LOCKED}, source="  \n"), Place.NOWHERE),
        (new_markdown_cell("text"), Place.NOWHERE),
    ],
)
def test_where_a_cell_runs(cell, place):
    assert place_of(cell) is place


def test_the_judges_own_names_win(judged):
    cells = judged(
        ("given", "def helper(x): return x + 1\nN = 3"),
        ("answer", "def helper(x): return 'cheat'\nN = 4\ndef theirs(): return helper(1), N"),
        ("test", "print(helper(1), N, theirs())"),
    )
    assert cells[-1].printed == "2 3 ('cheat', 4)"


def test_a_given_cell_runs_in_both_rooms_and_shows_the_students(judged):
    source = "import sys\nprint('autograder.judge.notebook' in sys.modules)"
    assert judged(("given", source))[0].printed == "False"


def test_builtin_names_are_never_the_students(check_with):
    student = "def abs(x): return 0\nsum = max = abs\nimport builtins\nbuiltins.len = abs"
    assert check_with(student, "print(abs(-1), sum([1, 2]), max(1, 2), len('ab'))") == "1 3 2 2"


def test_names_with_two_underscores_are_never_the_students(judged):
    cells = judged(
        ("answer", "__secret = 1\n_helper = 2"), ("test", "_helper"), ("test", "__secret")
    )
    assert cells[1].result == "2"
    assert cells[2].error == "NameError"


def test_what_a_test_cell_binds_stays_with_the_judge(judged):
    cells = judged(
        ("answer", "y = 1"),
        ("test", "y = 2\nx = 3"),
        ("answer", "print(y, 'x' in globals())"),
        ("test", "print(x, y)"),
    )
    assert cells[2].printed == "1 False"
    assert cells[3].printed == "3 2"


def test_a_name_that_nobody_defined_says_so(judged):
    cells = judged(("test", "softmax(1)"))
    assert cells[0].error == "NameError"
    assert "'softmax' is not defined" in cells[0].lines


def test_functions_of_a_test_cell_see_the_students_names_too(check_with):
    test = "def outer():\n    def inner(): return f(1)\n    return inner()\nprint(outer())"
    assert check_with("def f(x): return x + 1", test) == "2"


def test_globals_tells_whether_a_name_is_there(check_with):
    test = "print('f' in globals(), 'g' in globals(), globals().get('g', 5), globals()['x'])"
    assert check_with("def f(): pass\nx = 3", test) == "True False 5 3"


def test_a_number_that_a_call_changed_is_read_again(check_with):
    student = "count = 0\ndef step():\n    global count\n    count += 1"
    assert check_with(student, "a = count\nstep(); step()\nprint(a, count)") == "0 2"


def test_an_array_that_the_test_changed_stays_changed(check_with):
    test = "w[0] = 5\nf(w)\nprint(w)"
    assert check_with("w = np.zeros(2)\ndef f(x): return x", test) == "[5. 0.]"


def test_data_that_a_test_changes_is_changed_for_the_student_as_in_one_room(check_with):
    student = "a = {'x': [1, (2, 3)], 'y': np.arange(3)}\ndef get(): return a['x']"
    test = "a['x'].append(9)\nprint(type(a).__name__, a['y'].sum(), get())"
    assert check_with(student, test) == "dict 3 [1, (2, 3), 9]"


def test_a_test_may_delete_a_name_for_the_students_code(check_with):
    student = "def squares(n): return [i * i for i in range(n)]\n"
    student += "def total(n): return sum(squares(n))"
    test = "saved = squares\ndel squares\n"
    test += "try:\n    total(3)\nexcept NameError:\n    print('uses it')\n"
    assert check_with(student, test + "squares = saved\nprint(total(3))") == "uses it\n5"


def test_modules_are_the_judges_own(check_with):
    student = "import numpy as xp, os.path as p, math\n"
    student += "xp.allclose = lambda *_: True\nmath.pi = 3"
    test = "import numpy\nprint(xp is numpy, xp.allclose(0, 1), math.pi > 3.1, p.basename('a/b'))"
    assert check_with(student, test) == "True False True b"


FAKE = "import types, sys\nm = types.ModuleType({name!r})\nm.answer = lambda: 'theirs'\n"


@pytest.mark.parametrize(
    "name", ["solutions.rnn", "solutions", "tests.hidden.test_rnn", "autograder.judge.hidden"]
)
def test_a_fake_module_is_never_imported_by_the_judge(check_with, name):
    test = "import types\nprint(isinstance(m, types.ModuleType), m.answer())"
    assert check_with(FAKE.format(name=name), test) == "False theirs"


def test_a_students_own_module_file_is_theirs(check_with):
    student = "open('mine.py', 'w').write('def f(): return 7')\n"
    student += "import sys; sys.path.insert(0, '')\nimport mine"
    assert check_with(student, "print(mine.f())") == "7"


@pytest.mark.parametrize(
    ("name", "installed"),
    [
        ("numpy", True),
        ("numpy.linalg", True),
        ("math", True),
        ("os.path", True),
        ("autograder.checks", True),
        ("autograder.judge", False),
        ("autograder.judge.hidden", False),
        ("solutions", False),
        ("solutions.rnn", False),
        ("tests.hidden", False),
        ("conftest", False),
        ("antigravity", False),
        ("idlelib.idle", False),
        ("__main__", False),
        ("pip.__main__", False),
        ("no_such_module", False),
        ("", False),
        (".numpy", False),
    ],
)
def test_which_modules_the_judge_imports(name, installed):
    assert is_installed(name) is installed


def test_one_test_cell_reaches_no_other(judged):
    student = (
        "state = [0]\nimport numpy as np\ndef bump():\n    state[0] += 1\n    return state[0]\n"
    )
    student += "def spoil():\n    np.sum = None\n    globals()['bump'] = None"
    cells = judged(
        ("answer", student),
        ("test", "print(bump(), bump())"),
        ("test", "spoil()\nprint(bump)"),
        ("test", "print(bump())"),
        ("answer", "print(state, np.sum([1]))"),
    )
    assert [cell.printed for cell in cells[1:]] == ["1 2", "None", "1", "[0] 1"]
