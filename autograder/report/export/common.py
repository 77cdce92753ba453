"""What all exports share: harmless cells, UTF-8, and whose score is held back."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Sequence

from autograder.checks import Status
from autograder.report import facts
from autograder.report.results import ClassResults, ExerciseResult, Standing, StudentResult

# What a spreadsheet takes for the beginning of a formula, with the full-width signs that some
# locales read alike. https://owasp.org/www-community/attacks/CSV_Injection
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

Cell = str | float | None


class ExportError(Exception):
    """What was found, what was expected, what to do."""


def safe(text: str) -> str:
    """The text, which no spreadsheet takes for a formula: an apostrophe in front says so.

    Spaces in front, and what is not seen, do not count: some spreadsheets drop them.
    """
    seen = next((sign for sign in text if sign.isprintable() and not sign.isspace()), "")
    return f"'{text}" if text.startswith(FORMULA) or seen in FORMULA else text


def quoted(text: str, delimiter: str = ",") -> str:
    """The text as a cell of a CSV file: rules 5 to 7 of RFC 4180."""
    if any(sign in text for sign in (delimiter, '"', "\r", "\n")):
        return '"' + text.replace('"', '""') + '"'
    return text


def as_csv(rows: Iterable[Sequence[Cell]], excel: bool = False) -> bytes:
    """The file. Text is made safe, numbers stay numbers, None is an empty cell.

    `excel`: the mark by which Excel knows UTF-8 stands in front.
    """
    lines = (",".join(map(_cell, row)) for row in rows)
    mark = codecs.BOM_UTF8 if excel else b""
    return mark + encoded("".join(f"{line}\n" for line in lines))


def encoded(text: str) -> bytes:
    """UTF-8. Half a character, which a student's text may hold, becomes its escape."""
    return text.encode("utf-8", "backslashreplace")


def _cell(value: Cell) -> str:
    if value is None:
        return ""
    return quoted(safe(value)) if isinstance(value, str) else str(value)


def held_back(result: StudentResult) -> str:
    """Why the score must not be given away as it stands: never a 0 for the grader's failure.

    Empty where there is a score, or nothing was handed in.
    """
    if result.standing is Standing.NOT_GRADED:
        return "not graded"
    if result.grading is not None and result.grading.is_graders:
        return "grader error"
    return "grader error" if any(_is_broken(result, each) for each in result.exercises) else ""


def _is_broken(result: StudentResult, each: ExerciseResult) -> bool:
    """The grader failed where there are points, and no human has given any. A cell without record,
    which a human must look at and which has 0, is one that it failed on as a whole."""
    if each.manual is not None:
        return False
    if facts.flag(result, each).startswith(facts.GRADER_ERROR):
        return True
    if each.hidden is None:
        return each.needs_review and each.auto == 0
    counted = (outcome for outcome in each.hidden.outcomes if outcome.points)
    return any(outcome.status is Status.GRADER_ERROR for outcome in counted)


def doubts(result: StudentResult) -> str:
    """Why a score that is given away may not be the last one; empty if it may."""
    if result.standing is Standing.NEEDS_REVIEW:
        return "needs review, the score may change"
    if result.is_graded and result.grading is not None and result.grading.problem:
        return "the newest hand-in can't be graded, the score is that of an older one"
    return ""


def remarks(results: ClassResults) -> list[str]:
    """What whoever exports must know: who has no score, and whose may still change."""
    kinds: dict[str, list[str]] = {}
    for each in results.students:
        reason = held_back(each)
        if reason:
            kinds.setdefault(f"{reason}, no score is exported", []).append(each.student.id)
        elif doubt := doubts(each):
            kinds.setdefault(doubt, []).append(each.student.id)
        elif each.standing is Standing.NO_SUBMISSION:
            kinds.setdefault("no submission", []).append(each.student.id)
    return [
        f"{results.assignment}: {what}: {', '.join(who)}" for what, who in sorted(kinds.items())
    ]
