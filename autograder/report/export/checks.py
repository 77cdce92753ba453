"""Long form: a row for each check of each student, for whoever counts or draws."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from autograder.checks import Message, Outcome, Status, Verdict, text
from autograder.checks.result import Diagnosis
from autograder.checks.told import cause_words
from autograder.report.export.common import Cell
from autograder.report.results import ClassResults, ExerciseResult, StudentResult

COLUMNS = (
    "student",
    "exercise",
    "kind",
    "check",
    "status",
    "points",
    "earned",
    "fact",
    "likely_cause",
    "certainty",
    "mistakes",
    "seconds",
    "tier",
    "tests_version",
    "kit_version",
)
BETWEEN = "; "


def check_rows(results: ClassResults, language: str) -> Iterator[Sequence[Cell]]:
    """The heading, and the checks of whoever was graded. `seconds` are those of the whole
    submission. Visible checks have no points; what could not be judged has earned nothing yet."""
    yield COLUMNS
    for each in results.students:
        for exercise in each.exercises:
            yield from _of_exercise(each, exercise, language)


def _of_exercise(
    each: StudentResult, exercise: ExerciseResult, language: str
) -> Iterator[Sequence[Cell]]:
    name, who, how = exercise.exercise.name, each.student.id, _grading(each)
    for verdict in exercise.visible:
        said = _said(verdict, verdict.diagnosis, language)
        yield who, name, "visible", verdict.title, verdict.status.value, None, None, *said, *how
    if exercise.hidden is not None:
        for outcome in exercise.hidden.outcomes:
            said = _said(outcome, exercise.hidden.diagnosis, language)
            earned = None if outcome.status is Status.GRADER_ERROR else outcome.earned
            status, title = outcome.status.value, outcome.sentence(language)
            yield who, name, "hidden", title, status, outcome.points, earned, *said, *how


def _said(
    told: Outcome | Verdict, diagnosis: Diagnosis | None, language: str
) -> tuple[Cell, Cell, Cell, Cell]:
    """Fact, likely cause, certainty, keys of known mistakes; of what failed only."""
    if told.status is not Status.FAILED:
        return "", "", "", ""
    fact = text(told.fact, language) if told.fact else ""
    causes = _causes(told.advice, diagnosis)
    sentences = BETWEEN.join(cause_words(cause, language) for cause in causes)
    if diagnosis is None:
        return fact, sentences, "", ""
    return fact, sentences, diagnosis.certainty.value, BETWEEN.join(diagnosis.keys)


def _causes(advice: Message | None, diagnosis: Diagnosis | None) -> tuple[Message, ...]:
    if diagnosis is not None and diagnosis.causes:
        return diagnosis.causes
    return (advice,) if advice else ()


def _grading(each: StudentResult) -> tuple[Cell, Cell, Cell, Cell]:
    if each.grading is None:
        return None, each.tier, "", ""
    versions = each.grading.versions
    seconds = each.grading.seconds if each.grading.is_recorded else None
    return seconds, each.tier or each.grading.tier, versions.tests, versions.kit
