"""A comment for a student: a line for each exercise, in HTML, as Moodle keeps comments."""

from __future__ import annotations

import html
import re

from autograder.checks import Result, Status, text
from autograder.checks.told import Line, cause_lines
from autograder.report.export.common import safe
from autograder.report.results import ExerciseResult, StudentResult
from autograder.report.words import words

BREAK = "<br />"
BETWEEN = {"en": " ", "zh": ""}
COLON = {"en": ": ", "zh": "："}
STOP = {"en": ".", "zh": "。"}
STOPS = (".", "?", "!", "。", "？", "！")


def comment(student: StudentResult, language: str) -> str:
    """Points of each exercise; of what failed, the fact and then the likely cause."""
    lines = (_line(each, language) for each in student.exercises)
    return safe(BREAK.join(map(_as_html, lines)))


def is_own(there: str, student: StudentResult) -> bool:
    """Whether this comment was written here: a line for each exercise, begun with its name."""
    lines = re.split(r"<br ?/?>", there.strip())
    names = [_as_html(each.exercise.name) for each in student.exercises]
    return len(lines) == len(names) and all(
        line.strip().startswith((f"{name}: ", f"{name}："))
        for line, name in zip(lines, names, strict=True)
    )


def _as_html(text: str) -> str:
    """On one line, without quotation marks and backslashes: PHP's `fgetcsv`, by which Moodle
    reads, takes a backslash before a quotation mark for more than text."""
    return html.escape(" ".join(text.split())).replace("\\", "&#92;")


def _line(each: ExerciseResult, language: str) -> str:
    name, points = each.exercise.name, f"{each.exercise.points:g}"
    if each.score is None:
        return words("report.export.no_score", language, exercise=name)
    score = f"{each.score:g}"
    line = words("report.export.score", language, exercise=name, score=score, points=points)
    return BETWEEN[language].join([line, *_reasons(each.hidden, language)])


def _reasons(result: Result | None, language: str) -> list[str]:
    if result is None or result.status is not Status.FAILED:
        return []
    failed = [each for each in result.outcomes if each.status is Status.FAILED and each.points]
    first = next((each for each in failed if each.fact), failed[0])
    fact = [_ended(text(first.fact, language), language)] if first.fact else []
    causes = cause_lines(first.advice, result.diagnosis, language)
    return [*fact, *(_ended(_labelled(line, language), language) for line in causes)]


def _labelled(line: Line, language: str) -> str:
    """The label is empty where several lines share it."""
    if not line.label:
        return line.sentence
    label = line.label[0].upper() + line.label[1:]
    return f"{label}{COLON[language]}{line.sentence}"


def _ended(sentence: str, language: str) -> str:
    return sentence if sentence.endswith(STOPS) else sentence + STOP[language]
