"""Other programs, each in an environment of its own: their pins are not ours."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from benchmarks.course import PROJECT


class NotInstalledError(Exception):
    """A program can't be had on this machine."""


def venv_of(name: str) -> Path:
    return PROJECT / "benchmarks" / f".venv-{name}"


def command_of(name: str, *packages: str) -> Path:
    """The command of that name; its environment is made of these packages if it is not there.

    Raises `NotInstalledError`.
    """
    venv = venv_of(name)
    command = venv / "bin" / name
    if command.is_file():
        return command
    pip = [str(venv / "bin" / "python"), "-m", "pip", "install", "--quiet"]
    constraints = ["-c", str(PROJECT / "constraints.txt")]
    for step in ([sys.executable, "-m", "venv", str(venv)], [*pip, *constraints, *packages]):
        done = subprocess.run(step, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            last = (done.stderr.strip().splitlines() or ["no word"])[-1]
            raise NotInstalledError(f"{packages[0]} can't be installed: {last}")
    return command
