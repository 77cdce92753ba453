"""The judge's process: crashes cost the notebook in which they happen, and no other."""

import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from two_rooms import notebook, seen

from autograder.judge.client import Judge, shared_judge
from autograder.judge.errors import GraderError
from autograder.sandbox.limits import Limits

LIMITS = Limits(cell_seconds=2, call_seconds=2)
ANSWER = ("answer", "import os\ndef f(x): return x + 1")


@pytest.fixture(scope="module")
def temporary(tmp_path_factory):
    """Where the judge keeps its temporary files."""
    return tmp_path_factory.mktemp("temporary")


@pytest.fixture(scope="module")
def judge(temporary):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(temporary))
        made = Judge()
    yield made
    made.close()


@pytest.fixture
def run(judge, tmp_path):
    def run_cells(*cells):
        judged = judge.run(notebook(*cells), tmp_path, tmp_path, LIMITS)
        run_cells.flags = judged.flags
        return [seen(cell) for cell in judged.notebook.cells]

    return run_cells


def works(run):
    return run(ANSWER, ("test", "print(f(1))"))[1].printed == "2"


def warm_process(judge):
    """In tier A it is the one that bubblewrap watches over."""
    return psutil.Process(judge._process.pid).children(recursive=True)[-1]


def only_the_warm_process(judge):
    """Whether nothing else is left. In tier A bubblewrap stands over it."""
    found = psutil.Process(judge._process.pid).children(recursive=True)
    return len(found) == (2 if judge.tier.name == "A" else 1)


def test_a_notebook_comes_back_executed(run, judge):
    cells = run(ANSWER, ("test", "assert f(1) == 2\n1.5"))
    assert cells[1].result == "1.5"
    assert run.flags == {}
    assert judge.tier.name in ("A", "B", "C")


def test_the_judge_forks_without_threads_and_without_lines_to_other_rooms(run):
    source = "import os, threading\nprint(threading.active_count(), len(os.listdir('/dev/fd')))"
    first, second = (run(("test", source))[0].printed for _ in range(2))
    assert first == second
    assert first.startswith("1 ")


def test_no_fork_imports_what_drawing_needs(run):
    source = (
        "import sys\nprint('matplotlib.backends.backend_agg' in sys.modules, "
        "'matplotlib.pyplot' in sys.modules)"
    )
    assert run(("test", source))[0].printed == "True False"


def test_one_notebook_knows_nothing_of_another(run):
    run(("answer", "theirs = 1"), ("test", "import numpy\nnumpy.spoiled = ours = 1"))
    cells = run(("test", "import numpy\nprint('ours' in globals(), hasattr(numpy, 'spoiled'))"),
                ("test", "theirs"))  # fmt: skip
    assert cells[0].printed == "False False"
    assert cells[1].error == "NameError"


@pytest.mark.parametrize(
    "crash",
    ["import os; os.abort()", "import os; os._exit(3)", "import os; os.kill(os.getpid(), 9)"],
)
def test_a_judge_that_crashes_gives_no_score_and_the_next_notebook_is_graded(run, crash):
    with pytest.raises(GraderError, match="ended early"):
        run(ANSWER, ("test", crash))
    assert works(run)


def test_a_judge_that_hangs_in_c_is_ended(run):
    endless = "import signal\nsignal.setitimer(signal.ITIMER_PROF, 0.5)\nsum(range(10 ** 13))"
    with pytest.raises(GraderError, match="ended early"):
        run(("test", endless))
    assert works(run)


def test_a_warm_process_that_is_killed_is_started_again(run, judge):
    warm = warm_process(judge)
    pid = f"import os, signal\nos.kill({warm.pid}, signal.SIGKILL)"
    with pytest.raises(GraderError):
        run(ANSWER, ("test", pid))
    assert not warm.is_running()
    assert works(run)


def test_what_a_dead_warm_process_leaves_behind_is_ended(run, judge):
    warm = warm_process(judge)
    daemon = "import os, time\nif os.fork() == 0:\n    os.setsid()\n    os.closerange(3, 64)\n"
    daemon += "    time.sleep(600)"
    with pytest.raises(GraderError):
        run(("answer", daemon), ("test", f"import os\nos.kill({warm.pid}, 9)"))
    assert works(run)
    assert only_the_warm_process(judge)


def test_no_process_and_no_file_is_left_after_a_notebook(run, judge, temporary):
    run(ANSWER, ("answer", "open('file', 'w').close()"), ("test", "f(1)"))
    assert only_the_warm_process(judge)
    left = list(temporary.iterdir())
    assert len(left) == (0 if judge.tier.name == "A" else 1)  # a folder on the disk, or none
    assert [file for folder in left for file in folder.iterdir()] == []


def test_files_of_the_submission_are_there_and_new_ones_come_back(run, tmp_path):
    (tmp_path / "data.csv").write_text("1,2")
    source = "text = open('data.csv').read()\nopen('out.txt', 'w').write(text)\nprint(text)"
    cells = run(("answer", source), ("test", "print(open('out.txt').read(), text)"))
    assert cells[0].printed == "1,2"
    assert cells[1].printed == "1,2 1,2"
    assert (tmp_path / "out.txt").read_text() == "1,2"


def test_a_huge_value_for_the_judge_is_a_failed_test(run):
    cells = run(("answer", "def n(): return 10 ** 11"), ("test", "[0] * n()"), ("test", "print(1)"))
    assert cells[1].error == "MemoryError"
    assert cells[2].printed == "1"


def test_what_a_test_prints_past_its_shell_is_no_answer_of_the_judge(run):
    forged = "import os\nos.write(1, b'{\"notebook\": 1}\\n')\nprint('on')"
    assert run(("test", forged))[0].printed == "on"


def test_a_module_in_the_submission_is_not_the_judges(run, tmp_path):
    (tmp_path / "numpy.py").write_text("raise RuntimeError('theirs')")
    cells = run(("test", "import numpy as np\nprint(np.ones(1))"))
    assert cells[0].printed == "[1.]"


def test_the_shared_judge_is_one_and_is_started_again():
    first = shared_judge()
    assert shared_judge() is first
    first._process.kill()
    first._process.wait()
    second = shared_judge()
    assert second is not first
    assert second.is_running
    for judge in (first, second):
        judge.close()


def test_a_judge_that_ended_is_a_graders_error(tmp_path):
    judge = Judge()
    psutil.Process(judge._process.pid).kill()
    with pytest.raises(GraderError):
        judge.run(notebook(ANSWER), tmp_path, tmp_path, LIMITS)
    assert not judge.is_running
    judge.close()


def test_nothing_runs_on_when_the_one_who_grades_is_killed():
    code = (
        "import sys, time\nfrom autograder.judge.client import Judge\nj = Judge()\n"
        "print(j._process.pid, flush=True)\ntime.sleep(60)"
    )
    root = Path(__file__).parents[2]
    grader = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=root)
    assert grader.stdout is not None
    judge = psutil.Process(int(grader.stdout.readline()))
    family = [judge, *judge.children(recursive=True)]
    grader.kill()
    grader.wait()
    grader.stdout.close()
    end = time.monotonic() + 15
    while any(process.is_running() for process in family) and time.monotonic() < end:
        time.sleep(0.05)
    assert not any(process.is_running() for process in family)
