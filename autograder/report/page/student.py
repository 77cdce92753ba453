"""The page of one student."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from autograder.checks.card_html import check_html, result_html
from autograder.checks.result import Status, Verdict
from autograder.report.findings import Findings
from autograder.report.page.drawn import drawn
from autograder.report.page.environment import render, sentence
from autograder.report.page.people import People, listing
from autograder.report.page.tables import Cell, Column, Table, points, short
from autograder.report.page.trust import moment, versions_table
from autograder.report.results import ExerciseResult, StudentResult, late_by
from autograder.report.words import say, words


@dataclass(frozen=True)
class ExerciseView:
    """One exercise: its points, what its tests found, and the student's code.

    `is_full`: there is nothing to talk about, and the page shows it folded.
    """

    anchor: str
    name: str
    earned: str
    is_full: bool
    card: Markup
    visible: Markup
    code: str
    needs_review: bool


def student_page(result: StudentResult, findings: Findings, language: str, back: str = "") -> str:
    """The whole page. `back` is the address of the report, if the page shall link to it.

    Raises KeyError for a language that has no words.
    """
    versions = ((result.grading.versions, 1),) if result.grading else ()
    return render(
        "student.html.j2",
        language,
        result=result,
        assignment=findings.results.assignment,
        back=back,
        facts=tuple(_facts(result, language)),
        remarks=tuple(_remarks(result, findings, language)),
        table=exercises_table(result, language),
        exercises=[_exercise(each, language) for each in result.exercises],
        versions=versions_table(versions, language),
    )


def _facts(result: StudentResult, language: str) -> Iterator[tuple[str, str]]:
    """Label and value, as far as they are known."""
    most = sum(each.exercise.points for each in result.exercises)
    standing = words(f"report.standing.{result.standing.name.lower()}", language)
    yield _word("standing", language), standing
    if result.is_graded:
        yield _word("score", language), f"{short(result.score)} / {short(most)}"
    if result.penalty:
        yield _word("penalty", language), f"−{short(result.penalty)}"
    if result.submitted is not None:
        yield _word("submitted", language), f"{result.submitted:%Y-%m-%d %H:%M} UTC"
        yield _word("late", language), _late(result.seconds_late, language)
    if result.grading is not None and result.grading.is_recorded:
        yield _word("graded", language), moment(result.grading.written)
        seconds = _word("seconds_value", language, seconds=f"{result.grading.seconds:.1f}")
        cached = _word("cached", language)
        took = f"{seconds} ({cached})" if result.grading.from_cache else seconds
        yield _word("seconds", language), took
    if result.tier:
        yield _word("tier", language), result.tier


def _late(seconds: float, language: str) -> str:
    if seconds <= 0:
        return _word("on_time", language)
    hours, minutes = late_by(seconds)
    return _word("late_time", language, hours=hours, minutes=minutes)


def _remarks(result: StudentResult, findings: Findings, language: str) -> Iterator[Markup]:
    """What the report says of this student elsewhere."""
    student = result.student.id
    if result.grading is not None and result.grading.problem:
        key = "grader_problem" if result.grading.is_graders else "problem"
        yield Markup("{}").format(_word(key, language, problem=result.grading.problem))
    for call in findings.calls:
        if call.student == student:
            yield from (sentence(say(fact, language)) for fact in call.facts)
    others = [
        pair.second if pair.first == student else pair.first
        for pair in findings.pairs
        if student in (pair.first, pair.second)
    ]
    if others:
        people = People.of(findings.results, {}, language)
        yield Markup(_word("similar", language, students="{}")).format(people.all(others))


def exercises_table(result: StudentResult, language: str) -> Table:
    """A human's points have a column where there are any."""
    has_manual = any(each.manual is not None for each in result.exercises)
    columns = (
        Column(words("report.page.exercise", language)),
        Column(_word("points", language), is_number=True),
        Column(_word("out_of", language), is_number=True),
        Column(_word("visible", language)),
        Column(_word("hidden", language), is_number=True),
        Column(_word("manual", language), is_number=True),
    )
    width = len(columns) if has_manual else len(columns) - 1
    rows = tuple(_row(each, language)[:width] for each in result.exercises)
    return Table("exercises", _word("table", language), columns[:width], rows)


def _row(each: ExerciseResult, language: str) -> tuple[Cell, ...]:
    name = Markup('<a href="#{}">{}</a>').format(each.exercise.cell, each.exercise.name)
    return (
        Cell(name, look="code"),
        points(each.score),
        points(each.exercise.points),
        Cell(_visible(each.visible, language), look="tight"),
        points(each.auto),
        points(each.manual),
    )


def _visible(verdicts: tuple[Verdict, ...], language: str) -> str:
    """Symbol and word; nothing where there was no visible check."""
    if not verdicts:
        return ""
    is_passed = all(verdict.status is Status.PASSED for verdict in verdicts)
    word = _word("passed" if is_passed else "not_passed", language)
    return f"{'✓' if is_passed else '✗'} {word}"


def _exercise(each: ExerciseResult, language: str) -> ExerciseView:
    """What passed is in the table already. Cards are escaped by their renderer."""
    said = [check_html(verdict, language, drawn) for verdict in each.visible if verdict.fact]
    return ExerciseView(
        anchor=each.exercise.cell,
        name=each.exercise.name,
        earned=f"{points(each.score).shown} / {short(each.exercise.points)}",
        is_full=(each.score or 0.0) >= each.exercise.points and not each.needs_review,
        card=_card(each, language),
        visible=Markup("").join(map(Markup, said)),
        code=listing(each.code),
        needs_review=each.needs_review,
    )


def _card(each: ExerciseResult, language: str) -> Markup:
    """Of the hidden tests, if any did not pass."""
    outcomes = each.hidden.outcomes if each.hidden else ()
    if each.hidden is None or all(outcome.status is Status.PASSED for outcome in outcomes):
        return Markup("")
    return Markup(result_html(each.hidden, language, drawn))


def _word(name: str, language: str, **values: object) -> str:
    return words(f"report.page.own.{name}", language, **values)
