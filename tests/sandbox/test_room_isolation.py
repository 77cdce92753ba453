"""What the student's code can find in its room, and what it leaves behind."""

import ast
import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from autograder.sandbox import landlock, paths
from autograder.sandbox.limits import Limits
from autograder.sandbox.rooms import StudentRooms

COURSE = Path(__file__).parents[2]
SECRET_WORDS = ("tests/hidden", "solutions", "mistakes", "autograder.judge", str(COURSE / "tests"))

needs_landlock = pytest.mark.skipif(not landlock.version(), reason="this kernel has no Landlock")
needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def test_no_descriptor_is_open_but_the_line(says):
    source = "import os\nprint([d for d in range(1000) if os.path.exists(f'/dev/fd/{d}')])"
    closed = "import os, stat\nfound = []\nfor d in range(64):\n    try:\n        os.fstat(d)\n"
    closed += "        found.append(d)\n    except OSError:\n        pass\nprint(found)"
    assert says(closed) == "[0, 1, 2, 3]"
    assert says(source) in ("[]", "[0, 1, 2, 3]")


def test_no_thread_runs_when_processes_are_forked(says):
    assert says("import threading\nprint(threading.active_count())") == "1"


def test_standard_streams_of_the_process_lead_to_no_one_else(says):
    """Input is empty; output goes to the room's own files, which have no name anywhere."""
    source = "import os\nnowhere = os.fstat(0).st_rdev == os.stat('/dev/null').st_rdev\n"
    source += "print(nowhere, [os.fstat(d).st_nlink for d in (1, 2)])"
    assert says(source) == "True [0, 0]"


def test_no_variable_of_the_instructors_is_there(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_PASSWORD", "secret")
    monkeypatch.setenv("AUTOGRADER_COURSE", str(COURSE))
    monkeypatch.setenv("PYTHONSTARTUP", "/etc/secret.py")
    with StudentRooms(Limits()) as rooms, rooms.open(tmp_path) as room:
        run = room.run_cell("import os\nprint(sorted(os.environ))", 1)
    names = set(ast.literal_eval(run.outputs[0]["text"]))
    assert names <= {
        "HOME",
        "IPYTHONDIR",
        "LANG",
        "LC_CTYPE",
        "MPLBACKEND",
        "MPLCONFIGDIR",
        "NBGRADER_EXECUTION",
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "PATH",
        "PYTHONHASHSEED",
        "TMPDIR",
        # IPython sets these for programs that it starts.
        "CLICOLOR",
        "FORCE_COLOR",
        "GIT_PAGER",
        "PAGER",
        "TERM",
    }


def test_home_and_temporary_files_are_in_the_scratch_folder(says, student_rooms):
    source = "import os, tempfile\nprint([os.getcwd(), os.environ['HOME'], tempfile.gettempdir()])"
    (folder,) = set(ast.literal_eval(says(source)))
    assert says("open('a file', 'w').close()", 2) == ""
    assert (student_rooms.scratch / "a file").exists()
    assert says(f"import os\nprint(os.listdir({folder!r}))", 3) == "['a file']"


EVERYTHING_IN_MEMORY = """
import gc, sys
found = []
for value in gc.get_objects():
    try:
        if isinstance(value, dict):
            found += [str(k) for k in value] + [v for v in value.values() if isinstance(v, str)]
        elif isinstance(value, (list, tuple)):
            found += [v for v in value if isinstance(v, str)]
    except Exception:
        pass
print(sorted({text[:200] for text in found for word in WORDS if word in text} - {*WORDS}))
"""


@needs_linux
def test_memory_holds_no_path_to_a_test_or_an_answer(says):
    words = [f"{word[:3]}' '{word[3:]}" for word in SECRET_WORDS]  # not to find itself
    source = "WORDS = [" + ", ".join(f"'{word}'" for word in words) + "]"
    says(source.replace("' '", "' + '"))
    found = ast.literal_eval(says(EVERYTHING_IN_MEMORY, 2))
    assert [text for text in found if "WORDS" not in text] == []


def test_arguments_and_main_hold_nothing(says):
    assert says("import sys\nprint(sys.argv)") == "['']"
    assert says("import sys\nprint(len(sys.orig_argv))") == "1"
    assert says("import __main__\nprint(hasattr(__main__, '__file__'))") == "False"


def test_no_module_of_the_judge_is_loaded_or_can_be_found(says):
    source = "import sys\nprint([m for m in sys.modules if m.split('.')[0] in "
    assert says(source + "('solutions', 'tests', 'pytest', 'nbgrader')])") == "[]"
    assert says("import sys\nprint([m for m in sys.modules if 'judge' in m])") == "[]"
    for module in ("solutions", "solutions.rnn", "tests.hidden.test_rnn"):
        source = f"try:\n    import {module}\nexcept ImportError:\n    print('no')"
        assert says(source) == "no"


def test_what_a_student_imports_can_be_imported(says):
    assert says("from autograder.checks import check\nprint(check.language)") == "en"
    assert says("import decimal, json, numpy.testing, wave\nprint('yes')") == "yes"


def test_frames_lead_up_to_no_judge(says):
    source = """
import sys
frame, files = sys._getframe(), []
while frame:
    files.append(frame.f_code.co_filename)
    frame = frame.f_back
print([f for f in files if 'judge' in f or 'nbgrader' in f or 'pytest' in f], len(files) > 1)
"""
    assert says(source) == "[] True"


@needs_landlock
@pytest.mark.parametrize(
    "path",
    [
        COURSE / "solutions" / "rnn.py",
        COURSE / "tests" / "hidden" / "test_rnn.py",
        COURSE / "autograder" / "judge" / "hidden.py",
        COURSE / "pyproject.toml",
        Path("/etc/passwd"),
        Path("/proc/self/environ"),
        Path.home(),
        Path("/tmp"),
    ],
    ids=str,
)
def test_nothing_outside_can_be_read(says, path):
    """Where files are mounted, the folders above them are there, and nothing else in them."""
    action = "os.listdir" if path.is_dir() else "open"
    source = f"import os\ntry:\n    print({action}({str(path)!r}))\n"
    said = says(source + "except OSError as error:\n    print(type(error).__name__)")
    if path.is_dir() and said.startswith("["):
        mounted = {part for entry in paths.readable(sys.path) for part in entry.parts}
        assert set(ast.literal_eval(said)) <= mounted
    else:
        assert said in ("PermissionError", "FileNotFoundError")


@needs_landlock
def test_nothing_outside_can_be_written(says, tmp_path_factory):
    other = tmp_path_factory.mktemp("other") / "file"
    for path in (other, COURSE / "autograder" / "checks" / "x.py", Path(sys.prefix) / "x.py"):
        source = f"try:\n    open({str(path)!r}, 'w')\nexcept OSError:\n    print('no')"
        assert says(source) == "no"
        assert not path.exists()


@needs_landlock
def test_a_link_leads_nowhere(says):
    target = str(COURSE / "pyproject.toml")
    source = f"import os\ntry:\n    os.symlink({target!r}, 'link')\n    open('link')\n"
    assert says(source + "except PermissionError:\n    print('no')") == "no"


@needs_landlock
def test_no_connection_and_no_signal_gets_out(says):
    source = "import socket\ntry:\n    socket.create_connection(('127.0.0.1', 9))\n"
    if landlock.version() >= 4:
        assert says(source + "except PermissionError:\n    print('no')") == "no"
    if landlock.version() >= 6:
        source = f"import os\ntry:\n    os.kill({os.getpid()}, 0)\n"
        source += "except (PermissionError, ProcessLookupError):\n    print('no')"
        assert says(source) == "no"


def processes_below():
    """The processes that this one has started, and theirs, while they run."""
    found = psutil.Process().children(recursive=True)
    return {process for process in found if process.status() != psutil.STATUS_ZOMBIE}


DAEMON = """
import os, sys, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.setsid()
        with open('part', 'w') as file:
            file.write(str(os.getpid()))
        os.rename('part', 'pid')
        os.close(3)
        time.sleep(600)
    os._exit(0)
while not os.path.exists('pid'):
    time.sleep(0.01)
"""


@needs_linux
def test_a_daemon_ends_with_the_room(student_rooms, tmp_path):
    with student_rooms.open(tmp_path) as room:
        assert room.run_cell("1", 1).ok
        before = processes_below()
        assert room.run_cell(DAEMON, 1).ok
        (daemon,) = processes_below() - before
        assert daemon.is_running()
    assert not daemon.is_running()


@needs_linux
def test_a_daemon_ends_with_the_judge(tmp_path):
    rooms = StudentRooms(Limits())
    room = rooms.open(tmp_path)
    before = processes_below()
    assert room.run_cell(DAEMON, 1).ok
    daemons = processes_below() - before
    assert daemons
    rooms.close()  # the room was left open
    room._connection.close()
    assert not any(daemon.is_running() for daemon in daemons)


FLOOD = """
import os, time
end = time.time() + 0.5
while time.time() < end:
    try:
        if os.fork() == 0:
            os.setsid()
            time.sleep(600)
    except OSError:
        break
"""


@needs_linux
def test_a_flood_of_processes_ends_and_the_next_room_works(student_rooms, tmp_path):
    # Other tests of this process may keep warm processes of their own.
    before = set(psutil.Process().children(recursive=True))
    started = time.monotonic()
    with student_rooms.open(tmp_path) as room:
        room.run_cell(FLOOD, 1)
        assert len(set(psutil.Process().children(recursive=True)) - before) > 20
    assert time.monotonic() - started < 10
    assert len(set(psutil.Process().children(recursive=True)) - before) < 2
    with student_rooms.open(tmp_path) as room:
        assert room.run_cell("1", 1).ok


LITTER = """
import builtins, json, random, sys
import numpy as np
left_behind = 1
np.allclose = lambda *_: True
np.testing.assert_allclose = lambda *_: None
builtins.print = None
builtins.sneaky = 1
json.loads = None
sys.modules['planted'] = sys
sys.path.insert(0, '/planted')
np.random.seed(7)
open('note', 'w').write('x')
"""

LOOK = """
import sys, json, builtins, os
import numpy as np
assert 'left_behind' not in globals()
assert not np.allclose(0, 1)
assert json.loads('1') == 1
assert not hasattr(builtins, 'sneaky')
assert 'planted' not in sys.modules and '/planted' not in sys.path
print(os.listdir('.'))
"""


def test_the_next_student_sees_nothing_of_the_one_before(student_rooms, tmp_path):
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    with student_rooms.open(first) as room:
        assert room.run_cell(LITTER, 1).ok
    with student_rooms.open(second) as room:
        run = room.run_cell(LOOK, 1)
    assert run.ok, run.outputs
    assert run.outputs[0]["text"] == "[]\n"


RANDOM = "import random\nimport numpy as np\nprint(np.random.rand(3), random.random(), {*'abcdef'})"


def test_two_runs_draw_the_same_numbers(tmp_path):
    seen = set()
    for _ in range(2):
        with StudentRooms(Limits()) as rooms:
            for _ in range(2):
                with rooms.open(tmp_path) as room:
                    seen.add(room.run_cell(RANDOM, 1).outputs[0]["text"])
    assert len(seen) == 1


def test_the_warm_process_speaks_of_nothing_on_the_terminal(tmp_path):
    code = (
        "from pathlib import Path\nfrom autograder.sandbox.rooms import *\n"
        "with StudentRooms(Limits()) as rooms, rooms.open(Path('.')) as room:\n"
        '    room.run_cell(\'import os, sys\\nos.write(1, b"x")\\nos.system("echo x")\', 1)'
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, check=True
    )
    assert done.stdout + done.stderr == b""
