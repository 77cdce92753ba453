"""`autograder points`: what every check is worth."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console

from autograder.cli.options import course_option


@click.command()
@click.argument("assignment", required=False)
@course_option
@click.option(
    "--language",
    "languages",
    multiple=True,
    type=click.Choice(["en", "zh"]),
    default=["en"],
    help="The language of the checks; may be given again.",
)
def points(assignment: str | None, course: Path, languages: tuple[str, ...]) -> None:
    """Show what every check of ASSIGNMENT is worth."""
    from autograder.judge.course import assignments_of
    from autograder.report.points import NoHiddenTestsError, points_table, read_points

    root, console = course.resolve(), Console()
    try:
        for name in [assignment] if assignment else assignments_of(root):
            table = read_points(root, name)
            for language in languages:
                console.print(points_table(table, language))
    except NoHiddenTestsError as error:
        raise click.ClickException(str(error)) from None
