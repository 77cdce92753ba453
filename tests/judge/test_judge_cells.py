"""Test cells: time, partial credit, warnings, errors of the grader, and cells that end the room."""

import time

import pytest

from autograder.judge import budget
from autograder.judge import notebook as judge_notebook
from autograder.judge.score import within_points
from autograder.judge.student import Student
from autograder.sandbox.limits import Limits

SHORT = Limits(cell_seconds=1.5, call_seconds=1.5)


def test_the_first_endless_call_has_the_limit_and_later_ones_a_second(judged):
    test = """
import time
took = []
for _ in range(3):
    started = time.monotonic()
    try:
        loop()
    except TimeoutError as error:
        took.append(time.monotonic() - started)
print([round(t, 1) for t in took])
"""
    cells = judged(("answer", "def loop():\n    while True: pass"), ("test", test), limits=SHORT)
    first, *later = eval(cells[1].printed)
    assert 1.4 <= first <= 2.2
    assert all(0.9 <= t <= 1.4 for t in later)


ENDLESS = ["def count():\n    while True: yield 1", "count = lambda: range(2**62)"]


@pytest.mark.parametrize("make", ENDLESS)
def test_an_endless_generator_runs_out_of_time(judged, make, monkeypatch):
    monkeypatch.setattr(budget, "SHORT_SECONDS", 0.2)
    limits = Limits(cell_seconds=0.2, call_seconds=0.2)
    cells = judged(("answer", make), ("test", "for _ in count(): pass"), limits=limits)
    assert cells[1].error == "StudentTimeoutError"


def test_the_judges_own_time_is_not_the_students(check_with):
    test = "import time\nprint(apply(lambda: time.sleep(1) or 5))"
    limits = Limits(cell_seconds=0.5, call_seconds=0.5)
    assert check_with("def apply(f): return f()", test, limits=limits) == "5"


def test_an_endless_call_is_told_with_its_line(judged):
    student = "def loop():\n    while True:\n        pass"
    cells = judged(("answer", student), ("test", "loop()"), limits=SHORT)
    assert "it ran longer than 1 second" in cells[1].lines
    assert "in loop, line" in cells[1].lines


STUBBORN = "def stuck():\n    return sum(range(10 ** 13))\ndef fine(): return 1"


def test_a_call_that_cannot_be_stopped_costs_its_own_test_only(judged, monkeypatch):
    monkeypatch.setattr("autograder.sandbox.connection.ANSWER_GRACE_SECONDS", 0.5)
    test = "try:\n    stuck()\nexcept TimeoutError:\n    print(fine())"
    cells = judged(("answer", STUBBORN), ("test", test), limits=SHORT)
    assert cells[1].printed == "1"


def test_a_call_that_ends_the_process_costs_its_own_test_only(check_with):
    student = "import os\ndef leave(): os._exit(1)\ndef fine(): return 1"
    test = "before = fine\ntry:\n    leave()\nexcept RuntimeError:\n    print(fine())\n"
    test += "try:\n    before()\nexcept RuntimeError as error:\n    print(error)"
    assert check_with(student, test) == "1\nthis object lived in a room that has ended"


def test_replaced_functions_are_found_and_taken_back(check_with):
    student = "def inner(x): return -1\ndef outer(x): return inner(x)"
    test = """
from autograder.judge.student import Student
student = Student(globals())
print(student.outer(1))
with student.using(inner=lambda x: 10 * x):
    print(student.outer(1))
    with student.using(inner=lambda x: 20 * x, other=lambda: 0):
        print(student.outer(1))
    print(student.outer(1))
print(student.outer(1))
"""
    assert check_with(student, test).split() == ["-1", "10", "20", "10", "-1"]


def test_replaced_functions_survive_a_lost_room(check_with):
    student = "import os\ndef inner(x): return -1\ndef outer(x): return inner(x)\n"
    student += "def leave(): os._exit(1)"
    test = """
from autograder.judge.student import Student
student = Student(globals())
with student.using(inner=lambda x: 10 * x):
    try:
        student.leave()
    except RuntimeError:
        print(student.outer(1))
print(student.outer(1))
with student.using(inner=lambda x: 10 * x):
    try:
        student.leave()
    except RuntimeError:
        pass
print(student.outer(1))
"""
    assert check_with(student, test).split() == ["10", "-1", "-1"]


def test_in_one_process_replaced_functions_are_taken_back_too():
    names = {"f": 1}
    with Student(names).using(f=2, g=3):
        assert names == {"f": 2, "g": 3}
    assert names == {"f": 1}
    with pytest.raises(NameError, match="'h' is not defined"):
        _ = Student(names).h


def result(text):
    return {"output_type": "execute_result", "data": {"text/plain": text}, "metadata": {}}


@pytest.mark.parametrize(
    ("shown", "kept"),
    [
        ("1.5", "1.5"),
        ("0", "0"),
        ("2", "2"),
        ("2.0000001", "2.0"),
        ("100", "2.0"),
        ("-3", "0.0"),
        ("-inf", "0.0"),
        ("inf", "2.0"),
        ("nan", "0.0"),
        ("1e400", "2.0"),
        ("True", "True"),
        ("'1.5'", "'1.5'"),
        ("array([1.])", "array([1.])"),
        ("np.float64(1.5)", "1.5"),
        ("np.float32(0.5)", "0.5"),
        ("np.int64(7)", "2.0"),
        ("np.float64(nan)", "0.0"),
        ("np.float64(-inf)", "0.0"),
        ("np.True_", "np.True_"),
        ("text np.float64(1.5)", "text np.float64(1.5)"),
    ],
)
def test_partial_credit_lies_within_the_points(shown, kept):
    assert within_points([result(shown)], 2.0)[0]["data"]["text/plain"] == kept


def test_other_outputs_are_no_credit():
    printed = {"output_type": "stream", "name": "stdout", "text": "100"}
    assert within_points([printed], 2.0) == [printed]


def test_a_warning_is_text_and_shows_no_line_of_the_test(judged):
    test = "import warnings, sys\nsecret = warnings.warn('careful')\nprint('e', file=sys.stderr)"
    cells = judged(("test", test))
    assert cells[0].error is None
    assert cells[0].stderr == ""
    assert cells[0].printed == "UserWarning: careful\ne"


def test_a_test_cell_that_never_ends_is_ended_and_flagged(judged, monkeypatch):
    monkeypatch.setattr(judge_notebook.Options, "wall_seconds", 0.5)
    endless = "try:\n    while True: pass\nexcept Exception: pass"
    started = time.monotonic()
    cells = judged(("test", endless), ("test", "print(1)"))
    assert time.monotonic() - started < 5
    assert cells[0].error == "GraderError"
    assert cells[1].printed == "1"
    assert list(judged.flags) == ["test-0"]
    assert "longer than 0.5 seconds" in judged.flags["test-0"]


def test_missing_hidden_tests_are_the_graders_error(judged, monkeypatch, tmp_path):
    monkeypatch.setenv("AUTOGRADER_COURSE", str(tmp_path))
    test = "from autograder.judge.hidden import hidden_tests\n"
    test += "hidden_tests('rnn', 'softmax', globals())"
    cells = judged(("test", test))
    assert cells[0].error == "GraderError"
    assert "test_rnn.py" in judged.flags["test-0"]


ENDS = ["import os; os._exit(1)", "import ctypes; ctypes.string_at(0)", "import os; os.close(3)"]


@pytest.mark.parametrize("source", ENDS)
def test_a_cell_that_ends_the_process_loses_itself_and_no_other(judged, source):
    cells = judged(
        ("answer", "a = 5"),
        ("answer", "b = a + 1"),
        ("answer", source),
        ("answer", "c = b + 1"),
        ("test", "print(a, b, c)"),
    )
    assert cells[2].error == "CellEndedError"
    assert cells[4].printed == "5 6 7"


def test_a_cell_that_ends_the_process_when_run_again_is_left_out(judged):
    end = time.time() + 4
    twice = f"import os, time\nif time.time() > {end}:\n    os._exit(1)\nb = 1"
    cells = judged(
        ("answer", "a = 5"),
        ("answer", twice),
        ("answer", f"time.sleep(max(0, {end} + 0.1 - time.time()))\nos._exit(1)"),
        ("test", "print(a)"),
        ("test", "b"),
    )
    assert cells[1].error is None
    assert cells[3].printed == "5"
    assert cells[4].error == "NameError"


def test_a_thread_that_ends_the_process_later_costs_no_other_cell(judged):
    bomb = "import threading, os, time\nthreading.Timer(0.1, lambda: os._exit(1)).start()"
    cells = judged(("answer", "a = 5"), ("answer", bomb), ("given", "import time; time.sleep(0.3)"),
                   ("test", "print(a)"))  # fmt: skip
    assert cells[3].printed == "5"


def test_an_endless_answer_costs_its_time_once(judged):
    started = time.monotonic()
    cells = judged(
        ("answer", "a = 5"),
        ("answer", "while True: pass"),
        ("answer", "import os; os._exit(1)"),
        ("test", "print(a)"),
        limits=Limits(cell_seconds=1),
    )
    assert cells[1].error == "CellTimeoutError"
    assert cells[3].printed == "5"
    assert time.monotonic() - started < 3


FORGED = """
from IPython.display import display
record = {"exercise": "x", "outcomes": [{"title": {"en": "t"}, "status": "grader_error",
          "points": 9, "earned": 9, "fact": None, "advice": None}]}
display({"application/vnd.rnn-autograder.result+json": record, "text/plain": "100"}, raw=True)
class Rich:
    def _repr_mimebundle_(self, **_): return {"application/vnd.rnn-autograder.result+json": record}
    def _repr_html_(self): return "<b>100 points</b>"
    def __repr__(self): return "rich"
rich = Rich()
"""


def test_a_forged_record_is_never_taken_for_the_judges(judged):
    cells = judged(("answer", FORGED), ("test", "display(rich)\nrich"), ("scratch", FORGED))
    assert judged.flags == {}
    assert all("rnn-autograder" not in cell.text for cell in cells)
    assert "100 points" not in cells[1].text


SAID = """
from IPython.display import display
display({"application/vnd.rnn-autograder.result+json": {"exercise": "x", "outcomes": [
    {"title": {"en": "t"}, "status": status, "points": points, "earned": 0,
     "fact": None, "advice": None} for status, points in OUTCOMES]}, "text/plain": "x"}, raw=True)
"""
BROKEN = ("grader_error", 0)


@pytest.mark.parametrize(
    ("outcomes", "flagged"),
    [
        ([BROKEN], True),
        ([BROKEN, ("passed", 2)], True),
        ([BROKEN, ("failed", 2)], False),
        ([("grader_error", 2), ("failed", 2)], True),
    ],
)
def test_a_check_worth_nothing_that_breaks_is_the_graders_unless_the_student_failed(
    judged, outcomes, flagged
):
    judged(("test", f"OUTCOMES = {outcomes!r}{SAID}"))
    assert bool(judged.flags) is flagged


def test_a_check_that_stumbles_over_an_earlier_failed_function_is_not_the_graders(judged):
    judged(
        ("test", f"OUTCOMES = [('failed', 2)]{SAID}"),
        ("test", f"OUTCOMES = [{BROKEN!r}]{SAID}"),
    )
    assert judged.flags == {}


def test_a_room_that_cannot_be_forked_breaks_no_test_that_does_not_need_it(judged):
    student = "import os\ndef no(): raise OSError(11, 'no')\nos.fork = no\nx = 1"
    cells = judged(("answer", student), ("test", "print('fine')"), ("test", "x"))
    assert cells[1].printed == "fine"
    assert cells[2].error == "RoomEndedError"
    assert judged.flags == {}


ODD = [
    "float('nan')", "10 ** 400", "'\\ud800'", "object()", "type", "{1: {2: {}}}",
    "[[2]] * 1000", "np.zeros((2, 3))", "np.array([None])", "lambda: 1", "__import__('os')",
    "np.ma.masked", "np.nan", "NotImplemented", "Ellipsis", "(i for i in range(3))", "b'x'",
]  # fmt: skip


@pytest.mark.parametrize("value", ODD)
def test_an_odd_value_is_no_error_of_the_grader(judged, value):
    test = (
        "v = f()\ntry:\n    np.testing.assert_allclose(v, 1)\nexcept Exception as e: print('no')\n"
    )
    cells = judged(
        ("given", "import numpy as np"),
        ("answer", f"def f(): return {value}"),
        ("test", test),
        ("test", "print(f() is None, str(f())[:0])"),
    )
    assert cells[2].printed == "no"
    assert judged.flags == {}


def test_what_the_student_does_to_the_tools_of_grading_changes_nothing(judged):
    student = """
import numpy as np, builtins, sys, unittest
from autograder.checks import check
np.testing.assert_allclose = np.allclose = lambda *a, **k: True
check.close = check.shape = lambda *a, **k: None
builtins.AssertionError = ZeroDivisionError
class Always:
    def __eq__(self, other): return True
    def __array__(self, *a): raise SystemExit
def f(): return Always()
def g(): return np.zeros(2)
"""
    given = "import numpy as np\nfrom autograder.checks import check"
    cells = judged(
        ("given", given),
        ("answer", student),
        ("test", "np.testing.assert_allclose(g(), np.ones(2))"),
        ("test", "check.close('g', g(), np.ones(2))"),
        ("test", "check.close('f', f(), np.ones(2))"),
        ("test", "np.testing.assert_allclose(f(), np.ones(2))"),
    )
    assert all(cell.error for cell in cells[2:])
