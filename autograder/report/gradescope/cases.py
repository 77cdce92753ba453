"""The `tests` of a `results.json`: visible checks, hidden tests, and what a human graded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from autograder.checks import Outcome, Result, Status, Verdict
from autograder.checks.card_text import diagnosis_lines, outcome_lines
from autograder.checks.render import verdict_text
from autograder.checks.told import told_once
from autograder.report.results import ExerciseResult
from autograder.report.words import words

Json = dict[str, Any]

LONGEST = 20_000  # characters of one text; Gradescope cuts from the middle at 100,000
STATUS = {Status.PASSED: "passed", Status.FAILED: "failed", Status.SKIPPED: "failed"}


def tests_of(number: int, each: ExerciseResult, visibility: str, code: str) -> Iterator[Json]:
    """The visible checks first, always to be seen; then the hidden tests with this visibility."""
    name = each.exercise.name
    for verdict in each.visible:
        yield {"number": str(number), **_visible(verdict, name, code)}
    hidden = list(_hidden(each, code))
    for place, test in enumerate(hidden, start=1):
        yield {"number": f"{number}.{place}", **test, "visibility": visibility}


def clean(text: str) -> str:
    """Text for strict JSON in UTF-8: nothing that can't be seen but line ends and tabs."""
    seen = "".join(
        c if c.isprintable() or c in "\n\t" else "\N{REPLACEMENT CHARACTER}" for c in text
    )
    return seen if len(seen) <= LONGEST else seen[: LONGEST - 1] + "…"


def _visible(verdict: Verdict, exercise: str, code: str) -> Json:
    return {
        "name": words("report.gradescope.visible", code, exercise=clean(exercise)),
        **_status(verdict.status),
        "output": clean(verdict_text(verdict, code)),
        "visibility": "visible",
    }


def _hidden(each: ExerciseResult, code: str) -> Iterator[Json]:
    if each.hidden is None:
        yield _whole(each, code)
    else:
        yield from _outcomes(told_once(each.hidden), each.exercise.name, code)
    if each.hidden is not None and each.manual is not None:
        given = {"score": each.score or 0.0, "points": each.exercise.points}
        yield {
            "name": clean(each.exercise.name),
            "output": words("report.gradescope.manual", code, **given),
        }


def _whole(each: ExerciseResult, code: str) -> Json:
    """A cell without our hidden tests: nbgrader's own score, or a human's."""
    name = clean(each.exercise.name)
    if each.score is None:
        return {"name": name, "output": words("report.gradescope.by_hand", code)}
    return {"name": name, "score": float(each.score), "max_score": float(each.exercise.points)}


def _outcomes(result: Result, exercise: str, code: str) -> Iterator[Json]:
    """What is behind the failures is told once, with the first of them."""
    behind = diagnosis_lines(result, code)
    for outcome in result.outcomes:
        lines = _lines(outcome, code)
        if outcome.status is Status.FAILED:
            lines, behind = [*lines, *behind], []
        test = {
            "name": clean(f"{exercise}: {outcome.sentence(code)}"),
            **_status(outcome.status),
            **_points(outcome),
        }
        yield {**test, "output": clean("\n".join(lines))} if lines else test


def _lines(outcome: Outcome, code: str) -> list[str]:
    """The grader's own error stays with the instructor: it may hold what a test expected."""
    if outcome.status is Status.GRADER_ERROR:
        return [words("report.gradescope.grader_error", code)]
    if outcome.status is Status.SKIPPED:
        return [words("report.gradescope.skipped", code)]
    return outcome_lines(outcome, code)


def _status(status: Status) -> Json:
    """The grader's own failure is neither: Gradescope shows a test without status and score."""
    return {"status": STATUS[status]} if status in STATUS else {}


def _points(outcome: Outcome) -> Json:
    """None where nothing is at stake, or where the grader failed: the total counts these."""
    if not outcome.points or outcome.status is Status.GRADER_ERROR:
        return {}
    return {"score": float(outcome.earned), "max_score": float(outcome.points)}
