"""`autograder export jsonl`: JSON Lines."""

from __future__ import annotations

import json
from pathlib import Path

import click

from autograder.cli.export_options import (
    exporting,
    names_option,
    read_results,
    tell,
    writing,
)
from autograder.cli.options import on_course
from autograder.cli.place import Place


def _print_schema(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        from autograder.report.export.jsonl_schema import JSON_SCHEMA

        click.echo(json.dumps(JSON_SCHEMA, indent=2))
        context.exit()


schema_option = click.option(
    "--schema",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_schema,
    help="Print what a line holds, as JSON Schema.",
)


@click.command(
    epilog="Always UTF-8, whatever the locale. Sentences are keys and values; `checks` has them in "
    "words. A score is null where there is none, and who has none is named on standard error."
)
@on_course
@writing(names_option)
@click.option("--code", is_flag=True, help="With what the students wrote.")
@schema_option
def jsonl(
    assignment: str,
    course: Path,
    db_url: str | None,
    out: Path | None,
    force: bool,
    hide_names: bool,
    code: bool,
) -> None:
    """Write all that is known of ASSIGNMENT as JSON Lines, a student a line.

    A line's "schema" is rnn-autograder/results/1.
    """
    place = Place(out, force)
    place.check()
    with exporting():
        from autograder.report.export.common import remarks
        from autograder.report.export.jsonl import json_lines

        results = read_results(course, assignment, db_url, hide_names)
        place.write(json_lines(results, code))
    tell(remarks(results))
