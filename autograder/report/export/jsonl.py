"""JSON Lines: a student a line, everything that is known of the submission.

Sentences are keys and values, as in executed notebooks (autograder/checks/record.py); the format
`checks` has them in words. `jsonl_schema` describes a line.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any

from autograder.batch.grading import Grading
from autograder.checks.record import as_record, as_verdict_record
from autograder.report.export.common import encoded, held_back
from autograder.report.export.jsonl_schema import SCHEMA
from autograder.report.results import ClassResults, ExerciseResult, StudentResult


def json_lines(results: ClassResults, code: bool = False) -> bytes:
    """The file; `code`: with what students wrote."""
    lines = (json.dumps(line, ensure_ascii=False) for line in records(results, code))
    # An escape of half a character is what JSON itself writes for it.
    return encoded("".join(f"{line}\n" for line in lines))


def records(results: ClassResults, code: bool = False) -> Iterator[dict[str, Any]]:
    """A line for each student, as data."""
    head = {
        "schema": SCHEMA,
        "course": results.course,
        "assignment": results.assignment,
        "due": _moment(results.due),
        "points": float(results.points),
    }
    for each in results.students:
        yield {**head, **_student(each, code)}


def _student(each: StudentResult, code: bool) -> dict[str, Any]:
    has_score = each.is_graded and not held_back(each)
    return {
        "student": asdict(each.student),
        "standing": each.standing.value,
        "raw_score": float(each.raw_score) if has_score else None,
        "penalty": float(each.penalty),
        "score": float(each.score) if has_score else None,
        "submitted": _moment(each.submitted),
        "seconds_late": float(each.seconds_late),
        "language": each.language,
        "tier": each.tier,
        "grading": _grading(each.grading),
        "exercises": [_exercise(exercise, code) for exercise in each.exercises],
    }


def _exercise(each: ExerciseResult, code: bool) -> dict[str, Any]:
    record = {
        **asdict(each.exercise),
        "auto": each.auto,
        "manual": each.manual,
        "extra": float(each.extra),
        "score": each.score,
        "needs_review": each.needs_review,
        "visible": [as_verdict_record(verdict) for verdict in each.visible],
        "hidden": None if each.hidden is None else as_record(each.hidden),
    }
    return {**record, "code": each.code} if code else record


def _grading(grading: Grading | None) -> dict[str, Any] | None:
    return None if grading is None else {**vars(grading), "versions": vars(grading.versions)}


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
