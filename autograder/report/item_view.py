"""One exercise over the class, for the terminal. Pure: the command prints it."""

from __future__ import annotations

from collections.abc import Iterator

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from autograder.checks import printable
from autograder.checks.result import Certainty
from autograder.report.findings import Findings, Gap, Interval, Item, Misconception
from autograder.report.terminal import plain
from autograder.report.words import say, words

INDENT = (0, 0, 0, 4)


def item_view(findings: Findings, exercise: str, language: str) -> RenderableType:
    """Difficulty, discrimination, gap, flags, checks and misconceptions of this exercise."""
    item = next(each for each in findings.items if each.exercise.name == exercise)
    gap = next((each for each in findings.gaps if each.exercise.name == exercise), None)
    causes = [each for each in findings.misconceptions if each.exercise == exercise]
    parts: list[RenderableType] = [_head(findings, item, language), _numbers(item, gap, language)]
    parts += _flags(item, language)
    if item.checks:
        parts += [Text(), _checks(item, language)]
    for each in causes:
        parts += _misconception(each, language)
    return Group(*parts)


def _head(findings: Findings, item: Item, language: str) -> Text:
    told = words(
        "report.item.head",
        language,
        assignment=findings.results.assignment,
        points=item.exercise.points,
        students=item.students,
    )
    return Text.assemble((item.exercise.name, "bold"), f"  {told}")


def _numbers(item: Item, gap: Gap | None, language: str) -> Table:
    drawn = Table.grid(padding=(0, 2))
    for key, told in _told(item, gap, language):
        drawn.add_row(Text(words(key, language)), Text(told))
    return drawn


def _told(item: Item, gap: Gap | None, language: str) -> Iterator[tuple[str, str]]:
    yield "report.item.difficulty", _interval(item.difficulty, item.students, language)
    yield "report.item.discrimination", _interval(item.discrimination, item.students, language)
    counts = {name: getattr(item, name) for name in ("full", "partial", "none", "unwritten")}
    yield "report.item.points", words("report.item.counts", language, **counts)
    if gap is not None:
        values = {"fooled": gap.fooled, "strict": gap.strict}
        wrote = gap.both + gap.fooled + gap.strict + gap.neither
        yield "report.item.gap", words("report.item.gaps", language, wrote=wrote, **values)


def _interval(found: Interval | None, students: int, language: str) -> str:
    if found is None:
        return words("report.item.too_few" if students else "report.item.nobody", language)
    values = {"value": found.value, "low": found.low, "high": found.high}
    return words("report.item.interval", language, **values)


def _flags(item: Item, language: str) -> Iterator[RenderableType]:
    if item.flags:
        yield Text()
        yield Text(words("report.item.look", language), style="bold yellow")
        for flag in item.flags:
            yield Padding(Text(say(flag, language)), INDENT)


def _checks(item: Item, language: str) -> Table:
    drawn = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    drawn.add_column(words("report.item.check", language), overflow="fold")
    for key in ("report.item.points", "report.item.passed", "report.item.failed"):
        drawn.add_column(words(key, language), justify="right")
    drawn.add_column(words("report.item.skipped", language), justify="right")
    has_errors = any(check.grader_errors for check in item.checks)
    if has_errors:
        drawn.add_column(words("report.item.grader_errors", language), justify="right")
    for check in item.checks:
        title = check.title.get(language) or check.title.get("en", "")
        numbers = [check.points, check.passed, check.failed, check.skipped]
        shown = [*numbers, check.grader_errors] if has_errors else numbers
        drawn.add_row(Text(title), *(Text(plain(number)) for number in shown))
    return drawn


def _misconception(each: Misconception, language: str) -> Iterator[RenderableType]:
    unexplained = words("report.item.unexplained", language)
    cause = printable(say(each.cause, language)) if each.cause else unexplained
    told = words("report.item.lost", language, points=each.points_lost)
    style = "bold red" if each.certainty is Certainty.UNKNOWN else "bold"
    yield Text()
    yield Text.assemble((f"{each.count} × ", style), (cause, style), f"  ({told})")
    if each.section:
        section = say(each.section, language)
        yield Padding(Text(words("report.item.section", language, section=section)), INDENT)
    if each.sample:
        yield Padding(Text(each.sample, style="dim"), INDENT)
