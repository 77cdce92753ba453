"""The first section: whether the results can be relied on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from autograder.judge.versions import Versions
from autograder.report.findings import Remark, Trust
from autograder.report.page.environment import sentence
from autograder.report.page.people import People
from autograder.report.page.tables import NOTHING, Cell, Column, Table, number
from autograder.report.words import say, words

HASH = 12
TOPICS = ("grader_errors", "timeouts", "not_graded", "to_review")


@dataclass(frozen=True)
class Notice:
    """Something that a human should see, and those whom it is about."""

    heading: str
    lines: tuple[Markup, ...]
    is_open: bool = True


@dataclass(frozen=True)
class TrustView:
    """`counts`: label and number. `state`: clean (nothing asks for a look), look, or empty.
    `unknown`: of how many nothing tells what graded them."""

    state: str
    counts: tuple[tuple[str, str], ...]
    notices: tuple[Notice, ...]
    versions: Table
    is_mixed: bool
    unknown: int


def trust_view(trust: Trust, people: People) -> TrustView:
    notices = tuple(_notices(trust, people))
    is_mixed = len(trust.versions) > 1
    unknown = max(0, trust.graded - sum(count for _, count in trust.versions))
    is_clean = not (is_mixed or unknown or any(getattr(trust, topic) for topic in TOPICS))
    return TrustView(
        ("clean" if trust.graded else "empty") if is_clean else "look",
        tuple(_counts(trust, people.language)),
        notices,
        versions_table(trust.versions, people.language),
        is_mixed,
        unknown,
    )


def _counts(trust: Trust, language: str) -> Iterator[tuple[str, str]]:
    shown = {
        "students": trust.students,
        "collected": trust.collected,
        "graded": trust.graded,
        "from_cache": trust.from_cache,
        "unrecorded": trust.unrecorded,
        "timeouts": len(trust.timeouts),
        "grader_errors": len(trust.grader_errors),
        "to_review": len(trust.to_review),
    }
    for name, count in shown.items():
        yield words(f"report.page.trust.{name}", language), str(count)
    tiers = ", ".join(f"{tier or NOTHING}: {count}" for tier, count in trust.tiers.items())
    yield words("report.page.trust.tiers", language), tiers or NOTHING
    yield words("report.page.trust.newest", language), moment(trust.newest)


def moment(written: str) -> str:
    """2026-11-21T08:00:00+00:00 → 2026-11-21 08:00 UTC."""
    return f"{written[:10]} {written[11:16]} UTC" if written else NOTHING


def _notices(trust: Trust, people: People) -> Iterator[Notice]:
    for topic in TOPICS:
        remarks: tuple[Remark, ...] = getattr(trust, topic)
        if remarks:
            lines = tuple(_lines(remarks, people))
            yield Notice(_heading(topic, len(remarks), people.language), lines)
    if trust.no_submission:
        count = len(trust.no_submission)
        yield Notice(
            _heading("no_submission", count, people.language),
            (people.all(trust.no_submission),),
            is_open=False,
        )


def _heading(topic: str, count: int, language: str) -> str:
    return _word(f"about_{topic}", language, count=count)


def _lines(remarks: Sequence[Remark], people: People) -> Iterator[Markup]:
    """A sentence that is true of many stands there once: a broken test is a line, not 200."""
    found: dict[str, list[str]] = {}
    for remark in remarks:
        found.setdefault(say(remark.sentence, people.language), []).append(remark.student)
    for said, students in found.items():
        told = sentence(said)
        if len(students) == 1:
            yield Markup("{}: {}").format(people.link(students[0]), told)
        else:
            who = people.all(students)
            yield Markup('{} <b>× {}</b><p class="who">{}</p>').format(told, len(students), who)


def versions_table(versions: tuple[tuple[Versions, int], ...], language: str) -> Table:
    """What graded how many."""
    names = ("submissions", "tests", "secret", "kit", "environment")
    columns = tuple(Column(_word(name, language)) for name in names)
    rows = tuple(
        (
            number(count),
            *(_hash(value) for value in (each.tests, each.secret, each.kit)),
            Cell(each.environment or NOTHING, look="long"),
        )
        for each, count in versions
    )
    return Table("versions", _word("versions", language), columns, rows)


def _hash(value: str) -> Cell:
    """Its beginning, which is enough to compare; the whole of it on pointing."""
    if not value:
        return Cell(NOTHING)
    return Cell(Markup('<code title="{}">{}</code>').format(value, value[:HASH]))


def _word(name: str, language: str, **values: object) -> str:
    return words(f"report.page.trust.{name}", language, **values)
