"""`autograder grade --scheduler`: what it leaves is what a run on this machine leaves."""

import os
import signal
import subprocess
import sys
import time

import psutil
import pytest
from cluster_page import commands, run_commands
from command import autograder, files_below
from dask_cluster import cluster
from tables import tables

pytest.importorskip("distributed", reason="the extra `cluster` is not installed")

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("workers_stay")]

STUDENTS = [f"student{number:02}" for number in range(18)]
KINDS = (
    {},
    {"square": "def square(x):\n    return 2 * x"},
    {"share": "def share():\n    return 0.25"},
    {"square": "import os\nos._exit(3)"},
    {"guesses": "def guesses():\n    open('mine.txt', 'w').write('by hand')\n    return [1, 4, 9]"},
)


@pytest.fixture(scope="module")
def handed_in(released, tmp_path_factory):
    """A class whose hand-ins all differ: equal ones would be graded once."""
    course = released.copy(tmp_path_factory.mktemp("class") / "course").about("ps1", "p1")
    writer = course.student()
    for number, student in enumerate(STUDENTS):
        words = f"import time\ntime.sleep(0.05)\nlabel = {number}"
        course.hand_in(student, writer.notebook(drawing=words, **KINDS[number % len(KINDS)]))
        stamp = "2026-11-20 12:00:00 UTC"
        course.submitted(student, "timestamp.txt").write_text(stamp, encoding="utf-8")
    return course


@pytest.fixture(scope="module")
def expected(handed_in, tmp_path_factory):
    """The rows and the files of a run with two processes of this machine."""
    course = handed_in.copy(tmp_path_factory.mktemp("local") / "course")
    run = autograder("grade", "ps1", "--workers", "2", course=course.root)
    assert f"graded {len(STUDENTS)} " in run.text
    return left_by(course)


def left_by(course):
    return tables(course.root / "gradebook.db"), files_below(course.root / "autograded")


def test_a_real_cluster_that_loses_a_worker_gives_the_same(handed_in, expected, tmp_path):
    course = handed_in.copy(tmp_path / "course")
    main = "from autograder.cli.main import main; main()"
    with cluster(tmp_path) as made:
        words = ("grade", "ps1", "--scheduler", made.address)
        command = [sys.executable, "-c", main, *words]
        with subprocess.Popen(command, cwd=course.root, stdout=subprocess.PIPE, text=True) as run:
            wait_for(lambda: any((course.root / "autograded").glob("*/ps1/p1.ipynb")))
            below = psutil.Process(made.workers[0].pid).children(recursive=True)
            os.kill(made.workers[0].pid, signal.SIGKILL)
            said, _ = run.communicate(timeout=300)
        gone, alive = psutil.wait_procs(below, timeout=20)
    assert run.returncode == 0, said
    assert f"graded {len(STUDENTS)} " in said
    assert "student's room: tier" in said
    assert left_by(course) == expected
    assert gone
    assert alive == []


def wait_for(happens):
    deadline = time.monotonic() + 120
    while not happens():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.parametrize("script", commands(), ids=["on this machine", "on many"])
def test_the_commands_on_the_page_give_the_same(script, handed_in, expected, tmp_path):
    """Those of docs/cluster.md: a cluster that the command starts itself, and one beside it."""
    course = handed_in.copy(tmp_path / "course")
    said = run_commands(script, course)
    assert f"graded {len(STUDENTS)} " in said
    assert left_by(course) == expected
    assert course.total("student00") == 12


def test_a_scheduler_that_is_not_there_loses_nothing(handed_in, tmp_path, monkeypatch):
    monkeypatch.setattr("autograder.batch.dask_pool.CONNECT_SECONDS", 1)
    course = handed_in.copy(tmp_path / "course")
    before = tables(course.root / "gradebook.db")
    run = autograder("grade", "ps1", "--scheduler", "tcp://127.0.0.1:9", course=course.root)
    assert run.code == 1
    assert "tcp://127.0.0.1:9: found no Dask scheduler within 1 s" in run.text
    assert tables(course.root / "gradebook.db") == before


def test_without_dask_the_command_says_what_to_install(handed_in, tmp_path, monkeypatch):
    course = handed_in.copy(tmp_path / "course")
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.delitem(sys.modules, "autograder.batch.dask_pool", raising=False)
    monkeypatch.delitem(sys.modules, "autograder.batch.dask_run", raising=False)
    run = autograder("grade", "ps1", "--scheduler", "local", course=course.root)
    assert run.code == 1
    assert "pip install 'rnn-autograder[cluster]'" in run.text
