"""Every result that was ever written, and what graded it: nothing is replaced, only added.

`history.db` lies beside the gradebook, which knows the newest scores only. It is no cache: it can't
be worked out anew. A grading takes about 2 KB. Of the executed notebooks that were replaced, the
newest few of each student are kept: 30 KB each, and 75 KB for the pictures that they share.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from autograder.batch.packing import Packed, packed, unpacked
from autograder.judge.versions import UNKNOWN, Versions

__all__ = ["FILE", "Grading", "History", "HistoryError", "OldNotebook", "Versions", "digest_of"]

FILE = "history.db"
MOST_NOTEBOOKS = 5
BUSY_SECONDS = 5
TABLES = (
    "CREATE TABLE IF NOT EXISTS gradings "
    "(number INTEGER PRIMARY KEY, assignment TEXT, student TEXT, written TEXT, record TEXT)",
    "CREATE INDEX IF NOT EXISTS by_student ON gradings (assignment, student)",
    "CREATE TABLE IF NOT EXISTS replaced "
    "(number INTEGER PRIMARY KEY, assignment TEXT, student TEXT, name TEXT, digest TEXT, "
    "packed BLOB, pictures TEXT, UNIQUE (assignment, student, name, digest))",
    "CREATE TABLE IF NOT EXISTS pictures (assignment TEXT, student TEXT, digest TEXT, "
    "packed BLOB, PRIMARY KEY (assignment, student, digest))",
)


class HistoryError(Exception):
    """The history can't be used: which file, what was found, what was expected, what to do."""


@dataclass(frozen=True)
class Grading:
    """How one result came about.

    `key` is the hash of all that it was made from, `hand_in` that of what the student handed in.
    `scores`: "notebook/cell" → automatic score. `flags`: the same names → why a human must look.
    `problem` says why there is no result; `is_graders` whether that is the grader's failure.
    `written` is UTC, as ISO 8601; empty for what is not on record, and known by the graded
    notebook's own stamps alone. `notebooks`: name → `digest_of` the executed notebook.
    """

    student: str
    written: str
    key: str = ""
    versions: Versions = UNKNOWN
    tier: str = ""
    seconds: float = 0.0
    timeouts: int = 0
    from_cache: bool = False
    problem: str = ""
    is_graders: bool = False
    scores: Mapping[str, float | None] = field(default_factory=dict)
    flags: Mapping[str, str] = field(default_factory=dict)
    hand_in: str = ""
    notebooks: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_recorded(self) -> bool:
        return bool(self.written)

    @property
    def total(self) -> float:
        return sum(score or 0.0 for score in self.scores.values())

    def is_of(self, notebooks: Mapping[str, str]) -> bool:
        """Whether these notebooks, by their digests, are its. Older records don't tell: theirs."""
        return notebooks == self.notebooks or not (self.notebooks or self.problem)


@dataclass(frozen=True)
class OldNotebook:
    """An executed notebook that another one replaces."""

    student: str
    name: str
    content: bytes


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


class History:
    """The file of a course's gradings. Raises `HistoryError`, from every method."""

    def __init__(self, path: Path, read_only: bool = False) -> None:
        self._path = path
        with self._told():
            if read_only:
                address = f"{path.resolve().as_uri()}?mode=ro"
                self._db = sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS)
                return
            self._db = sqlite3.connect(path, timeout=BUSY_SECONDS)
            for statement in TABLES:
                self._db.execute(statement)

    def add(
        self, assignment: str, gradings: Iterable[Grading], old: Iterable[OldNotebook] = ()
    ) -> None:
        """All of it or nothing. A grading that says what the student's newest says adds none."""
        with self._told(), self._db:
            for notebook in old:
                self._keep(assignment, notebook)
            for grading in gradings:
                newest = self.newest(assignment, grading.student)
                if newest is None or _essence(newest) != _essence(grading):
                    self._db.execute(
                        "INSERT INTO gradings (assignment, student, written, record) "
                        "VALUES (?, ?, ?, ?)",
                        (assignment, grading.student, grading.written, _dump(grading)),
                    )

    def of(self, assignment: str, student: str) -> list[Grading]:
        """All gradings of one submission, the oldest first."""
        rows = self._rows(
            "SELECT record FROM gradings WHERE assignment = ? AND student = ? ORDER BY number",
            assignment,
            student,
        )
        return [_load(row[0]) for row in rows]

    def latest(self, assignment: str) -> dict[str, Grading]:
        """Student → the newest grading."""
        rows = self._rows(
            "SELECT student, record FROM gradings WHERE number IN "
            "(SELECT MAX(number) FROM gradings WHERE assignment = ? GROUP BY student)",
            assignment,
        )
        return {row[0]: _load(row[1]) for row in rows}

    def newest(self, assignment: str, student: str) -> Grading | None:
        rows = self._rows(
            "SELECT record FROM gradings WHERE assignment = ? AND student = ? "
            "ORDER BY number DESC LIMIT 1",
            assignment,
            student,
        )
        return _load(rows[0][0]) if rows else None

    def students(self, assignment: str) -> list[str]:
        rows = self._rows(
            "SELECT DISTINCT student FROM gradings WHERE assignment = ? ORDER BY student",
            assignment,
        )
        return [row[0] for row in rows]

    def notebook(self, assignment: str, student: str, name: str, digest: str) -> bytes | None:
        """An executed notebook that was replaced; None if it is not kept (any more)."""
        rows = self._rows(
            "SELECT packed FROM replaced "
            "WHERE assignment = ? AND student = ? AND name = ? AND digest = ?",
            assignment,
            student,
            name,
            digest,
        )
        pictures = self._rows(
            "SELECT digest, packed FROM pictures WHERE assignment = ? AND student = ?",
            assignment,
            student,
        )
        with self._told():
            return unpacked(Packed(rows[0][0], dict(pictures))) if rows else None

    def close(self) -> None:
        self._db.close()

    def _keep(self, assignment: str, old: OldNotebook) -> None:
        owner = (assignment, old.student, old.name)
        small = packed(old.content)
        self._db.execute(
            "INSERT OR REPLACE INTO replaced (assignment, student, name, digest, packed, pictures)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (*owner, digest_of(old.content), small.text, " ".join(small.pictures)),
        )
        self._db.executemany(
            "INSERT OR IGNORE INTO pictures (assignment, student, digest, packed) "
            "VALUES (?, ?, ?, ?)",
            [(*owner[:2], digest, content) for digest, content in small.pictures.items()],
        )
        dropped = self._db.execute(
            "DELETE FROM replaced WHERE assignment = ? AND student = ? AND name = ? AND number "
            "NOT IN (SELECT number FROM replaced WHERE assignment = ? AND student = ? "
            "AND name = ? ORDER BY number DESC LIMIT ?)",
            (*owner, *owner, MOST_NOTEBOOKS),
        )
        if dropped.rowcount:
            self._sweep(assignment, old.student)

    def _sweep(self, assignment: str, student: str) -> None:
        """Pictures that no notebook of the student's shows any more."""
        owner = (assignment, student)
        shown = self._db.execute(
            "SELECT pictures FROM replaced WHERE assignment = ? AND student = ?", owner
        )
        needed = {digest for (digests,) in shown for digest in digests.split()}
        kept = self._db.execute(
            "SELECT digest FROM pictures WHERE assignment = ? AND student = ?", owner
        )
        self._db.executemany(
            "DELETE FROM pictures WHERE assignment = ? AND student = ? AND digest = ?",
            [(*owner, digest) for (digest,) in kept.fetchall() if digest not in needed],
        )

    def _rows(self, query: str, *values: str) -> list[tuple[Any, ...]]:
        with self._told():
            return self._db.execute(query, values).fetchall()

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, zlib.error, KeyError, ValueError, TypeError) as error:
            raise HistoryError(
                f"{self._path}: found a history of gradings that does not work ({error}); expected "
                "the one that `autograder grade` writes. Check its rights and free space; if it is "
                "damaged, put its backup there, or move it away to begin a new one."
            ) from None


def _essence(grading: Grading) -> Grading:
    """Without what differs each time that the same is graded."""
    return replace(grading, written="", seconds=0.0, from_cache=False)


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
