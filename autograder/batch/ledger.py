"""Which result stands in the gradebook and in `autograded/`, for each submission."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

TABLE = """
CREATE TABLE IF NOT EXISTS written (
    assignment TEXT, student TEXT, key TEXT, tier TEXT, environment TEXT, written TEXT,
    hand_in TEXT DEFAULT '', PRIMARY KEY (assignment, student))
"""


@dataclass(frozen=True)
class Entry:
    """`key` of the result that was written, where it was graded, with what, and when (UTC).
    `hand_in`: the hash of what the student handed in; empty in an older kit's ledger."""

    student: str
    key: str
    tier: str
    environment: str
    written: str
    hand_in: str = ""


class Ledger:
    """Written last: what it names is in the gradebook and in the folder. Losing it costs only
    that results are written once more."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, timeout=60)
        self._db.execute(TABLE)
        columns = [row[1] for row in self._db.execute("PRAGMA table_info(written)")]
        if "hand_in" not in columns:
            self._db.execute("ALTER TABLE written ADD COLUMN hand_in TEXT DEFAULT ''")

    def entries(self, assignment: str) -> dict[str, Entry]:
        """Student → what was written last."""
        rows = self._db.execute(
            "SELECT student, key, tier, environment, written, hand_in FROM written "
            "WHERE assignment = ?",
            (assignment,),
        )
        return {row[0]: Entry(*row) for row in rows}

    def add(self, assignment: str, entries: Iterable[Entry]) -> None:
        with self._db:
            self._db.executemany(
                "INSERT OR REPLACE INTO written "
                "(assignment, student, key, tier, environment, written, hand_in) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    (assignment, e.student, e.key, e.tier, e.environment, e.written, e.hand_in)
                    for e in entries
                ],
            )

    def open(self, assignment: str, students: Iterable[str]) -> None:
        """These are being written: until `add` no result counts as theirs."""
        self.add(assignment, [Entry(student, "", "", "", "") for student in students])

    def close(self) -> None:
        self._db.close()
