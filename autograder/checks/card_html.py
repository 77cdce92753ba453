"""Cards as HTML with their own style: for notebooks and feedback pages, phones and paper."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape

from autograder.checks.card_text import progress_bar, progress_words
from autograder.checks.catalogue import text
from autograder.checks.drawing_html import drawing_html
from autograder.checks.markup import ROW, framed, inline
from autograder.checks.result import (
    ArrayError,
    Drawing,
    Outcome,
    Progress,
    Result,
    Status,
    Verdict,
)
from autograder.checks.signs import (
    COLOURS,
    NOTE,
    SYMBOLS,
    checks_passed,
    outcome_points,
    result_points,
    words,
)
from autograder.checks.told import (
    Line,
    cause_lines,
    error_words,
    note_lines,
    told_once,
)

Draw = Callable[[Drawing, str], str]

WHOLE = ";break-inside:avoid"
LIST = "list-style:none;margin:0.3em 0 0 0;padding:0"
ITEM = "list-style:none;margin:0.2em 0 0 0;padding:0;break-inside:avoid"
DETAIL = "padding-left:1.4em"
COLUMNS = f"list-style:none;margin:0.2em 0;padding:0;{DETAIL};display:flex;flex-wrap:wrap;gap:0 1em"
COLUMN = "list-style:none;margin:0;padding:0;white-space:nowrap"


def result_html(result: Result, code: str, draw: Draw = drawing_html) -> str:
    """The diagnosis first; then a row for each test, what it found below it."""
    result = told_once(result)
    head = _row(result.status, result.exercise, result_points(result, code), code, strong=True)
    items = "".join(_item(outcome, code, draw) for outcome in result.outcomes)
    diagnosis = _labelled(cause_lines(None, result.diagnosis, code))
    return _card(result.status, f'{head}{diagnosis}<ul style="{LIST}">{items}</ul>', code)


def check_html(verdict: Verdict, code: str, draw: Draw = drawing_html) -> str:
    """What failed, what is likely behind it, where it is wrong, and how far the student is."""
    right = checks_passed(verdict, code)
    content = _row(verdict.status, verdict.title, right, code, strong=True)
    content += _fact(verdict, code)
    content += _labelled(cause_lines(verdict.advice, verdict.diagnosis, code))
    content += _labelled(note_lines(verdict.notes, code), sign=NOTE)
    content += draw(verdict.drawing, code) if verdict.drawing else ""
    if verdict.progress is not None:
        content += _progress(verdict.progress, code)
    return _card(verdict.status, content, code)


def _card(status: Status, content: str, code: str) -> str:
    return framed(content, COLOURS[status], code, WHOLE)


def _row(status: Status, title: str, right: str, code: str, *, strong: bool = False) -> str:
    """Symbol and title to the left, word and points to the right, below it on a phone."""
    symbol = (
        f'<span aria-hidden="true" style="color:{COLOURS[status]};font-weight:bold">'
        f"{SYMBOLS[status]}</span>"
    )
    name = f"<strong>{escape(title)}</strong>" if strong else f"<span>{inline(title)}</span>"
    word = escape(words(status, right, code).replace("  ", " · "))
    return f'<div style="{ROW}"><span>{symbol} {name}</span> <span>{word}</span></div>'


def _item(outcome: Outcome, code: str, draw: Draw) -> str:
    guess = _labelled(cause_lines(outcome.advice, None, code))
    row = _row(outcome.status, outcome.sentence(code), outcome_points(outcome, code), code)
    picture = draw(outcome.drawing, code) if outcome.drawing else ""
    return f'<li style="{ITEM}">{row}{_fact(outcome, code)}{guess}{picture}</li>'


def _fact(told: Outcome | Verdict, code: str) -> str:
    lines = _errors(told.errors, code)
    if told.fact:
        lines += f'<div style="{DETAIL}">{inline(text(told.fact, code))}</div>'
    return lines


def _errors(errors: Sequence[ArrayError], code: str) -> str:
    """One column for each array; on a phone they go on in the next line."""
    if len(errors) < 2:
        return ""
    head, foot, allowed = error_words(errors, code)
    columns = [(escape(head), f"{escape(foot)} {escape(allowed)}")]
    columns += [(escape(error.name), _error(error)) for error in errors]
    items = "".join(f'<li style="{COLUMN}">{name}<br>{value}</li>' for name, value in columns)
    return f'<ul style="{COLUMNS}">{items}</ul>'


def _error(error: ArrayError) -> str:
    """Symbol, figure and colour: which arrays are right is seen at once."""
    status = Status.PASSED if error.is_close else Status.FAILED
    symbol = f'<span style="color:{COLOURS[status]}">{SYMBOLS[status]}</span>'
    return f"{symbol}&nbsp;{error.error:.1e}"


def _labelled(lines: Iterable[Line], sign: str = "") -> str:
    """Each sentence behind its label; those that go on with one stand further in."""
    return "".join(
        f'<div style="{DETAIL}">{_label(line.label, sign)}{inline(line.sentence)}</div>'
        for line in lines
    )


def _label(label: str, sign: str) -> str:
    if not label:
        return "&emsp;"
    return f"{f'<strong>{sign}</strong> ' if sign else ''}<em>{escape(label)}</em>&ensp;"


def _progress(progress: Progress, code: str) -> str:
    """The bar is for the eye; a screen reader says its figures."""
    bar = f'<span aria-hidden="true">{progress_bar(progress)}</span>'
    figures, then = progress_words(progress, code)
    return f"<div>{escape(progress.assignment)} {bar} {figures} &ensp;{escape(then)}</div>"
