"""`autograder doctor`: what is wrong with a course, each complaint with its cure."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from autograder.cli.options import needs

if TYPE_CHECKING:
    from autograder.doctor import Diagnosis


@click.command()
@click.argument("assignments", nargs=-1, metavar="[ASSIGNMENT]...")
@click.option(
    "--folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=Path(),
    help="The course's folder (default: here).",
)
@click.option(
    "--course",
    "of_setup",
    is_flag=True,
    help="Look at the set-up instead: exchange, clocks, kernel, isolation, gradebook, rights.",
)
@click.option("--json", "in_json", is_flag=True, help="With --course: for machines.")
def doctor(assignments: tuple[str, ...], folder: Path, of_setup: bool, in_json: bool) -> None:
    """Check a course as its author's conscience would.

    Stubs must fail, solutions earn everything, known mistakes be caught, releases hold no answer;
    languages, notebooks, links and points must be in order. With --course, everything around
    them: can the course be given here? Changes nothing. Exit code 1 if there is an error; a hint
    is none.
    """
    if of_setup:
        if assignments:
            raise click.UsageError(
                f"found --course and {assignments[0]}; expected one of them: the set-up is that of "
                "the whole course. Name its folder with --folder"
            )
        sys.exit(_look_at_setup(folder.resolve(), in_json))
    if in_json:
        raise click.UsageError("found --json alone; expected it with --course")
    sys.exit(_look_at_assignments(folder.resolve(), assignments))


def _look_at_setup(root: Path, in_json: bool) -> int:
    from autograder.cli.course_doctor import as_json, as_lines, counts
    from autograder.course.examine import examine

    looked = examine(root)
    for line in [as_json(looked)] if in_json else as_lines(looked):
        click.echo(line)
    errors, _ = counts(looked)
    return 1 if errors else 0


def _look_at_assignments(root: Path, assignments: tuple[str, ...]) -> int:
    with needs("autograder.doctor"):
        from autograder.doctor import NoSuchAssignmentError, as_text, examine
    try:
        diagnosis = examine(root, assignments)
    except NoSuchAssignmentError as error:
        raise click.ClickException(str(error)) from None
    for complaint in diagnosis.complaints:
        click.echo(as_text(complaint, root))
    for line in summary(diagnosis):
        click.echo(line)
    return 0 if diagnosis.is_healthy else 1


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
