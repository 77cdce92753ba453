"""The warm process of the student's room: everything imported, one fork for each notebook.

It holds no secret: no test, no expected value, no path to either passes through it. Each
notebook gets its own line to the judge, which this process hands on without reading it. One room
is open at a time: ending one ends every process that is left.
"""

from __future__ import annotations

import contextlib
import fcntl
import gc
import importlib
import importlib.util
import json
import os
import select
import shutil
import signal
import socket
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from autograder.sandbox import affinity, disk, limits, linux, paths, processes, session
from autograder.sandbox.bubblewrap import SHARED
from autograder.sandbox.channel import GREETING, Channel
from autograder.sandbox.confine import Plan, Prepared, confine, prepare
from autograder.sandbox.errors import DEAF, as_tree, report
from autograder.sandbox.garbage import collect_rarely
from autograder.sandbox.hugepages import collapse_memory
from autograder.sandbox.practice import practise
from autograder.sandbox.shell import ZMQInteractiveShell, new_shell
from autograder.sandbox.warm_up import warm_up

LINE, RULES = 3, 4
# What every room or nearly every notebook needs; importing it in each fork would take longer.
_IMPORTED = ("autograder.checks", "numpy.linalg", "numpy.random", "resource")
WATCH_MILLISECONDS = 50

_WHY = {
    signal.SIGKILL: "it was killed: it took too much memory, or killed itself",
    signal.SIGSEGV: "it crashed (segmentation fault)",
    signal.SIGBUS: "it crashed (bus error)",
    signal.SIGABRT: "it aborted",
    signal.SIGSYS: "it made a system call that is not allowed",
    signal.SIGXCPU: "it used too much processor time",
}


def main(control_descriptor: int, described: str) -> None:
    """Serve the control socket until the judge is gone. `described` is a `Plan` as JSON."""
    plan = Plan(**json.loads(described))
    control = socket.socket(fileno=control_descriptor)
    for ending in (signal.SIGINT, signal.SIGTERM):  # a room may be allowed to send us signals
        signal.signal(ending, signal.SIG_IGN)
    processes.end_with_parent()
    processes.adopt_orphans()
    limits.first_to_end()
    linux.hide_memory()
    for name in _IMPORTED:
        importlib.import_module(name)
    _forget_the_course()
    try:
        prepared = prepare(plan)
    except OSError as error:
        sys.exit(str(error))
    shell = _warmed_up(plan)
    practise()
    collect_rarely()
    gc.collect()
    collapse_memory()
    gc.freeze()
    with contextlib.suppress(BrokenPipeError):  # the judge is gone already
        _greet(control, plan)
    _Warm(control, prepared, shell).serve()


def _warmed_up(plan: Plan) -> ZMQInteractiveShell:
    """A shell that has run everything once. Its caches are in the student's folder until then."""
    os.environ.pop("PWD", None)  # bubblewrap sets it
    if "MPLCONFIGDIR" in os.environ and Path(plan.fonts).is_dir():
        shutil.copytree(plan.fonts, os.environ["MPLCONFIGDIR"])
    shell = new_shell()
    warm_up(shell, with_plots=importlib.util.find_spec("matplotlib") is not None)
    disk.empty(Path(plan.folder))
    return shell


def _greet(control: socket.socket, plan: Plan) -> None:
    """Say that all is ready, and show the student's folder to the judge: it may have no name."""
    folder = os.open(plan.folder, os.O_RDONLY | os.O_DIRECTORY)
    socket.send_fds(control, [json.dumps({"id": 0, "ready": True}).encode()], [folder])
    os.close(folder)


class _Warm:
    """The warm process at work: opens rooms, watches what they write, ends them."""

    def __init__(
        self, control: socket.socket, prepared: Prepared, shell: ZMQInteractiveShell
    ) -> None:
        self._control = control
        self._prepared = prepared
        self._plan = prepared.plan
        self._shell = shell
        self._writable = [Path(prepared.plan.folder)]
        if self._plan.tier == "A":
            self._writable.append(SHARED)
        self._rooms: set[int] = set()
        self._why = ""

    def serve(self) -> None:
        poll = select.poll()
        poll.register(self._control, select.POLLIN)
        while True:
            if not poll.poll(WATCH_MILLISECONDS if self._rooms else None):
                self._watch()
                continue
            message, descriptors, _, _ = socket.recv_fds(self._control, 1 << 16, 1)
            if not message:
                self._end()
                return
            request = json.loads(message)
            answer = {"id": request["id"], **self._answer(request, descriptors)}
            self._control.send(json.dumps(answer).encode())

    def _answer(self, request: dict[str, Any], descriptors: list[int]) -> dict[str, Any]:
        operation = request["operation"]
        if operation == "open":
            self._rooms.add(self._open(request, descriptors[0]))
            return {}
        if operation == "why":
            return {"why": self._why or self._why_ended()}
        done = self._end()
        if operation == "close":
            self._why = ""
            done = done and self._sweep()
        return {"done": done}

    def _open(self, request: dict[str, Any], line: int) -> int:
        room = os.fork()
        if room == 0:
            try:
                self._control.close()
                _become_room(self._shell, self._prepared, request, line)
            finally:
                os._exit(0)
        os.close(line)
        return room

    def _watch(self) -> None:
        """End a room that fills its folder."""
        on_mount = self._plan.tier == "A"
        look = disk.complaint_of_mount if on_mount else disk.complaint_of_folder
        for folder in self._writable:
            if complaint := look(folder):
                self._why = complaint
                self._end()

    def _why_ended(self) -> str:
        """Why a room is no more; empty if it still runs."""
        for room in self._rooms:
            ended, status = os.waitpid(room, os.WNOHANG)
            if ended:
                self._rooms.discard(room)
                self._why = _in_words(os.waitstatus_to_exitcode(status))
                break
        return self._why

    def _end(self) -> bool:
        """End all processes; whether none is left."""
        if self._plan.tier == "A":
            done = processes.end_all_else()
        else:
            done = processes.end_all(self._rooms)
        self._rooms.clear()
        return done

    def _sweep(self) -> bool:
        try:
            for folder in self._writable:
                disk.empty(folder)
        except OSError:
            return False
        return True


def _in_words(code: int) -> str:
    if code == DEAF:
        return "it ran too long and did not stop when it was told to"
    if code >= 0:
        return f"it ended itself (exit status {code})"
    return _WHY.get(signal.Signals(-code), f"it was ended by signal {-code}")


def _become_room(
    shell: ZMQInteractiveShell, prepared: Prepared, request: dict[str, Any], line: int
) -> None:
    """Leave everything of the warm process behind, take the limits, and serve."""
    os.setsid()
    affinity.move_to(request["cpus"])
    processes.end_with_parent()
    if prepared.rules is None:
        _keep_open(line)
    else:
        _keep_open(line, prepared.rules)
        prepared = replace(prepared, rules=RULES)
    channel = Channel(socket.socket(fileno=LINE))
    for number in (signal.SIGTERM, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        granted = limits.Limits(**request["limits"])
        confine(prepared, granted, request["address_space"])
        session.prepare_for_student()
    except Exception as error:
        channel.reply(GREETING, "error", as_tree(report(error)))
        return
    channel.reply(GREETING, "value", None)
    session.Session(shell, channel, granted).serve()


def _forget_the_course() -> None:
    """In a checkout our package lies beside the solutions: its folder must not be importable."""
    sys.path[:] = paths.without_checkout(sys.path)
    sys.argv = [""]
    sys.orig_argv[:] = [sys.executable]


def _keep_open(*kept: int) -> None:
    """Nothing stays open but these descriptors, as 3, 4, …; 0, 1 and 2 lead nowhere."""
    copies = [fcntl.fcntl(descriptor, fcntl.F_DUPFD, LINE + len(kept)) for descriptor in kept]
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    for number, copy in enumerate(copies, LINE):
        os.dup2(copy, number, inheritable=False)
    os.closerange(LINE + len(kept), os.sysconf("SC_OPEN_MAX"))
