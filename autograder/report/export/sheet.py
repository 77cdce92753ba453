"""A CSV file that somebody else made: cells can be replaced, every other byte stays.

Cells are kept as they are written, with their quotes; `Row.values` are what they mean.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from autograder.report.export.common import ExportError
from autograder.report.export.decoding import decoded

MARK = "\ufeff"
DELIMITERS = (",", ";", "\t")
FIRST_ROWS = 3
NUMBER = re.compile(r"-?[0-9.,]*[0-9]")
DECIMAL_COMMA = re.compile(r"-?[0-9]+,[0-9]{1,5}")
DECIMAL_POINT = re.compile(r"-?[0-9]+\.[0-9]{1,5}")


@dataclass(frozen=True)
class Row:
    """`end` is the line's end, empty at the end of a file without one."""

    cells: tuple[str, ...]
    end: str

    @property
    def values(self) -> tuple[str, ...]:
        return tuple(map(_meaning, self.cells))

    def value(self, column: int) -> str:
        """Empty where the row is too short."""
        return _meaning(self.cells[column]) if column < len(self.cells) else ""

    def replaced(self, column: int, cell: str) -> Row:
        cells = [*self.cells, *[""] * (column + 1 - len(self.cells))]
        cells[column] = cell
        return replace(self, cells=tuple(cells))


@dataclass(frozen=True)
class Sheet:
    """The first row names the columns. `mark` is the file's BOM, if it has one."""

    name: str
    rows: tuple[Row, ...]
    delimiter: str
    encoding: str
    mark: str = ""

    @property
    def header(self) -> tuple[str, ...]:
        return tuple(value.strip() for value in self.rows[0].values)

    def has_decimal_comma(self, columns: Collection[int]) -> bool:
        """As exports have it in some locales: more numbers have one than have a point. `columns`
        are those of points; what looks alike elsewhere, such as "Group 1,2", is none."""
        values = [row.value(column) for row in self.rows[1:] for column in columns]
        commas = sum(DECIMAL_COMMA.fullmatch(value) is not None for value in values)
        return commas > sum(DECIMAL_POINT.fullmatch(value) is not None for value in values)

    def with_cells(self, cells: Mapping[tuple[int, int], str]) -> Sheet:
        """(row, column) → what is written there, quoted already."""
        rows = list(self.rows)
        for (row, column), cell in cells.items():
            rows[row] = rows[row].replaced(column, cell)
        return replace(self, rows=tuple(rows))

    def to_bytes(self) -> bytes:
        """Raises `ExportError` for a sign that the file's encoding lacks."""
        text = "".join(self.delimiter.join(row.cells) + row.end for row in self.rows)
        try:
            return (self.mark + text).encode(self.encoding)
        except UnicodeEncodeError as error:
            sign = error.object[error.start : error.end]
            raise ExportError(
                f"{self.name}: found {sign!r} to write into a file in {self.encoding}; expected "
                "signs of that encoding. Export the file again as UTF-8, or write in --language en"
            ) from None


def read_sheet(content: bytes, name: str, encoding: str | None = None) -> Sheet:
    """The file, in UTF-8 unless an encoding is named. Raises `ExportError`: it can't be read."""
    text, codec = decoded(content, name, encoding)
    mark = MARK if text.startswith(MARK) else ""
    text = text.removeprefix(mark)
    if not text.strip():
        raise ExportError(f"{name}: found an empty file; expected a CSV file with a heading")
    delimiter = max(DELIMITERS, key=lambda each: _fit(text, each, name))
    return Sheet(name, _rows(text, delimiter, name), delimiter, codec, mark)


def number_of(text: str) -> float | None:
    """A number with a point or a comma; None for anything else. The last of several is the
    decimal one, as Canvas reads it (lib/gradebook_importer.rb, decimal_comma_to_period)."""
    if not NUMBER.fullmatch(text.strip()):
        return None
    *whole, last = re.split("[.,]", text.strip())
    return float("".join(whole) + "." + last) if whole else float(last)


def _rows(text: str, delimiter: str, name: str) -> tuple[Row, ...]:
    rows, place = [], 0
    while place < len(text):
        row, place = _row(text, place, delimiter, name)
        rows.append(row)
    return tuple(rows)


def _fit(text: str, delimiter: str, name: str) -> tuple[bool, int]:
    """How well it divides the first rows: into as many cells each, and into many."""
    counts: list[int] = []
    place = 0
    with contextlib.suppress(ExportError):
        while len(counts) < FIRST_ROWS and place < len(text):
            row, place = _row(text, place, delimiter, name)
            counts.append(len(row.cells))
    return len(set(counts)) == 1 and counts[0] > 1, max(counts, default=0)


def _row(text: str, place: int, delimiter: str, name: str) -> tuple[Row, int]:
    """The row that begins at `place`, and where the next one does."""
    cells, pattern = [], _PATTERNS[delimiter]
    while True:
        found = pattern.match(text, place)
        if found is None:
            line = text.count("\n", 0, place) + 1
            raise ExportError(
                f"{name}, line {line}: found a quotation mark without its other half; expected "
                "a CSV file as it was exported. Export it again"
            )
        cells.append(found["cell"])
        place = found.end()
        if found["end"] != delimiter:
            return Row(tuple(cells), found["end"]), place


def _pattern(delimiter: str) -> re.Pattern[str]:
    sign = re.escape(delimiter)
    in_quotes = '"[^"]*(?:""[^"]*)*"'
    plain = rf'(?:[^"{sign}\r\n][^{sign}\r\n]*)?'
    return re.compile(rf"(?P<cell>{in_quotes}|{plain})(?P<end>{sign}|\r\n|\n|\r|\Z)")


_PATTERNS = {delimiter: _pattern(delimiter) for delimiter in DELIMITERS}


def _meaning(cell: str) -> str:
    return cell[1:-1].replace('""', '"') if cell.startswith('"') else cell
