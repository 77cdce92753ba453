"""Start the warm process of the student's room, at one of the tiers of isolation.

The command, the environment and the limits are all that a tier decides; whoever talks to the
room does not know which tier it is.
"""

from __future__ import annotations

import importlib.util
import os
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import psutil

from autograder.sandbox import landlock

# Both processes start from here, whatever stands on the path: an installed package or a checkout.
PACKAGE_PARENT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Tier:
    """How well a room is isolated; `name` and `promise` are printed with every run."""

    name: str
    promise: str


CONFINED = Tier("C", "a process with limits; it reaches no files but its own (Landlock)")
PROCESS = Tier("C", "a process with limits, not isolated: it reads what the grader can read")


@dataclass(frozen=True)
class WarmProcess:
    """The started process and the socket that opens and closes rooms in it."""

    process: subprocess.Popen[bytes]
    control: socket.socket
    tier: Tier


def launch() -> WarmProcess:
    """Start the warm process. It says that it is ready on the control socket."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        descriptor = theirs.fileno()
        process = subprocess.Popen(
            _command(descriptor),
            pass_fds=(descriptor,),
            env=_environment(),
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
    return WarmProcess(process, ours, CONFINED if landlock.version() else PROCESS)


def _command(descriptor: int) -> list[str]:
    """No user site-packages, no current folder on the path. -I would ignore the hash seed."""
    start = (
        f"import sys; sys.path[:1] = [{str(PACKAGE_PARENT)!r}]; "
        f"from autograder.sandbox.zygote import main; main({descriptor})"
    )
    return [sys.executable, "-s", "-B", "-c", start]


def notebook_environment() -> dict[str, str]:
    """What a process needs that runs cells and forks: one thread, and plots as in a notebook."""
    environment = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    if importlib.util.find_spec("matplotlib_inline") is not None:
        environment["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
    return environment


def _environment() -> dict[str, str]:
    """Nothing of the instructor's environment reaches the student's room."""
    cache = _font_cache()
    return {
        **notebook_environment(),
        "PATH": "/usr/bin:/bin",
        "HOME": tempfile.gettempdir(),
        "LANG": "C.UTF-8",
        "NBGRADER_EXECUTION": "autograde",
        "PYTHONHASHSEED": "0",
        "MPLCONFIGDIR": str(cache),
        "IPYTHONDIR": str(cache.parent / "ipython"),
    }


def _font_cache() -> Path:
    """matplotlib's font cache takes seconds to build: build it once for this user."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    folder = Path(base) / "rnn-autograder" / "matplotlib"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:  # no home, or a read-only one
        folder = Path(tempfile.gettempdir()) / f"rnn-autograder-{os.getuid()}" / "matplotlib"
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def processes_of_this_user() -> int:
    """Threads of all processes of this user: RLIMIT_NPROC counts them against the room's.

    The kernel does not enforce that limit for root: there the count is not needed, and 0.
    """
    user = os.getuid()
    count = 0
    if user == 0:
        return 0
    for process in psutil.process_iter(["uids", "num_threads"]):
        uids, threads = process.info["uids"], process.info["num_threads"]
        if uids is not None and uids.real == user:
            count += threads or 1
    return count
