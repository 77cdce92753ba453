"""Processes: signals to others, escapes from the room, daemons that outlive it."""

from attack import Attack, call, cell

ENDED = r"this cell ended the notebook's process"
DENIED = (
    r"(PermissionError|ProcessLookupError|OSError|denied|BlockingIOError|"
    + ENDED
    + r"|not permitted|AssertionError)"  # to process 1 of a namespace signals do nothing
)
# Forks that give up the parent, the session and the name; then wait, then write.
DAEMON = """
import os, time, ctypes
def daemon(work):
    if os.fork() == 0:
        try:
            os.setsid()
        except OSError:
            pass
        if os.fork() == 0:
            ctypes.CDLL(None).prctl(15, b"hostile")
            os.closerange(0, 64)
            time.sleep(1.5)
            work()
        os._exit(0)
def spoil():
    for path in ("@ROOT@/gradebook.db", "@ROOT@/owned", "/tmp/canary-owned", "owned.txt",
                 "@ROOT@/autograded/classmate/ps1/p1.ipynb"):
        try:
            with open(path, "a") as file:
                file.write("owned")
        except OSError:
            pass
"""


def attempts(name: str, steals: str, code: str, words: str = DENIED) -> Attack:
    """Each line is tried on its own, and its refusal told."""
    tries = "\n".join(
        f"try:\n    {line.strip()}\n    print('done')\n"
        "except BaseException as error:\n    print(type(error).__name__, error)"
        for line in code.strip().splitlines()
    )
    return Attack(name, steals, words, cell("import os, signal, ctypes\n" + tries))


LIBC = """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
def ask(what, *numbers):
    ctypes.set_errno(0)
    result = libc.syscall(*numbers)
    print(what, result, os.strerror(ctypes.get_errno()))
"""

ATTACKS = (
    attempts(
        "signal-to-the-parent",
        "the warm process from which all rooms come",
        "os.kill(os.getppid(), signal.SIGKILL)\nos.kill(os.getppid(), signal.SIGSTOP)\n"
        "os.kill(os.getppid(), signal.SIGTERM)",
    ),
    attempts(
        "signal-to-all",
        "every process of this user, the judge and the grader among them",
        "os.kill(-1, signal.SIGTERM)\nos.kill(-1, signal.SIGSTOP)\nos.kill(-1, signal.SIGKILL)",
    ),
    Attack(
        "signals-from-a-test",
        "the judge, while it waits",
        r"(AssertionError|RoomEndedError|PermissionError|ran longer)",
        call(
            """
            for target in (os.getppid(), 1, -1, 0):
                for number in (signal.SIGSTOP, signal.SIGKILL):
                    try:
                        os.kill(target, number)
                    except OSError:
                        pass
            return 0
            """,
            before="import os, signal",
        ),
    ),
    Attack(
        "stops-itself",
        "the judge's patience",
        r"(ran longer|RoomEndedError|AssertionError)",
        call("os.kill(os.getpid(), signal.SIGSTOP)\nreturn 0", before="import os, signal"),
    ),
    Attack(
        "ptrace",
        "the memory of the processes above",
        r"(ptrace|process_vm_readv) -1|" + ENDED,
        cell(
            LIBC
            + """
import platform
x86 = platform.machine() == "x86_64"
for target in {os.getppid(), 1}:
    ask("ptrace", 101 if x86 else 117, 16, target, 0, 0)
    ask("process_vm_readv", 310 if x86 else 270, target, 0, 0, 0, 0, 0)
    ask("pidfd_open", 434, target, 0)
    ask("kcmp", 312 if x86 else 272, os.getpid(), target, 0, 0, 0)
"""
        ),
    ),
    Attack(
        "namespaces",
        "a namespace in which this process is root",
        r"(unshare -1|" + ENDED + ")",
        cell(
            LIBC
            + """
import platform
x86 = platform.machine() == "x86_64"
for flags in (0x10000000, 0x10020000, 0x20000000, 0x40000000, 0x7e020000):
    ask("unshare", 272 if x86 else 97, flags)
for number in ((165, 155, 161, 166) if x86 else (40, 41, 51, 39)):
    ask("mount and the like", number, b"none", b"/tmp", b"tmpfs", 0, 0)
ask("setns", 308 if x86 else 268, 3, 0)
ask("chroot escape", 161 if x86 else 51, b"/proc/1/root")
"""
        ),
    ),
    Attack(
        "io-uring",
        "system calls past the filter",
        r"(io_uring -1|" + ENDED + ")",
        cell(
            LIBC
            + """
parameters = ctypes.create_string_buffer(256)
ask("io_uring", 425, 4, parameters)
ask("bpf", 321, 0, 0, 0)
ask("userfaultfd", 323, 0)
ask("perf_event_open", 298, parameters, 0, -1, -1, 0)
ask("keyctl", 250, 0, -3, 0)
ask("memfd_create", 319, b"x", 0)
"""
        ),
    ),
    Attack(
        "daemon",
        "scores, by a process that outlives the notebook and writes later",
        r"(the cell went on|BlockingIOError|PermissionError)",
        cell(DAEMON + "daemon(spoil)\nprint('the cell went on')"),
    ),
    Attack(
        "daemon-of-a-test",
        "the same, started within a test",
        r"(AssertionError|BlockingIOError|PermissionError|RoomEndedError)",
        call("daemon(spoil)\nreturn 0", before=DAEMON),
    ),
    Attack(
        "daemon-across-tests",
        "the test after this one: a process that answers in the place of its snapshot",
        r"(AssertionError|BlockingIOError|PermissionError|RoomEndedError)",
        call(
            """
            line = next(o for o in gc.get_objects() if type(o).__name__ == "Channel")
            def answer():
                while True:
                    try:
                        line.reply(0, "value", 961)
                    except Exception:
                        pass
                    time.sleep(0.05)
            threading.Thread(target=answer, daemon=True).start()
            daemon(answer)
            return 0
            """,
            before=DAEMON + "import gc, threading",
        ),
    ),
    Attack(
        "leaves", "a clean exit in the place of an answer", ENDED, cell("import os; os._exit(0)")
    ),
    Attack(
        "exits",
        "a clean exit, politely",
        r"SystemExit",
        {
            "square": "import sys\ndef square(x): sys.exit(0)\n",
            "share": "def share(): raise SystemExit(0)\n",
            "drawing": "exit()\nquit()\n",
        },
    ),
    Attack(
        "leaves-from-a-test",
        "a clean exit within a test",
        r"(RoomEndedError|process has ended)",
        call("os._exit(0)", before="import os"),
    ),
    Attack("aborts", "a crash", ENDED, cell("import os; os.abort()")),
    Attack("segfault", "a crash in C", ENDED, cell("import ctypes; ctypes.string_at(0)")),
    Attack(
        "segfault-in-a-test",
        "the judge, by a crash within a test",
        r"(RoomEndedError|process has ended)",
        call("ctypes.string_at(0)", before="import ctypes"),
    ),
    Attack(
        "exec",
        "another program in the place of the room",
        rf"({ENDED}|PermissionError)",
        cell("import os; os.execv('/bin/sh', ['sh', '-c', 'cat @ROOT@/gradebook.db >&3'])"),
    ),
    Attack(
        "subprocess",
        "a shell outside of the room's walls",
        r"(PermissionError|No such file|FileNotFoundError|returned|denied|BlockingIOError|"
        r"cannot open|not permitted)",
        cell(
            """
            import subprocess
            for command in ("cat @ROOT@/gradebook.db", "cat @ROOT@/solutions/rnn.py",
                            "touch @ROOT@/owned", "setsid sh -c 'sleep 1; touch @ROOT@/owned' &"):
                try:
                    print(subprocess.run(command, shell=True, capture_output=True, text=True,
                                         timeout=1))
                except Exception as error:
                    print(type(error).__name__, error)
            """
        ),
    ),
    Attack(
        "network",
        "the way out: sockets to this machine and to others",
        r"(PermissionError|OSError|ConnectionRefusedError|TimeoutError|gaierror|not permitted)",
        cell(
            """
            import socket
            for family, address in ((socket.AF_INET, ("127.0.0.1", 22)),
                                    (socket.AF_INET, ("192.0.2.1", 80)),
                                    (socket.AF_UNIX, "/run/docker.sock"),
                                    (socket.AF_UNIX, "/run/dbus/system_bus_socket")):
                try:
                    with socket.socket(family, socket.SOCK_STREAM) as line:
                        line.settimeout(0.2)
                        line.connect(address)
                        print("connected", address)
                except OSError as error:
                    print(type(error).__name__, error)
            """
        ),
    ),
    Attack(
        "root",
        "the rights of whoever grades",
        r"(PermissionError|not permitted|denied)",
        cell(
            """
            import os
            for attempt in (lambda: os.setuid(0), lambda: os.setgid(0), lambda: os.chmod("/etc", 7),
                            lambda: open("/etc/canary-owned", "w"), lambda: os.chroot("/"),
                            lambda: os.nice(-20), lambda: os.mkdir("/usr/lib/canary-owned")):
                try:
                    attempt()
                    print("done")
                except OSError as error:
                    print(type(error).__name__, error)
            print("user", os.getuid())
            """
        ),
    ),
)
