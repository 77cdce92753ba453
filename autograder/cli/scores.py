"""`autograder scores`: students × exercises in the terminal."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console

from autograder.cli.failures import told
from autograder.cli.options import on_course
from autograder.report.scores import UnknownAssignmentError, read_scores
from autograder.report.terminal import score_table


@click.command()
@on_course
def scores(assignment: str, course: Path, db_url: str | None) -> None:
    """Show what everybody earned in ASSIGNMENT."""
    from autograder.batch.config import course_directory, load_config

    with told():
        root = course.resolve()
        directory = course_directory(load_config(root), root)
    address = db_url or directory.db_url
    gradebook = Path(address.removeprefix("sqlite:///"))
    if address.startswith("sqlite:///") and not gradebook.is_file():
        raise click.ClickException(
            f"{gradebook}: found no gradebook; expected the one nbgrader keeps. Run "
            f"`nbgrader generate_assignment {assignment}`, or name it with --db"
        )
    try:
        table = read_scores(address, assignment, course / "submitted", course / "autograded")
    except UnknownAssignmentError as error:
        raise click.ClickException(str(error)) from None
    Console().print(score_table(table))
