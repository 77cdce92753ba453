"""What students did, and took: misconceptions, calls, similar pairs, the slowest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from autograder.checks import Message, text
from autograder.report.findings import Call, Misconception, Pair, Slow
from autograder.report.page.environment import sentence
from autograder.report.page.people import People, code_block, folded, paired_lines
from autograder.report.page.tables import (
    MANY,
    NOTHING,
    Cell,
    Column,
    Table,
    joined,
    number,
    percents,
    points,
)
from autograder.report.words import say, words

FEW = 4  # names that a line holds


def misconceptions_table(found: Sequence[Misconception], people: People) -> Table:
    language = people.language
    columns = (
        Column(_word("misconceptions.cause", language)),
        Column(_word("exercise", language)),
        Column(_word("misconceptions.students", language), is_number=True),
        Column(_word("misconceptions.lost", language), is_number=True),
        Column(_word("misconceptions.section", language)),
    )
    rows = tuple(
        (
            _cause(each, people),
            Cell(each.exercise, look="code"),
            number(each.count),
            points(each.points_lost),
            Cell(say(each.section, language) if each.section else NOTHING),
        )
        for each in found
    )
    caption = _word("misconceptions.caption", language)
    return Table("misconceptions-table", caption, columns, rows, len(rows) > MANY, look="prose")


def _cause(found: Misconception, people: People) -> Cell:
    """What was wrong; below it who has it and, on demand, one student's code."""
    language = people.language
    if found.cause is None:
        told = Markup("<em>{}</em>").format(_word("misconceptions.unexplained", language))
    else:
        told = sentence(_likely(say(found.cause, language), language))
    told += _who(found, people)
    if found.sample:
        told += folded(_word("misconceptions.sample", language), code_block(found.sample))
    return Cell(told)


def _likely(cause: str, language: str) -> str:
    """The cause without "most likely", which hints may begin with: the column says so."""
    label = text(Message("label.advice"), language)
    return cause.removeprefix(label).lstrip(" ：:") or cause


def _who(found: Misconception, people: People) -> Markup:
    """A few names stand there, many are opened on demand."""
    names = people.all(found.students)
    if found.count <= FEW:
        return Markup('<p class="who">{}</p>').format(names)
    who = _word("misconceptions.who", people.language, count=found.count)
    return folded(who, Markup('<p class="who">{}</p>').format(names))


def calls_table(calls: Sequence[Call], people: People) -> Table:
    columns = (
        Column(_word("student", people.language)),
        Column(_word("calls.facts", people.language)),
    )
    rows = tuple(
        (
            people.cell(call.student),
            Cell(joined([sentence(say(fact, people.language)) for fact in call.facts])),
        )
        for call in calls
    )
    caption = _word("calls.caption", people.language)
    return Table("calls-table", caption, columns, rows, len(rows) > MANY, look="facts")


def slowest_table(slowest: Sequence[Slow], people: People) -> Table:
    columns = (
        Column(_word("student", people.language)),
        Column(_word("slowest.seconds", people.language), is_number=True),
        Column(_word("trust.timeouts", people.language), is_number=True),
    )
    rows = tuple(
        (people.cell(each.student), number(each.seconds, 1), number(each.timeouts))
        for each in slowest
    )
    return Table("slowest-table", _word("slowest.caption", people.language), columns, rows)


@dataclass(frozen=True)
class PairView:
    """Two submissions: one sentence, and their code side by side."""

    first: Markup
    second: Markup
    fact: str
    code: tuple[tuple[str, str, Markup, Markup], ...]


def pair_views(pairs: Sequence[Pair], people: People) -> list[PairView]:
    return [_pair(pair, people) for pair in pairs]


def _pair(pair: Pair, people: People) -> PairView:
    language = people.language
    fact = _word("pairs.fact", language, share=percents(pair.share), tokens=pair.common)
    code = tuple(
        (
            each.exercise,
            percents(each.share),
            paired_lines(each.first, language),
            paired_lines(each.second, language),
        )
        for each in pair.code
    )
    return PairView(people.link(pair.first), people.link(pair.second), fact, code)


def _word(name: str, language: str, **values: object) -> str:
    return words(f"report.page.{name}", language, **values)
