"""`autograder` as a user runs it, in this process: its workers are processes of their own."""

from pathlib import Path

from classroom import Run
from click.testing import CliRunner

from autograder.cli.main import main

# A class of three needs no second worker; where it is about several, the words say how many.
ONE_WORKER = {command: {"workers": 1} for command in ("grade", "regrade")}


def autograder(*words: str, course: Path) -> Run:
    """Run a command on the course; what it said, and its exit code."""
    words = (*words, "--course", str(course))
    done = CliRunner().invoke(main, words, default_map=ONE_WORKER, catch_exceptions=False)
    return Run(done.exit_code, done.output)


def files_below(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Path → content and permissions."""
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mode & 0o777)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
