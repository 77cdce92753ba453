"""A table as data: what the templates show, and what can be sorted and filtered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

NOTHING = "–"
MANY = 10  # rows, from which on a table has a field to filter by


@dataclass(frozen=True)
class Column:
    """`is_number`: to the right, and sorted by value. `note` explains it."""

    title: str
    is_number: bool = False
    note: str = ""
    look: str = ""


@dataclass(frozen=True)
class Cell:
    """What is shown; `value` is what it is sorted by, where that is not what is shown."""

    shown: str
    value: float | None = None
    look: str = ""


@dataclass(frozen=True)
class Table:
    """`name` is its id on the page. The first cell of a row is the row's heading.

    `look` is a class of the page's style.
    """

    name: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    has_filter: bool = False
    look: str = ""

    def lines(self) -> Iterator[Markup]:
        """The rows as HTML: a big class has ten thousand cells, too many for a template."""
        for row in self.rows:
            head = f'<th scope="row"{_attributes(row[0], True)}>{escape(row[0].shown)}</th>'
            cells = zip(row[1:], self.columns[1:], strict=True)
            rest = (f"<td{_attributes(c, d.is_number)}>{escape(c.shown)}</td>" for c, d in cells)
            yield Markup(f"<tr>{head}{''.join(rest)}</tr>")


def _attributes(cell: Cell, is_plain: bool) -> str:
    """Its class, and what it is sorted by, unless that is what is shown."""
    look = cell.look if is_plain else f"t {cell.look}".strip()
    shown = f' class="{escape(look)}"' if look else ""
    if cell.value is None or cell.shown == f"{cell.value:g}":
        return shown
    return f'{shown} data-v="{cell.value:.6g}"'


def number(value: float | None, digits: int = 0, look: str = "") -> Cell:
    """A number with so many digits; a dash for none."""
    if value is None:
        return Cell(NOTHING, look=look)
    return Cell(fixed(value, digits), value, look)


def points(value: float | None, look: str = "") -> Cell:
    """Points: whole where they are, else with up to two digits."""
    return Cell(NOTHING, look=look) if value is None else Cell(short(value), value, look)


def percent(share: float | None) -> Cell:
    return Cell(NOTHING) if share is None else Cell(percents(share), share)


def percents(share: float) -> str:
    return f"{100 * share:.0f}\N{NARROW NO-BREAK SPACE}%"


def fixed(value: float, digits: int) -> str:
    """With a minus sign that is as wide as a digit, and no negative zero."""
    text = f"{value:.{digits}f}"
    return text[1:] if float(text) == 0 and text.startswith("-") else text.replace("-", "−")


def short(value: float) -> str:
    """2.50 is 2.5, 4.00 is 4."""
    text = fixed(value, 2)
    return text.rstrip("0").rstrip(".") if "." in text else text


def joined(lines: Sequence[str]) -> Markup:
    """Lines below each other in one cell."""
    return Markup("<br>").join(lines)


def breakable(name: str) -> Markup:
    """The name of a function, which may break after an underscore."""
    return Markup("_<wbr>").join(escape(part) for part in name.split("_"))
