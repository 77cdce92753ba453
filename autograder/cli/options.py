"""Options that commands have in common."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

Command = Callable[..., Any]


def course_option(command: Command) -> Command:
    """--course."""
    option = click.option(
        "--course",
        type=click.Path(path_type=Path, exists=True, file_okay=False),
        default=Path(),
        help="The course's folder (default: here).",
    )
    return option(command)


def on_course(command: Command) -> Command:
    """ASSIGNMENT, --course and --db."""
    options = (
        click.argument("assignment"),
        course_option,
        click.option("--db", "db_url", help="The gradebook's URL (default: as configured)."),
    )
    return applied(options, command)


def of_assignment(command: Command) -> Command:
    """--assignment, --course, --db and --language: for one exercise or one student."""
    options = (
        click.option("--assignment", help="The assignment (default: the one that has it, or all)."),
        course_option,
        click.option("--db", "db_url", help="The gradebook's URL (default: as configured)."),
        click.option(
            "--language",
            type=click.Choice(["en", "zh"]),
            default="en",
            show_default=True,
            help="The language of what is said.",
        ),
    )
    return applied(options, command)


def in_parallel(what: str) -> Callable[[Command], Command]:
    """--student and --workers; `what` is done at the same time."""
    options = (
        click.option("--student", default="*", help="One student, or a pattern such as 'a*'."),
        click.option(
            "--workers",
            type=click.IntRange(min=1),
            default=os.cpu_count() or 1,
            show_default="one for each processor",
            help=f"How many {what} at the same time.",
        ),
    )
    return lambda command: applied(options, command)


def applied(options: tuple[Callable[[Command], Command], ...], command: Command) -> Command:
    """The command with these options, which help shows in this order."""
    for option in reversed(options):
        command = option(command)
    return command


@contextmanager
def needs(package: str) -> Iterator[None]:
    """For commands of authors: the wheel that students install has no such package."""
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name != package:
            raise
        raise click.ClickException(
            f"found no {package}; expected a checkout of the project, which authors work in. Run "
            "`pip install -e '.[instructor]'` there"
        ) from None
