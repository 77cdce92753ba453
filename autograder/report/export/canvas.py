"""The gradebook that Canvas exports, and imports again.

Its form is Canvas' own code: lib/gradebook_exporter.rb writes it, lib/gradebook_importer.rb reads
it. Instructors' guide: "How do I import grades in the Gradebook?", community.canvaslms.com.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import replace

from autograder.report.export.columns import pick
from autograder.report.export.common import ExportError
from autograder.report.export.filling import Form
from autograder.report.export.matching import Person
from autograder.report.export.sheet import Row, Sheet, number_of

# In the order in which Canvas itself says who a student is; the last is the exporter's option.
KEYS = ("SIS Login ID", "SIS User ID", "ID", "Integration ID")
POINTS = "Points Possible"
# Rows that say how grades are posted, and rows without anything, are no student's.
NO_STUDENT = re.compile(r"\s*(Muted|Manual Posting.*)?\s*", re.IGNORECASE)
# The importer drops a column whose heading holds one of these.
COMPUTED = re.compile("(Current|Final) (Score|Points|Grade)|Override (Score|Grade|Status)")
WITH_ID = re.compile(r"(?P<title>.*) \((?P<id>[0-9]+)\)")
TEST_STUDENT = "Student, Test"
CLOSED = {"EX": "excused in Canvas", "N/A": "not assigned to them in Canvas"}


def canvas_form(sheet: Sheet, wanted: str) -> Form:
    """The gradebook, and where the scores of `wanted` go in it: a heading with or without its
    number in parentheses, or the beginning of one. Raises `ExportError`."""
    sheet, notes = _in_utf_8(sheet)
    assignments = _assignments(sheet, _first_assignment(sheet))
    column = pick(wanted, assignments, sheet.name, "--column")
    rows = [number for number, row in enumerate(sheet.rows) if number and _is_students(row)]
    people = tuple(_person(sheet, number) for number in rows)
    closed = {row: CLOSED.get(sheet.rows[row].value(column).strip().upper(), "") for row in rows}
    return Form(
        "Canvas",
        sheet,
        column,
        people,
        points=_points(sheet, column),
        closed=closed,
        unnamed=frozenset(each.row for each in people if each.label == TEST_STUDENT),
        numbers=tuple(assignments),
        notes=notes,
    )


def _in_utf_8(sheet: Sheet) -> tuple[Sheet, tuple[str, ...]]:
    """As Canvas reads it, whatever a spreadsheet has saved it in; and the word for that."""
    if codecs.lookup(sheet.encoding).name == "utf-8":
        return sheet, ()
    note = f"written as UTF-8, which Canvas reads, in place of {sheet.encoding}"
    return replace(sheet, encoding="utf-8"), (note,)


def _first_assignment(sheet: Sheet) -> int:
    """The column after what is said of the student."""
    header = sheet.header
    has_names = header[0] == "Student" or header[:2] == ("LastName", "FirstName")
    if not (has_names and "ID" in header[:3] and "Section" in header):
        shown = ", ".join(header[:6])
        raise ExportError(
            f"{sheet.name}: found the heading {shown}; expected that of a gradebook from Canvas: "
            "Student, ID, …, Section. Export it there: Grades, Export, Export Entire Gradebook"
        )
    return header.index("Section") + 1


def _assignments(sheet: Sheet, first: int) -> dict[int, tuple[str, ...]]:
    """Columns that can be graded. Those with a number are assignments; custom columns have none."""
    found: dict[int, tuple[str, ...]] = {}
    for place, heading in enumerate(sheet.header[first:], start=first):
        numbered = WITH_ID.fullmatch(heading)
        if numbered and not COMPUTED.search(heading):
            found[place] = (heading, numbered["title"])
    return found


def _is_students(row: Row) -> bool:
    values = row.values
    return POINTS not in values[0] and not all(map(NO_STUDENT.fullmatch, values))


def _person(sheet: Sheet, number: int) -> Person:
    values = dict(zip(sheet.header, sheet.rows[number].values, strict=False))
    label = values.get("Student") or f"{values.get('LastName')}, {values.get('FirstName')}"
    return Person(number, label, {key: values[key] for key in KEYS if key in values})


def _points(sheet: Sheet, column: int) -> float | None:
    """Of a column that may be written."""
    for row in sheet.rows[1:]:
        if POINTS in row.value(0):
            text = row.value(column).strip()
            if text and number_of(text) is None:
                raise ExportError(
                    f"{sheet.name}, column {sheet.header[column]!r}: found {text!r} where its "
                    "points stand; expected a number. Choose a column that Canvas lets you change"
                )
            return number_of(text)
    return None
