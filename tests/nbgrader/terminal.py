"""Somebody's terminal: `autograder` and `nbgrader` as they are typed, in this process.

Each of them takes seconds to start in one of its own, and a page has a dozen.
"""

import os
import shlex
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from classroom import Run, in_folder, nbgrader
from click.testing import CliRunner

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
    done = CliRunner().invoke(main, words, prog_name="autograder", catch_exceptions=False)
    return Run(done.exit_code, done.output)


def _nbgrader(words: list[str]) -> Run:
    return nbgrader(*words, folder=Path.cwd())


def _sh(line: str) -> Run:
    done = subprocess.run(
        ["bash", "-c", line],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=600,
    )
    return Run(done.returncode, done.stdout)


PROGRAMS: dict[str, Callable[[list[str]], Run]] = {"autograder": _autograder, "nbgrader": _nbgrader}
