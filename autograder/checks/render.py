"""Results as text and as HTML. Pure functions; symbol and word and colour, never colour alone."""

from __future__ import annotations

import functools
import re
import unicodedata
from html import escape

from autograder.checks.catalogue import current_language, explain, language_code, text
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
HTML_LANGUAGE = {"en": "en", "zh": "zh-CN"}
WIDEST = 72

CARD = (
    "border-left:4px solid {colour};padding:0.3em 0 0.3em 0.9em;margin:0.6em 0;max-width:56em;"
    "background:transparent;color:inherit;line-height:1.5;text-align:left;"
    "overflow-wrap:anywhere;break-inside:avoid"
)
ROW = "display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 1.5em"
LIST = "list-style:none;margin:0.3em 0 0 0;padding:0"
ITEM = "list-style:none;margin:0.2em 0 0 0;padding:0;break-inside:avoid"
DETAIL = "padding-left:1.4em"
CODE = "background:transparent;color:inherit;border:0;padding:0;white-space:pre-wrap"


def display_width(line: str) -> int:
    """Columns in a terminal: Chinese characters take two, combining marks none."""
    return sum(map(_columns, line))


@functools.lru_cache(4_096)
def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def as_text(result: Result, language: str | None = None) -> str:
    """The result for a terminal, in aligned columns. Raises ValueError for the language."""
    code = language_code(language or current_language())
    rows = [_pair(result.status, result.exercise, _points(result, code), code, indent=0)]
    details: list[list[str]] = [[]]
    for outcome in result.outcomes:
        right = _outcome_points(outcome, code)
        rows.append(_pair(outcome.status, outcome.sentence(code), right, code, indent=2))
        lines = explain(outcome.fact, outcome.advice, code)
        details.append([f"{'':6}{line}" for line in lines])
    column = min(max(display_width(left) for left, _ in rows), WIDEST)
    lines = []
    for (left, right), detail in zip(rows, details, strict=True):
        lines += [f"{left}{' ' * (column - display_width(left))}  {right}", *detail]
    return "\n".join(lines)


def as_html(result: Result, language: str | None = None) -> str:
    """The result for a notebook or a feedback page. Raises ValueError for the language."""
    code = language_code(language or current_language())
    head = _html_row(result.status, result.exercise, _points(result, code), code, strong=True)
    items = "".join(_html_item(outcome, code) for outcome in result.outcomes)
    return _html_card(result.status, f'{head}<ul style="{LIST}">{items}</ul>', code)


def verdict_text(verdict: Verdict, language: str | None = None) -> str:
    """One visible check for a terminal."""
    code = language_code(language or current_language())
    head = "  ".join(_pair(verdict.status, verdict.title, _checks(verdict, code), code, indent=0))
    details = [f"{'':4}{line}" for line in explain(verdict.fact, verdict.advice, code)]
    return "\n".join([head, *details])


def verdict_html(verdict: Verdict, language: str | None = None) -> str:
    """One visible check for a notebook."""
    code = language_code(language or current_language())
    head = _html_row(verdict.status, verdict.title, _checks(verdict, code), code, strong=True)
    return _html_card(
        verdict.status, head + _html_details(verdict.fact, verdict.advice, code), code
    )


def _pair(status: Status, title: str, right: str, code: str, *, indent: int) -> tuple[str, str]:
    """The left and the right column of a line: symbol and title; word and points."""
    return f"{'':{indent}}{SYMBOLS[status]} {title}", _join(_word(status, code), right)


def _join(word: str, right: str) -> str:
    return f"{word}  {right}" if right else word


def _word(status: Status, code: str) -> str:
    return text(Message(f"status.{status.value}"), code)


def _points(result: Result, code: str) -> str:
    values = {"earned": result.earned, "points": result.points}
    return text(Message("points.of", values), code) if result.points else ""


def _outcome_points(outcome: Outcome, code: str) -> str:
    values = {"earned": outcome.earned, "points": outcome.points}
    return text(Message("points.short" if outcome.points else "points.none", values), code)


def _checks(verdict: Verdict, code: str) -> str:
    if verdict.status is not Status.PASSED:
        return ""
    key = "checks.one" if verdict.checks == 1 else "checks.many"
    return text(Message(key, {"count": verdict.checks}), code)


def _html_card(status: Status, content: str, code: str) -> str:
    style = CARD.format(colour=COLOURS[status])
    return f'<div lang="{HTML_LANGUAGE[code]}" style="{style}">{content}</div>'


def _html_row(status: Status, title: str, right: str, code: str, *, strong: bool = False) -> str:
    """Symbol and title to the left, word and points to the right, below it on a phone."""
    symbol = (
        f'<span aria-hidden="true" style="color:{COLOURS[status]};font-weight:bold">'
        f"{SYMBOLS[status]}</span>"
    )
    name = f"<strong>{escape(title)}</strong>" if strong else f"<span>{_html_text(title)}</span>"
    word = escape(_join(_word(status, code), right).replace("  ", " · "))
    return f'<div style="{ROW}"><span>{symbol} {name}</span> <span>{word}</span></div>'


def _html_item(outcome: Outcome, code: str) -> str:
    row = _html_row(outcome.status, outcome.sentence(code), _outcome_points(outcome, code), code)
    details = _html_details(outcome.fact, outcome.advice, code)
    return f'<li style="{ITEM}">{row}{details}</li>'


def _html_details(fact: Message | None, advice: Message | None, code: str) -> str:
    lines = [_html_text(text(fact, code))] if fact else []
    if advice:
        label = escape(text(Message("label.advice"), code))
        lines.append(f"<em>{label}</em>&ensp;{_html_text(text(advice, code))}")
    return "".join(f'<div style="{DETAIL}">{line}</div>' for line in lines)


def _html_text(line: str) -> str:
    """Escaped, with code between backticks set as code."""
    return re.sub(r"`([^`]+)`", rf'<code style="{CODE}">\1</code>', escape(line))
