"""Run one submitted notebook in two rooms."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from autograder.checks import RECORD, Status, check, from_record, text
from autograder.judge.cells import Place, is_test, nbgrader_metadata, place_of
from autograder.judge.names import Names
from autograder.judge.rehearsal import StudentSide
from autograder.judge.score import within_points
from autograder.judge.shell import JudgeShell
from autograder.judge.view import View
from autograder.sandbox.limits import Limits
from autograder.sandbox.room import StudentRooms

LANGUAGES = ("en", "zh")


@dataclass(frozen=True)
class Options:
    """How to run a notebook: where its files are, and what its code may use."""

    folder: Path
    limits: Limits


def run_notebook(
    notebook: NotebookNode, rooms: StudentRooms, options: Options
) -> dict[str, str]:
    """Fill in the outputs and execution counts of every code cell of `notebook`.

    Returns what the instructor must look at: the grade id of a test cell → why.
    """
    check.language = language_of(notebook)
    flags: dict[str, str] = {}
    names = Names()
    judge = JudgeShell(names)
    student = StudentSide(rooms, options.folder, options.limits)
    try:
        count = 0
        for cell in notebook.cells:
            place = place_of(cell)
            if place is not Place.NOWHERE:
                count += 1
                _run(cell, place, count, student, judge, names)
                flags.update(_flags(cell))
            elif cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
    finally:
        names.look_at(None)
        student.close()
    return flags


def _flags(cell: NotebookNode) -> dict[str, str]:
    """Why the instructor must look at this test cell, if there is a reason.

    Only test cells are asked: what they display comes from the judge's room.
    """
    if not is_test(cell):
        return {}
    records = [output.data[RECORD] for output in cell.outputs if RECORD in output.get("data", {})]
    errors = [
        f"{outcome.sentence('en')} {text(outcome.fact, 'en') if outcome.fact else ''}".strip()
        for record in records
        for outcome in from_record(record).outcomes
        if outcome.status is Status.GRADER_ERROR
    ]
    return {nbgrader_metadata(cell)["grade_id"]: "; ".join(errors)} if errors else {}


def _run(
    cell: NotebookNode,
    place: Place,
    count: int,
    student: StudentSide,
    judge: JudgeShell,
    names: Names,
) -> None:
    if place is Place.JUDGE:
        outputs = _judge(cell, count, student, judge, names)
    else:
        outputs = student.run_cell(cell.source, count).outputs
    if place is Place.BOTH:
        _judge(cell, count, student, judge, names)
    cell.execution_count = count
    cell.outputs = [NotebookNode(_numbered(output, count)) for output in outputs]


def _judge(
    cell: NotebookNode, count: int, student: StudentSide, judge: JudgeShell, names: Names
) -> list[dict[str, Any]]:
    names.look_at(View(student.room))
    try:
        outputs, _ = judge.run(cell.source, count)
    finally:
        names.look_at(None)
    if is_test(cell):
        return within_points(outputs, float(nbgrader_metadata(cell).get("points", 0)))
    return outputs


def _numbered(output: dict[str, Any], count: int) -> dict[str, Any]:
    if output["output_type"] == "execute_result":
        return {**output, "execution_count": count}
    return output


def language_of(notebook: NotebookNode) -> str:
    """The language that the notebook was built in; English where it does not say."""
    ours = notebook.metadata.get("autograder", {})
    language = ours.get("language") if isinstance(ours, dict) else None
    return language if language in LANGUAGES else "en"
