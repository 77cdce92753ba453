"""`autograder export`: graded results as files for other systems."""

from __future__ import annotations

import click

from autograder.cli.lazy import Lazy, LazyGroup

FORMATS = {
    "canvas": Lazy(
        "autograder.cli.export_canvas:canvas",
        "Fill the scores of ASSIGNMENT into a gradebook that was exported from Canvas.",
    ),
    "checks": Lazy(
        "autograder.cli.export_checks:checks",
        "Write every check of every student of ASSIGNMENT, a row each.",
    ),
    "gradescope": Lazy(
        "autograder.cli.export_gradescope:gradescope",
        "Write Gradescope's results.json of ASSIGNMENT for everybody who handed in.",
    ),
    "jsonl": Lazy(
        "autograder.cli.export_jsonl:jsonl",
        "Write all that is known of ASSIGNMENT as JSON Lines, a student a line.",
    ),
    "moodle": Lazy(
        "autograder.cli.export_moodle:moodle",
        "Fill the scores of ASSIGNMENT into a file that was exported from Moodle.",
    ),
    "nbgrader": Lazy(
        "autograder.cli.export_nbgrader:nbgrader",
        "Write the scores in the columns of `nbgrader export`.",
    ),
}


@click.group(cls=LazyGroup, lazy=FORMATS)
def export() -> None:
    """Write graded results as files for other systems."""
