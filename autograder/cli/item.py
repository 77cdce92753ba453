"""`autograder item`: one exercise over the class."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console

from autograder.cli.failures import told
from autograder.cli.options import of_assignment


@click.command()
@click.argument("exercise")
@of_assignment
def item(
    exercise: str, assignment: str | None, course: Path, db_url: str | None, language: str
) -> None:
    """Show how hard EXERCISE was, what went wrong in it, and where to look."""
    with told():
        from autograder.report.item_view import item_view
        from autograder.report.known import assignment_with, exercises_by_assignment
        from autograder.report.overview import findings_of
        from autograder.report.reading import read_class, read_lesson_of

        root = course.resolve()
        known = exercises_by_assignment(root, db_url)
        name = assignment_with(exercise, known, assignment)
        results = read_class(root, name, db_url)
        findings = findings_of(results, lesson=read_lesson_of(root, name))
    Console(highlight=False).print(item_view(findings, exercise, language))
