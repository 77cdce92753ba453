"""What student code tries against the walls, in each tier that has them."""

import ast
import os
import sys
import time
from pathlib import Path

import psutil
import pytest
from conftest import text_of

from autograder.sandbox import disk, programs
from autograder.sandbox.connection import RoomLostError
from autograder.sandbox.limits import MIB
from autograder.sandbox.rooms import StudentRooms
from autograder.sandbox.tiers import Walls

COURSE = Path(__file__).parents[2]


@pytest.fixture
def walled(closed_rooms):
    """A fresh room in a tier with walls."""
    with closed_rooms.open() as opened:
        yield opened


def printed(room, source):
    run = room.run_cell(source, 1)
    assert run.ok, run.outputs
    return text_of(run).strip()


def error_of(room, source):
    """Name and text of the error that the cell raises."""
    run = room.run_cell(source, 1)
    assert not run.ok
    output = next(o for o in run.outputs if o["output_type"] == "error")
    return output["ename"], output["evalue"]


def processes_below():
    return psutil.Process().children(recursive=True)


@pytest.mark.parametrize(
    "source",
    [
        "import socket\nsocket.socket()",
        "import socket\nsocket.socket(socket.AF_INET, socket.SOCK_DGRAM)",
        "import socket\nsocket.socket(socket.AF_UNIX)",
        "import socket\nsocket.create_connection(('127.0.0.1', 80), 1)",
        "import urllib.request\nurllib.request.urlopen('http://127.0.0.1/')",
    ],
)
def test_there_is_no_network(walled, source):
    name, _ = error_of(walled, source)
    assert name in ("PermissionError", "URLError", "gaierror")


@pytest.mark.parametrize(
    "path",
    [
        "/proc/self/environ",
        "/proc/1/cmdline",
        "/sys/kernel/uevent_seqnum",
        "/etc/passwd",
        "/etc/hostname",
        str(COURSE / "solutions" / "rnn.py"),
        str(COURSE / "tests" / "hidden" / "test_rnn.py"),
        str(COURSE / "autograder" / "judge" / "hidden.py"),
        str(COURSE / "nbgrader_config.py"),
        "/dev/mem",
    ],
)
def test_nothing_but_python_and_the_checks_can_be_read(walled, path):
    name, _ = error_of(walled, f"import os\nos.open({path!r}, os.O_RDONLY)")
    assert name in ("PermissionError", "FileNotFoundError")


def test_the_checks_can_be_read(walled):
    path = str(COURSE / "autograder" / "checks" / "render.py")
    assert printed(walled, f"print(len(open({path!r}).read()) > 100)") == "True"


@pytest.mark.skipif(os.getuid() != 0, reason="only root has another user for student code")
def test_student_code_never_runs_as_root(rooms):
    before = {process.pid for process in processes_below()}
    with rooms.open() as room:
        assert room.run_cell("import os\nassert 0 not in os.getresuid() + os.getresgid()", 1).ok
        assert room.run_cell("assert os.getgroups() == []", 2).ok
        new = [process for process in processes_below() if process.pid not in before]
        assert new
        for process in new:  # as the host sees it
            assert 0 not in (*process.uids(), *process.gids())


@pytest.mark.skipif(os.getuid() != 0, reason="only root has rights to give up")
def test_no_right_of_roots_is_left_but_to_read_what_the_rules_allow(rooms):
    before = {process.pid for process in processes_below()}
    with rooms.open() as room:
        assert room.run_cell("1", 1).ok
        (new,) = [process for process in processes_below() if process.pid not in before]
        status = Path(f"/proc/{new.pid}/status").read_text()
    rights = {line.split()[0]: int(line.split()[1], 16) for line in status.splitlines()
              if line.startswith("Cap")}  # fmt: skip
    reading = 0 if rooms.tier.name == "A" else 1 << 2
    assert rights["CapEff:"] & ~reading == 0
    assert rights["CapPrm:"] & ~reading == 0
    assert rights["CapInh:"] == rights["CapAmb:"] == 0


def test_a_room_has_no_way_to_new_rights(closed_rooms):
    before = {process.pid for process in processes_below()}
    with closed_rooms.open() as room:
        assert room.run_cell("1", 1).ok
        (new,) = [process for process in processes_below() if process.pid not in before]
        status = Path(f"/proc/{new.pid}/status").read_text()
    assert "NoNewPrivs:\t1" in status
    assert "Seccomp:\t2" in status


def test_in_tier_a_users_processes_files_and_network_are_its_own(rooms_in_a):
    ours = Path("/proc/self/ns")
    warm = psutil.Process(rooms_in_a._warm.process.pid).children(recursive=True)[-1]
    for kind in ("user", "pid", "ipc", "mnt", "net", "uts", "cgroup"):
        theirs = Path(f"/proc/{warm.pid}/ns") / kind
        assert os.readlink(theirs) != os.readlink(ours / kind), kind


PROGRAMS = {
    "run": "import subprocess\nsubprocess.run(['ls'])",
    "shell": "import subprocess\nsubprocess.run('ls', shell=True)",
    "system": "import os\nos.system('ls')",
    "popen": "import os\nos.popen('ls')",
}


@pytest.mark.parametrize("source", PROGRAMS.values(), ids=PROGRAMS)
def test_another_program_is_refused_in_words(walled, source):
    assert programs.MESSAGE in error_of(walled, source)[1]
    assert walled.run_cell("1", 2).ok


@pytest.mark.parametrize(
    "source",
    [
        "import os\nos.execv('/bin/true', ['true'])",
        "import os\nos.posix_spawn('/bin/true', ['true'], {})",
        "import os, sys\nos.execv(sys.executable, ['python'])",
        "import os\nassert os.WEXITSTATUS(os.waitpid(os.spawnv(1, '/bin/true', ['a']), 0)[1]) == 0",
    ],
)
def test_no_way_leads_to_another_program(walled, source):
    assert error_of(walled, source)[0] in ("PermissionError", "AssertionError", "FileNotFoundError")
    assert walled.run_cell("1", 2).ok


CALL = """
import ctypes, os, errno
libc = ctypes.CDLL(None, use_errno=True)
def answer(number, *arguments):
    result = libc.syscall(number, *(ctypes.c_long(a) for a in arguments))
    return 'ok' if result >= 0 else errno.errorcode[ctypes.get_errno()]
"""

# x86_64 numbers.
DENIED = {
    "ptrace": (101, 0, 0, 0, 0),
    "process_vm_readv": (310, 1, 0, 0, 0, 0, 0),
    "process_vm_writev": (311, 1, 0, 0, 0, 0, 0),
    "pidfd_open": (434, 1, 0),
    "pidfd_getfd": (438, 0, 0, 0),
    "io_uring_setup": (425, 8, 0),
    "bpf": (321, 0, 0, 0),
    "keyctl": (250, 0, 0),
    "add_key": (248, 0, 0, 0, 0, 0),
    "shmget": (29, 0, 4096, 0o1600),
    "msgget": (68, 0, 0o1600),
    "semget": (64, 0, 1, 0o1600),
    "mq_open": (240, 0, 0, 0, 0),
    "mount": (165, 0, 0, 0, 0, 0),
    "umount2": (166, 0, 0),
    "pivot_root": (155, 0, 0),
    "chroot": (161, 0),
    "unshare": (272, 0x10000000),
    "setns": (308, 0, 0),
    "userfaultfd": (323, 0),
    "perf_event_open": (298, 0, 0, 0, 0, 0),
    "open_by_handle_at": (304, 0, 0, 0),
    "name_to_handle_at": (303, 0, 0, 0, 0, 0),
    "personality": (135, 0xFFFFFFFF),
    "memfd_create": (319, 0, 0),
    "clone into a user namespace": (56, 0x10000011, 0, 0, 0, 0),
    "clone into a process namespace": (56, 0x20000011, 0, 0, 0, 0),
    "symlinkat": (266, 0, 0, 0),
    "mknodat": (259, 0, 0, 0, 0),
    "setrlimit": (160, 0, 0),
    "setuid": (105, 0),
    "capset": (126, 0, 0),
    "seccomp": (317, 0, 0, 0),
    "prctl dumpable": (157, 4, 1, 0, 0, 0),
    "ioctl TIOCSTI": (16, 0, 0x5412, 0),
    "fcntl F_SETOWN": (72, 3, 8, 1),
    "fanotify_init": (300, 0, 0),
    "inotify_init1": (294, 0),
    "socket": (41, 1, 1, 0),
    "execveat": (322, 0, 0, 0, 0, 0),
    "kexec_load": (246, 0, 0, 0, 0),
    "init_module": (175, 0, 0, 0),
    "iopl": (172, 3),
    "acct": (163, 0),
    "x32 getpid": (0x40000000 + 39,),
}


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="the numbers are x86_64's")
@pytest.mark.parametrize("arguments", DENIED.values(), ids=DENIED)
def test_a_system_call_that_is_not_on_the_list_is_refused(walled, arguments):
    assert printed(walled, CALL + f"print(answer(*{arguments}))") == "EPERM"


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="the numbers are x86_64's")
def test_clone3_seems_not_to_exist_so_that_threads_use_clone(walled):
    assert printed(walled, CALL + "print(answer(435, 0, 0))") == "ENOSYS"


def test_a_link_out_of_the_folder_cannot_be_made(walled):
    for call in ("os.symlink('/etc', 'link')", "os.symlink('x', 'link')", "os.mkfifo('p')"):
        assert error_of(walled, f"import os\n{call}")[0] == "PermissionError"
    name, _ = error_of(walled, "import os, sys\nos.link(os.__file__, 'link')")
    assert name in ("PermissionError", "OSError")


def test_a_fork_beyond_the_limit_fails_and_the_notebook_goes_on(rooms):
    source = """
import os, time
children = []
try:
    while True:
        child = os.fork()
        if child == 0:
            time.sleep(60)
            os._exit(0)
        children.append(child)
except OSError as error:
    print(type(error).__name__, len(children))
"""
    with rooms.open() as room:
        name, count = printed(room, source).split()
        assert name == "BlockingIOError"
        assert 20 < int(count) <= rooms.limits.processes
        assert room.run_cell("1", 2).ok
    with rooms.open() as room:
        assert printed(room, "import os\nif os.fork() == 0: os._exit(0)\nprint('yes')") == "yes"


def test_the_folder_has_a_largest_size(rooms):
    """In tier A the kernel says so; elsewhere the room is ended, and the judge says why."""
    source = """
import time
for number in range(20):
    with open(f'file{number}', 'wb') as file:
        file.write(bytes(8 << 20))
time.sleep(3)
"""
    with rooms.open() as room:
        if rooms.tier.name == "A":
            assert "No space left" in error_of(room, source)[1]
            used = sum(path.stat().st_size for path in rooms.scratch.iterdir())
            assert used <= disk.MAX_BYTES
        else:
            with pytest.raises(RoomLostError) as lost:
                room.run_cell(source, 1)
            assert room.why_ended(lost.value) == disk.TOO_LARGE
            assert "64 MiB" in disk.TOO_LARGE
    assert list(rooms.scratch.iterdir()) == []


INODES = {
    "in one folder": "for n in range(10 ** 9): open(f'f{n}', 'w').close()",
    "nested": "import os\nfor n in range(10 ** 9):\n    os.mkdir('d')\n    os.chdir('d')",
    "in a folder that is closed": (
        "import os\nos.mkdir('d')\nos.chdir('d')\nos.chmod('.', 0o300)\n"
        "for n in range(10 ** 9): open(f'f{n}', 'w').close()"
    ),
}


@pytest.mark.parametrize("source", INODES.values(), ids=INODES)
def test_a_flood_of_files_ends_the_room_in_words(rooms, source):
    with rooms.open() as room:
        with pytest.raises(RoomLostError) as lost:
            room.run_cell(source, 1)
        assert room.why_ended(lost.value) in (disk.TOO_MANY, disk.TOO_DEEP, disk.CLOSED)
    assert list(rooms.scratch.iterdir()) == []
    with rooms.open() as room:
        assert printed(room, "import os\nprint(os.listdir('.'))") == "[]"


def test_shared_memory_is_small_and_swept(rooms_in_a):
    with rooms_in_a.open() as room:
        source = "open('/dev/shm/note', 'wb').write(bytes(2 << 20))"
        assert "No space left" in error_of(room, source)[1]
    with rooms_in_a.open() as room:
        assert printed(room, "import os\nprint(os.listdir('/dev/shm'))") == "[]"
        with pytest.raises(RoomLostError) as lost:
            room.run_cell("import time\nfor n in range(3000): open(f'/dev/shm/{n}', 'w')\n"
                          "time.sleep(3)", 1)  # fmt: skip
        assert room.why_ended(lost.value) == disk.TOO_MANY


def test_a_file_that_only_claims_to_be_large_has_an_end_too(rooms):
    with rooms.open() as room:
        name, _ = error_of(
            room, "import os\nos.truncate(os.open('f', os.O_RDWR | os.O_CREAT), 1 << 40)"
        )
    assert name == "OSError"


DAEMON = """
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.closerange(0, 64)
        time.sleep(600)
    os._exit(0)
"""


def test_leftovers_are_gone_and_the_next_room_is_unaffected(rooms):
    before = len(processes_below())
    with rooms.open() as room:
        litter = "import builtins, numpy\nbuiltins.planted = numpy.allclose = 1\n"
        litter += (
            "import os\nos.makedirs('a/b')\nopen('a/b/c', 'w').write('x')\nos.chmod('a', 0o500)"
        )
        assert room.run_cell(litter, 1).ok
        assert room.run_cell(DAEMON, 2).ok
    assert len(processes_below()) == before
    with rooms.open() as room:
        look = "import builtins, numpy, os\nassert not hasattr(builtins, 'planted')\n"
        assert printed(room, look + "print(numpy.allclose(1, 1), os.listdir('.'))") == "True []"


def test_killing_everybody_reaches_the_own_processes_only(rooms_in_a):
    source = "import os\nfor number in (15, 2, 9):\n    os.kill(-1, number)\nprint('on')"
    with rooms_in_a.open() as room:
        assert room.run_cell(DAEMON, 1).ok
        assert printed(room, source) == "on"
    with rooms_in_a.open() as room:
        assert printed(room, "print('yes')") == "yes"


def test_the_warm_process_takes_no_signal_from_a_room(closed_rooms):
    with closed_rooms.open() as room:
        source = "import os\nfor number in range(1, 65):\n    try:\n"
        source += "        os.kill(os.getppid(), number)\n    except OSError:\n        pass\n"
        room.run_cell(source + "print('on')", 1)
        assert room.is_alive()
    with closed_rooms.open() as room:
        assert printed(room, "print('yes')") == "yes"


def test_a_room_that_a_signal_ended_says_so_in_words(rooms):
    endings = {
        "import signal; signal.raise_signal(signal.SIGXCPU)": "it used too much processor time",
        "import os; os._exit(3)": "it ended itself (exit status 3)",
        "import ctypes; ctypes.string_at(0)": "it crashed (segmentation fault)",
        "import os; os.abort()": "it aborted",
    }
    for source, why in endings.items():
        with rooms.open() as room:
            with pytest.raises(RoomLostError) as lost:
                room.run_cell(source, 1)
            assert room.why_ended(lost.value) == why


def test_a_snapshot_can_be_ended_however_stuck_it_is(closed_rooms):
    with closed_rooms.open() as room:
        assert room.run_cell("def stuck(): return sum(range(10 ** 13))", 1).ok
        started = time.monotonic()
        for _ in range(3):
            room.snapshot().close()
        assert time.monotonic() - started < 3
        assert room.is_alive()


def test_memory_of_a_process_has_an_end(rooms):
    with rooms.open() as room:
        assert error_of(room, "x = bytearray(1 << 30)")[0] == "MemoryError"
        assert room.run_cell("x = bytearray(500 << 20)", 2).ok


def test_a_process_that_is_out_of_control_is_the_first_that_the_kernel_ends(rooms):
    before = {process.pid for process in processes_below()}
    with rooms.open() as room:
        assert room.run_cell("1", 1).ok
        (new,) = [process for process in processes_below() if process.pid not in before]
        assert Path(f"/proc/{new.pid}/oom_score_adj").read_text().strip() == "1000"


def test_limits_that_count_for_a_user_are_none(rooms):
    names = ("RLIMIT_MSGQUEUE", "RLIMIT_SIGPENDING", "RLIMIT_MEMLOCK", "RLIMIT_CORE")
    with rooms.open() as room:
        source = (
            f"import resource\nprint([resource.getrlimit(getattr(resource, n)) for n in {names}])"
        )
        assert ast.literal_eval(printed(room, source)) == [(0, 0)] * 4


def test_two_warm_processes_do_not_share_their_limit_of_processes(closed_rooms):
    flood = "import os, time\ntry:\n    while True:\n        if os.fork() == 0: time.sleep(60)\n"
    flood += "except OSError:\n    pass"
    walls = Walls(tier=closed_rooms.tier.name)
    with closed_rooms.open() as room, StudentRooms(closed_rooms.limits, walls) as others:
        assert room.run_cell(flood, 1).ok
        with others.open() as other:
            assert (
                printed(other, "import os\nif os.fork() == 0: os._exit(0)\nprint('yes')") == "yes"
            )


def test_the_font_cache_can_be_read_only(rooms_in_a):
    with rooms_in_a.open() as room:
        name, _ = error_of(room, "open('/font-cache/x', 'w')")
    assert name == "OSError"


def test_everything_but_the_scratch_folder_is_read_only(walled):
    for path in (sys.prefix, "/usr/lib", "/dev", "/", str(COURSE / "autograder" / "checks")):
        name, _ = error_of(walled, f"open({path + '/planted'!r}, 'w')")
        assert name in ("OSError", "PermissionError")


def test_modes_of_files_outside_cannot_be_changed(walled):
    """Landlock does not look at modes: there the call does nothing, and says it did."""
    path = COURSE / "autograder" / "checks" / "render.py"
    before = path.stat()
    source = f"import os\nfor change in (lambda: os.chmod({str(path)!r}, 0), "
    source += f"lambda: os.utime({str(path)!r}, (0, 0)), lambda: os.truncate({str(path)!r}, 0)):\n"
    source += "    try:\n        change()\n    except OSError:\n        pass"
    assert walled.run_cell(source, 1).ok
    after = path.stat()
    assert (after.st_mode, after.st_mtime, after.st_size) == (
        before.st_mode,
        before.st_mtime,
        before.st_size,
    )


def test_memory_shared_with_nobody_can_be_made(walled):
    assert printed(walled, f"import mmap\nprint(len(mmap.mmap(-1, {MIB})))") == str(MIB)
