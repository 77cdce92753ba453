"""Tracebacks are drawn quickly: once, and letter for letter as IPython's libraries draw them."""

import pytest
from pygments.formatters.terminal256 import Terminal256Formatter
from stack_data import style_with_executing_node
from stack_data.utils import _pygmented_with_ranges as as_stack_data_draws

from autograder.judge.names import Names
from autograder.judge.shell import JudgeShell
from autograder.sandbox.tracebacks import highlighted

CODES = (
    "def f(x):\n    return f'{x!r}' + 1  # no text\n",
    "class A:\n    '''Text.'''\n\n    async def b(self, *args):\n        raise ValueError",
    "\n\nwörter = [n @ n for n in λ]\n\tx = 0x_f + 1e-3j",
    "def broken(:\n    '''never ends",
    "",
)
RANGES = ([], [(4, 9)], [(0, 1), (20, 400)])
COUNT = """
drawn = []
def counting(*arguments, **named):
    drawn.append(arguments)
    return draw(*arguments, **named)
draw = get_ipython().InteractiveTB.structured_traceback
get_ipython().InteractiveTB.structured_traceback = counting
"""


@pytest.fixture(params=[True, False], ids=["marked", "plain"])
def formatter(request):
    style = style_with_executing_node("default", "bg:#00005f") if request.param else "default"
    return Terminal256Formatter(style=style)


@pytest.mark.parametrize("ranges", RANGES)
@pytest.mark.parametrize("code", CODES)
def test_code_has_the_colours_that_stack_data_gives_it(formatter, code, ranges):
    assert highlighted(formatter, code, ranges) == as_stack_data_draws(formatter, code, ranges)


def test_what_is_executing_stands_out(formatter):
    code, marked = "x = f(1)", "ExecutingNode" in str(formatter.style_string)
    same = highlighted(formatter, code, []) == highlighted(formatter, code, [(4, 8)])
    assert same is not marked


def test_code_that_can_not_be_coloured_is_shown_without_colours():
    assert highlighted(None, "x = 1\ny = 2", [(0, 1)]) == ["x = 1", "y = 2"]


def test_an_error_is_drawn_once(room):
    assert room.run_cell(COUNT, 1).ok
    shown = room.run_cell("1 / 0", 2).outputs
    assert [output["ename"] for output in shown] == ["ZeroDivisionError"]
    assert room.run_cell("len(drawn)", 3).outputs[0]["data"]["text/plain"] == "1"


def test_what_ipython_keeps_of_an_error_is_what_was_shown(room):
    (shown,) = room.run_cell("1 / 0", 1).outputs
    kept = room.run_cell("get_ipython()._format_exception_for_storage(ValueError())", 2)
    assert "ValueError" in str(kept.outputs)
    source = (
        "try:\n    1 / 0\nexcept ZeroDivisionError as error:\n    get_ipython().showtraceback()"
    )
    source += "\n    kept = get_ipython()._format_exception_for_storage(error)\nkept['ename'], "
    source += "kept['evalue'], len(kept['traceback']) > 1"
    told = room.run_cell(source, 3).outputs[-1]["data"]["text/plain"]
    assert told == f"({shown['ename']!r}, {shown['evalue']!r}, True)"


def test_the_judge_draws_no_traceback_at_all(monkeypatch):
    shell = JudgeShell(Names(), wall_seconds=10)
    drawn = []
    monkeypatch.setattr(
        shell._shell.InteractiveTB, "structured_traceback", lambda *args: drawn.append(args)
    )
    run = shell.run("assert 1 == 2, 'not the same'", 1)
    assert [output["evalue"] for output in run.outputs] == ["not the same"]
    assert drawn == []
