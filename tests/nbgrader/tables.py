"""A gradebook's tables without nbgrader's random ids, so that two gradebooks can be compared."""

from pathlib import Path

from sqlalchemy import MetaData, Table, create_engine, select

Row = dict[str, object]


def tables(gradebook: Path | str) -> dict[str, list[str]]:
    """Table → its rows in words, sorted: an id is replaced by what the row with that id holds.

    `gradebook` is SQLite's file or any database's URL.
    """
    url = f"sqlite:///{gradebook}" if isinstance(gradebook, Path) else gradebook
    engine, schema = create_engine(url), MetaData()
    schema.reflect(engine)
    with engine.connect() as connection:
        rows = {
            name: [dict(row) for row in connection.execute(select(table)).mappings()]
            for name, table in schema.tables.items()
        }
    engine.dispose()
    words = _Words(rows, {name: _references(table) for name, table in schema.tables.items()})
    return {name: sorted(str(words.of(name, row)) for row in rows[name]) for name in rows}


def _references(table: Table) -> dict[str, tuple[str, str]]:
    """Column → the table and the column that it refers to."""
    return {key.parent.name: (key.column.table.name, key.column.name) for key in table.foreign_keys}


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
