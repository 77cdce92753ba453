"""`autograder export gradescope`: Gradescope's `results.json` for everybody who handed in."""

from __future__ import annotations

from pathlib import Path

import click

from autograder.cli.failures import told
from autograder.cli.gradescope import hidden_visibility
from autograder.cli.options import on_course

FILE = "results.json"


@click.command()
@on_course
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="The folder to write: <student>/results.json.",
)
@hidden_visibility
@click.option(
    "--language",
    type=click.Choice(["en", "zh"]),
    default=None,
    help="The language of sentences (default: each student's notebook's).",
)
@click.option("--force", is_flag=True, help="Replace files that are there.")
def gradescope(
    assignment: str,
    course: Path,
    db_url: str | None,
    out: Path,
    visibility: str,
    language: str | None,
    force: bool,
) -> None:
    """Write Gradescope's results.json of ASSIGNMENT for everybody who handed in.

    Whoever the grader failed on has no file, and is named on standard error: a file needs a score.
    """
    if out.is_dir() and any(out.iterdir()) and not force:
        raise click.ClickException(
            f"{out}: found a folder with files; expected a new or an empty one. Name another one, "
            "or add --force"
        )
    with told():
        from autograder.report.gradescope.everybody import everybody
        from autograder.report.reading import read_class

        found = everybody(
            read_class(course.resolve(), assignment, db_url), visibility, language or ""
        )
        for student, text in found.files.items():
            (out / student).mkdir(parents=True, exist_ok=True)
            (out / student / FILE).write_text(text, encoding="utf-8")
    click.echo(f"{out}: {len(found.files)} × {FILE}", err=True)
    for student, why in found.left_out.items():
        click.echo(f"no file: {student}: {why}", err=True)
