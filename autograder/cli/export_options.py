"""What the commands of `autograder export` have in common: options, reading, writing, telling."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from autograder.cli.failures import told
from autograder.cli.options import Command, applied

if TYPE_CHECKING:
    from autograder.report.results import ClassResults

Decorator = Callable[[Command], Command]

FILE = click.Path(path_type=Path, dir_okay=False)
SAFE = (
    "Always UTF-8, whatever the locale. A text cell that begins with = + - @ or a tab or line "
    "break gets an apostrophe in front, so that no spreadsheet runs it as a formula; numbers stay "
    "numbers."
)

out_option = click.option("--out", type=FILE, help="The file to write (default: standard output).")
force_option = click.option("--force", is_flag=True, help="Replace the file if it is there.")
excel_option = click.option(
    "--excel", is_flag=True, help="Begin with the mark (BOM) by which Excel knows UTF-8."
)
language_option = click.option(
    "--language",
    type=click.Choice(["en", "zh"]),
    default="en",
    show_default=True,
    help="The language of sentences.",
)
names_option = click.option("--hide-names", is_flag=True, help="Show nobody's name, id or address.")


def writing(*more: Decorator) -> Decorator:
    """--out and --force, and `more`."""
    options: tuple[Decorator, ...] = (out_option, force_option, *more)
    return lambda command: applied(options, command)


def read_results(
    course: Path, assignment: str, db_url: str | None, hidden: bool = False
) -> ClassResults:
    """The class, without names if they are to be `hidden`. To be called in `exporting`."""
    from autograder.report.anonymous import hide_names
    from autograder.report.reading import read_class

    results = read_class(course.resolve(), assignment, db_url)
    return hide_names(results) if hidden else results


@contextmanager
def exporting() -> Iterator[None]:
    """Errors that the instructor can mend, in one line."""
    from autograder.report.export.common import ExportError

    with told():
        try:
            yield
        except ExportError as error:
            raise click.ClickException(shown(str(error))) from None


def tell(lines: Iterable[str]) -> None:
    """On standard error: standard output is the file."""
    for line in lines:
        click.echo(shown(line), err=True)


def shown(line: str) -> str:
    """Names and headings may hold what a terminal obeys."""
    return "".join(c if c.isprintable() else "\ufffd" for c in line)
