"""One measured run of one command."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.course import environment


class RunFailedError(Exception):
    """A contestant's command failed: its figures would mean nothing."""


@dataclass(frozen=True)
class Task:
    """A command, where it runs, and what it needs besides."""

    command: tuple[str, ...]
    folder: Path
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def log(self) -> Path:
        return self.folder / "benchmark.log"


@dataclass(frozen=True)
class Usage:
    """Seconds of wall clock and of processors; MiB at the peak, where that was asked for."""

    wall: float
    cpu: float
    peak_mib: float | None = None


def run(task: Task, *, memory: bool = False) -> Usage:
    """Run it and wait. Memory is a run of its own: sampling it takes time.

    Raises `RunFailedError` with the end of what the command said.
    """
    report = task.folder / "benchmark.json"
    options = ["--memory"] if memory else []
    with task.log.open("a", encoding="utf-8") as log:
        subprocess.run(
            [sys.executable, "-m", "benchmarks.watch", *options, str(report), "--", *task.command],
            cwd=task.folder,
            env=environment(task.extra),
            stdout=log,
            stderr=subprocess.STDOUT,
            check=False,
        )
    told = json.loads(report.read_text(encoding="utf-8")) if report.is_file() else {"code": None}
    report.unlink(missing_ok=True)
    if told["code"] != 0:
        end = task.log.read_text(encoding="utf-8", errors="replace")[-2000:]
        raise RunFailedError(f"{' '.join(task.command)}: exit code {told['code']}\n{end}")
    return Usage(told["wall"], told["cpu"], told["peak_mib"])
