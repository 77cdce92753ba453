"""`with check(...)` in the cells of a notebook, live and under nbgrader."""

import linecache
import pickle
import warnings

import numpy as np
import pytest

from autograder.checks import (
    RECORD,
    CheckFailed,
    Message,
    Status,
    StudentFrame,
    check,
    failure_of,
    from_record,
    printable,
)


class Notebook:
    """Cells that run one after the other in one namespace, compiled as a kernel does it."""

    def __init__(self, pattern="/tmp/ipykernel_12/{}.py"):
        self.namespace = {"check": check, "np": np}
        self.pattern = pattern
        self.shown = []
        self.records = []
        self.cells = 0

    def run(self, source):
        self.cells += 1
        name = self.pattern.format(self.cells)
        lines = source.splitlines(keepends=True)
        linecache.cache[name] = (len(source), None, lines, name)
        exec(compile(source, name, "exec"), self.namespace)

    def fails(self, source):
        with pytest.raises(CheckFailed) as caught:
            self.run(source)
        return caught.value

    def show(self, plain, html, more):
        self.shown.append((plain, html))
        self.records += [value for mime, value in (more or {}).items() if mime == RECORD]

    @property
    def text(self):
        return "\n".join(plain for plain, _ in self.shown)


@pytest.fixture(autouse=True)
def live(monkeypatch):
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)


@pytest.fixture(params=["/tmp/ipykernel_12/{}.py", "<ipython-input-{}-abc>", "In[{}]"])
def notebook(request, monkeypatch):
    book = Notebook(request.param)
    monkeypatch.setattr(check, "publish", book.show)
    return book


@pytest.fixture
def autograding(monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")


FORWARD = """\
def rnn_forward(x):
    s = np.zeros(3)
    s[7] = x
    return s
"""
STUB = "def rnn_forward(x):\n    raise NotImplementedError()\n"
CALL = 'with check("rnn_forward"):\n    s = rnn_forward(1.0)\n    check.shape("s", s, T=3)\n'


def test_a_passed_check_is_shown_with_the_number_of_checks(notebook):
    notebook.run("def rnn_forward(x):\n    return np.zeros(3)\n")
    notebook.run(CALL)
    notebook.run(CALL + "    check.equal('k', 1, 1)\n")
    assert notebook.text == "✓ rnn_forward  passed  1 check\n✓ rnn_forward  passed  2 checks"


def test_every_kind_of_check_is_counted(notebook):
    notebook.run(
        'with check("x"):\n'
        "    a = np.ones(2)\n"
        "    with check.unchanged(a=a): pass\n"
        "    check.shape('a', a, n=2)\n"
        "    check.close('a', a, a)\n"
        "    check.equal('k', 1, 1)\n"
        "    check.keys({'a': 1}, 'a')\n"
        "    check.returns((1, 2), 'a b')\n"
        "    check.raises(ZeroDivisionError, lambda: 1 / 0)\n"
        "    check.gradient('da', 2 * a, lambda: np.sum(a**2), a)\n"
    )
    assert notebook.text == "✓ x  passed  8 checks"


def test_a_failed_check_is_shown_and_raised(notebook):
    notebook.run("def rnn_forward(x):\n    return np.zeros(4)\n")
    error = notebook.fails(CALL)
    assert notebook.text.split("\n") == [
        "✗ rnn_forward  failed",
        "    s has shape (4,); expected (T,) = (3,)",
        "    most likely  the loop over T runs one step too few or too many",
    ]
    assert error._render_traceback_() == [
        "✗ rnn_forward  s has shape (4,); expected (T,) = (3,)",
        "    most likely  the loop over T runs one step too few or too many",
    ]


def test_a_check_outside_a_block_tells_its_advice_in_place_of_a_traceback(notebook):
    error = notebook.fails("check.shape('s', None, n=2)")
    assert error._render_traceback_() == str(error).split("\n")
    assert len(error._render_traceback_()) == 2


def test_an_error_of_the_students_function_names_its_line(notebook):
    notebook.run(FORWARD)
    error = notebook.fails(CALL)
    assert str(error).startswith("rnn_forward, line 3: `s[7] = x` raised IndexError: index 7 is")
    assert error.advice == Message("advice.index")
    assert error.__suppress_context__
    assert "Traceback" not in notebook.text


def test_the_innermost_function_of_the_student_is_named(notebook):
    notebook.run(FORWARD.replace("rnn_forward", "cell"))
    notebook.run("def rnn_forward(x):\n    return [cell(x) for _ in range(2)]\n")
    assert str(notebook.fails(CALL)).startswith("cell, line 3: ")


def test_an_error_deep_in_numpy_is_placed_in_the_students_line(notebook):
    notebook.run("def rnn_forward(x):\n    return np.stack([np.ones(2), np.ones(3)])\n")
    error = notebook.fails(CALL)
    assert str(error).startswith("rnn_forward, line 2: `return np.stack(")
    assert error.advice.key == "advice.shapes"


def test_an_error_in_a_lambda_is_placed_in_its_function(notebook):
    notebook.run("def rnn_forward(x):\n    return (lambda: 1 / 0)()\n")
    assert str(notebook.fails(CALL)).startswith("rnn_forward, line 2: ")


def test_an_error_below_a_check_is_the_students(notebook):
    notebook.run("def rnn_forward(x):\n    return x['a']\n")
    error = notebook.fails(
        'with check("g"):\n'
        "    a = np.ones(2)\n"
        "    check.gradient('da', a, lambda: rnn_forward({}), a)\n"
    )
    assert str(error).startswith("rnn_forward, line 2: `return x['a']` raised KeyError: 'a'")


def test_a_stub_is_not_written_yet(notebook):
    notebook.run(STUB)
    assert str(notebook.fails(CALL)).startswith("rnn_forward is not written yet")


def test_a_stub_inside_a_written_function_is_the_one_named(notebook):
    notebook.run(STUB.replace("rnn_forward", "softmax"))
    notebook.run("def rnn_forward(x):\n    return softmax(x)\n")
    assert str(notebook.fails(CALL)).startswith("softmax is not written yet")


def test_a_function_that_is_not_defined_is_named(notebook):
    error = notebook.fails(CALL)
    assert str(error).startswith("rnn_forward is not defined")
    assert error.advice.key == "advice.undefined"


def test_a_name_missing_inside_the_students_function_is_their_error(notebook):
    notebook.run("def rnn_forward(x):\n    return parameters\n")
    error = notebook.fails(CALL)
    assert str(error).startswith("rnn_forward, line 2: `return parameters` raised NameError")
    assert error.advice.key == "advice.name"


def test_exit_in_a_students_function_is_an_error_like_any_other(notebook):
    notebook.run("def rnn_forward(x):\n    raise SystemExit(0)\n")
    assert "raised SystemExit: 0" in str(notebook.fails(CALL))


def test_a_keyboard_interrupt_goes_through(notebook):
    notebook.run("def rnn_forward(x):\n    raise KeyboardInterrupt\n")
    with pytest.raises(KeyboardInterrupt):
        notebook.run(CALL)
    assert notebook.shown == []


def test_a_plain_assert_of_the_check_is_a_failed_check(notebook):
    error = notebook.fails('with check("x"):\n    k = 3\n    assert k == 4, "four steps"\n')
    assert (
        str(error)
        == 'line 3 of this cell does not hold: `assert k == 4, "four steps"` (four steps)'
    )


@pytest.mark.parametrize("source", ["int.nothing", "1 / 0", "np.zeros(3)[7]", "int('x')"])
def test_an_error_of_the_check_itself_is_not_hidden(notebook, source):
    with pytest.raises((AttributeError, ZeroDivisionError, IndexError, ValueError)):
        notebook.run(f'with check("x"):\n    {source}\n')
    assert notebook.shown == []


@pytest.mark.usefixtures("autograding")
def test_an_error_of_the_check_itself_is_recorded_as_the_graders_under_nbgrader(notebook):
    notebook.run('with check("x"):\n    1 / 0\nwent_on = True\n')
    assert notebook.namespace["went_on"]
    (record,) = notebook.records
    assert [o.status for o in from_record(record).outcomes] == [Status.GRADER_ERROR]
    assert notebook.text.startswith("! x  grader error\n    The grader failed, not your code.")
    assert "ZeroDivisionError: division by zero" in notebook.text


@pytest.mark.usefixtures("autograding")
@pytest.mark.parametrize("source", [FORWARD, STUB, "", "def rnn_forward(x):\n    return None\n"])
def test_a_failure_is_shown_and_swallowed_under_nbgrader(notebook, source):
    notebook.run(source)
    notebook.run(CALL + "went_on = True\n")
    assert notebook.text.startswith("✗ rnn_forward  failed\n")
    assert notebook.namespace["went_on"]


def test_validation_is_no_autograding(notebook, monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    notebook.fails(CALL)


def test_a_warning_is_no_failure_and_its_raw_text_is_not_passed_on(notebook):
    notebook.run("def rnn_forward(x):\n    return np.log(np.zeros(3))\n")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        notebook.run(CALL)
    assert caught == []
    assert notebook.text.startswith("✓")
    assert "rnn_forward, line 2: log of 0" in notebook.text


def test_a_place_that_an_exception_brings_along_is_shown(notebook):
    error = IndexError("list index out of range")
    error.student_frame = StudentFrame("rnn_forward", 7, "s[t] = s_next", 3)
    notebook.namespace["proxy"] = throws(error)
    assert str(notebook.fails('with check("x"):\n    proxy()\n')).startswith(
        "rnn_forward, line 7: `s[t] = s_next` raised IndexError: list index out of range"
    )


@pytest.mark.parametrize("line", [None, 0])
def test_a_place_without_a_line_names_the_function(notebook, line):
    error = TimeoutError("10 s")
    error.student_frame = StudentFrame("rnn_forward", line)
    notebook.namespace["proxy"] = throws(error)
    message = str(notebook.fails('with check("x"):\n    proxy()\n'))
    assert message == "rnn_forward raised TimeoutError: 10 s"


def throws(error):
    def proxy():
        raise error

    return proxy


def test_long_and_odd_texts_are_capped_and_cleaned(notebook):
    notebook.run(
        "def rnn_forward(x):\n    raise ValueError('\\x1b[31m\\u202e<b>\\n' + 'a' * 9999)\n"
    )
    error = notebook.fails(CALL)
    assert len(str(error)) < 500
    assert all(c.isprintable() for c in str(error).replace("\n", ""))
    assert "<b>" not in notebook.shown[0][1]


def test_an_exception_that_cannot_be_printed_is_named(notebook):
    notebook.run(
        "class Odd(Exception):\n"
        "    def __str__(self):\n"
        "        raise RuntimeError('no')\n"
        "    @property\n"
        "    def student_frame(self):\n"
        "        raise RuntimeError('no')\n"
        "    __class__ = student_frame\n"
        "def rnn_forward(x):\n"
        "    raise Odd\n"
    )
    assert "rnn_forward, line 9: `raise Odd` raised Odd" in str(notebook.fails(CALL))


# Exceptions of hidden tests


def raised(error):
    try:
        raise error
    except type(error) as caught:
        return caught


def test_a_hidden_test_that_cannot_go_on_tells_the_error_alone():
    failure = failure_of(raised(TypeError("cannot unpack None")))
    assert str(failure) == (
        "this test could not go on with what was returned: TypeError: cannot unpack None"
    )


def test_the_message_of_a_hidden_assert_is_not_told():
    assert "42" not in str(failure_of(raised(AssertionError("expected 42"))))


@pytest.mark.parametrize(
    "error",
    [
        NameError("name 'softmax' is not defined"),
        NameError("no such function", name="softmax"),
    ],
)
def test_a_missing_function_is_named_to_a_hidden_test(error):
    assert str(failure_of(raised(error))).startswith("softmax is not defined")


def test_a_stub_is_not_written_yet_for_a_hidden_test_either():
    assert str(failure_of(raised(NotImplementedError()))).startswith("the function is not written")


def test_a_failed_check_stays_what_it_is():
    failure = CheckFailed(Message("keys.missing", {"missing": ("dU",)}))
    assert failure_of(failure) is failure


def test_a_failed_check_survives_pickling():
    failure = CheckFailed(Message("keys.missing", {"missing": ("dU",)}), Message("advice.none"))
    copy = pickle.loads(pickle.dumps(failure))
    assert (copy.fact, copy.advice, str(copy)) == (failure.fact, failure.advice, str(failure))


def test_printable_text_is_one_line():
    assert printable("a\n\tb\x00\ud800") == "a b\ufffd\ufffd"
    assert len(printable("x" * 999)) == 300
