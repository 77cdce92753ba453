"""Where an instructor should look. A flag is about an exercise or its tests, never about people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from autograder.checks import Message, literal
from autograder.report.findings import Gap, Item

# Of fewer students each one moves a share by more than a tenth.
FEWEST = 10
ALMOST = 0.05
# Below 0.2 an item is usually called poor (Ebel and Frisbie 1991, Essentials of Educational
# Measurement, ch. 13). The whole interval must lie below: no flag comes from chance alone.
POOR = 0.2
# How many must be surprised by the hidden tests: these, and this share of those who wrote it.
FEWEST_FOOLED, SHARE_FOOLED = 3, 0.2
FEWEST_FAILED = 5
# One grader error stands by name among those to trust; these many point at the tests.
FEWEST_ERRORS, SHARE_ERRORS = 2, 0.05


@dataclass(frozen=True)
class Look:
    """An exercise without flags yet. `errors` of `graded` submissions met a failure of the
    grader's."""

    item: Item
    gap: Gap | None
    errors: int
    graded: int


def flags_of(look: Look) -> Item:
    """The exercise with its flags."""
    found = (*_points(look), *_discrimination(look), *_gap(look), *_checks(look), *_errors(look))
    return replace(look.item, flags=found)


def _points(look: Look) -> Iterator[Message]:
    item = look.item
    if item.students < FEWEST:
        return
    values = {"full": item.full, "students": item.students}
    if item.full >= (1 - ALMOST) * item.students:
        yield Message("report.flag.easy", values)
    elif item.full <= ALMOST * item.students:
        yield Message("report.flag.hard", {**values, "unwritten": item.unwritten})


def _discrimination(look: Look) -> Iterator[Message]:
    found = look.item.discrimination
    if found is None or found.high >= POOR:
        return
    key = "report.flag.negative" if found.high < 0 else "report.flag.low"
    yield Message(key, {"value": found.value, "low": found.low, "high": found.high})


def _gap(look: Look) -> Iterator[Message]:
    if look.gap is None:
        return
    wrote = look.gap.both + look.gap.fooled + look.gap.strict + look.gap.neither
    if look.gap.fooled >= max(FEWEST_FOOLED, SHARE_FOOLED * wrote):
        yield Message("report.flag.gap", {"fooled": look.gap.fooled, "wrote": wrote})


def _checks(look: Look) -> Iterator[Message]:
    for check in look.item.checks:
        if check.points and check.failed >= FEWEST_FAILED and not check.passed:
            title = literal(check.title.get("en", ""), check.title.get("zh", ""))
            values = {"check": title, "failed": check.failed}
            yield Message("report.flag.all_fail", values)


def _errors(look: Look) -> Iterator[Message]:
    if look.errors >= max(FEWEST_ERRORS, SHARE_ERRORS * look.graded):
        values = {"errors": look.errors, "graded": look.graded}
        yield Message("report.flag.grader_errors", values)
