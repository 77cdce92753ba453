"""One student's results, for the terminal. Pure: the command prints it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from autograder.batch.grading import Grading
from autograder.checks import printable
from autograder.report.causes import went_wrong
from autograder.report.results import ClassResults, StudentResult, late_by
from autograder.report.terminal import plain, score_text
from autograder.report.words import say, words

SHORT = 8  # digits of a hash that are shown


def student_view(
    results: ClassResults, student: StudentResult, gradings: Sequence[Grading], language: str
) -> RenderableType:
    """Scores and causes, lateness, what graded it, and earlier results. `gradings` are all that are
    on record, the oldest first."""
    parts: list[RenderableType] = [_head(results, student, language)]
    parts += [Text(line) for line in _late(student, language)]
    if student.exercises:
        parts += [Text(), _exercises(student, language)]
    parts += [Text(line, style="dim") for line in _graded_by(student, language)]
    parts += [Text(line, style="dim") for line in _earlier(gradings[:-1], language)]
    return Group(*parts)


def assignments_view(
    found: Sequence[tuple[ClassResults, StudentResult]], language: str
) -> RenderableType:
    """One line for each assignment: points and standing."""
    drawn = Table(box=box.SIMPLE_HEAD, padding=(0, 2, 0, 0), pad_edge=False)
    drawn.add_column(words("report.student.assignment", language))
    drawn.add_column(words("report.item.points", language), justify="right")
    drawn.add_column("", justify="right")
    drawn.add_column("")
    for results, student in found:
        score = plain(student.score) if student.exercises else "–"
        told = [_standing(student, language), *_late(student, language)]
        points = f"/{results.points:g}"
        drawn.add_row(Text(results.assignment), score, points, Text(" · ".join(told)))
    return drawn


def _standing(student: StudentResult, language: str) -> str:
    return words(f"report.standing.{student.standing.name.lower()}", language)


def _head(results: ClassResults, student: StudentResult, language: str) -> Text:
    standing = _standing(student, language)
    name = student.student.name
    who = student.student.id if name == student.student.id else f"{student.student.id}  {name}"
    values = {"score": student.score, "points": results.points, "standing": standing}
    key = "report.student.head" if student.exercises else "report.student.head_ungraded"
    told = words(key, language, assignment=results.assignment, **values)
    return Text.assemble((printable(who), "bold"), f"  {told}")


def _late(student: StudentResult, language: str) -> Iterator[str]:
    if student.seconds_late > 0:
        hours, minutes = late_by(student.seconds_late)
        values = {"hours": hours, "minutes": minutes, "penalty": student.penalty}
        yield words("report.student.late", language, **values)
    grading = student.grading
    if grading is not None and grading.problem:
        key = "report.trust.grader_error_all" if grading.is_graders else "report.trust.not_graded"
        yield words(key, language, why=printable(grading.problem))


def _exercises(student: StudentResult, language: str) -> Table:
    drawn = Table(box=box.SIMPLE_HEAD, padding=(0, 2, 0, 0), pad_edge=False)
    drawn.add_column(words("report.student.exercise", language), no_wrap=True)
    drawn.add_column(words("report.item.points", language), justify="right", no_wrap=True)
    drawn.add_column("", justify="right", no_wrap=True)
    drawn.add_column(words("report.student.what", language), overflow="fold")
    for each in student.exercises:
        wrong = went_wrong(student, each)
        told = [printable(say(wrong, language))] if wrong else []
        if each.manual is not None:
            told.append(words("report.student.manual", language))
        if each.needs_review:
            told.append(words("report.standing.needs_review", language))
        score = score_text(each.score, each.exercise.points)
        name, points = Text(each.exercise.name), Text(f"/{each.exercise.points:g}")
        drawn.add_row(name, score, points, Text(" · ".join(told)))
    return drawn


def _graded_by(student: StudentResult, language: str) -> Iterator[str]:
    grading = student.grading
    if student.exercises and (grading is None or not grading.is_recorded):
        yield words("report.student.unrecorded", language)
    if grading is None:
        return
    if grading.is_recorded:
        tier = student.tier or grading.tier or "–"
        values = {"written": _minute(grading.written), "tier": tier, "seconds": grading.seconds}
        yield words("report.student.graded_by", language, **values)
    versions = grading.versions
    hashes = {name: getattr(versions, name)[:SHORT] or "–" for name in ("tests", "secret", "kit")}
    environment = versions.environment or "–"
    yield words("report.student.versions", language, environment=environment, **hashes)
    if grading.timeouts:
        yield words("report.trust.timeouts_cells", language, count=grading.timeouts)


def _earlier(gradings: Sequence[Grading], language: str) -> Iterator[str]:
    """The newest first: what stood before."""
    for grading in reversed(gradings):
        written = _minute(grading.written)
        if grading.problem:
            why = printable(grading.problem)
            yield words("report.student.earlier_problem", language, written=written, why=why)
        else:
            tests = grading.versions.tests[:SHORT] or "–"
            values = {"written": written, "total": grading.total, "tests": tests}
            yield words("report.student.earlier", language, **values)


def _minute(written: str) -> str:
    """ISO 8601 in UTC, to the minute."""
    return written[:16].replace("T", " ")
