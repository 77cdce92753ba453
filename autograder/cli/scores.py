"""`autograder scores`: students × exercises in the terminal."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console

from autograder.cli.failures import told
from autograder.cli.options import on_course


@click.command()
@on_course
def scores(assignment: str, course: Path, db_url: str | None) -> None:
    """Show what everybody earned in ASSIGNMENT."""
    with told():
        from autograder.report.reading import read_class
        from autograder.report.terminal import score_table

        results = read_class(course.resolve(), assignment, db_url)
    Console().print(score_table(results))
