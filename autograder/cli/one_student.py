"""`autograder student`: one student's results."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console

from autograder.cli.failures import told
from autograder.cli.options import of_assignment


@click.command("student")
@click.argument("student")
@of_assignment
def one_student(
    student: str, assignment: str | None, course: Path, db_url: str | None, language: str
) -> None:
    """Show what STUDENT earned, and what went wrong: in all assignments, or in one."""
    with told():
        from autograder.report.known import assignments_of, student_in
        from autograder.report.reading import read_class, read_gradings
        from autograder.report.student_view import assignments_view, student_view

        root = course.resolve()
        names = [assignment] if assignment else assignments_of(root, db_url)
        classes = [read_class(root, name, db_url) for name in names]
        found = [(results, student_in(results, student)) for results in classes]
        console = Console(highlight=False)
        if len(found) != 1:
            console.print(assignments_view(found, language))
            return
        ((results, result),) = found
        gradings = read_gradings(root, results.assignment, student)
    console.print(student_view(results, result, gradings, language))
