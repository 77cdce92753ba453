"""`autograder gradescope`: an assignment's autograder for Gradescope, as a zip."""

from __future__ import annotations

from pathlib import Path

import click

from autograder.cli.failures import told
from autograder.cli.options import on_course
from autograder.cli.place import Place

# Those of `report.gradescope.results`, which takes a second to import.
VISIBILITIES = ("hidden", "after_due_date", "after_published", "visible")


def hidden_visibility(command: click.decorators.FC) -> click.decorators.FC:
    """--visibility, as the export has it too."""
    return click.option(
        "--visibility",
        type=click.Choice(VISIBILITIES),
        default="after_published",
        show_default=True,
        help="When students see hidden tests. Visible checks are always seen.",
    )(command)


@click.command()
@on_course
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="The zip to write, such as autograder.zip.",
)
@hidden_visibility
@click.option(
    "--minimum-tier",
    type=click.Choice(["A", "B", "C"]),
    default="B",
    show_default=True,
    help="Refuse to grade where students' code is isolated worse than this.",
)
@click.option("--force", is_flag=True, help="Replace a file that is there.")
def gradescope(
    assignment: str,
    course: Path,
    db_url: str | None,
    out: Path,
    visibility: str,
    minimum_tier: str,
    force: bool,
) -> None:
    """Make the autograder zip of ASSIGNMENT for Gradescope.

    It holds hidden tests, solutions and the course's secret. Upload it, and give it to nobody.
    """
    place = Place(out, force, private=True)
    place.check()
    with told():
        from autograder.gradescope.make import Request, make_zip

        content = make_zip(Request(course.resolve(), assignment, visibility, minimum_tier, db_url))
        place.write(content)
    click.echo(f"{out}: {len(content) / 1e6:.1f} MB. It holds the answers: give it to nobody.")
