"""A gradebook's tables without nbgrader's random ids, so that two gradebooks can be compared."""

import sqlite3
from contextlib import closing
from pathlib import Path

Row = dict[str, object]


def tables(gradebook: Path) -> dict[str, list[str]]:
    """Table → its rows in words, sorted: an id is replaced by what the row with that id holds."""
    with closing(sqlite3.connect(gradebook)) as connection:
        connection.row_factory = sqlite3.Row
        names = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        rows = {
            name: [dict(row) for row in connection.execute(f"SELECT * FROM {name}")]
            for name in names
        }
        refers = {name: _references(connection, name) for name in names}
    words = _Words(rows, refers)
    return {name: sorted(str(words.of(name, row)) for row in rows[name]) for name in names}


def _references(connection: sqlite3.Connection, table: str) -> dict[str, tuple[str, str]]:
    """Column → the table and the column that it refers to."""
    keys = connection.execute(f"PRAGMA foreign_key_list({table})")
    return {key["from"]: (key["table"], key["to"]) for key in keys}


class _Words:
    def __init__(
        self, rows: dict[str, list[Row]], refers: dict[str, dict[str, tuple[str, str]]]
    ) -> None:
        self._rows, self._refers = rows, refers

    def of(self, table: str, row: Row) -> tuple[str, Row]:
        refers = self._refers[table]
        values = {
            column: self._referred(*refers[column], value) if column in refers else value
            for column, value in row.items()
            if column in refers or not _is_random(column, value)
        }
        return table, values

    def _referred(self, table: str, column: str, value: object) -> object:
        if value is None:
            return None
        (row,) = (row for row in self._rows[table] if row[column] == value)
        return self.of(table, row)


def _is_random(column: str, value: object) -> bool:
    """Students and courses have ids of their own; the others are 32 random digits."""
    return column == "id" and isinstance(value, str) and len(value) == 32
