"""`autograder export gradescope`: Gradescope's `results.json` for everybody who handed in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from autograder.cli.export_options import tell
from autograder.cli.failures import told
from autograder.cli.gradescope import hidden_visibility
from autograder.cli.options import on_course
from autograder.cli.place import Place, check_folder

if TYPE_CHECKING:
    from autograder.report.gradescope.everybody import Everybody

FILE = "results.json"


@click.command()
@on_course
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="The folder to write: <student>/results.json.",
)
@hidden_visibility
@click.option(
    "--language",
    type=click.Choice(["en", "zh"]),
    default=None,
    help="The language of sentences (default: each student's notebook's).",
)
@click.option("--force", is_flag=True, help="Replace files that are there.")
def gradescope(
    assignment: str,
    course: Path,
    db_url: str | None,
    out: Path,
    visibility: str,
    language: str | None,
    force: bool,
) -> None:
    """Write Gradescope's results.json of ASSIGNMENT for everybody who handed in.

    Whoever the grader failed on has no file, and is named on standard error: a file needs a score.
    With --force their file of an earlier export is removed.
    """
    check_folder(out, force)
    with told():
        from autograder.report.gradescope.everybody import everybody
        from autograder.report.reading import read_class

        found = everybody(
            read_class(course.resolve(), assignment, db_url), visibility, language or ""
        )
        _write(out, found)
    tell([f"{out}: {len(found.files)} × {FILE}"])
    tell(f"no file: {student}: {why}" for student, why in found.left_out.items())


def _write(out: Path, found: Everybody) -> None:
    """Whoever has no file keeps none of an earlier export, which nobody may take for a new one."""
    from autograder.report.gradescope.everybody import is_folder_name

    for student, text in found.files.items():
        (out / student).mkdir(parents=True, exist_ok=True)
        Place(out / student / FILE, force=True).write(text.encode("utf-8"))
    for student in filter(is_folder_name, found.left_out):
        (out / student / FILE).unlink(missing_ok=True)
