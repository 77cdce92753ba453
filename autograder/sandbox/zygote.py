"""The warm process of the student's room: everything imported, one fork for each notebook.

It holds no secret: no test, no expected value, no path to either passes through it. Each
notebook gets its own line to the judge, which this process hands on without reading it.
"""

from __future__ import annotations

import ctypes
import gc
import importlib.util
import json
import os
import signal
import socket
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from autograder.sandbox import landlock, limits, session
from autograder.sandbox.channel import Channel
from autograder.sandbox.shell import ZMQInteractiveShell, new_shell, warm_up

LINE = 3
_PR_SET_CHILD_SUBREAPER = 36
_PR_SET_PDEATHSIG = 1


def main(control_descriptor: int) -> None:
    """Serve `open` and `close` on the control socket until the judge is gone."""
    control = socket.socket(fileno=control_descriptor)
    shell = new_shell()
    warm_up(shell, with_plots=importlib.util.find_spec("matplotlib") is not None)
    _on_linux(_PR_SET_CHILD_SUBREAPER, 1)
    gc.collect()
    gc.freeze()
    control.send(json.dumps({"ready": os.getpid()}).encode())
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 1 << 16, 1)
        if not message:
            return
        request = json.loads(message)
        if request["operation"] == "open":
            _open(control, shell, request, descriptors[0])
        else:
            _close(request["room"])
            control.send(json.dumps({"closed": request["room"]}).encode())


def _open(
    control: socket.socket, shell: ZMQInteractiveShell, request: dict[str, Any], line: int
) -> None:
    room = os.fork()
    if room == 0:
        try:
            control.close()
            _become_room(shell, request, line)
        finally:
            os._exit(0)
    os.close(line)
    control.send(json.dumps({"room": room}).encode())


def _become_room(shell: ZMQInteractiveShell, request: dict[str, Any], line: int) -> None:
    """Leave everything of the warm process behind, take the limits, and serve."""
    os.setsid()
    _on_linux(_PR_SET_PDEATHSIG, signal.SIGKILL)
    _only_descriptor(line)
    for number in (signal.SIGTERM, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    folder = Path(request["folder"])
    _move_to(folder)
    granted = limits.Limits(**request["limits"])
    limits.apply(granted)
    if landlock.version():
        landlock.confine(_readable(), [folder])
    session.prepare_for_student()
    session.Session(shell, Channel(socket.socket(fileno=LINE)), granted).serve()


def _move_to(folder: Path) -> None:
    os.chdir(folder)
    for variable in ("HOME", "TMPDIR"):
        os.environ[variable] = str(folder)
    tempfile.tempdir = None


def _readable() -> list[Path]:
    """Python, its packages and the system's libraries: nothing of a course, nobody's home."""
    package = Path(__file__).resolve().parent.parent
    prefixes = {Path(prefix).resolve() for prefix in (sys.prefix, sys.base_prefix)}
    system = [Path(path) for path in ("/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache")]
    caches = [Path(os.environ["MPLCONFIGDIR"])]
    return [package, *prefixes, *system, *caches, Path("/etc/localtime"), Path("/etc/fonts")]


def _only_descriptor(line: int) -> None:
    """Nothing stays open but the line to the judge; 0, 1 and 2 lead nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    os.dup2(line, LINE, inheritable=False)
    os.closerange(LINE + 1, os.sysconf("SC_OPEN_MAX"))


def _close(room: int) -> None:
    """End the room (0: any) and all that it started: its group, then whatever was left to us."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        for process in {room, *_children()} - {0}:
            _kill(process)
        if not _reap():
            return
        time.sleep(0.001)


def _kill(process: int) -> None:
    for end in (os.killpg, os.kill):
        try:
            end(process, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            continue


def _reap() -> bool:
    """Collect ended processes; whether any is still there."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return False
    return True


def _children() -> list[int]:
    """Our child processes: as subreaper we inherit every orphan of a room."""
    try:
        with open("/proc/thread-self/children", encoding="ascii") as file:
            return [int(process) for process in file.read().split()]
    except OSError:
        return []


def _on_linux(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


if __name__ == "__main__":
    main(int(sys.argv[1]))
