"""`autograder watch`: a notebook's visible checks, again on every save."""

from __future__ import annotations

import contextlib
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
def watch(notebook: Path, language: str | None, seconds: float) -> None:
    """Run NOTEBOOK, and on every save run again what changed.

    What changed and the cells below that need it run again in the same kernel. If a cell is gone
    or moved, all cells run in a new one. Keys: h shows a hint, l lists the exercises, n looks at
    the next one, q ends.
    """
    with usable(language):
        from autograder.workbench.session import Session
        from autograder.workbench.watching import Watching

        with Session(notebook, seconds) as session:
            language = language or session.workbook.language
            screen = Screen(language)
            with usable(language), contextlib.suppress(KeyboardInterrupt):
                Watching(session, language, screen.show, screen.clear).loop()
