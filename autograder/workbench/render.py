"""What a terminal shows, as lines of plain text with the status that gives them their colour."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from autograder.checks import Message, Status, Verdict, display_width, text
from autograder.checks.render import SYMBOLS, progress_line, verdict_text
from autograder.checks.result import Progress
from autograder.workbench.ready import Readiness


@dataclass(frozen=True)
class Line:
    """One line, or several that belong together; `status` colours its first word."""

    text: str
    status: Status | None = None


def verdict_lines(verdict: Verdict, language: str) -> list[Line]:
    """The card of one check: its head in colour, what belongs to it below."""
    head, *rest = verdict_text(verdict, language).split("\n")
    return [Line(head, verdict.status), *(Line(line) for line in rest)]


def brief_lines(verdict: Verdict, language: str) -> list[Line]:
    """The card, but one line where nothing is written yet: that needs no explanation."""
    unwritten = _unwritten(verdict, language)
    return [unwritten] if unwritten else verdict_lines(verdict, language)


def one_line(verdict: Verdict, language: str) -> Line:
    return brief_lines(verdict, language)[0]


def _unwritten(verdict: Verdict, language: str) -> Line | None:
    """`– rnn_forward  not written yet`, or `– rnn_backward  waits for rnn_forward`."""
    if verdict.fact is None or verdict.fact.key != "student.not_written":
        return None
    function = verdict.fact.values["function"]
    is_own = function == verdict.title or isinstance(function, Message)
    said = Message("card.not_written") if is_own else Message("card.waits", {"function": function})
    head = f"{SYMBOLS[Status.SKIPPED]} {verdict.title}  {text(said, language)}"
    return Line(head, Status.SKIPPED)


def error_line(error: Message, language: str) -> Line:
    """A cell without checks that failed."""
    return Line(f"{SYMBOLS[Status.FAILED]} {text(error, language)}", Status.FAILED)


def progress_lines(progress: Progress, language: str) -> list[Line]:
    return [Line(progress_line(progress, language))]


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Columns aligned by display width; the last one is ragged."""
    columns = [max(map(display_width, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = [
            f"{cell}{' ' * (width - display_width(cell))}"
            for cell, width in zip(row, columns, strict=True)
        ]
        lines.append("  ".join(cells).rstrip())
    return lines


def joined(lines: Iterable[Line]) -> str:
    return "\n".join(line.text for line in lines)


def readiness_lines(found: Readiness, language: str) -> list[Line]:
    """What to mend, what to know, what will be graded; the last line is the answer."""

    def say(key: str, **values: object) -> str:
        return text(Message(key, values), language)

    lines = []
    for heading, messages, status in (
        ("ready.mend", found.mend, Status.FAILED),
        ("ready.know", found.know, None),
    ):
        if messages:
            symbol = SYMBOLS[status] if status else "!"
            lines.append(Line(say(heading)))
            lines += [Line(f"  {symbol} {text(m, language)}", status) for m in messages]
            lines.append(Line(""))
    if found.rows:
        lines += [Line(say("ready.graded")), *_graded(found, language), Line("")]
        lines.append(Line(say("ready.hidden")))
    if found.is_ready:
        return [*lines, Line(f"{SYMBOLS[Status.PASSED]} {say('ready.yes')}", Status.PASSED)]
    key = "ready.no_one" if len(found.mend) == 1 else "ready.no_many"
    answer = say(key, count=len(found.mend), first=found.mend[0])
    return [*lines, Line(f"{SYMBOLS[Status.FAILED]} {answer}", Status.FAILED)]


def _graded(found: Readiness, language: str) -> list[Line]:
    heads = ("ready.exercise", "ready.points", "ready.check")
    rows = [["", *(text(Message(key), language) for key in heads)]]
    for row in found.rows:
        word = text(Message(f"status.{row.status.value}"), language)
        rows.append(["", row.exercise, f"{row.points:g}", f"{SYMBOLS[row.status]} {word}"])
    total = sum(row.points for row in found.rows)
    rows.append(["", text(Message("ready.total"), language), f"{total:g}", ""])
    statuses = [None, *(row.status for row in found.rows), None]
    return [Line(line, status) for line, status in zip(table(rows), statuses, strict=True)]
