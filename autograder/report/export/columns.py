"""Choose a column by its name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from autograder.report.export.common import ExportError

MOST = 12


def pick(wanted: str, columns: Mapping[int, Sequence[str]], file: str, option: str) -> int:
    """The column of that name, else the only one whose name begins so.

    `columns`: place → what it may be called, its full heading first. Raises `ExportError` if
    there is none, or several; `option` is that by which one is named.
    """
    sought = wanted.strip().casefold()
    called = {
        place: [name.strip().casefold() for name in names] for place, names in columns.items()
    }
    exact = [place for place, names in called.items() if sought in names]
    begins = [
        place for place, names in called.items() if any(name.startswith(sought) for name in names)
    ]
    found = exact or begins
    if len(found) == 1:
        return found[0]
    if len({columns[place][0] for place in found}) == 1 < len(found):
        raise ExportError(
            f"{file}: found {len(found)} columns {columns[found[0]][0]!r}; expected one. Give them "
            "different names there, and export again"
        )
    if found:
        several = ", ".join(repr(columns[place][0]) for place in found[:MOST])
        raise ExportError(
            f"{file}: found several columns {wanted!r}: {several}; expected one. "
            f"Name its whole heading with {option}"
        )
    there = ", ".join(repr(names[0]) for names in list(columns.values())[:MOST]) or "none"
    raise ExportError(
        f"{file}: found no column {wanted!r} to use; expected one of: {there}. "
        f"Name it with {option}"
    )
