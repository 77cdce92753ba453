"""`autograder doctor`: what is wrong with a course, each complaint with its cure."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from autograder.cli.options import course_option, needs

if TYPE_CHECKING:
    from autograder.doctor import Diagnosis


@click.command()
@click.argument("assignments", nargs=-1, metavar="[ASSIGNMENT]...")
@course_option
def doctor(assignments: tuple[str, ...], course: Path) -> None:
    """Check a course as its author's conscience would.

    Stubs must fail, solutions earn everything, known mistakes be caught, releases hold no answer;
    languages, notebooks, links and points must be in order. Changes nothing. Exit code 1 if there
    is an error; a hint is none.
    """
    with needs("autograder.doctor"):
        from autograder.doctor import NoSuchAssignmentError, as_text, examine
    root = course.resolve()
    try:
        diagnosis = examine(root, assignments)
    except NoSuchAssignmentError as error:
        raise click.ClickException(str(error)) from None
    for complaint in diagnosis.complaints:
        click.echo(as_text(complaint, root))
    for line in summary(diagnosis):
        click.echo(line)
    sys.exit(0 if diagnosis.is_healthy else 1)


def summary(diagnosis: Diagnosis) -> list[str]:
    """What was looked at, and what came of it."""
    lines = [
        f"{each.name}: {each.exercises} exercises · {each.tests} hidden tests · "
        f"{each.points:g} points · {each.mistakes} known mistakes"
        for each in diagnosis.examined
    ]
    hints = sum(complaint.is_hint for complaint in diagnosis.complaints)
    errors = len(diagnosis.complaints) - hints
    return [*lines, f"errors {errors} · hints {hints}"]
