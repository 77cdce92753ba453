"""What a check notices beside right and wrong; and that it notices nothing in right programs."""

import contextlib
import importlib
import io
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest
from test_notebook import Notebook

from autograder.build.slots import Kind, read_prose
from autograder.checks import VERDICT, check, from_verdict_record
from autograder.checks.catalogue import CATALOGUES, text
from autograder.checks.globalnames import global_names, globals_read
from autograder.checks.growth import growth_note, lines_run

ROOT = Path(__file__).parent.parent.parent
BLOCK = 'with check("cell"):\n    check.shape("s", cell(np.zeros(3)), T=3)\n'


@pytest.fixture
def notebook(monkeypatch):
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    book = Notebook()
    book.verdicts = []

    def publish(plain, html, more):
        book.show(plain, html, more)
        book.verdicts.append(from_verdict_record(more[VERDICT]))

    monkeypatch.setattr(check, "publish", publish)
    with warnings.catch_warnings():
        warnings.simplefilter("default")  # as a kernel has it; pytest makes errors of them
        yield book


def noted(notebook, function, block=BLOCK):
    """The notes that the block shows for this function."""
    notebook.shown.clear()
    notebook.verdicts.clear()
    notebook.run(function)
    with contextlib.suppress(AssertionError):
        notebook.run(block)
    return [text(note, "en") for verdict in notebook.verdicts for note in verdict.notes]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("1 / (1 + np.exp(1000 - x))", "overflow in exp: the number is too large for a float"),
        ("(x + 1e200) ** 2", "overflow in square: a number became too large for a float"),
        ("np.log(x)", "log of 0, which is -inf"),
        ("1 / x", "a division by 0 (divide), which gives inf or nan"),
        ("np.sqrt(x - 1)", "sqrt of a negative number, which gives nan"),
        ("x / x", "a computation without a result (divide), such as 0/0 or inf − inf: nan"),
        ("x + np.mean(x[:0])", "the mean of no numbers, which is nan"),
        ("(x + 1j).astype(float)", "complex numbers lose their imaginary part"),
    ],
)
def test_a_warning_is_explained_with_function_line_and_cure(notebook, line, said):
    first = noted(notebook, f"def cell(x):\n    y = {line}\n    return y\n")[0]
    assert first.startswith(f"cell, line 2: {said}. The checks pass all the same. Usual cure: ")


@pytest.mark.parametrize(
    ("message", "said"),
    [
        (
            "`row_stack` alias is deprecated. Use `np.vstack` directly.",
            "numpy will drop this soon (`row_stack` alias is deprecated. Use",
        ),
        ("`trapz` is deprecated. Use `trapezoid` instead", "numpy will drop this soon (`trapz`"),
        (
            "Conversion of an array with ndim > 0 to a scalar is deprecated, and will error",
            "an array of size 1 is used as a single number",
        ),
    ],
)
def test_what_numpy_will_drop_is_explained(notebook, message, said):
    line = f"warnings.warn({message!r}, DeprecationWarning, stacklevel=2)"
    helper = f"import warnings\ndef old():\n    {line}\n"
    (first,) = noted(notebook, helper + "def cell(x):\n    old()\n    return x\n")
    assert said in first
    assert "Usual cure: " in first


def test_a_warning_names_the_function_that_was_running_in_the_function(notebook):
    helper = "def sigmoid(z):\n    return 1 / (1 + np.exp(-z))\n"
    (line,) = noted(notebook, helper + "def cell(x):\n    return sigmoid(x - 1e4)\n")
    assert line.startswith("sigmoid, line 2: overflow in exp")


def test_only_a_check_that_passed_says_so_beside_a_warning(notebook):
    (line,) = noted(notebook, "def cell(x):\n    return np.log(x)[:2]\n")
    assert "pass" not in line
    assert "log of 0" in line


def test_each_kind_of_warning_is_told_once_and_again_in_the_next_run(notebook):
    function = "def cell(x):\n    for _ in range(9):\n        y = np.log(x)\n    return y\n"
    assert len(noted(notebook, function)) == 1
    assert len(noted(notebook, function)) == 1


def test_a_warning_that_is_not_known_is_told_in_its_own_words(notebook):
    function = "import warnings\ndef cell(x):\n    warnings.warn('too\\x1b[1m hot')\n    return x\n"
    assert noted(notebook, function) == [
        "cell, line 3: UserWarning: too\N{REPLACEMENT CHARACTER}[1m hot. "
        "The checks pass all the same"
    ]


def test_a_warning_of_the_checks_own_arithmetic_is_no_note(notebook, capsys):
    block = 'with check("cell"):\n    np.log(cell(np.zeros(1)))\n'
    assert noted(notebook, "def cell(x):\n    return x\n", block) == []
    assert capsys.readouterr().err == ""


def test_no_raw_warning_reaches_stderr(notebook, capsys):
    noted(notebook, "def cell(x):\n    return np.log(x)\n")
    assert capsys.readouterr().err == ""


def test_while_grading_stderr_stays_empty_and_nothing_stands_for_stdout(
    notebook, monkeypatch, capsys
):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    flood = "    for i in range(99):\n        print(i)\n"
    seen = "    import sys\n    assert sys.stdout is before\n"
    notebook.namespace["before"] = sys.stdout
    function = f"def cell(x):\n{seen}{flood}    np.log(x)\n    return x[:1]\n"
    [note] = noted(notebook, function, BLOCK + "after = 1\n")
    assert "log of 0" in note
    assert notebook.namespace["after"] == 1
    shown = capsys.readouterr()
    assert shown.err == ""
    assert shown.out.count("\n") >= 99


def test_what_the_student_silenced_stays_silent(notebook):
    quiet = "def cell(x):\n    with np.errstate(all='ignore'):\n        return np.log(x)\n"
    assert noted(notebook, quiet) == []
    warnings.simplefilter("ignore")
    assert noted(notebook, "def cell(x):\n    return np.log(x)\n") == []


def test_filters_and_stdout_are_afterwards_as_before_even_when_the_function_raises(notebook):
    before = list(warnings.filters), warnings.showwarning, sys.stdout
    function = "import warnings\ndef cell(x):\n    warnings.simplefilter('error')\n    1 / 0\n"
    assert noted(notebook, function) == []
    assert (list(warnings.filters), warnings.showwarning, sys.stdout) == before
    assert "ZeroDivisionError" in notebook.text


def test_a_flood_is_counted_and_cut_to_its_first_lines(notebook, capsys):
    function = "def cell(x):\n    for i in range(500):\n        print('step', i)\n    return x\n"
    assert noted(notebook, function) == [
        "cell printed 500 lines during this check; the first 20 are shown"
    ]
    shown = capsys.readouterr().out.splitlines()
    assert shown == [f"step {i}" for i in range(20)] + ["…"]


def test_twenty_lines_are_no_flood(notebook, capsys):
    function = "def cell(x):\n    for i in range(20):\n        print(i)\n    return x\n"
    assert noted(notebook, function) == []
    assert capsys.readouterr().out.splitlines() == [str(i) for i in range(20)]


def test_a_flood_without_line_ends_is_cut_too(notebook, capsys):
    function = "def cell(x):\n    print('ab' * 50_000, end='')\n    return x\n"
    assert noted(notebook, function) == [
        "cell printed 100000 characters during this check; it is cut"
    ]
    assert len(capsys.readouterr().out) == 4_000 + len("…\n")


def test_what_was_printed_before_a_crash_is_shown(notebook, capsys):
    noted(notebook, "def cell(x):\n    print('before')\n    1 / 0\n")
    assert capsys.readouterr().out == "before\n"


def test_output_that_is_redirected_in_the_function_is_no_flood(notebook, capsys):
    function = (
        "import contextlib, io\ndef cell(x):\n    with contextlib.redirect_stdout(io.StringIO()):\n"
        "        print('x\\n' * 99)\n    print('seen', flush=True)\n    return x\n"
    )
    assert noted(notebook, function) == []
    assert capsys.readouterr().out == "seen\n"


def test_a_stream_that_the_function_leaves_behind_is_put_back(notebook, monkeypatch):
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stdout", stream)
    noted(notebook, "import io, sys\ndef cell(x):\n    sys.stdout = io.StringIO()\n    return x\n")
    assert sys.stdout is stream


def test_data_of_the_notebook_that_the_function_reads_is_told(notebook):
    notebook.run("W = np.eye(3)\n")
    assert noted(notebook, "def cell(x):\n    return [W @ x for _ in range(1)][0]\n") == [
        "cell reads the notebook's variable `W`, which is none of its arguments"
    ]


def test_the_argument_that_has_one_of_this_name_is_named(notebook):
    notebook.run("W = np.eye(3)\nparameters = {'W': W}\n")
    block = 'with check("cell"):\n    check.shape("s", cell(parameters), n=3, m=3)\n'
    assert noted(notebook, "def cell(parameters):\n    return 2 * W\n", block) == [
        "cell reads the notebook's variable `W`; its argument `parameters` has one of this name"
    ]


@pytest.mark.parametrize(
    "body",
    ["EPSILON + x", "helper(x)", "np.tanh(x)", "Kind and x", "len([x]) + x", "W + x"],
)
def test_constants_functions_modules_classes_and_own_names_are_not_told(body):
    namespace = {"np": np, "EPSILON": 1e-12, "helper": abs, "Kind": int, "x": 1}
    parameter = ", W=1" if body.startswith("W") else ""
    exec(f"W = 3\ndef cell(x{parameter}):\n    return {body}\n", namespace)
    assert globals_read("cell", namespace) == ()


def test_global_names_of_inner_functions_are_found():
    namespace = {}
    exec(
        "def f(a):\n    def g():\n        return [b for _ in a]\n    return g, lambda: c", namespace
    )
    assert set(global_names(namespace["f"].__code__)) == {"b", "c"}


def test_an_object_in_the_functions_place_says_nothing():
    class Proxy:
        def __call__(self, x):
            return x

    assert globals_read("cell", {"cell": Proxy(), "W": 1}) == ()
    assert growth_note(Proxy(), lambda T: (T,)) is None


AGAIN = (
    "def forward(T):\n    for t in range(T):\n        s = 0\n"
    "        for k in range(t + 1):\n            s = s + 1\n"
)
ONCE = "def forward(T):\n    s = 0\n    for t in range(T):\n        s = s + 1\n"
LINEAR = 'with check("forward"):\n    check.linear(forward, lambda T: (T,))\n'


def test_steps_that_start_again_from_the_first_are_told(notebook):
    (line,) = noted(notebook, AGAIN, LINEAR)
    assert line.startswith("in forward, twice the steps take 3.6 times the work")
    assert notebook.text.startswith("✓")


@pytest.mark.parametrize(
    "function", [ONCE, "def forward(T):\n    raise NotImplementedError()\n", "forward = len\n"]
)
def test_linear_work_and_what_cannot_be_counted_is_not_told(notebook, function):
    assert noted(notebook, function, LINEAR) == []


def test_counting_lines_is_the_same_each_time_and_leaves_the_tracer_alone():
    namespace = {}
    exec(AGAIN, namespace)
    before = sys.gettrace(), sys.getprofile()
    assert lines_run(namespace["forward"], (5,)) == lines_run(namespace["forward"], (5,)) > 30
    assert (sys.gettrace(), sys.getprofile()) == before


def test_while_a_tool_traces_nothing_is_counted():
    namespace = {}
    exec(AGAIN, namespace)
    before = sys.gettrace()
    sys.settrace(lambda *_: None)
    try:
        assert growth_note(namespace["forward"], lambda T: (T,)) is None
    finally:
        sys.settrace(before)


def right_programs(assignment):
    """Every exercise with every right program for it; None is the reference alone."""
    spellings = importlib.import_module(f"tests.spellings.{assignment}").SPELLINGS
    return {name: [None, *spellings[name]] for name in spellings}


@pytest.mark.parametrize("assignment", ["rnn", "gru", "lstm"])
def test_right_programs_get_no_note_but_true_ones_on_overflow(assignment, notebook):
    prose = read_prose(ROOT / f"source/en/{assignment}/{assignment}.md")
    solution = (ROOT / f"solutions/{assignment}.py").read_text(encoding="utf-8")
    given = [cell.source for cell in prose.of(Kind.GIVEN).values()]
    told, count = [], 0
    for name, programs in right_programs(assignment).items():
        for program in programs:
            notebook.namespace = {"np": np, "check": check}
            for source in (*given, solution, program or ""):
                notebook.run(source)
            told += noted(notebook, "", prose.of(Kind.CHECK)[name].source)
            count += notebook.text.startswith("✓")
    assert count == sum(map(len, right_programs(assignment).values()))
    assert [line for line in told if ": overflow in exp" not in line] == []


@pytest.mark.parametrize("language", CATALOGUES)
def test_the_fact_of_a_changed_argument_reads_well(notebook, language):
    notebook.run("def cell(x, s):\n    s += 1\n")
    block = (
        'with check("cell"):\n    x, s = np.ones(1), np.ones(1)\n'
        "    with check.unchanged(x=x, s=s):\n        cell(x, s)\n"
    )
    error = notebook.fails(block)
    assert "s" in text(error.fact, language)
    assert "`+=`" in text(error.advice, language)
