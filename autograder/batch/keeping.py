"""Into the history with a result before another one replaces it: nbgrader's own, too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Engine

from autograder.batch import rows
from autograder.batch.folders import AutogradedFolders
from autograder.batch.grading import Grading, OldNotebook
from autograder.batch.recorder import Recorder
from autograder.batch.standing import Standing, standing


@dataclass(frozen=True)
class Keeper:
    """Looks at what stands in `autograded/` and in the gradebook."""

    engine: Engine
    structure: rows.Structure
    folders: AutogradedFolders
    recorder: Recorder

    def keep(self, new: Mapping[str, Mapping[str, str]]) -> None:
        """`new`: student → the digests of the notebooks that will stand there, by name."""
        old: list[OldNotebook] = []
        unknown: list[Grading] = []
        for student, digests in new.items():
            found = self.standing(student)
            names = [name for name, one in found.digests.items() if digests.get(name) != one]
            old += [OldNotebook(student, name, found.notebooks[name]) for name in names]
            if names and not self._is_known(student, found):
                unknown.append(found.grading(student, self.scores(student)))
        if old:
            self.recorder.keep(old, unknown)

    def standing(self, student: str) -> Standing:
        return standing(self.folders.path(student))

    def scores(self, student: str) -> dict[str, float | None]:
        """The automatic scores that stand in the gradebook: "notebook/cell" → score."""
        with self.engine.connect() as connection:
            grades = rows.read_grades(connection, self.structure, [student])
        return {
            f"{grade.notebook}/{grade.cell}": grade.auto_score for grade in grades.get(student, ())
        }

    def _is_known(self, student: str, found: Standing) -> bool:
        newest = self.recorder.newest(student)
        return newest is not None and newest.is_of(found.digests)
