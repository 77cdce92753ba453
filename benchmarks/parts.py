"""Measurements that live in modules of their own, and say so when they are not there.

Such a module has one function, `figures(quick: bool) -> list[Figure]`. It runs in a process of
its own: what it warms up or forks is its own affair.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec

from benchmarks.course import PROJECT, environment
from benchmarks.results import Figure

PARTS = {
    "benchmarks.rooms": "sandbox over the bare in-process run",
    "benchmarks.feedback": "feedback pages per second",
    "benchmarks.reports": "a class's report and its similar pairs",
}
CALL = """
import importlib, json, sys
from dataclasses import asdict
found = importlib.import_module(sys.argv[1]).figures(False)
print(json.dumps([asdict(figure) for figure in found]))
"""


def figures_of_parts(quick: bool, say: Callable[[str], None]) -> list[Figure]:
    """The figures of every part; a part that is missing or fails is one without a value."""
    return [figure for module in PARTS for figure in _figures(module, quick, say)]


def _figures(module: str, quick: bool, say: Callable[[str], None]) -> list[Figure]:
    title = PARTS[module]
    if find_spec(module) is None:
        return [Figure(title, None, "", f"{module} is not in this version")]
    if quick:
        return [Figure(title, None, "", "a full run measures it")]
    say(title)
    done = subprocess.run(
        [sys.executable, "-c", CALL, module],
        cwd=PROJECT,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["no word"])[-1]
        return [Figure(title, None, "", f"failed: {last}")]
    return [Figure(**figure) for figure in json.loads(done.stdout.splitlines()[-1])]
