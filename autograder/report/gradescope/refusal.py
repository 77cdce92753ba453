"""A hand-in that can't be graded: no points, and what its student can do about it."""

from __future__ import annotations

import re
from typing import Any

from autograder.checks import Message, literal
from autograder.checks.catalogue import LANGUAGES
from autograder.report.gradescope.cases import clean
from autograder.report.words import say

# What `BadSubmissionError` says. Its last sentence tells the instructor what to do.
PARTS = re.compile(r"(?:.*?: )?found (?P<found>.*); expected (?P<expected>.*?)\. ", re.DOTALL)


def refused(message: Message) -> dict[str, Any]:
    """The content of `results.json`. In all languages: of such a file nobody knows which."""
    return {
        "score": 0.0,
        "output": clean("\n\n".join(say(message, code) for code in LANGUAGES)),
        "output_format": "text",
        "stdout_visibility": "hidden",
        "tests": [],
    }


def refusal(found: Message, expected: Message, cure: str) -> Message:
    """`cure` is a key."""
    values = {"found": found, "expected": expected, "cure": Message(cure)}
    return Message("report.gradescope.refused", values)


def refusal_of(problem: str) -> Message | None:
    """That of a file which can't be read, its details in English; None for another problem."""
    parts = PARTS.match(problem)
    if parts is None:
        return None
    found, expected = (literal(parts[name], parts[name]) for name in ("found", "expected"))
    return refusal(found, expected, "report.gradescope.cure_save")
