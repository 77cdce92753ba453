"""`autograder check`: a notebook's visible checks, in a terminal."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from autograder.cli.student import (
    Screen,
    language_option,
    notebook_argument,
    seconds_option,
    usable,
)


@click.command()
@notebook_argument
@click.argument("exercises", nargs=-1)
@language_option
@seconds_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON record instead of cards.")
def check(
    notebook: Path,
    exercises: tuple[str, ...],
    language: str | None,
    seconds: float,
    as_json: bool,
) -> None:
    """Run NOTEBOOK in a fresh kernel and show its visible checks, or those of EXERCISES.

    NOTEBOOK is an .ipynb file, or a .py script that jupytext made of one. Exit code: 0 if all
    checks passed, 1 if not, 2 for input that can't be used.
    """
    with usable(language):
        reports = _run(notebook, exercises, language, seconds, as_json)
    statuses = {verdict.status.value for report in reports for verdict in report.verdicts}
    sys.exit(0 if statuses == {"passed"} else 1)


def _run(
    path: Path, names: Sequence[str], language: str | None, seconds: float, as_json: bool
) -> list[Any]:
    from autograder.workbench.kernel import open_kernel
    from autograder.workbench.verdicts import asked, cells_for, chosen, run_cells
    from autograder.workbench.workbook import read_workbook

    workbook = read_workbook(path)
    language = language or workbook.language
    with usable(language):
        wanted = chosen(workbook, names)
        screen = Screen(language)
        reports = []
        with open_kernel(workbook.kernel, path.resolve().parent) as kernel:
            for report in run_cells(kernel, cells_for(workbook, wanted), seconds):
                reports.append(asked(report, wanted))
                if not as_json:
                    screen.show(_lines(reports[-1], language))
    if as_json:
        click.echo(json.dumps(_record(workbook, reports, language), ensure_ascii=False))
    elif not names:
        screen.show(_progress(workbook, reports, language))
    return reports


def _lines(report: Any, language: str) -> list[Any]:
    from autograder.workbench.render import brief_lines, error_line

    lines = [error_line(report.error, language)] if report.error else []
    return lines + [line for v in report.verdicts for line in brief_lines(v, language)]


def _progress(workbook: Any, reports: Sequence[Any], language: str) -> list[Any]:
    from autograder.workbench.render import progress_lines
    from autograder.workbench.verdicts import passed_in, progress_of

    return progress_lines(progress_of(workbook, passed_in(reports)), language)


def _record(workbook: Any, reports: Sequence[Any], language: str) -> dict[str, Any]:
    from dataclasses import asdict

    from autograder.checks import as_verdict_record, text
    from autograder.workbench.verdicts import passed_in, progress_of

    return {
        "file": workbook.path.name,
        "assignment": workbook.assignment,
        "language": language,
        "verdicts": [as_verdict_record(v) for report in reports for v in report.verdicts],
        "errors": [
            {"cell": report.cell.number, "text": text(report.error, language)}
            for report in reports
            if report.error
        ],
        "progress": asdict(progress_of(workbook, passed_in(reports))),
    }
