"""Run one command and measure its whole process tree: `python -m benchmarks.watch REPORT …`.

A process of its own, so that nothing but the command is counted: it adopts the command's orphans
(a kernel, a warm sandbox) and waits for them, and the kernel adds up their processor time.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import resource
import subprocess
import threading
import time
from pathlib import Path

import psutil

PR_SET_CHILD_SUBREAPER = 36
SAMPLE_SECONDS = 0.05
ORPHANS_SECONDS = 20.0
MIB = 1 << 20


def proportional_mib(process: psutil.Process) -> float:
    """Its share of the memory: pages used by k processes count 1/k each. A sandbox may hide how
    many share a page; then what it shares is left out."""
    try:
        return float(process.memory_full_info().pss) / MIB
    except psutil.AccessDenied:
        try:
            used = process.memory_info()
        except psutil.Error:
            return 0.0
        return float(used.rss - used.shared) / MIB
    except psutil.Error:
        return 0.0


class PeakMemory:
    """The largest sum of a process tree's memory, sampled while it runs."""

    def __init__(self, root: psutil.Process) -> None:
        self.mib = 0.0
        self._root = root
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)
        self._thread.start()

    def stop(self) -> float:
        self._ended.set()
        self._thread.join()
        self._look()  # a short command's orphans
        return self.mib

    def _sample(self) -> None:
        while not self._ended.wait(SAMPLE_SECONDS):
            self._look()

    def _look(self) -> None:
        tree = self._root.children(recursive=True)
        self.mib = max(self.mib, sum(map(proportional_mib, tree)))


def watch(command: list[str], *, memory: bool) -> dict[str, float | int | None]:
    """Wall and processor seconds, peak memory in MiB (None unless asked for), exit code."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    started = time.perf_counter()
    process = subprocess.Popen(command)
    peak = PeakMemory(psutil.Process()) if memory else None
    code = process.wait()
    wall = time.perf_counter() - started
    mib = peak.stop() if peak else None
    wait_for_orphans()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {"wall": wall, "cpu": used.ru_utime + used.ru_stime, "peak_mib": mib, "code": code}


def wait_for_orphans() -> None:
    """Raises `TimeoutError` if one outlives its command: its time would be missing."""
    until = time.monotonic() + ORPHANS_SECONDS
    while orphans := psutil.Process().children():
        psutil.wait_procs(orphans, timeout=0.1)
        if time.monotonic() > until:
            raise TimeoutError(f"still running: {[orphan.name() for orphan in orphans]}")


def main() -> None:
    """The command's own output goes where this process's goes."""
    parser = argparse.ArgumentParser()
    parser.add_argument("report", type=Path)
    parser.add_argument("--memory", action="store_true")
    parser.add_argument("command", nargs="+")
    asked = parser.parse_args()
    report = watch(asked.command, memory=asked.memory)
    asked.report.write_text(json.dumps(report), encoding="utf-8")


if __name__ == "__main__":
    main()
