"""`autograder export canvas`: scores in the gradebook that was exported from Canvas."""

from __future__ import annotations

from typing import Any

import click

from autograder.cli.export_filled import KEPT, to_fill, write_filled

column_option = click.option(
    "--column",
    help="Its heading with or without the number, or the beginning (default: ASSIGNMENT).",
)


@click.command(
    epilog=f"{KEPT} In Canvas: Grades, Export, Export Entire Gradebook; then Grades, Import. "
    "Students are known by SIS Login ID, SIS User ID, ID or Integration ID, which must be the id, "
    "LMS user id or email in nbgrader. What is excused (EX) or not assigned (N/A) stays so."
)
@to_fill("Canvas", column_option)
def canvas(column: str | None, **words: Any) -> None:
    """Fill the scores of ASSIGNMENT into a gradebook that was exported from Canvas.

    The new file can be imported there. Only the cells of one column change.
    """
    from autograder.report.export.canvas import canvas_form

    write_filled(words, lambda sheet: canvas_form(sheet, column or words["assignment"]))
