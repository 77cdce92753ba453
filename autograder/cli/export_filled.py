"""What `autograder export canvas` and `moodle` have in common: a file to fill in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from autograder.cli.export_options import (
    FILE,
    Decorator,
    exporting,
    force_option,
    read_results,
    tell,
)
from autograder.cli.options import applied, on_course
from autograder.cli.place import Place

if TYPE_CHECKING:
    from autograder.report.export.filling import Form
    from autograder.report.export.sheet import Sheet

KEPT = (
    "Cells that are not filled stay as they are, byte by byte: whoever is not graded or not known "
    "on both sides, and whoever did not hand in, unless --missing-as says what they get. All of "
    "them are named on standard error. The file that you exported is never written over."
)


def to_fill(system: str, *more: Decorator) -> Decorator:
    """ASSIGNMENT, --course, --db, the file and what is done to it."""
    options: tuple[Decorator, ...] = (
        on_course,
        click.option(
            "--gradebook",
            required=True,
            type=click.Path(path_type=Path, exists=True, dir_okay=False),
            help=f"The file that you exported from {system}.",
        ),
        *more,
        click.option("--out", type=FILE, required=True, help="The file to write."),
        force_option,
        click.option(
            "--scale", is_flag=True, help=f"Multiply scores if {system} has other points."
        ),
        click.option(
            "--missing-as",
            type=click.FloatRange(min=0),
            help="The score of whoever did not hand in, in the file's points.",
        ),
        click.option("--encoding", help="The file's, if it is not UTF-8."),
    )
    return lambda command: applied(options, command)


def write_filled(
    words: dict[str, Any], form_of: Callable[[Sheet], Form], language: str | None = None
) -> None:
    """Read, fill, write, tell."""
    source: Path = words["gradebook"]
    place = Place(words["out"], words["force"], source)
    place.check()
    with exporting():
        from autograder.report.export.filling import Wishes, fill
        from autograder.report.export.sheet import read_sheet

        form = form_of(read_sheet(source.read_bytes(), str(source), words["encoding"]))
        results = read_results(words["course"], words["assignment"], words["db_url"])
        wishes = Wishes(words["scale"], words["missing_as"], language)
        filled = fill(form, results, wishes)
        place.write(filled.sheet.to_bytes())
    tell(filled.remarks)
