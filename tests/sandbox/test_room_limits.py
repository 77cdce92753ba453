"""Time, memory, files and processes of a room have an end; the notebook goes on."""

import contextlib
import time

import psutil
import pytest

from autograder.sandbox import connection, launch, limits
from autograder.sandbox.connection import RoomLostError, StudentCodeError
from autograder.sandbox.limits import MIB, Limits


def error_of(run):
    return next(o["ename"] for o in run.outputs if o["output_type"] == "error")


@pytest.mark.parametrize(
    "source",
    [
        "while True: pass",
        "import time; time.sleep(60)",
        "import threading; threading.Event().wait()",
        "import select; select.select([], [], [])",
        "[x for x in iter(int, 1)]",
        "try:\n    while True: pass\nexcept Exception: pass",
        "import asyncio\nawait asyncio.sleep(60)",
    ],
)
def test_a_cell_that_never_ends_is_stopped_and_the_room_goes_on(quick, source):
    started = time.monotonic()
    run = quick.run_cell(source, 1)
    assert error_of(run) == "CellTimeoutError"
    assert not run.ok
    assert time.monotonic() - started < 2
    assert quick.run_cell("1", 2).ok


STUBBORN = [
    "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
    "import signal\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\nwhile True: pass",
    "import signal\nsignal.setitimer(signal.ITIMER_REAL, 0)\nwhile True: pass",
    "sum(range(10 ** 13))",
]


@pytest.mark.parametrize("source", STUBBORN)
def test_a_cell_that_cannot_be_stopped_ends_the_room_in_time(quick, source, monkeypatch):
    monkeypatch.setattr(connection, "ANSWER_GRACE_SECONDS", 1.2)
    started = time.monotonic()
    with contextlib.suppress(RoomLostError):
        assert error_of(quick.run_cell(source, 1)) == "CellTimeoutError"
    assert time.monotonic() - started < 3


def test_the_limit_of_one_cell_does_not_run_into_the_next(quick):
    for count in range(3):
        assert quick.run_cell("import time; time.sleep(0.25)", count).ok


def test_too_much_memory_is_an_error_and_the_notebook_goes_on(room):
    for source in ("import numpy as np\nx = np.ones(2 << 27)", "x = bytearray(2 << 30)"):
        run = room.run_cell(source, 1)
        assert "MemoryError" in error_of(run)
    assert room.run_cell("import numpy as np\nx = np.ones(10_000_000)", 2).ok


def test_an_endless_recursion_is_an_error_and_the_notebook_goes_on(room):
    assert error_of(room.run_cell("def f(): return f()\nf()", 1)) == "RecursionError"
    assert room.run_cell("1", 2).ok


def test_a_file_has_a_largest_size(room, student_rooms):
    run = room.run_cell("f = open('big', 'wb')\nfor _ in range(100): f.write(bytes(1 << 20))", 1)
    assert error_of(run) == "OSError"
    assert (student_rooms.scratch / "big").stat().st_size <= 16 * MIB


def test_files_that_stay_open_run_out(room):
    run = room.run_cell("files = [open('f', 'w') for _ in range(200)]", 1)
    assert error_of(run) == "OSError"


def test_limits_cannot_be_raised(room):
    source = "import resource\nfor which in (resource.RLIMIT_AS, resource.RLIMIT_NOFILE):\n"
    source += "    soft, hard = resource.getrlimit(which)\n    assert soft == hard != -1"
    assert room.run_cell(source, 1).ok


def test_there_is_no_core_file(room):
    assert room.run_cell("import resource\nassert resource.getrlimit(4) == (0, 0)", 1).ok


def test_the_limit_of_processes_comes_on_top_of_those_that_there_are(monkeypatch):
    monkeypatch.setattr(launch.os, "getuid", lambda: 12345)
    assert launch.processes_of_this_user() == 0
    assert Limits(processes=10).with_processes(300).processes == 310


def test_root_is_not_counted_for(monkeypatch):
    monkeypatch.setattr(launch.os, "getuid", lambda: 0)
    assert launch.processes_of_this_user() == 0


@pytest.mark.parametrize(
    ("seconds", "cell", "call"), [(5, 5, 5), (300, 300, 10), (None, 3600, 10), (-1, 3600, 10)]
)
def test_the_timeout_of_nbgrader_is_that_of_a_cell(seconds, cell, call):
    made = Limits().with_timeout(seconds)
    assert (made.cell_seconds, made.call_seconds) == (cell, call)
    assert made.cpu_seconds >= min(4 * cell, 120)


def test_address_space_is_measured():
    assert limits.address_space() > 50 * MIB


def call(snapshot, name, *args, seconds=1.0):
    _, handle, _ = snapshot.connection.request("lookup", name, 1)
    answer = snapshot.connection.request("call", [handle, list(args), {}, seconds], seconds)
    return answer["value"]


class Handle:
    def __init__(self, number):
        self.number = number


def special(value):
    return {"h": value.number} if isinstance(value, Handle) else None


def revive(_tag, body):
    return Handle(body[0])


def test_a_call_has_its_own_limit(room):
    assert room.run_cell("def loop():\n    while True: pass\ndef one(): return 1", 1).ok
    with room.snapshot(special, revive) as snapshot:
        with pytest.raises(StudentCodeError, match="longer than 1 second"):
            call(snapshot, "loop")
        assert call(snapshot, "one") == 1


def test_a_call_that_cannot_be_stopped_is_ended_with_its_snapshot(room, monkeypatch):
    monkeypatch.setattr(connection, "ANSWER_GRACE_SECONDS", 0.5)
    assert room.run_cell("def stuck(): return sum(range(10 ** 13))\nx = 1", 1).ok
    before = len(psutil.Process().children(recursive=True))
    snapshot = room.snapshot(special, revive)
    with pytest.raises(RoomLostError):
        call(snapshot, "stuck")
    snapshot.close()
    assert len(psutil.Process().children(recursive=True)) == before
    with room.snapshot() as again:
        assert again.connection.request("lookup", "x", 1) == [True, 1, None]


def descendants():
    return len(psutil.Process().children(recursive=True))


def running():
    all_below = psutil.Process().children(recursive=True)
    return [process for process in all_below if process.status() != psutil.STATUS_ZOMBIE]


def test_a_closed_snapshot_ends_by_itself(room):
    assert room.run_cell("x = 1", 1).ok
    before = descendants()
    snapshot = room.snapshot()
    snapshot.connection.request("lookup", "x", 1)
    assert descendants() == before + 1
    snapshot.close()
    deadline = time.monotonic() + 5
    while len(running()) > before and time.monotonic() < deadline:
        time.sleep(0.01)
    assert len(running()) == before


def test_a_closed_snapshot_that_goes_on_is_ended_before_the_room_is_used_again(room):
    stays = "import os, time\ndef stay(): os._exit = lambda _: time.sleep(600)"
    assert room.run_cell(stays, 1).ok
    before = descendants()
    with room.snapshot(special, revive) as snapshot:
        call(snapshot, "stay")
    assert descendants() == before + 1
    assert room.is_alive()
    assert descendants() == before
    with room.snapshot(special, revive) as snapshot:
        call(snapshot, "stay")
    with room.snapshot():
        assert descendants() == before + 1
