"""Symbol and word and colour of each status, never colour alone; the words on the right."""

from __future__ import annotations

from autograder.checks.catalogue import text
from autograder.checks.errors import Message
from autograder.checks.result import Outcome, Result, Status, Verdict

SYMBOLS = {
    Status.PASSED: "✓",
    Status.FAILED: "✗",
    Status.SKIPPED: "–",
    Status.GRADER_ERROR: "!",
}
# Told apart by everybody, and of enough contrast on white and on black (Okabe and Ito).
COLOURS = {
    Status.PASSED: "#0072B2",
    Status.FAILED: "#D55E00",
    Status.SKIPPED: "#808080",
    Status.GRADER_ERROR: "#CC79A7",
}
NOTE = "!"


def words(status: Status, right: str, code: str) -> str:
    """The word of the status, and the points or the number of checks behind it."""
    word = text(Message(f"status.{status.value}"), code)
    return f"{word}  {right}" if right else word


def result_points(result: Result, code: str) -> str:
    values = {"earned": result.earned, "points": result.points}
    return text(Message("points.of", values), code) if result.points else ""


def outcome_points(outcome: Outcome, code: str) -> str:
    values = {"earned": outcome.earned, "points": outcome.points}
    return text(Message("points.short" if outcome.points else "points.none", values), code)


def checks_passed(verdict: Verdict, code: str) -> str:
    if verdict.status is not Status.PASSED:
        return ""
    key = "checks.one" if verdict.checks == 1 else "checks.many"
    return text(Message(key, {"count": verdict.checks}), code)
