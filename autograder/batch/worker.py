"""A worker as others use it: give it a job, get the result back."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from autograder.batch.jobs import JOB, SHARED, Done, Graded, Job, pack_graded
from autograder.judge.errors import GraderError
from autograder.sandbox import affinity
from autograder.sandbox.launch import notebook_environment
from autograder.sandbox.paths import PACKAGE_PARENT
from autograder.sandbox.tiers import Tier, Walls


class Worker:
    """A judge with one warm student's room, in a process of its own.

    Pure: what `run` returns depends on the job alone. Not for two threads at once. Student code
    runs in none of the processes that know an answer, nor in the one that calls this.
    Raises `GraderError` if it can't be started or can't offer the demanded tier.
    """

    def __init__(
        self, walls: Walls | None = None, cpus: Sequence[int] = (), store: Path | None = None
    ) -> None:
        """`cpus`: run on these only; none for any. `store`: where to keep what known mistakes
        give (see `judge.store`); None for as long as the worker lives."""
        self._store = "" if store is None else str(store)
        self._walls = walls or Walls()
        self._cpus = tuple(cpus) or tuple(affinity.cpus())
        self._start()

    def _start(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                _command(theirs.fileno(), self._walls, self._cpus, self._store),
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                env={**os.environ, **notebook_environment()},
                start_new_session=True,  # Ctrl-C in the terminal is for the one who gave the job
            )
        self.line = Connection(ours.detach())
        self._tier: Tier | None = None
        self._shared_key = ""

    @property
    def tier(self) -> Tier:
        """How well the student's code is isolated. Waits until the worker is ready."""
        if self._tier is None:
            self._tier = self._greeting()
        return self._tier

    def _greeting(self) -> Tier:
        try:
            told: dict[str, Any] = json.loads(self.line.recv_bytes())
        except (EOFError, OSError):
            raise GraderError("a worker could not be started; its own message is above") from None
        if "error" in told:
            raise GraderError(told["error"])
        return Tier(told["name"], told["promise"])

    def send(self, job: Job) -> None:
        """Start on a job; its answer is to be received. Raises `GraderError` if it has ended."""
        assert self.tier
        try:
            if job.shared.key != self._shared_key:
                self.line.send_bytes(SHARED + job.shared.payload)
                self._shared_key = job.shared.key
            self.line.send_bytes(JOB + job.payload)
        except OSError as error:
            raise GraderError(f"the worker's process is gone: {error}") from error

    def receive(self, job: Job) -> Done:
        """The answer to the last job sent. Raises `GraderError` if the worker has ended."""
        try:
            return Done(job.key, self.line.recv_bytes())
        except (EOFError, OSError) as error:
            raise GraderError("the worker's process ended while it graded") from error

    def run(self, job: Job) -> Done:
        """The job's result; never raises for what a student did.

        A worker that ends is started again, once; if the job ends it too, that is its result: a
        failure of the grader.
        """
        for _ in range(2):
            try:
                self.send(job)
                return self.receive(job)
            except GraderError as error:
                problem = str(error)
                self.restart()
        return Done(job.key, pack_graded(Graded(problem=problem, is_graders=True)))

    def restart(self) -> None:
        self.close()
        self._start()

    def close(self) -> None:
        """End the worker, and with it whatever runs below it."""
        self.line.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
            return
        self._process.kill()
        self._process.wait()


def _command(descriptor: int, walls: Walls, cpus: Sequence[int], store: str) -> list[str]:
    """-I keeps the current folder off the path: it may be a submission's."""
    start = (
        f"import sys; sys.path.insert(0, {str(PACKAGE_PARENT)!r}); "
        "from autograder.batch.start import main; main(int(sys.argv[1]), sys.argv[2])"
    )
    described = json.dumps({"walls": asdict(walls), "cpus": list(cpus), "store": store})
    return [sys.executable, "-I", "-c", start, str(descriptor), described]
