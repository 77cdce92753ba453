"""`autograder export checks`: long form, a row for each check."""

from __future__ import annotations

from pathlib import Path

import click

from autograder.cli.export_options import (
    SAFE,
    excel_option,
    exporting,
    language_option,
    names_option,
    read_results,
    tell,
    writing,
)
from autograder.cli.options import on_course
from autograder.cli.place import Place


@click.command(
    epilog=f"{SAFE} What a hidden test could not judge has an empty cell under `earned`; whoever "
    "has no rows is named on standard error."
)
@on_course
@writing(excel_option, language_option, names_option)
def checks(
    assignment: str,
    course: Path,
    db_url: str | None,
    out: Path | None,
    force: bool,
    excel: bool,
    language: str,
    hide_names: bool,
) -> None:
    """Write every check of every student of ASSIGNMENT, a row each.

    Columns: student, exercise, kind (visible or hidden), check, status, points, earned, fact,
    likely_cause, certainty, mistakes (keys), seconds (of the whole submission), tier,
    tests_version and kit_version.
    """
    place = Place(out, force)
    place.check()
    with exporting():
        from autograder.report.export.checks import check_rows
        from autograder.report.export.common import as_csv, remarks

        results = read_results(course, assignment, db_url, hide_names)
        place.write(as_csv(check_rows(results, language), excel))
    tell(remarks(results))
