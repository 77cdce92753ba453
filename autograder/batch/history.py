"""Every result that was ever written, and what graded it: nothing is replaced, only added.

`history.db` lies beside the gradebook, which knows the newest scores only. It is no cache: it can't
be worked out anew. A grading takes about 2 KB. Of the executed notebooks that were replaced, the
newest few of each student are kept: 30 KB each, and 75 KB for the pictures that they share.
"""

from __future__ import annotations

import contextlib
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from autograder.batch.grading import (
    Grading,
    OldNotebook,
    as_record,
    digest_of,
    essence_of,
    of_record,
)
from autograder.batch.packing import Packed, packed, unpacked
from autograder.judge.versions import Versions

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
                if newest is None or essence_of(newest) != essence_of(grading):
                    self._db.execute(
                        "INSERT INTO gradings (assignment, student, written, record) "
                        "VALUES (?, ?, ?, ?)",
                        (assignment, grading.student, grading.written, as_record(grading)),
                    )

    def of(self, assignment: str, student: str) -> list[Grading]:
        """All gradings of one submission, the oldest first."""
        rows = self._rows(
            "SELECT record FROM gradings WHERE assignment = ? AND student = ? ORDER BY number",
            assignment,
            student,
        )
        return [of_record(row[0]) for row in rows]

    def latest(self, assignment: str) -> dict[str, Grading]:
        """Student → the newest grading."""
        rows = self._rows(
            "SELECT student, record FROM gradings WHERE number IN "
            "(SELECT MAX(number) FROM gradings WHERE assignment = ? GROUP BY student)",
            assignment,
        )
        return {row[0]: of_record(row[1]) for row in rows}

    def newest(self, assignment: str, student: str) -> Grading | None:
        rows = self._rows(
            "SELECT record FROM gradings WHERE assignment = ? AND student = ? "
            "ORDER BY number DESC LIMIT 1",
            assignment,
            student,
        )
        return of_record(rows[0][0]) if rows else None

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
