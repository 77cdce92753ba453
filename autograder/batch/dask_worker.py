"""What runs in a Dask worker: one warm `Worker` for as long as the Dask worker lives.

Student code never runs in a Dask process. A Dask worker is on the trusted side, as the process of
`autograder grade` is: it knows the hidden tests of the jobs that it holds. It starts a judge, and
the judge the sandbox in which the student's code runs, with no socket to the cluster. Dask pickles
its own tasks between trusted processes; what we put in them, and what comes back, is bytes that
are parsed and never unpickled.
"""

from __future__ import annotations

import asyncio
import hashlib
import pickle
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from distributed import Worker as DaskWorker
from distributed import get_worker
from distributed.diagnostics.plugin import WorkerPlugin

from autograder import __version__
from autograder.batch.jobs import Done, Job
from autograder.batch.parcel import pack_results, unpack_jobs
from autograder.batch.worker import Worker
from autograder.judge.kit import environment, fingerprint
from autograder.sandbox.tiers import Tier, Walls


class Runner(Protocol):
    """What grades jobs one after another; `Worker` outside of tests."""

    @property
    def tier(self) -> Tier: ...

    def run(self, job: Job) -> Done: ...

    def close(self) -> None: ...


MakeRunner = Callable[[Walls | None], Runner]


class UnfitWorkerError(Exception):
    """A Dask worker that can't grade: its address, and why."""

    def __init__(self, address: str, why: str) -> None:
        super().__init__(address, why)
        self.address, self.why = address, why


class WarmWorker(WorkerPlugin):
    """Holds the `Worker` of one Dask worker.

    It starts and runs in a thread of its own: a sandbox that dies with its parent dies with the
    thread that started it, and Dask's threads come and go. The one thread also keeps two tasks of
    a Dask worker from using the judge at once.
    """

    idempotent = True  # a second client finds the sandbox warm and does not end the first one's

    def __init__(self, walls: Walls | None, make: MakeRunner = Worker) -> None:
        self.walls, self.make, self.expected = walls, make, kit()
        content = pickle.dumps((self.expected, walls, make))
        self.name = f"autograder-{hashlib.sha256(content).hexdigest()[:16]}"
        self.failure = ""

    async def setup(self, worker: DaskWorker) -> None:
        """Start the `Worker`. Raises `UnfitWorkerError` if it can't be, now and in each task."""
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="autograder")
        loop = asyncio.get_running_loop()
        try:
            if kit() != self.expected:
                raise RuntimeError(f"found {kit()}; expected {self.expected}, as the client has")
            await loop.run_in_executor(self._thread, self._start)
        except Exception as error:
            self.failure = str(error) or repr(error)
            raise UnfitWorkerError(worker.address, self.failure) from error

    def _start(self) -> None:
        self._runner = self.make(self.walls)
        self.tier = self._runner.tier  # waits until it is ready

    async def teardown(self, worker: DaskWorker) -> None:
        del worker
        if not self.failure:
            loop = asyncio.get_running_loop()
            await loop.run_in_executor(self._thread, self._runner.close)
        self._thread.shutdown(wait=False)

    def run(self, job: Job) -> Done:
        return self._thread.submit(self._runner.run, job).result()


def grade_parcel(plugin: str, parcel: bytes) -> bytes:
    """The task: a parcel of jobs → a parcel of results. The same bytes in give the same scores,
    so it may run any number of times."""
    worker = get_worker()
    warm = worker.plugins.get(plugin)
    if not isinstance(warm, WarmWorker):
        raise UnfitWorkerError(worker.address, "the kit's plugin is not there")
    if warm.failure:
        raise UnfitWorkerError(worker.address, warm.failure)
    return pack_results([warm.run(job) for job in unpack_jobs(parcel)])


def tier_of(plugin: str, dask_worker: DaskWorker) -> Tier | None:
    """The tier of a Dask worker; None if it can't grade."""
    warm = dask_worker.plugins.get(plugin)
    return warm.tier if isinstance(warm, WarmWorker) and not warm.failure else None


def kit() -> str:
    """Code, Python and libraries: where these differ, results may."""
    return f"rnn-autograder {__version__} (code {fingerprint()[:12]}), {environment()}"
