"""`autograder secret`: hidden inputs of a course's own."""

from __future__ import annotations

from pathlib import Path

import click

from autograder.cli.options import course_option

MEANING = """\
From now on the random inputs of this course's hidden tests are drawn from it: numbers that were
seen in another course are worth nothing here. What was graded before stays as it
is; `autograder regrade` tells what it would come to when it is graded again. Keep a backup: with
another secret, the inputs are others. Never commit, release or mail it: who has it can work out the
hidden inputs."""


@click.command()
@course_option
def secret(course: Path) -> None:
    """Make the course's secret, from which hidden inputs are drawn, unless there is one."""
    from autograder.judge.draws import SECRET_FILE, make_secret

    folder = course / "tests" / "hidden"
    if not folder.is_dir():
        raise click.ClickException(
            f"{folder}: found no such folder; expected a course's hidden tests. Run this from the "
            "course's folder, or name it with --course"
        )
    if (folder / SECRET_FILE).exists():
        click.echo(f"{folder / SECRET_FILE}: there is one already; it stays as it is")
        return
    click.echo(f"{make_secret(folder)}: made, for your eyes only")
    click.echo(MEANING)
