"""Somebody's terminal: `autograder` and `nbgrader` as they are typed, in this process.

Each of them takes seconds to start in one of its own, and a page has a dozen.
"""

import os
import shlex
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from classroom import Run, finished, in_folder, nbgrader
from click.testing import CliRunner
from command import ONE_WORKER

from autograder.cli.main import main


@dataclass
class Terminal:
    """Where it is, its environment besides this process's, and what was said by each command."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)

    def type(self, line: str) -> Run:
        """One line of sh; a `cd` lasts."""
        program, *words = shlex.split(line)
        if program == "cd":
            self.folder = (self.folder / words[0]).resolve()
            return Run(0, "")
        with in_folder(self.folder):
            os.environ.update(self.environment)
            done = PROGRAMS[program](words) if program in PROGRAMS else _sh(line)
        self.said[line] = done.text
        return done


def _autograder(words: list[str]) -> Run:
    more = {"prog_name": "autograder", "default_map": ONE_WORKER, "catch_exceptions": False}
    done = CliRunner().invoke(main, words, **more)
    return Run(done.exit_code, done.output)


def _nbgrader(words: list[str]) -> Run:
    return nbgrader(*words, folder=Path.cwd())


def _sh(line: str) -> Run:
    return finished(["bash", "-c", line], timeout=600, stdin=subprocess.DEVNULL)


PROGRAMS: dict[str, Callable[[list[str]], Run]] = {"autograder": _autograder, "nbgrader": _nbgrader}


class InThisProcess:
    """Takes the place of `subprocess` in a module that starts `autograder` and `nbgrader`.

    Of `started`, such as `autograder report`, the first is started as the module says.
    """

    STDOUT = subprocess.STDOUT

    def __init__(self, *started: str) -> None:
        self._to_start = set(started)

    def run(self, command: list[str], **more: Any) -> subprocess.CompletedProcess[str]:
        """`command`: python -m nbgrader …, or python -c and what starts autograder …"""
        program = "nbgrader" if command[1:3] == ["-m", "nbgrader"] else "autograder"
        name = f"{program} {command[3]}"
        if name in self._to_start:
            self._to_start.remove(name)
            return subprocess.run(command, **more)
        done = Terminal(more["cwd"], more["env"]).type(shlex.join([program, *command[3:]]))
        if "stdout" in more:
            more["stdout"].write(done.text)
        return subprocess.CompletedProcess(command, done.code, done.text, "")
