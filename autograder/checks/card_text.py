"""Cards as text for a terminal, in aligned columns, at most about a hundred wide."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.checks.catalogue import text
from autograder.checks.columns import (
    WIDEST,
    aligned,
    display_width,
    labelled_lines,
    padded,
    wrapped,
)
from autograder.checks.drawing_text import drawing_lines, seen_caption
from autograder.checks.errors import Message
from autograder.checks.result import (
    ArrayError,
    Outcome,
    Progress,
    Result,
    Status,
    Verdict,
)
from autograder.checks.signs import (
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
    cause_words,
    error_words,
    note_lines,
    told_once,
)

WIDEST_TITLE = 72
IN_A_LINE = 5


def result_text(result: Result, code: str) -> str:
    """The diagnosis first; then one line for each test, what it found below it."""
    result = told_once(result)
    rows = [_row(result.status, result.exercise, result_points(result, code), code, indent=0)]
    details = [_indented(diagnosis_lines(result, code), 4)]
    for outcome in result.outcomes:
        right = outcome_points(outcome, code)
        rows.append(_row(outcome.status, outcome.sentence(code), right, code, indent=2))
        details.append(_indented(outcome_lines(outcome, code), 6))
    column = min(max(display_width(left) for left, _ in rows), WIDEST_TITLE)
    lines = []
    for (left, right), detail in zip(rows, details, strict=True):
        lines += [f"{padded(left, column)}  {right}", *detail]
    return "\n".join(lines)


def diagnosis_lines(result: Result, code: str) -> list[str]:
    """What is behind the failures of one exercise; nothing where nothing is known."""
    return _labelled(cause_lines(None, result.diagnosis, code), 4)


def outcome_lines(outcome: Outcome, code: str) -> list[str]:
    """What one test found: the fact, the check's guess, the picture."""
    return _fact(outcome, code) + _guess(outcome, code) + _picture(outcome, code)


def check_text(verdict: Verdict, code: str) -> str:
    """What failed, what is likely behind it, where it is wrong, and how far the student is."""
    head = _row(verdict.status, verdict.title, checks_passed(verdict, code), code, indent=0)
    notes = [
        Line(f"{NOTE} {line.label}", line.sentence) for line in note_lines(verdict.notes, code)
    ]
    lines = _fact(verdict, code)
    lines += _labelled([*cause_lines(verdict.advice, verdict.diagnosis, code), *notes], 4)
    lines += _picture(verdict, code)
    lines = ["  ".join(head), *_indented(lines, 4)]
    if verdict.progress is not None:
        lines.append(progress_text(verdict.progress, code))
    return "\n".join(lines)


def failure_text(verdict: Verdict, code: str) -> str:
    """What the exception says, below the card or without one: the fact, one likely cause."""
    fact = text(verdict.fact, code) if verdict.fact else ""
    lines = [f"{SYMBOLS[verdict.status]} {verdict.title}  {fact}"]
    if verdict.causes:
        cause = Line(text(Message("label.advice"), code), cause_words(verdict.causes[0], code))
        lines += _indented(_labelled([cause], 4), 4)
    return "\n".join(lines)


def progress_text(progress: Progress, code: str) -> str:
    """`rnn ██████░░ 6/8   next: rnn_backward`."""
    figures, then = progress_words(progress, code)
    return f"{progress.assignment} {progress_bar(progress)} {figures}   {then}"


def progress_bar(progress: Progress) -> str:
    return "█" * progress.passed + "░" * (progress.total - progress.passed)


def progress_words(progress: Progress, code: str) -> tuple[str, str]:
    """How many are passed, and what is next."""
    if progress.following:
        then = text(Message("progress.next", {"exercise": progress.following}), code)
    else:
        then = text(Message("progress.done"), code)
    return f"{progress.passed}/{progress.total}", then


def _row(status: Status, title: str, right: str, code: str, *, indent: int) -> tuple[str, str]:
    """The left and the right column of a line: symbol and title; word and points."""
    return f"{'':{indent}}{SYMBOLS[status]} {title}", words(status, right, code)


def _fact(told: Outcome | Verdict, code: str) -> list[str]:
    lines = _error_lines(told.errors, code)
    return lines + wrapped(text(told.fact, code), WIDEST - 6) if told.fact else lines


def _picture(told: Outcome | Verdict, code: str) -> list[str]:
    if told.drawing is None:
        return []
    caption = wrapped(text(seen_caption(told.drawing), code), WIDEST - 6)
    return [*drawing_lines(told.drawing, code), *caption]


def _guess(outcome: Outcome, code: str) -> list[str]:
    return _labelled(cause_lines(outcome.advice, None, code), 6)


def _error_lines(errors: Sequence[ArrayError], code: str) -> list[str]:
    """The arrays that were looked at together, one a column; nothing for a single one.

    More than a line holds go on in another pair of lines.
    """
    if len(errors) < 2:
        return []
    head, foot, allowed = error_words(errors, code)
    lines = []
    for start in range(0, len(errors), IN_A_LINE):
        part = errors[start : start + IN_A_LINE]
        end = allowed if start + IN_A_LINE >= len(errors) else ""
        names = [head, *(error.name for error in part), ""]
        lines += aligned([names, [foot, *map(_error, part), end]])
    return lines


def _error(error: ArrayError) -> str:
    status = Status.PASSED if error.is_close else Status.FAILED
    return f"{SYMBOLS[status]} {error.error:.1e}"


def _labelled(lines: Sequence[Line], indent: int) -> list[str]:
    return labelled_lines([(line.label, line.sentence) for line in lines], WIDEST - indent)


def _indented(lines: Sequence[str], indent: int) -> list[str]:
    return [f"{'':{indent}}{line}" for line in lines]
