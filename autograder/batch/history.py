"""Every result that was ever written, and what graded it: nothing is replaced, only added.

Beside the gradebook, which knows the newest scores only. Not a cache: it can't be worked out anew.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FILE = "history.db"
TABLE = """
CREATE TABLE IF NOT EXISTS gradings (
    number INTEGER PRIMARY KEY, assignment TEXT, student TEXT, written TEXT, record TEXT)
"""
INDEX = "CREATE INDEX IF NOT EXISTS by_student ON gradings (assignment, student)"


@dataclass(frozen=True)
class Versions:
    """What graded: hashes of the hidden tests (`secret` among them) and of the kit's own code, and
    the libraries in words. `secret` is empty where the course has none."""

    tests: str = ""
    secret: str = ""
    kit: str = ""
    environment: str = ""


@dataclass(frozen=True)
class Grading:
    """How one result came about.

    `key` is the hash of all that it was made from. `scores`: "notebook/cell" → automatic score.
    `flags`: the same names → why a human must look. `problem` says why there is no result;
    `is_graders` whether that is the grader's failure. `written` is UTC, as ISO 8601.
    """

    student: str
    written: str
    key: str = ""
    versions: Versions = Versions()
    tier: str = ""
    seconds: float = 0.0
    timeouts: int = 0
    from_cache: bool = False
    problem: str = ""
    is_graders: bool = False
    scores: Mapping[str, float | None] = field(default_factory=dict)
    flags: Mapping[str, str] = field(default_factory=dict)


class History:
    """The file of a course's gradings."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, timeout=60)
        self._db.execute(TABLE)
        self._db.execute(INDEX)

    def add(self, assignment: str, gradings: Iterable[Grading]) -> None:
        rows = [(assignment, each.student, each.written, _dump(each)) for each in gradings]
        with self._db:
            self._db.executemany(
                "INSERT INTO gradings (assignment, student, written, record) VALUES (?, ?, ?, ?)",
                rows,
            )

    def of(self, assignment: str, student: str) -> list[Grading]:
        """All gradings of one submission, the oldest first."""
        rows = self._db.execute(
            "SELECT record FROM gradings WHERE assignment = ? AND student = ? ORDER BY number",
            (assignment, student),
        )
        return [_load(row[0]) for row in rows]

    def latest(self, assignment: str) -> dict[str, Grading]:
        """Student → the newest grading."""
        rows = self._db.execute(
            "SELECT student, record FROM gradings WHERE number IN "
            "(SELECT MAX(number) FROM gradings WHERE assignment = ? GROUP BY student)",
            (assignment,),
        )
        return {row[0]: _load(row[1]) for row in rows}

    def close(self) -> None:
        self._db.close()


def _dump(grading: Grading) -> str:
    values = {**vars(grading), "versions": vars(grading.versions)}
    return json.dumps(values, ensure_ascii=False)


def _load(text: str) -> Grading:
    """A record of an older kit lacks fields, one of a newer kit has more: both can be read."""
    values: dict[str, Any] = json.loads(text)
    versions = Versions(**_known(Versions, values.pop("versions", {})))
    return Grading(**{**_known(Grading, values), "versions": versions})


def _known(kind: type, values: Mapping[str, Any]) -> dict[str, Any]:
    names: dict[str, Any] = kind.__dataclass_fields__  # type: ignore[attr-defined]
    return {name: value for name, value in values.items() if name in names}
