"""Keeps the history beside the writing of results.

A history that fails costs no result: what it could not take waits, is tried once more at the end,
and is told loudly.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from autograder.batch.grading import Grading, OldNotebook
from autograder.batch.history import History, HistoryError


class Recorder:
    """The history of one assignment, open for as long as a command runs."""

    def __init__(self, path: Path, assignment: str) -> None:
        self.problem = ""
        self._path, self._assignment = path, assignment
        self._history: History | None = None
        self._old: list[OldNotebook] = []
        self._gradings: list[Grading] = []

    def latest(self) -> dict[str, Grading]:
        """Student → the newest grading; nothing where the history does not work."""
        try:
            return self._opened().latest(self._assignment)
        except HistoryError as error:
            self.problem = str(error)
            return {}

    def newest(self, student: str) -> Grading | None:
        try:
            return self._opened().newest(self._assignment, student)
        except HistoryError as error:
            self.problem = str(error)
            return None

    def check(self) -> None:
        """Raises `HistoryError` if the history does not work: no old result could be kept."""
        if self.problem:
            raise HistoryError(self.problem)
        self._opened()

    def keep(self, old: Iterable[OldNotebook], gradings: Iterable[Grading]) -> None:
        """What is about to be replaced, before it is."""
        self._old += old
        self.add(gradings)

    def add(self, gradings: Iterable[Grading]) -> None:
        self._gradings += gradings
        if not self.problem:
            self._try()

    def unrecorded(self) -> list[str]:
        """The students whose gradings are not in the history."""
        waiting = [each.student for each in self._gradings] + [each.student for each in self._old]
        return sorted(set(waiting))

    def close(self) -> None:
        self._try()
        if self._history is not None:
            self._history.close()
            self._history = None

    def _try(self) -> None:
        if not (self._gradings or self._old):
            return
        try:
            self._opened().add(self._assignment, self._gradings, self._old)
        except HistoryError as error:
            self.problem = str(error)
        else:
            self.problem, self._gradings, self._old = "", [], []

    def _opened(self) -> History:
        if self._history is None:
            self._history = History(self._path)
        return self._history
