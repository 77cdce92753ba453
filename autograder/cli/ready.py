"""`autograder ready`: a last look at a notebook before it is handed in."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from autograder.cli.student import (
    Screen,
    language_option,
    notebook_argument,
    seconds_option,
    usable,
)


@click.command()
@notebook_argument
@language_option
@seconds_option
def ready(notebook: Path, language: str | None, seconds: float) -> None:
    """Run a copy of NOTEBOOK from top to bottom and tell what to mend before it is handed in.

    Nothing is changed and nothing is sent. Exit code: 0 if it is ready, 1 if something is to be
    mended, 2 for input that can't be used.
    """
    with usable(language):
        from autograder.checks import Message, text
        from autograder.workbench.errors import UnusableError
        from autograder.workbench.ready import fresh_run, readiness
        from autograder.workbench.render import readiness_lines
        from autograder.workbench.workbook import read_workbook

        workbook = read_workbook(notebook)
        language = language or workbook.language
        with usable(language):
            if notebook.suffix == ".py":
                raise UnusableError(Message("bad.ready_script", {"file": notebook.name}))
            screen = Screen(language)
            count = len(workbook.code)
            said = text(Message("watch.running", {"count": count, "total": count}), language)
            with screen.console.status(said):
                found = readiness(workbook, fresh_run(workbook, seconds))
        screen.show(readiness_lines(found, language))
    sys.exit(0 if found.is_ready else 1)
