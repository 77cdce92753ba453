"""Cells behave as in a notebook, without a kernel."""

import base64
import re

import pytest


def kinds(run):
    return [output["output_type"] for output in run.outputs]


def stream(run, name="stdout"):
    return "".join(output["text"] for output in run.outputs if output.get("name") == name)


def test_a_result_has_the_number_of_its_cell(room):
    run = room.run_cell("6 * 7", 5)
    assert run.outputs == [
        {
            "output_type": "execute_result",
            "execution_count": 5,
            "data": {"text/plain": "42"},
            "metadata": {},
        }
    ]


@pytest.mark.parametrize("source", ["6 * 7;", "x = 1", "None", "# nothing", "def f(): pass"])
def test_some_cells_show_nothing(room, source):
    run = room.run_cell(source, 1)
    assert run.ok
    assert run.outputs == []


def test_names_last_from_cell_to_cell(room):
    room.run_cell("x = [1]", 1)
    assert room.run_cell("x.append(2)\nx", 2).outputs[0]["data"]["text/plain"] == "[1, 2]"
    assert room.run_cell("_", 3).outputs[0]["data"]["text/plain"] == "[1, 2]"


def test_prints_are_joined_and_streams_are_kept_apart(room):
    source = "import sys\nprint(1)\nprint(2)\nprint('e', file=sys.stderr)\nprint(3)"
    run = room.run_cell(source, 1)
    assert [(o["name"], o["text"]) for o in run.outputs] == [
        ("stdout", "1\n2\n"),
        ("stderr", "e\n"),
        ("stdout", "3\n"),
    ]


def test_a_warning_is_shown_on_stderr(room):
    run = room.run_cell("import warnings; warnings.warn('careful')", 1)
    assert run.ok
    assert "careful" in stream(run, "stderr")


def test_rich_displays_keep_all_their_forms(room):
    source = """
from IPython.display import HTML, Markdown, display
class Rich:
    def _repr_html_(self): return '<b>x</b>'
    def __repr__(self): return 'x'
display(Markdown('# a'))
Rich()
"""
    run = room.run_cell(source, 1)
    assert kinds(run) == ["display_data", "execute_result"]
    assert run.outputs[0]["data"]["text/markdown"] == "# a"
    assert run.outputs[1]["data"] == {"text/plain": "x", "text/html": "<b>x</b>"}


def test_a_display_can_be_updated(room):
    source = "h = display('before', display_id=True)\nprint(1)\nh.update('after')"
    run = room.run_cell(source, 1)
    assert kinds(run) == ["display_data", "stream"]
    assert run.outputs[0]["data"]["text/plain"] == "'after'"


@pytest.mark.parametrize("wait", [True, False])
def test_outputs_can_be_cleared(room, wait):
    source = "from IPython.display import clear_output\nfor i in range(3):\n    print(i)\n"
    run = room.run_cell(f"{source}    if i < 2: clear_output(wait={wait})", 1)
    assert stream(run) == "2\n"


def test_outputs_cleared_do_not_count_towards_the_limit(room):
    source = "from IPython.display import clear_output\nfor i in range(5):\n"
    run = room.run_cell(source + "    print('x' * 1_000_000)\n    clear_output()\nprint('end')", 1)
    assert stream(run) == "end\n"


def test_a_plot_is_shown_as_a_picture(room):
    pytest.importorskip("matplotlib")
    source = "%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1, 2]);"
    run = room.run_cell(source, 1)
    assert kinds(run) == ["display_data"]
    png = base64.b64decode(run.outputs[0]["data"]["image/png"])
    assert png.startswith(b"\x89PNG")
    assert room.run_cell("1", 2).outputs[0]["data"] == {"text/plain": "1"}


def test_await_works_at_the_top_of_a_cell(room):
    source = "import asyncio\nasync def f():\n    await asyncio.sleep(0)\n    return 5\nawait f()"
    assert room.run_cell(source, 1).outputs[0]["data"]["text/plain"] == "5"


@pytest.mark.parametrize(
    "source", ["%time x = 1", "%%time\nx = 1", "%%timeit -n1 -r1\n1", "%matplotlib inline"]
)
def test_magics_work(room, source):
    run = room.run_cell(source, 1)
    assert run.ok
    assert "error" not in kinds(run)


@pytest.mark.parametrize("source", ["%pip install numpy", "!pip install numpy", "!ls", "x = !ls"])
def test_shell_commands_do_nothing_and_harm_nothing(room, source):
    run = room.run_cell(source, 1)
    assert run.ok
    assert "not run" in stream(run, "stderr")
    assert room.run_cell("1", 2).ok


def test_an_error_shows_its_name_message_and_line(room):
    room.run_cell("def f(x):\n    return x / 0", 1)
    run = room.run_cell("print('before')\nf(1)\nprint('after')", 2)
    assert not run.ok
    assert kinds(run) == ["stream", "error"]
    error = run.outputs[1]
    assert (error["ename"], error["evalue"]) == ("ZeroDivisionError", "division by zero")
    assert "return x / 0" in re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(error["traceback"]))
    assert run.error.report.frames[-1] == (1, 2, "f", "return x / 0")


def test_a_syntax_error_shows_the_line(room):
    run = room.run_cell("x = 1\ny = (2\nz = 3 3", 1)
    assert run.outputs[-1]["ename"] == "SyntaxError"
    assert "y = (2" in "\n".join(run.outputs[-1]["traceback"])
    assert room.run_cell("1", 2).ok


def test_input_is_refused_with_a_message(room):
    run = room.run_cell("input('Your name? ')", 1)
    assert run.outputs[-1]["ename"] == "StdinNotImplementedError"
    assert "nobody answers" in run.outputs[-1]["evalue"]


@pytest.mark.parametrize(
    "source", ["raise SystemExit", "import sys; sys.exit(3)", "exit()", "quit()", "exit"]
)
def test_leaving_ends_nothing(room, source):
    room.run_cell("x = 1", 1)
    room.run_cell(source, 2)
    assert room.run_cell("x", 3).ok


def test_an_interrupt_by_itself_ends_nothing(room):
    run = room.run_cell("raise KeyboardInterrupt", 1)
    assert not run.ok
    assert room.run_cell("1", 2).ok


def test_a_repr_that_raises_ends_nothing(room):
    source = "class Bad:\n    def __repr__(self): raise ValueError('no')\nBad()"
    run = room.run_cell(source, 1)
    assert "ValueError" in str(run.outputs)
    assert room.run_cell("1", 2).ok


def test_an_error_whose_str_raises_is_shown(room):
    source = "class Bad(Exception):\n    def __str__(self): raise SystemExit\nraise Bad"
    run = room.run_cell(source, 1)
    assert run.outputs[-1]["ename"] in ("Bad", "SystemExit")
    assert room.run_cell("1", 2).ok


@pytest.mark.parametrize(
    "source",
    [
        "display({1: 'a', 'text/plain': 'b'}, raw=True)",
        "display({'text/plain': object()}, raw=True)",
        "display({'application/json': float('nan'), 'text/plain': 'b'}, raw=True)",
        "x = []; x.append(x); display({'application/json': x}, raw=True)",
        "import numpy as np; display({'application/json': np.ones(2)}, raw=True)",
    ],
)
def test_an_odd_display_harms_nothing(room, source):
    run = room.run_cell(f"{source}\nprint('on')", 1)
    assert run.ok
    assert stream(run) == "on\n"


def test_text_that_is_no_unicode_harms_nothing(room):
    run = room.run_cell("print('a\\ud800b')", 1)
    assert stream(run).encode("utf-8") == b"a?b\n"


def test_endless_output_is_cut_with_a_note_and_the_error_is_kept(room):
    source = "for _ in range(100): print('x' * 100_000)\n1 / 0"
    run = room.run_cell(source, 1)
    assert len(stream(run)) <= 2 << 20
    assert "more output than allowed" in stream(run, "stderr")
    assert "ZeroDivisionError" in [output.get("ename") for output in run.outputs]


def test_what_is_cut_off_takes_no_memory(room):
    source = """
import resource
most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for _ in range(2_000): print('x' * 100_000)
get_ipython().display_pub.clear_output()
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - most)
"""
    run = room.run_cell(source, 1)
    assert int(stream(run)) < 30_000  # KiB; all that was printed is 200 MB


def test_a_huge_result_is_left_out_with_a_note(room):
    run = room.run_cell("'x' * 5_000_000", 1)
    assert "more output than allowed" in stream(run, "stderr")


def test_updates_count_towards_the_limit(room):
    source = "h = display('x', display_id=True)\nfor _ in range(9): h.update('x' * 1_000_000)"
    run = room.run_cell(source, 1)
    assert run.ok
    assert "more output than allowed" in stream(run, "stderr")


def test_libraries_take_it_for_a_notebook(room):
    source = "type(get_ipython()).__name__"
    assert room.run_cell(source, 1).outputs[0]["data"]["text/plain"] == "'ZMQInteractiveShell'"
