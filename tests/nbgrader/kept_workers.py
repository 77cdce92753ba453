"""Workers that outlive the command that started them.

Starting one takes three seconds of CPU, grading a submission less than one. What a worker answers
depends on the job alone, so the next command may have it, if it has the same environment.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from classroom import OWN_FOLDERS

from autograder.batch import pool
from autograder.batch.worker import Worker
from autograder.sandbox.tiers import Walls

# What differs between tests and no worker reads, or finds empty in each of its values.
OF_A_TEST = {"PYTEST_CURRENT_TEST", *OWN_FOLDERS}
MOST = 4
Kind = tuple[object, ...]


class Kept(Worker):
    """A worker that goes back to `idle` when it is closed, unless it is at work or has ended.

    It runs on any CPU: whoever takes it next may want it on another one.
    """

    def __init__(self, idle: IdleWorkers, kind: Kind, walls: Walls | None) -> None:
        self.kind = kind
        self._idle = idle
        self._at_work = False
        super().__init__(walls, (), idle.store)

    def send(self, job) -> None:
        self._at_work = True
        super().send(job)

    def receive(self, job):
        done = super().receive(job)
        self._at_work = False
        return done

    def restart(self) -> None:
        self.end()
        self._at_work = False
        self._start()

    def close(self) -> None:
        if self._at_work or self._process.poll() is not None:
            self.end()
        else:
            self._idle.keep(self)

    def end(self) -> None:
        super().close()


class IdleWorkers:
    """The workers that nobody has at the moment. They keep what known mistakes give in `store`,
    and not in the course."""

    def __init__(self, store: Path) -> None:
        self.store = store
        self._waiting: list[Kept] = []

    def take(self, walls: Walls | None = None, _cpus: object = (), _store: object = None) -> Worker:
        """One that waits, or a new one; called as `Worker` is."""
        environment = {name: text for name, text in os.environ.items() if name not in OF_A_TEST}
        kind = (walls or Walls(), tuple(sorted(environment.items())))
        for worker in self._waiting:
            if worker.kind == kind:
                self._waiting.remove(worker)
                return worker
        return Kept(self, kind, walls)

    def keep(self, worker: Kept) -> None:
        self._waiting.append(worker)
        if len(self._waiting) > MOST:
            self._waiting.pop(0).end()

    def end(self) -> None:
        while self._waiting:
            self._waiting.pop().end()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """As long as this lasts, pools take workers that are there."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(pool, "Worker", self.take)
            yield
