"""`autograder history`: what graded whom and when, and graded notebooks that were replaced."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console

from autograder.cli.failures import told
from autograder.cli.options import course_option

if TYPE_CHECKING:
    from autograder.batch.grading import Grading
    from autograder.batch.history import History


@click.command()
@click.argument("assignment")
@click.argument("student", required=False)
@course_option
@click.option(
    "--restore-notebook",
    "number",
    type=click.IntRange(min=1),
    help="Get the graded notebook of grading number N of STUDENT back; needs --out.",
)
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), help="The folder to put it in."
)
def history(
    assignment: str, student: str | None, course: Path, number: int | None, out: Path | None
) -> None:
    """Show what graded ASSIGNMENT, and when: everybody's newest grading, or all of STUDENT's.

    Nothing in the history is ever changed by another grading. Hashes are shortened.
    """
    from autograder.batch.history import FILE, History
    from autograder.report.gradings import NARROWEST, class_table, student_table

    if number is not None and (student is None or out is None):
        raise click.UsageError("--restore-notebook needs STUDENT and --out FOLDER")
    path = course.resolve() / FILE
    _check_present(path)
    with told():
        opened = History(path, read_only=True)
        try:
            names = [student] if student else opened.students(assignment)
            found = {name: opened.of(assignment, name) for name in names}
            _check(found, path, assignment)
            if number is not None and student is not None and out is not None:
                for line in _restored(opened, course, assignment, found[student], number, out):
                    click.echo(line)
                return
        finally:
            opened.close()
    shown = (
        student_table(assignment, student, found[student])
        if student
        else class_table(assignment, found)
    )
    Console(width=max(Console().width, NARROWEST)).print(shown, crop=False)


def _check_present(path: Path) -> None:
    if not path.is_file():
        raise click.ClickException(
            f"{path}: found no history; expected the one that `autograder grade` begins. "
            "Results of `nbgrader autograde` enter it when they are replaced"
        )


def _check(found: dict[str, list[Grading]], path: Path, assignment: str) -> None:
    if not any(found.values()):
        whom = "".join(f" of {name!r}" for name in found)
        raise click.ClickException(
            f"{path}: found no grading{whom} of assignment {assignment!r}; expected one at least. "
            "Look at the names, or run `autograder grade` first"
        )


def _restored(
    opened: History,
    course: Path,
    assignment: str,
    gradings: list[Grading],
    number: int,
    out: Path,
) -> list[str]:
    """Write the notebooks of one grading; what was written. Raises `ClickException`, `OSError`."""
    from autograder.batch.restoring import notebooks_of

    if number > len(gradings):
        raise click.ClickException(
            f"found grading {number}; expected one of 1 to {len(gradings)}, as the list says"
        )
    grading = gradings[number - 1]
    found = notebooks_of(opened, course.resolve(), assignment, grading)
    if not found:
        raise click.ClickException(
            f"found no notebook of grading {number}; expected one that was replaced lately or that "
            "stands. The newest few of each student are kept"
        )
    written = _write_new(found, out)
    return [f"{path}: graded {grading.written}" for path in written]


def _write_new(notebooks: Mapping[str, bytes], out: Path) -> list[Path]:
    paths = {name: out / f"{name}.ipynb" for name in notebooks}
    taken = [path for path in paths.values() if path.exists()]
    if taken:
        raise click.ClickException(
            f"{taken[0]}: found a file; expected none, as nothing is written over. "
            "Name another folder"
        )
    out.mkdir(parents=True, exist_ok=True)
    for name, content in notebooks.items():
        paths[name].write_bytes(content)
    return list(paths.values())
