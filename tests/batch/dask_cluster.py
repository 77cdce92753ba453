"""A real scheduler and real worker processes on the loopback interface."""

import json
import os
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psutil

TESTS = Path(__file__).parent
PROJECT = TESTS.parents[1]


class Cluster:
    """`dask scheduler` and `dask worker` as an operator would start them, without a nanny: a
    killed worker stays dead, and its pid is known."""

    def __init__(self, folder: Path, stack: ExitStack, path: str, patience: str) -> None:
        self.folder, self.stack = folder, stack
        self.path = path or os.pathsep.join([str(PROJECT), str(TESTS)])
        self.patience = patience
        self.workers: list[subprocess.Popen] = []
        file = folder / "scheduler.json"
        self.scheduler = self.start("scheduler", f"--scheduler-file={file}")
        self.address = json.loads(_content(file))["address"]

    def start(self, kind: str, *words: str) -> subprocess.Popen:
        command = [sys.executable, "-m", "dask", kind, "--host=127.0.0.1", "--no-dashboard"]
        command += ["--port=0"] if kind == "scheduler" else []
        with (self.folder / f"{kind}.log").open("ab") as log:
            process = subprocess.Popen(
                [*command, *words],
                cwd=self.folder,
                env={
                    **os.environ,
                    "PYTHONPATH": self.path,
                    "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
                    "DASK_DISTRIBUTED__SCHEDULER__NO_WORKERS_TIMEOUT": self.patience,
                },
                stdout=log,
                stderr=log,
            )
        self.stack.callback(_end, process)
        return process

    def add_worker(self, *words: str) -> subprocess.Popen:
        worker = self.start("worker", self.address, "--nthreads=1", *(words or ("--no-nanny",)))
        self.workers.append(worker)
        return worker

    def log(self, kind: str) -> str:
        return (self.folder / f"{kind}.log").read_text(encoding="utf-8", errors="replace")


@contextmanager
def cluster(folder: Path, workers: int = 2, path: str = "", patience: str = "1 hour"):
    with ExitStack() as stack:
        made = Cluster(folder, stack, path, patience)
        for _ in range(workers):
            made.add_worker()
        yield made


def _content(file: Path) -> str:
    deadline = time.monotonic() + 60
    while not (file.exists() and file.read_text(encoding="utf-8").rstrip().endswith("}")):
        assert time.monotonic() < deadline, "the scheduler did not start"
        time.sleep(0.05)
    return file.read_text(encoding="utf-8")


def _end(process: subprocess.Popen) -> None:
    """With all that it started."""
    family = []
    if process.poll() is None:
        family = psutil.Process(process.pid).children(recursive=True)
        process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for each in psutil.wait_procs(family, timeout=5)[1]:
        each.kill()
