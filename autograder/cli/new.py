"""`autograder new`: the files of a new exercise set."""

from __future__ import annotations

import os
from pathlib import Path

import click

from autograder.cli.options import course_option, needs

NEXT = """\
One example exercise stands in them and works. Put your own in its place, then:
  autograder build                     makes the notebooks
  autograder doctor {name}
  nbgrader generate_assignment {name}"""


@click.command()
@click.argument("name")
@course_option
def new(name: str, course: Path) -> None:
    """Make the files of a new exercise set NAME, with one exercise that works."""
    with needs("autograder.starter"):
        from autograder.starter import StarterError, write_set
    try:
        written = write_set(course, name)
    except StarterError as error:
        raise click.ClickException(str(error)) from None
    for path in written:
        click.echo(f"new: {os.path.relpath(path)}")
    click.echo(NEXT.format(name=name))
