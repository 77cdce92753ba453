"""`autograder scores`: students × exercises in the terminal."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console

from autograder.report.scores import UnknownAssignmentError, read_scores
from autograder.report.terminal import score_table


@click.command()
@click.argument("assignment")
@click.option(
    "--course",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=Path(),
    help="The course's folder (default: here).",
)
@click.option("--db", "db_url", help="The gradebook's URL (default: gradebook.db in the course).")
def scores(assignment: str, course: Path, db_url: str | None) -> None:
    """Show what everybody earned in ASSIGNMENT."""
    gradebook = course.resolve() / "gradebook.db"
    if db_url is None and not gradebook.is_file():
        raise click.ClickException(
            f"{gradebook}: found no gradebook; expected the one nbgrader keeps. Run "
            f"`nbgrader generate_assignment {assignment}`, or name it with --db"
        )
    try:
        table = read_scores(
            db_url or f"sqlite:///{gradebook}",
            assignment,
            course / "submitted",
            course / "autograded",
        )
    except UnknownAssignmentError as error:
        raise click.ClickException(str(error)) from None
    Console().print(score_table(table))
