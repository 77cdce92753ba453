"""`autograder build`: prose and solutions → nbgrader's source notebooks."""

from __future__ import annotations

from pathlib import Path

import click

from autograder.build.course import build_course, stale
from autograder.build.errors import BuildError


@click.command()
@click.argument(
    "course", type=click.Path(path_type=Path, exists=True, file_okay=False), default=Path()
)
@click.option("--check", is_flag=True, help="Write nothing; fail if a file is not fresh.")
def build(course: Path, check: bool) -> None:
    """Build the notebooks and lessons of COURSE (default: here)."""
    try:
        changed = stale(course) if check else build_course(course)
    except BuildError as error:
        raise click.ClickException(str(error)) from None
    for path in changed:
        click.echo(f"{'not fresh' if check else 'built'}: {path}")
    if check and changed:
        raise click.ClickException("run `make build` and commit what it changes")
    if not changed:
        click.echo("all notebooks and lessons are fresh")
