"""The warm process of the student's room: everything imported, one fork for each notebook.

It holds no secret: no test, no expected value, no path to either passes through it. Each
notebook gets its own line to the judge, which this process hands on without reading it. One room
is open at a time: ending one ends every process that is left.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import importlib.util
import json
import os
import signal
import socket
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import Any

from autograder.sandbox import affinity, landlock, limits, processes, session
from autograder.sandbox.channel import GREETING, Channel
from autograder.sandbox.errors import as_tree, report
from autograder.sandbox.hugepages import collapse_memory
from autograder.sandbox.shell import ZMQInteractiveShell, new_shell, warm_up

LINE = 3
PACKAGE = Path(__file__).resolve().parent.parent


def main(control_descriptor: int) -> None:
    """Serve `open` and `close` on the control socket until the judge is gone."""
    control = socket.socket(fileno=control_descriptor)
    processes.end_with_parent()
    processes.adopt_orphans()
    importlib.import_module("autograder.checks")
    _forget_the_course()
    shell = new_shell()
    warm_up(shell, with_plots=importlib.util.find_spec("matplotlib") is not None)
    gc.collect()
    gc.freeze()
    collapse_memory()
    with contextlib.suppress(BrokenPipeError):  # the judge is gone already
        control.send(json.dumps({"id": 0, "ready": os.getpid()}).encode())
    _serve(control, shell)


def _serve(control: socket.socket, shell: ZMQInteractiveShell) -> None:
    opened: set[int] = set()
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 1 << 16, 1)
        if not message:
            processes.end_all(opened)
            return
        request = json.loads(message)
        answer: dict[str, Any] = {"id": request["id"]}
        if request["operation"] == "open":
            answer["room"] = _open(control, shell, request, descriptors[0])
            opened.add(answer["room"])
        else:
            answer["ended"] = processes.end_all(opened)
            opened.clear()
        control.send(json.dumps(answer).encode())


def _open(
    control: socket.socket, shell: ZMQInteractiveShell, request: dict[str, Any], line: int
) -> int:
    room = os.fork()
    if room == 0:
        try:
            control.close()
            _become_room(shell, request, line)
        finally:
            os._exit(0)
    os.close(line)
    return room


def _become_room(shell: ZMQInteractiveShell, request: dict[str, Any], line: int) -> None:
    """Leave everything of the warm process behind, take the limits, and serve."""
    os.setsid()
    affinity.move_to(request["cpus"])
    processes.end_with_parent()
    _only_descriptor(line)
    channel = Channel(socket.socket(fileno=LINE))
    try:
        granted = _confine(request)
    except Exception as error:
        channel.reply(GREETING, "error", as_tree(report(error)))
        return
    channel.reply(GREETING, "value", None)
    session.Session(shell, channel, granted).serve()


def _confine(request: dict[str, Any]) -> limits.Limits:
    """Take the room's folder, limits and walls."""
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
    return granted


def _forget_the_course() -> None:
    """In a checkout our package lies beside the solutions: its folder must not be importable."""
    ours = PACKAGE.parent
    if not ours.name.endswith("-packages"):
        sys.path[:] = [entry for entry in sys.path if entry and Path(entry).resolve() != ours]
    sys.argv = [""]
    sys.orig_argv[:] = [sys.executable]


def _move_to(folder: Path) -> None:
    os.chdir(folder)
    for variable in ("HOME", "TMPDIR"):
        os.environ[variable] = str(folder)
    tempfile.tempdir = None


def _readable() -> list[Path]:
    """Python, its packages and the system's libraries: nothing of a course, nobody's home."""
    ours = [PACKAGE / "__init__.py", PACKAGE / "checks", PACKAGE / "sandbox"]
    prefixes = {Path(prefix).resolve() for prefix in (sys.prefix, sys.base_prefix)}
    parts = ("bin", "lib", "lib32", "lib64", "libexec", "share", "local/lib", "local/share")
    python = [prefix / part for prefix in prefixes for part in parts]
    packages = [Path(sysconfig.get_path(kind)) for kind in ("stdlib", "purelib", "platlib")]
    system = [Path("/usr") / part for part in parts]
    system += [Path(path) for path in ("/lib", "/lib64", "/bin", "/etc/ld.so.cache")]
    # Packages may also lie where a .pth file of this Python points to.
    elsewhere = [Path(entry) for entry in sys.path]
    settings = [Path(os.environ["MPLCONFIGDIR"]), Path("/etc/localtime"), Path("/etc/fonts")]
    return [*ours, *python, *packages, *elsewhere, *system, *settings]


def _only_descriptor(line: int) -> None:
    """Nothing stays open but the line to the judge; 0, 1 and 2 lead nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    os.dup2(line, LINE, inheritable=False)
    os.closerange(LINE + 1, os.sysconf("SC_OPEN_MAX"))


if __name__ == "__main__":
    main(int(sys.argv[1]))
