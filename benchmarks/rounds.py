"""Everybody in turn, several times: A B C, A B C, so that a slow minute meets all of them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.contestants import Contestant, Scores
from benchmarks.course import Course
from benchmarks.figures import Line, line
from benchmarks.measure import Usage, run

Say = Callable[[str], None]


class ScoresDifferError(Exception):
    """Two contestants did not do the same work: their times can't be compared."""


@dataclass(frozen=True)
class Trial:
    """A first run: what everybody scores, what the log says, and the peak of the memory."""

    usage: Usage
    scores: Scores
    log: str


@dataclass(frozen=True)
class Measured:
    """What was seen of one contestant, a line for each round."""

    trial: Trial
    walls: list[Line] = field(default_factory=list)
    cpus: list[Line] = field(default_factory=list)


class Rounds:
    """Runs contestants in folders of their own below `work`."""

    def __init__(self, released: Course, work: Path, say: Say) -> None:
        self._released, self._work, self._say = released, work, say

    def trials(self, contestants: Sequence[Contestant]) -> dict[str, Measured]:
        """Everybody once, with the larger class. Raises `RunFailedError`."""
        measured = {}
        for contestant in contestants:
            self._say(f"scores and memory: {contestant.title}")
            trial = self._run(contestant, contestant.many, memory=True)
            measured[contestant.key] = Measured(trial)
        return measured

    def measure(self, contestants: Sequence[Contestant], measured: Mapping[str, Measured]) -> None:
        """One round more for everybody. Raises `RunFailedError`."""
        for contestant in contestants:
            found = measured[contestant.key]
            self._say(f"round {len(found.walls) + 1}: {contestant.title}")
            few = self._run(contestant, contestant.few).usage
            many = self._run(contestant, contestant.many).usage
            add_round(contestant, found, few, many)

    def finish_quickly(
        self, contestants: Sequence[Contestant], measured: Mapping[str, Measured]
    ) -> None:
        """The only round of a quick run: the trial, sampling included, is its larger class."""
        for contestant in contestants:
            self._say(f"quick round: {contestant.title}")
            few = self._run(contestant, contestant.few, memory=True).usage
            found = measured[contestant.key]
            add_round(contestant, found, few, found.trial.usage)

    def _run(self, contestant: Contestant, number: int, *, memory: bool = False) -> Trial:
        folder = self._work / contestant.key
        try:
            task = contestant.prepare(self._released, folder, number)
            usage = run(task, memory=memory)
            log = task.log.read_text(encoding="utf-8", errors="replace")
            return Trial(usage, contestant.scores(task), log)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def add_round(contestant: Contestant, measured: Measured, few: Usage, many: Usage) -> None:
    """What a submission costs, by the difference between two classes."""
    sizes = contestant.few, contestant.many
    measured.walls.append(line((sizes[0], few.wall), (sizes[1], many.wall)))
    measured.cpus.append(line((sizes[0], few.cpu), (sizes[1], many.cpu)))


def compare_scores(scores: Mapping[str, Scores]) -> int:
    """How many students two or more contestants have graded.

    Raises `ScoresDifferError` for the first one whose points are not the same everywhere.
    """
    compared = 0
    for student in sorted({student for found in scores.values() for student in found}):
        points = {key: found[student] for key, found in scores.items() if student in found}
        if max(points.values()) - min(points.values()) > 1e-9:
            raise ScoresDifferError(f"{student}: found {points}; expected the same points from all")
        compared += len(points) > 1
    return compared
