"""Results as text and as HTML. Pure functions; symbol and word and colour, never colour alone."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Sequence
from html import escape

from autograder.checks.catalogue import current_language, explain, labelled, language_code, text
from autograder.checks.errors import Message
from autograder.checks.result import (
    ArrayError,
    Diagnosis,
    Outcome,
    Progress,
    Result,
    Status,
    Verdict,
)

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
TABLE = "border:0;border-collapse:collapse;background:transparent;color:inherit;margin:0.2em 0"
CELL = "border:0;padding:0 0.9em 0 0;text-align:left;white-space:nowrap;background:transparent"
HEAD_CELL = f"{CELL};font-weight:normal"
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
        details.append([f"{'':6}{line}" for line in _details(outcome, code)])
    column = min(max(display_width(left) for left, _ in rows), WIDEST)
    lines = []
    for (left, right), detail in zip(rows, details, strict=True):
        lines += [f"{left}{' ' * (column - display_width(left))}  {right}", *detail]
    lines += [f"{'':2}{line}" for line in _diagnosis_lines(result.diagnosis, code)]
    return "\n".join(lines)


def as_html(result: Result, language: str | None = None) -> str:
    """The result for a notebook or a feedback page. Raises ValueError for the language."""
    code = language_code(language or current_language())
    head = _html_row(result.status, result.exercise, _points(result, code), code, strong=True)
    items = "".join(_html_item(outcome, code) for outcome in result.outcomes)
    diagnosis = _html_diagnosis(result.diagnosis, code)
    return _html_card(result.status, f'{head}<ul style="{LIST}">{items}</ul>{diagnosis}', code)


def verdict_text(verdict: Verdict, language: str | None = None) -> str:
    """One visible check for a terminal."""
    code = language_code(language or current_language())
    head = "  ".join(_pair(verdict.status, verdict.title, _checks(verdict, code), code, indent=0))
    lines = _details(verdict, code) + _diagnosis_lines(verdict.diagnosis, code)
    lines += [labelled("label.note", note, code) for note in verdict.notes]
    details = [f"{'':4}{line}" for line in lines]
    if verdict.progress is not None:
        details.append(progress_line(verdict.progress, code))
    return "\n".join([head, *details])


def verdict_html(verdict: Verdict, language: str | None = None) -> str:
    """One visible check for a notebook."""
    code = language_code(language or current_language())
    head = _html_row(verdict.status, verdict.title, _checks(verdict, code), code, strong=True)
    notes = "".join(_html_labelled("label.note", note, code) for note in verdict.notes)
    content = _html_details(verdict, code) + _html_diagnosis(verdict.diagnosis, code) + notes
    if verdict.progress is not None:
        content += f"<div>{escape(progress_line(verdict.progress, code))}</div>"
    return _html_card(verdict.status, head + content, code)


def _details(told: Outcome | Verdict, code: str) -> list[str]:
    return [*_error_lines(told.errors, code), *explain(told.fact, told.advice, code)]


def _error_lines(errors: Sequence[ArrayError], code: str) -> list[str]:
    """The arrays that were looked at together, one a column; nothing for a single one."""
    if len(errors) < 2:
        return []
    head, foot, allowed = _error_words(errors, code)
    columns = [(head, foot)] + [(error.name, f"{error.error:.1e}") for error in errors]
    widths = [max(map(display_width, column)) for column in columns]
    rows = [
        "  ".join(
            f"{cell}{'':{width - display_width(cell)}}"
            for cell, width in zip(row, widths, strict=True)
        )
        for row in zip(*columns, strict=True)
    ]
    return [rows[0].rstrip(), f"{rows[1]}  {allowed}"]


def _error_words(errors: Sequence[ArrayError], code: str) -> tuple[str, str, str]:
    allowed = Message("errors.allowed", {"allowed": errors[0].allowed})
    words = (Message("errors.name"), Message("errors.error"), allowed)
    return text(words[0], code), text(words[1], code), text(words[2], code)


def progress_line(progress: Progress, language: str | None = None) -> str:
    """`rnn ██████░░ 6/8   next: rnn_backward`."""
    done, total = progress.passed, progress.total
    if progress.following:
        then = text(Message("progress.next", {"exercise": progress.following}), language)
    else:
        then = text(Message("progress.done"), language)
    bar = "█" * done + "░" * (total - done)
    return f"{progress.assignment} {bar} {done}/{total}   {then}"


def _diagnosis_lines(diagnosis: Diagnosis | None, code: str) -> list[str]:
    if diagnosis is None:
        return []
    facts = [labelled("label.fact", fact, code) for fact in diagnosis.facts]
    return facts + [labelled("label.advice", cause, code) for cause in diagnosis.causes]


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
    details = _html_details(outcome, code)
    return f'<li style="{ITEM}">{row}{details}</li>'


def _html_details(told: Outcome | Verdict, code: str) -> str:
    lines = _html_errors(told.errors, code)
    if told.fact:
        lines += f'<div style="{DETAIL}">{_html_text(text(told.fact, code))}</div>'
    if told.advice:
        lines += _html_labelled("label.advice", told.advice, code)
    return lines


def _html_errors(errors: Sequence[ArrayError], code: str) -> str:
    if len(errors) < 2:
        return ""
    head, foot, allowed = _error_words(errors, code)
    names = "".join(f'<th style="{HEAD_CELL}">{escape(error.name)}</th>' for error in errors)
    values = "".join(f'<td style="{CELL}">{_html_error(error)}</td>' for error in errors)
    return (
        f'<div style="{DETAIL};overflow-x:auto"><table style="{TABLE}">'
        f'<tr><th style="{HEAD_CELL}">{escape(head)}</th>{names}<td style="{CELL}"></td></tr>'
        f'<tr><th style="{HEAD_CELL}">{escape(foot)}</th>{values}'
        f'<td style="{CELL}">{escape(allowed)}</td></tr></table></div>'
    )


def _html_error(error: ArrayError) -> str:
    """Symbol, figure and colour: which arrays are right is seen at once."""
    status = Status.PASSED if error.is_close else Status.FAILED
    symbol = f'<span style="color:{COLOURS[status]}">{SYMBOLS[status]}</span>'
    return f"{symbol}&nbsp;{error.error:.1e}"


def _html_diagnosis(diagnosis: Diagnosis | None, code: str) -> str:
    if diagnosis is None:
        return ""
    facts = [_html_labelled("label.fact", fact, code) for fact in diagnosis.facts]
    causes = [_html_labelled("label.advice", cause, code) for cause in diagnosis.causes]
    return "".join(facts + causes)


def _html_labelled(label: str, message: Message, code: str) -> str:
    word = escape(text(Message(label), code))
    line = f"<em>{word}</em>&ensp;{_html_text(text(message, code))}"
    return f'<div style="{DETAIL}">{line}</div>'


def _html_text(line: str) -> str:
    """Escaped, with code between backticks set as code."""
    return re.sub(r"`([^`]+)`", rf'<code style="{CODE}">\1</code>', escape(line))
