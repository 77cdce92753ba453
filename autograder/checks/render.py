"""Results and verdicts as text and as HTML: pure functions of one record."""

from __future__ import annotations

from autograder.checks.card_html import check_html, result_html
from autograder.checks.card_text import check_text, failure_text, progress_text, result_text
from autograder.checks.catalogue import current_language, language_code
from autograder.checks.columns import display_width
from autograder.checks.result import Progress, Result, Verdict
from autograder.checks.signs import COLOURS, SYMBOLS

__all__ = [
    "COLOURS",
    "SYMBOLS",
    "as_html",
    "as_text",
    "display_width",
    "failure_lines",
    "progress_line",
    "verdict_html",
    "verdict_text",
]


def as_text(result: Result, language: str | None = None) -> str:
    """The result for a terminal, in aligned columns. Raises ValueError for the language."""
    return result_text(result, _code(language))


def as_html(result: Result, language: str | None = None) -> str:
    """The result for a notebook or a feedback page. Raises ValueError for the language."""
    return result_html(result, _code(language))


def verdict_text(verdict: Verdict, language: str | None = None) -> str:
    """One visible check for a terminal."""
    return check_text(verdict, _code(language))


def verdict_html(verdict: Verdict, language: str | None = None) -> str:
    """One visible check for a notebook."""
    return check_html(verdict, _code(language))


def failure_lines(verdict: Verdict, language: str | None = None) -> str:
    """What the exception of a failed check says, in a line or two."""
    return failure_text(verdict, _code(language))


def progress_line(progress: Progress, language: str | None = None) -> str:
    """How far the student is, and what is next, on one line."""
    return progress_text(progress, _code(language))


def _code(language: str | None) -> str:
    return language_code(language or current_language())
