"""Many workers at once."""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Iterable, Iterator
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any, Protocol

from autograder.batch.jobs import Done, Graded, Job, pack_graded
from autograder.batch.worker import Worker
from autograder.judge.errors import GraderError
from autograder.sandbox import affinity
from autograder.sandbox.tiers import Tier, Walls

TRIES = 2


class Pool(Protocol):
    """Grades jobs somewhere. `tier` is the weakest of its workers'."""

    @property
    def tier(self) -> Tier: ...

    def results(self, jobs: Iterable[Job]) -> Iterator[Done]:
        """One result for each job, in the order in which they get ready."""
        ...

    def close(self) -> None:
        """End the workers, also in the middle of a job."""
        ...


class LocalPool:
    """Worker processes on this machine. Raises `GraderError` if they can't be started."""

    def __init__(self, workers: int, walls: Walls | None = None, store: Path | None = None) -> None:
        """`store`: see `Worker`."""
        self._workers: list[Worker] = []
        try:
            for cpus in _shares(workers):
                self._workers.append(Worker(walls, cpus, store))
        except BaseException:
            self.close()
            raise

    @property
    def tier(self) -> Tier:
        return max((worker.tier for worker in self._workers), key=lambda tier: tier.name)

    def results(self, jobs: Iterable[Job]) -> Iterator[Done]:
        """A worker that ends is started again, and the job tried once more."""
        tasks = _Tasks(jobs)
        busy: dict[Any, tuple[Worker, Job, int]] = {}
        ready = self._give(self._workers, tasks, busy)
        while busy or ready:
            for line in wait(list(busy)) if busy else ():
                worker, job, tries = busy.pop(line)
                ready += _answer(worker, job, tries, tasks)
                ready += self._give([worker], tasks, busy)  # at work again before we look at it
            yield from ready
            ready = []

    def _give(self, idle: list[Worker], tasks: _Tasks, busy: Any) -> list[Done]:
        """A task for each idle worker; the results of those that can't be given to any."""
        failed: list[Done] = []
        for worker in idle:
            while (task := tasks.next()) is not None:
                try:
                    worker.send(task[0])
                except GraderError as error:
                    failed += tasks.lost(worker, *task, error)
                else:
                    busy[worker.line] = (worker, *task)
                    break
        return failed

    def close(self) -> None:
        for worker in self._workers:
            with contextlib.suppress(OSError):
                worker.close()


def _shares(workers: int) -> list[list[int]]:
    """The CPUs of each worker: one of its own, where there are enough for all."""
    cpus = affinity.cpus()
    alone = 1 < workers <= len(cpus)
    return [[cpus[number]] if alone else [] for number in range(workers)]


class _Tasks:
    """The jobs that wait, with the number of the try; those that lost a worker go first."""

    def __init__(self, jobs: Iterable[Job]) -> None:
        self._waiting = iter(jobs)
        self._again: deque[tuple[Job, int]] = deque()

    def next(self) -> tuple[Job, int] | None:
        if self._again:
            return self._again.popleft()
        job = next(self._waiting, None)
        return None if job is None else (job, 1)

    def lost(self, worker: Worker, job: Job, tries: int, error: Exception) -> list[Done]:
        """The worker has ended: start another. The job's result if it is not tried again."""
        worker.restart()
        if tries < TRIES:
            self._again.append((job, tries + 1))
            return []
        return [Done(job.key, pack_graded(Graded(problem=str(error), is_graders=True)))]


def _answer(worker: Worker, job: Job, tries: int, tasks: _Tasks) -> list[Done]:
    try:
        return [worker.receive(job)]
    except GraderError as error:
        return tasks.lost(worker, job, tries, error)
