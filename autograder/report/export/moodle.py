"""The two files that Moodle exports, and imports again.

An assignment's offline grading worksheet: mod/assign/gradingtable.php writes it,
mod/assign/feedback/offline/ reads it: identifier, grade and the time of the last change must be
there; a grade above the maximum, or where none may be changed, is skipped.
The gradebook as plain text: grade/export/txt/ writes it, grade/import/csv/ reads it; an emptied
cell takes a grade away, and one grade above 100 stops all of it where the site's setting
`unlimitedgrades` is off, as it is usually (grade/import/csv/classes/load_data.php).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.report.export import moodle_words as said
from autograder.report.export.columns import pick
from autograder.report.export.common import ExportError
from autograder.report.export.filling import Form
from autograder.report.export.matching import Person
from autograder.report.export.moodle_words import place_of
from autograder.report.export.sheet import Sheet, number_of

USUAL_LIMIT = 100.0
PARTICIPANT = re.compile(r"\D+\d+")
SHOWN_AS = re.compile(r"(?P<item>.*?) ?[(（](?P<how>[^()（）]*)[)）]")
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")


@dataclass(frozen=True)
class Named:
    """Columns that the instructor named; None: look for them."""

    grade: str | None = None
    identity: str | None = None


def moodle_form(sheet: Sheet, assignment: str, named: Named) -> Form:
    """Either file, and where the scores go in it. Raises `ExportError`."""
    rows = [row for row in range(1, len(sheet.rows)) if _is_written(sheet, row)]
    people = _people(sheet, rows, named.identity)
    by_name = named.identity is not None
    if _is_worksheet(sheet, rows):
        return _worksheet(sheet, rows, people, named.grade, by_name)
    items = _items(sheet, rows)
    column = pick(named.grade or assignment, items, sheet.name, "--grade-column")
    return Form(
        "Moodle",
        sheet,
        column,
        people,
        numbers=tuple(items),
        by_name=by_name,
        usual_limit=USUAL_LIMIT,
    )


def _is_worksheet(sheet: Sheet, rows: Sequence[int]) -> bool:
    """By its first heading, else, in another language, by "Participant 123" in each row."""
    if place_of(said.IDENTIFIER, sheet.header) is not None:
        return True
    if place_of(said.LAST_DOWNLOADED, sheet.header) is not None:
        return False
    first = [sheet.rows[row].value(0) for row in rows]
    return all(map(PARTICIPANT.fullmatch, first)) and len({_words(each) for each in first}) == 1


def _is_written(sheet: Sheet, row: int) -> bool:
    return any(value.strip() for value in sheet.rows[row].values)


def _worksheet(
    sheet: Sheet, rows: Sequence[int], people: tuple[Person, ...], grade: str | None, by_name: bool
) -> Form:
    header = sheet.header
    column = _grade_column(sheet, grade)
    _check_modified(sheet)
    changeable = place_of(said.CHANGEABLE, header)
    closed = {row: "locked in Moodle" for row in rows if _is_no(sheet, row, changeable)}
    return Form(
        "Moodle",
        sheet,
        column,
        people,
        points=_maximum(sheet, rows, column),
        is_limit=True,
        closed=closed,
        numbers=(column, _place_of_maximum(sheet, column)),
        comments=place_of(said.COMMENTS, header),
        by_name=by_name,
    )


def _grade_column(sheet: Sheet, named: str | None) -> int:
    if named is not None:
        return _place(sheet, named, "--grade-column")
    column = place_of(said.GRADE, sheet.header)
    if column is None:
        raise ExportError(
            f"{sheet.name}: found no column 'Grade'; expected that of an offline grading "
            "worksheet. Name it with --grade-column"
        )
    return column


def _check_modified(sheet: Sheet) -> None:
    is_english = sheet.header[0].casefold() == said.IDENTIFIER[0]
    if is_english and place_of(said.MODIFIED, sheet.header) is None:
        raise ExportError(
            f"{sheet.name}: found no column 'Last modified (grade)'; expected it: without it "
            "Moodle refuses the worksheet. Download it again"
        )


def _place_of_maximum(sheet: Sheet, column: int) -> int:
    place = place_of(said.MAXIMUM, sheet.header)
    return column + 1 if place is None else place


def _maximum(sheet: Sheet, rows: Sequence[int], column: int) -> float | None:
    """The same in each row, behind the grade. A grade in words (a scale) has none."""
    place = _place_of_maximum(sheet, column)
    texts = {sheet.rows[row].value(place) for row in rows}
    numbers = {number_of(text) for text in texts}
    if len(numbers) == 1 and None not in numbers:
        return numbers.pop()
    has_words = place_of(said.MAXIMUM, sheet.header) is not None
    if not has_words and place_of(said.IDENTIFIER, sheet.header) is None:
        return None
    raise ExportError(
        f"{sheet.name}: found no single number as maximum grade; expected one. Let the "
        "assignment in Moodle be graded in points, then download the worksheet again"
    )


def _items(sheet: Sheet, rows: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Columns of points: "Assignment: NAME (Real)", which may be called NAME. Not those that show
    the grade in percent, in letters or in words, whatever their language."""
    found: dict[int, tuple[str, ...]] = {}
    for place, heading in enumerate(sheet.header):
        shown = SHOWN_AS.fullmatch(heading)
        item = shown["item"] if shown else heading
        _, colon, name = item.replace("：", ":").partition(":")
        if (shown or colon) and all(_is_points(sheet.rows[row].value(place)) for row in rows):
            found[place] = (heading, item, *([name.strip()] if colon else []))
    return found


def _is_points(text: str) -> bool:
    return text.strip() in ("", "-") or number_of(text) is not None


def _people(sheet: Sheet, rows: Sequence[int], identity: str | None) -> tuple[Person, ...]:
    places = (
        _identities(sheet, rows) if identity is None else [_place(sheet, identity, "--id-column")]
    )
    if not places:
        raise ExportError(
            f"{sheet.name}: found neither an ID number nor an email address; expected one of them. "
            "Export again as somebody who sees them, or name a column with --id-column, such as "
            "'Full name'"
        )
    header, label = sheet.header, _label(sheet.header)
    return tuple(
        Person(
            row,
            " ".join(sheet.rows[row].value(place) for place in label),
            {header[place]: sheet.rows[row].value(place) for place in places},
        )
        for row in rows
    )


def _identities(sheet: Sheet, rows: Sequence[int]) -> list[int]:
    """ID number and user name by their headings, email addresses by their look."""
    named = [place_of(words, sheet.header) for words in (said.ID_NUMBER, said.USERNAME)]
    found = [place for place in named if place is not None]
    for place in range(len(sheet.header)):
        values = [value for row in rows if (value := sheet.rows[row].value(place).strip())]
        if values and all(map(ADDRESS.fullmatch, values)):
            found.append(place)
    return list(dict.fromkeys(found))


def _label(header: Sequence[str]) -> tuple[int, ...]:
    """What a row is called in messages: the full name, else first and last."""
    full = place_of(said.FULL_NAME, header)
    return (0, 1)[: len(header)] if full is None else (full,)


def _place(sheet: Sheet, wanted: str, option: str) -> int:
    columns = {place: (heading,) for place, heading in enumerate(sheet.header)}
    return pick(wanted, columns, sheet.name, option)


def _is_no(sheet: Sheet, row: int, changeable: int | None) -> bool:
    if changeable is None:
        return False
    return sheet.rows[row].value(changeable).strip().casefold() in said.NO


def _words(participant: str) -> str:
    return participant.rstrip("0123456789")
