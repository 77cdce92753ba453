"""`autograder export moodle`: scores in a file that was exported from Moodle."""

from __future__ import annotations

from typing import Any

import click

from autograder.cli.export_filled import KEPT, to_fill, write_filled
from autograder.cli.export_options import language_option

grade_option = click.option(
    "--grade-column", help="The heading of the column to fill, or its beginning."
)
identity_option = click.option(
    "--id-column", help="The heading of the column that says who it is; full names will do."
)
comments_option = click.option(
    "--comments", is_flag=True, help="Fill in feedback comments: a line for each exercise."
)


@click.command(
    epilog=f"{KEPT} The worksheet (in the assignment: Submissions, Actions, Download grading "
    "worksheet) is the better one of the two: Moodle finds grades that were changed since. The "
    "other one is Grades, Export, Plain text file, with real grades; grades imported there can no "
    "longer be changed in the assignment. Students are known by ID number, user name or email, "
    "which must be the id, LMS user id or email in nbgrader. A grade that is locked stays; one "
    "above the maximum is written as the maximum; comments that a person wrote are kept."
)
@to_fill("Moodle", grade_option, identity_option)
@comments_option
@language_option
def moodle(
    grade_column: str | None, id_column: str | None, comments: bool, language: str, **words: Any
) -> None:
    """Fill the scores of ASSIGNMENT into a file that was exported from Moodle.

    Either the assignment's offline grading worksheet, or the gradebook as plain text. The new file
    can be imported there. Only grades change, and with --comments the feedback comments.
    """
    from autograder.report.export.moodle import Named, moodle_form

    named = Named(grade_column, id_column)
    write_filled(
        words,
        lambda sheet: moodle_form(sheet, words["assignment"], named),
        language if comments else None,
    )
