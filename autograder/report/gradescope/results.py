"""One student's result as Gradescope's `results.json`.

Format: Gradescope, Autograder Specifications, "Output format",
https://gradescope-autograders.readthedocs.io/en/latest/specs/
"""

from __future__ import annotations

import json
import math
from typing import Any

from autograder.checks import Message, Status
from autograder.checks.catalogue import LANGUAGES
from autograder.report.gradescope.cases import clean, tests_of
from autograder.report.gradescope.refusal import refusal_of, refused
from autograder.report.results import ExerciseResult, Standing, StudentResult
from autograder.report.words import words

VISIBILITIES = ("hidden", "after_due_date", "after_published", "visible")
AFTER_PUBLISHED = "after_published"
DIGITS = 6

Json = dict[str, Any]


class NoScoreError(Exception):
    """There is no number to give: the grader failed, or has not run. Not the student's fault.

    Gradescope has no field for that. It takes a results file with a score, and shows an error of
    the autograder where there is no valid file ("Troubleshooting", "The autograder failed to
    execute correctly"): so no file is written, and nobody gets a 0 that was not earned.
    """


def gradescope_results(
    result: StudentResult, visibility: str = AFTER_PUBLISHED, language: str = ""
) -> Json:
    """The content of `results.json`. `visibility` is that of hidden tests, one of `VISIBILITIES`;
    `language` the notebook's own if empty. A file that can't be read has 0 points.

    Raises `NoScoreError`, and `ValueError` for another visibility.
    """
    if visibility not in VISIBILITIES:
        raise ValueError(f"found visibility {visibility!r}; expected {', '.join(VISIBILITIES)}")
    if (refusal := _refusal(result)) is not None:
        return refused(refusal)
    _check_score(result)
    spoken = language or result.language
    code = spoken if spoken in LANGUAGES else "en"
    tests = [
        test
        for number, exercise in enumerate(result.exercises, start=1)
        for test in tests_of(number, exercise, visibility, code)
    ]
    return {
        "score": _number(result.score),
        **_seconds(result),
        "output": _summary(result, code),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "stdout_visibility": "hidden",
        "extra_data": _versions(result),
        "tests": tests,
    }


def as_json(results: Json) -> str:
    """Strict JSON. Raises `ValueError` for a number that is not finite."""
    return json.dumps(results, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def _refusal(result: StudentResult) -> Message | None:
    """What to tell of a file that can't be read; None if it could be, or the grader failed."""
    grading = result.grading
    if result.is_graded or grading is None or grading.is_graders:
        return None
    return refusal_of(grading.problem)


def _check_score(result: StudentResult) -> None:
    if not result.is_graded:
        why = result.grading.problem if result.grading else ""
        raise NoScoreError(why or result.standing.value)
    _number(result.raw_score)
    unknown = [each.exercise.name for each in result.exercises if _is_unknown(each)]
    if unknown:
        flags = result.grading.flags.values() if result.grading else ()
        raise NoScoreError(f"the grader failed in {', '.join(unknown)}. {'; '.join(flags)}".strip())


def _is_unknown(each: ExerciseResult) -> bool:
    """Whether the grader failed in a whole exercise: its 0 is no score. A cell for a human has
    none either, and a human's counts."""
    return each.needs_review and each.hidden is None and each.manual is None and each.auto == 0


def _summary(result: StudentResult, code: str) -> str:
    """Nothing that would tell the score: it is hidden as long as hidden tests are."""
    verdicts = [verdict for each in result.exercises for verdict in each.visible]
    passed = sum(verdict.status is Status.PASSED for verdict in verdicts)
    lines = [words("report.gradescope.summary", code, passed=passed, count=len(verdicts))]
    if result.standing is Standing.NEEDS_REVIEW:
        names = [each.exercise.name for each in result.exercises if each.needs_review]
        lines.append(words("report.gradescope.needs_review", code, names=names))
    if result.penalty:
        lines.append(words("report.gradescope.late", code, penalty=_number(result.penalty)))
    return clean("\n".join(lines))


def _seconds(result: StudentResult) -> Json:
    if result.grading is None or not result.grading.is_recorded:
        return {}
    seconds = result.grading.seconds
    return {"execution_time": _number(seconds)} if math.isfinite(seconds) else {}


def _versions(result: StudentResult) -> Json:
    """What graded it. Hashes tell nothing of a test; that of the secret stays with the course."""
    if result.grading is None:
        return {"tier": result.tier}
    versions = result.grading.versions
    return {
        "tier": result.tier,
        "tests": versions.tests,
        "kit": versions.kit,
        "environment": versions.environment,
    }


def _number(value: float) -> float:
    """Raises `ValueError` for one that is not finite."""
    if not math.isfinite(value):
        raise ValueError(f"found the number {value}; expected a finite one")
    return round(float(value), DIGITS)
