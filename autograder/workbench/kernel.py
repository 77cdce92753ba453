"""A fresh kernel that runs cells one by one; a cell that does not end is stopped."""

from __future__ import annotations

import os
import queue
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.checks import Message
from autograder.workbench.errors import UnusableError

START_SECONDS = 60.0
# How long an interrupted cell may take to end.
GRACE_SECONDS = 5.0
POLL_SECONDS = 0.5
MOST_OUTPUTS = 2_000
LONGEST_SOCKET = 95  # a path of 104 bytes at most, with the number of the socket
_REMOVED = ("NBGRADER_EXECUTION", "NBGRADER_VALIDATING")
# What a kernel says of itself is not for the student.
_QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


@dataclass(frozen=True)
class Ran:
    """What came of one cell: its outputs as in a notebook, and how it ended.

    `error` is the exception's name and text. `is_stopped`: it ran longer than it may. `is_lost`:
    the kernel ended with it.
    """

    outputs: tuple[dict[str, Any], ...] = ()
    error: tuple[str, str] | None = None
    is_stopped: bool = False
    is_lost: bool = False


class Kernel:
    """A running kernel. Use `open_kernel`."""

    def __init__(self, manager: Any, client: Any) -> None:
        self._manager = manager
        self._client = client
        self.is_alive = True

    def run(self, source: str, seconds: float) -> Ran:
        """Run one cell for at most so many seconds."""
        request = self._client.execute(source, allow_stdin=False, stop_on_error=False)
        outputs: list[dict[str, Any]] = []
        ended = self._collect(request, outputs, seconds)
        is_stopped = ended is False
        if is_stopped:
            self._manager.interrupt_kernel()
            ended = self._collect(request, outputs, GRACE_SECONDS)
        if not ended:
            self.is_alive = False
            self._manager.shutdown_kernel(now=True)
        errors = [out for out in outputs if out["output_type"] == "error"]
        error = (errors[-1]["ename"], errors[-1]["evalue"]) if errors else None
        return Ran(tuple(outputs), error, is_stopped, is_lost=not ended)

    def _collect(self, request: str, outputs: list[dict[str, Any]], seconds: float) -> bool | None:
        """True when the cell has ended, False when the time is up, None when the kernel died."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            wait = min(POLL_SECONDS, max(deadline - time.monotonic(), 0.01))
            try:
                message = self._client.get_iopub_msg(timeout=wait)
            except queue.Empty:
                if not self._manager.is_alive():
                    return None
                continue
            if message["parent_header"].get("msg_id") != request:
                continue
            kind, content = message["msg_type"], message["content"]
            if kind == "status" and content["execution_state"] == "idle":
                return True
            if kind in _KEPT and len(outputs) < MOST_OUTPUTS:
                outputs.append({"output_type": kind, **content})
        return False


_KEPT = ("stream", "error", "display_data", "execute_result")


@contextmanager
def open_kernel(name: str, folder: Path) -> Iterator[Kernel]:
    """A fresh kernel in this folder, ended afterwards. Raises UnusableError if none starts."""
    from jupyter_client.manager import KernelManager

    with _sockets() as where:
        yield from _opened(KernelManager(kernel_name=name, **where), name, folder)


def _opened(manager: Any, name: str, folder: Path) -> Iterator[Kernel]:
    from jupyter_client.kernelspec import NoSuchKernel

    environment = {key: value for key, value in os.environ.items() if key not in _REMOVED}
    try:
        manager.start_kernel(cwd=str(folder), env=environment, **_QUIET)
    except NoSuchKernel:
        known = tuple(sorted(manager.kernel_spec_manager.find_kernel_specs())) or ("-",)
        raise UnusableError(Message("bad.kernel", {"name": name, "known": known})) from None
    except (OSError, RuntimeError) as error:
        raise _not_started(name, error) from None
    client = manager.blocking_client()
    try:
        client.start_channels()
        try:
            client.wait_for_ready(timeout=START_SECONDS)
        except RuntimeError as error:
            raise _not_started(name, error) from None
        yield Kernel(manager, client)
    finally:
        client.stop_channels()
        if manager.has_kernel:
            manager.shutdown_kernel(now=True)


@contextmanager
def _sockets() -> Iterator[dict[str, str]]:
    """Where kernel and client meet: in a folder of their own, if its sockets may be named so.

    A port that was free when it was chosen may be taken when the kernel opens it, and then the
    kernel never answers.
    """
    with tempfile.TemporaryDirectory(prefix="kernel-") as folder:
        where = f"{folder}/kernel"
        is_possible = os.name == "posix" and len(os.fsencode(where)) <= LONGEST_SOCKET
        yield {"transport": "ipc", "ip": where} if is_possible else {}


def _not_started(name: str, error: Exception) -> UnusableError:
    return UnusableError(Message("bad.kernel_start", {"name": name, "error": str(error)[:200]}))
