"""`autograder check`, `watch` and `ready` as students run them, with real kernels."""

import json
import os
import subprocess
import sys
import time

import jupytext
import pexpect
import pytest
from click.testing import CliRunner
from student_notebook import DOUBLE, answered, graded_cell, released, saved, verdict_record

from autograder.checks import Status, from_verdict_record
from autograder.cli.main import main
from autograder.workbench.kernel import open_kernel
from autograder.workbench.workbook import read_workbook

COMMANDS = ("check", "watch", "ready")
WRONG = "def double(x):\n    return 3 * x\n"


def run(*words):
    return CliRunner().invoke(main, [str(word) for word in words], env={"NBGRADER_EXECUTION": ""})


@pytest.mark.slow
def test_check_shows_a_card_for_each_check_then_the_progress(tmp_path):
    done = run("check", saved(answered(), tmp_path))
    assert done.exit_code == 0, done.output
    assert done.output.split("\n")[:3] == [
        "✓ double  passed  1 check",
        "✓ quadruple  passed  1 check",
        "twice ██ 2/2   all done",
    ]


@pytest.mark.slow
def test_check_of_one_exercise_shows_that_one_alone_in_the_language_asked_for(tmp_path):
    done = run("check", saved(answered(double=WRONG), tmp_path), "double", "--language", "zh")
    assert done.exit_code == 1
    assert done.output.startswith("✗ double  未通过\n    y 与正确结果不符")
    assert "quadruple" not in done.output


@pytest.mark.slow
def test_check_prints_the_records_of_the_verdicts_as_json(tmp_path):
    done = run("check", "--json", saved(answered(double=WRONG + "1 / 0\n"), tmp_path))
    assert done.exit_code == 1
    record = json.loads(done.stdout)
    verdicts = [from_verdict_record(verdict) for verdict in record["verdicts"]]
    assert [(v.title, v.status) for v in verdicts] == [
        ("double", Status.FAILED),
        ("quadruple", Status.FAILED),
    ]
    assert record["errors"] == [
        {"cell": 3, "text": "cell 3 raised ZeroDivisionError: division by zero"}
    ]
    assert record["progress"]["total"] == 2


@pytest.mark.slow
def test_check_runs_a_script_and_finds_files_beside_it(tmp_path):
    (tmp_path / "data.csv").write_text("2")
    reads = "factor = float(open('data.csv').read())\n" + DOUBLE
    path = tmp_path / "twice.py"
    jupytext.write(answered(double=reads), path, fmt="py:percent")
    done = run("check", path)
    assert done.exit_code == 0, done.output


@pytest.mark.slow
def test_an_endless_loop_is_stopped_and_the_rest_runs(tmp_path):
    endless = "def double(x):\n    import time\n    while True:\n        time.sleep(0.01)\n"
    other = "def quadruple(x):\n    return 4 * x\n"
    path = saved(answered(double=endless, quadruple=other), tmp_path)
    done = run("check", path, "--seconds", "4")  # a busy machine imports numpy in less
    assert done.exit_code == 1
    assert "cell 4 ran longer than 4 seconds and was stopped" in done.output
    assert "most likely  a loop whose condition never becomes false" in done.output
    assert "✓ quadruple  passed" in done.output


@pytest.mark.slow
@pytest.mark.parametrize(
    ("body", "said"),
    [
        (
            "    import signal\n    signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
            "    import time\n    while True: time.sleep(0.1)\n",
            "could not be stopped",
        ),
        ("    import os\n    os._exit(3)\n", "the kernel ended while cell 4 ran"),
    ],
)
def test_a_kernel_that_is_lost_leaves_the_other_checks_not_run(tmp_path, body, said):
    path = saved(answered(double="def double(x):\n" + body), tmp_path)
    done = run("check", path, "--seconds", "4")
    assert done.exit_code == 1
    assert said in done.output
    assert "– quadruple  skipped" in done.output


@pytest.mark.slow
def test_in_a_kernel_a_warning_and_a_flood_become_notes_and_nothing_goes_to_stderr(tmp_path):
    noisy = (
        "def double(x):\n    np.log(0 * x)\n    for step in range(400):\n        print(step)\n"
        "    return 2 * x\n"
    )
    book = read_workbook(saved(answered(double=noisy), tmp_path))
    with open_kernel("python3", tmp_path) as kernel:
        ran = [kernel.run(cell.source, 60) for cell in book.code]
        again = kernel.run(book.code[2].source, 60)
    for check in (ran[2], again):
        streams = [out for out in check.outputs if out["output_type"] == "stream"]
        assert {out["name"] for out in streams} == {"stdout"}
        text = "".join(out["text"] for out in streams)
        assert text == "".join(f"{step}\n" for step in range(20)) + "…\n"
        keys = [note["key"] for note in verdict_record(check)["notes"]]
        assert keys == ["warned.note", "flood.lines"]


@pytest.mark.slow
def test_ready_changes_nothing_and_says_that_it_can_be_handed_in(tmp_path):
    notebook = answered()
    notebook.cells.append(graded_cell("open('made.txt', 'w').write('x')", "mine"))
    path = saved(notebook, tmp_path)
    before = path.read_bytes()
    done = run("ready", path)
    assert done.exit_code == 0, done.output
    assert "✓ Ready to hand in." in done.output
    assert "together   10" in done.output
    assert [p.name for p in tmp_path.iterdir()] == ["twice.ipynb"]
    assert path.read_bytes() == before


@pytest.mark.slow
def test_ready_of_an_unanswered_notebook_says_what_to_mend_in_its_language(tmp_path):
    done = run("ready", saved(released("zh"), tmp_path))
    assert done.exit_code == 1
    assert "double 还没有作答（单元格 3）" in done.output
    assert "还不能提交：先改 2 处" in done.output


@pytest.mark.parametrize("command", COMMANDS)
def test_input_that_cannot_be_used_is_told_on_one_line_with_exit_code_2(tmp_path, command):
    for name, content in (("a.ipynb", "{}"), ("b.py", "x = 1"), ("c.md", ""), ("d.ipynb", None)):
        if content is not None:
            (tmp_path / name).write_text(content)
        done = run(command, tmp_path / name)
        assert done.exit_code == 2
        assert name in done.output
        assert "found" in done.output
        assert "expected" in done.output
        assert len(done.output.strip().split("\n")) == 1


def test_a_script_cannot_be_handed_in(tmp_path):
    path = tmp_path / "twice.py"
    jupytext.write(answered(), path, fmt="py:percent")
    done = run("ready", path)
    assert done.exit_code == 2
    assert "jupytext --to ipynb twice.py" in done.output


def test_an_unknown_exercise_is_refused_before_anything_runs(tmp_path):
    done = run("check", saved(answered(), tmp_path), "dubble")
    assert done.exit_code == 2
    assert "Did you mean double?" in done.output


@pytest.mark.parametrize("command", ["check", "watch"])
def test_a_kernel_that_is_not_there_is_told_with_those_that_are(tmp_path, command):
    notebook = answered()
    notebook.metadata.kernelspec.name = "fortran"
    done = run(command, saved(notebook, tmp_path))
    assert done.exit_code == 2
    assert "found none that is called fortran; expected one of" in done.output


def in_terminal(tmp_path, **variables):
    path = saved(answered(double=WRONG), tmp_path)
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "100", **variables}
    command = ["-m", "autograder", "watch", str(path)]
    return path, pexpect.spawn(
        sys.executable, command, env=environment, encoding="utf-8", timeout=60
    )


@pytest.mark.slow
def test_watch_in_a_terminal_is_coloured_runs_again_on_a_save_and_answers_keys(tmp_path):
    path, terminal = in_terminal(tmp_path)
    terminal.expect("✗ double  failed")
    shown = terminal.before
    terminal.expect("q quit")
    assert "38;" in shown + terminal.before  # a colour
    terminal.send("l")
    terminal.expect("→ .*double")
    new = tmp_path / "new"
    saved(answered(), tmp_path, "new")
    time.sleep(1)
    new.replace(path)  # as many editors save
    terminal.expect("running 4 of 5 cells")
    terminal.expect("all checks pass")
    terminal.send("q")
    terminal.expect("no longer watching twice.ipynb")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 0


@pytest.mark.slow
def test_no_colour_is_shown_where_no_color_is_set(tmp_path):
    _, terminal = in_terminal(tmp_path, NO_COLOR="1")
    terminal.expect("q quit")
    assert "failed" in terminal.before
    assert "38;" not in terminal.before
    terminal.sendintr()
    terminal.expect(pexpect.EOF)


@pytest.mark.slow
def test_watch_with_keys_from_a_pipe_ends_with_q(tmp_path):
    path = saved(answered(), tmp_path)
    command = [sys.executable, "-m", "autograder", "watch", str(path)]
    done = subprocess.run(command, input="lq", capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert "✓ double  passed" in done.stdout
    assert "\x1b" not in done.stdout
    assert done.stderr == ""
