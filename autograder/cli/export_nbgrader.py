"""`autograder export nbgrader`: the columns of `nbgrader export`."""

from __future__ import annotations

from pathlib import Path

import click

from autograder.cli.export_options import SAFE, excel_option, exporting, tell, writing
from autograder.cli.options import Command, applied, course_option
from autograder.cli.place import Place


def on_assignments(command: Command) -> Command:
    """Any number of assignments, --course and --db."""
    options = (
        click.argument("assignments", nargs=-1, metavar="[ASSIGNMENT]..."),
        course_option,
        click.option("--db", "db_url", help="The gradebook's URL (default: as configured)."),
    )
    return applied(options, command)


@click.command(
    epilog=f"{SAFE} Whoever did not hand in has 0.0, as nbgrader has it; a submission that is not "
    "graded, or that the grader failed on, has empty cells and is named on standard error."
)
@on_assignments
@writing(excel_option)
def nbgrader(
    assignments: tuple[str, ...],
    course: Path,
    db_url: str | None,
    out: Path | None,
    force: bool,
    excel: bool,
) -> None:
    """Write the scores in the columns of `nbgrader export`.

    Of all assignments, unless some are named. Values and order are nbgrader's.
    """
    place = Place(out, force)
    place.check()
    with exporting():
        from autograder.report.export.common import as_csv, remarks
        from autograder.report.export.nbgrader import nbgrader_rows
        from autograder.report.known import assignments_of
        from autograder.report.reading import read_class

        root = course.resolve()
        names = assignments or assignments_of(root, db_url)
        classes = [read_class(root, name, db_url) for name in dict.fromkeys(names)]
        place.write(as_csv(nbgrader_rows(classes), excel))
    tell(line for results in classes for line in remarks(results))
