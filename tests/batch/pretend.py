"""A runner that does what a job's payload says: for what no real submission can bring about."""

import json
import os
import signal
import time
from pathlib import Path

from autograder.batch.jobs import Done, Job, Shared
from autograder.sandbox.tiers import Tier

SHARED = Shared("of all", b"what all jobs share")


def job(key: str, **what) -> Job:
    return Job(key, json.dumps({"key": key, **what}).encode(), SHARED)


class Runner:
    """`walls` is a folder in which each start and each run leaves a line."""

    def __init__(self, walls: Path) -> None:
        self.folder = walls
        self.note("started")
        self.tier = Tier("A", "nothing runs at all")

    def note(self, word: str) -> None:
        with (self.folder / f"{os.getpid()}.txt").open("a", encoding="utf-8") as file:
            file.write(word + "\n")

    def run(self, job: Job) -> Done:
        what = json.loads(job.payload)
        self.note(job.key)
        time.sleep(what.get("seconds", 0))
        if what.get("kills"):
            os.kill(os.getpid(), signal.SIGKILL)
        if what.get("raises"):
            raise RuntimeError(what["raises"])
        return Done(job.key, job.shared.payload + job.payload)

    def close(self) -> None:
        self.note("closed")


class Unfit(Runner):
    """Starts in no worker but the first one."""

    def __init__(self, walls: Path) -> None:
        if any(walls.iterdir()):
            raise RuntimeError("found tier C; expected A")
        super().__init__(walls)


def notes(folder: Path) -> list[list[str]]:
    """The lines of each Dask worker."""
    return [path.read_text(encoding="utf-8").split() for path in sorted(folder.glob("*.txt"))]
