"""Tables of scores and exercises: the numbers of the figures beside them."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from autograder.report.findings import CheckItem, Distribution, Gap, Interval, Item
from autograder.report.page.environment import sentence
from autograder.report.page.tables import (
    NOTHING,
    Cell,
    Column,
    Table,
    fixed,
    joined,
    number,
    percent,
    percents,
    points,
    short,
)
from autograder.report.words import say, words


def scores_table(found: Distribution, language: str) -> Table:
    columns = (
        Column(_word("scores.range", language)),
        Column(_word("scores.students", language), is_number=True),
    )
    rows = tuple(
        (Cell(f"{short(low)} – {short(high)}", low), number(count))
        for low, high, count in found.bins
    )
    return Table("scores-table", _word("scores.caption", language), columns, rows)


def gaps_table(gaps: Sequence[Gap], language: str) -> Table:
    names = ("visible", "hidden", "both", "fooled", "strict", "neither")
    columns = (
        Column(_word("exercise", language)),
        *(Column(_word(f"gaps.{name}", language), is_number=True) for name in names),
    )
    rows = tuple(
        (
            Cell(gap.exercise.name, look="code"),
            percent(gap.visible),
            percent(gap.hidden),
            number(gap.both),
            number(gap.fooled, look="look" if gap.fooled else ""),
            number(gap.strict, look="look" if gap.strict else ""),
            number(gap.neither),
        )
        for gap in gaps
    )
    return Table("gaps-table", _word("gaps.caption", language), columns, rows)


def items_table(items: Sequence[Item], language: str) -> Table:
    numbers = ("difficulty", "discrimination", "students", "full", "partial", "none", "unwritten")
    columns = (
        Column(_word("exercise", language)),
        *(Column(_word(f"items.{name}", language), is_number=True) for name in numbers),
        Column(_word("items.flags", language)),
    )
    rows = tuple(_item(item, language) for item in items)
    return Table("items-table", _word("items.caption", language), columns, rows)


def _item(item: Item, language: str) -> tuple[Cell, ...]:
    flags = [sentence(say(flag, language)) for flag in item.flags]
    counts = (item.students, item.full, item.partial, item.none, item.unwritten)
    return (
        Cell(item.exercise.name, look="code"),
        _difficulty(item.difficulty),
        _discrimination(item.discrimination),
        *map(number, counts),
        Cell(joined(flags), look="long" if flags else ""),
    )


def _difficulty(found: Interval | None) -> Cell:
    if found is None:
        return Cell(NOTHING)
    edges = f"{100 * found.low:.0f}, {100 * found.high:.0f}"
    return _with_interval(percents(found.value), edges, found.value)


def _discrimination(found: Interval | None) -> Cell:
    if found is None:
        return Cell(NOTHING)
    edges = f"{fixed(found.low, 2)}, {fixed(found.high, 2)}"
    return _with_interval(fixed(found.value, 2), edges, found.value)


def _with_interval(value: str, edges: str, sorted_by: float) -> Cell:
    return Cell(Markup("{} <small>[{}]</small>").format(value, edges), sorted_by)


def checks_tables(items: Sequence[Item], language: str) -> list[Table]:
    """The hidden tests of each exercise."""
    return [_checks(place, item, language) for place, item in enumerate(items) if item.checks]


def _checks(place: int, item: Item, language: str) -> Table:
    names = ("passed", "failed", "skipped", "grader_errors")
    columns = (
        Column(_word("items.check", language)),
        Column(_word("points", language), is_number=True),
        *(Column(_word(f"items.{name}", language), is_number=True) for name in names),
    )
    rows = tuple(_check(check, language) for check in item.checks)
    return Table(f"checks-{place}", item.exercise.name, columns, rows)


def _check(check: CheckItem, language: str) -> tuple[Cell, ...]:
    title = check.title.get(language) or next(iter(check.title.values()), "")
    counts = (check.passed, check.failed, check.skipped, check.grader_errors)
    return (Cell(sentence(title)), points(check.points), *map(number, counts))


def _word(name: str, language: str, **values: object) -> str:
    return words(f"report.page.{name}", language, **values)
