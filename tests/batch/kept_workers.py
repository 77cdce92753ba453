"""Workers that outlive the command that started them.

Starting one takes three seconds of CPU, grading a submission less than one. What a worker answers
depends on the job alone, so the next command may have it, if it has the same environment.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from autograder.batch import pool
from autograder.batch.worker import Worker
from autograder.sandbox.tiers import Walls

OF_A_TEST = "PYTEST_CURRENT_TEST"


class Kept(Worker):
    """A worker that goes back to `idle` when it is closed, unless it is at work or has ended."""

    def __init__(self, idle: list[Kept], walls: Walls | None, cpus: list[int], store: Path) -> None:
        self._idle = idle
        self._at_work = False
        super().__init__(walls, cpus, store)

    def send(self, job) -> None:
        self._at_work = True
        super().send(job)

    def receive(self, job):
        done = super().receive(job)
        self._at_work = False
        return done

    def restart(self) -> None:
        self.end()
        self._start()

    def close(self) -> None:
        if self._at_work or self._process.poll() is not None:
            self.end()
        else:
            self._idle.append(self)

    def end(self) -> None:
        super().close()


@contextmanager
def kept_workers(store: Path) -> Iterator[None]:
    """As long as this lasts, pools take workers that are there. They keep what known mistakes
    give in `store`, and not in the course."""
    idle: dict[object, list[Kept]] = defaultdict(list)

    def worker(walls: Walls | None, cpus: list[int], _: Path | None = None) -> Kept:
        environment = {name: text for name, text in os.environ.items() if name != OF_A_TEST}
        waiting = idle[walls, tuple(cpus), tuple(sorted(environment.items()))]
        return waiting.pop() if waiting else Kept(waiting, walls, cpus, store)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pool, "Worker", worker)
        try:
            yield
        finally:
            for each in [kept for waiting in idle.values() for kept in waiting]:
                each.end()
