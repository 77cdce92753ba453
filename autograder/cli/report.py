"""`autograder report`: the page that answers what an instructor asks after grading."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from autograder.cli.failures import told
from autograder.cli.options import on_course

if TYPE_CHECKING:
    from autograder.report.findings import Findings

FOLDER = "reports"
LANGUAGES = ("en", "zh")


@click.command()
@on_course
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default="en",
    show_default=True,
    help="The language of the pages.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help=f"The file to write (default: {FOLDER}/ASSIGNMENT.html in the course).",
)
@click.option("--no-pages", is_flag=True, help="Write no page for each student.")
@click.option("--hide-names", is_flag=True, help="Show nobody's name, id or address.")
def report(
    assignment: str,
    course: Path,
    db_url: str | None,
    language: str,
    out: Path | None,
    no_pages: bool,
    hide_names: bool,
) -> None:
    """Write what there is to know about the graded ASSIGNMENT, as one page.

    The page needs no network. Beside it lies a folder with a page for each student.
    """
    from autograder.report.collecting import no_collecting
    from autograder.report.page.files import write_report

    path = out or course / FOLDER / f"{assignment}.html"
    with told(), no_collecting():
        findings = _findings(course.resolve(), assignment, db_url, hide_names)
        pages = write_report(path, findings, language, with_pages=not no_pages)
    click.echo(_summary(path, findings, pages))


def _findings(root: Path, assignment: str, db_url: str | None, is_hidden: bool) -> Findings:
    from autograder.report.anonymous import hide_names
    from autograder.report.overview import findings_of
    from autograder.report.reading import read_class, read_lesson_of
    from autograder.report.similar import pairs_of, reference_of, starter_of

    results = read_class(root, assignment, db_url)
    if is_hidden:
        results = hide_names(results)
    pairs = pairs_of(results, starter_of(root, assignment), reference_of(root, assignment))
    return findings_of(results, pairs=pairs, lesson=read_lesson_of(root, assignment))


def _summary(path: Path, findings: Findings, pages: int) -> str:
    trust, kilobytes = findings.trust, path.stat().st_size / 1024
    look = len(trust.grader_errors) + len(trust.timeouts) + len(trust.to_review)
    return (
        f"{path}: graded {trust.graded} of {trust.students} · to look at {look} · "
        f"pages of students {pages} · {kilobytes:.0f} KiB"
    )
