"""Which result stands in the gradebook and in `autograded/`, for each submission."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

TABLE = """
CREATE TABLE IF NOT EXISTS written (
    assignment TEXT, student TEXT, key TEXT, tier TEXT, environment TEXT, written TEXT,
    PRIMARY KEY (assignment, student))
"""


@dataclass(frozen=True)
class Entry:
    """`key` of the result that was written, where it was graded, with what, and when (UTC)."""

    student: str
    key: str
    tier: str
    environment: str
    written: str


class Ledger:
    """Written last: what it names is in the gradebook and in the folder. Losing it costs only
    that results are written once more."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, timeout=60)
        self._db.execute(TABLE)

    def entries(self, assignment: str) -> dict[str, Entry]:
        """Student → what was written last."""
        rows = self._db.execute(
            "SELECT student, key, tier, environment, written FROM written WHERE assignment = ?",
            (assignment,),
        )
        return {row[0]: Entry(*row) for row in rows}

    def add(self, assignment: str, entries: Iterable[Entry]) -> None:
        with self._db:
            self._db.executemany(
                "INSERT OR REPLACE INTO written VALUES (?, ?, ?, ?, ?, ?)",
                [(assignment, e.student, e.key, e.tier, e.environment, e.written) for e in entries],
            )

    def open(self, assignment: str, students: Iterable[str]) -> None:
        """These are being written: until `add` no result counts as theirs."""
        self.add(assignment, [Entry(student, "", "", "", "") for student in students])

    def close(self) -> None:
        self._db.close()
