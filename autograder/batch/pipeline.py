"""A submission → its result: nbgrader's pipeline of autograde, without gradebook and folders.

The preprocessors are the configured ones, in their order. Those that read or write the gradebook
have a stand-in here that takes from the job what they would read, and gives back what they would
write. Runs in a fork of the worker's judge.
"""

from __future__ import annotations

import contextlib
import copy
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.preprocessors import AssignLatePenalties
from traitlets.config import Config
from traitlets.utils.importstring import import_item

from autograder.batch.jobs import AssignmentData, CellGrade, GradedNotebook
from autograder.judge.limitations import is_limitation
from autograder.nbgrader import autoscores
from autograder.nbgrader.execute import FLAGS, TwoRooms
from autograder.nbgrader.grades import SaveGrades
from autograder.nbgrader.released import ReleasedCell
from autograder.nbgrader.restore import RestoreCells, restore, restore_kernel, restore_operators
from autograder.nbgrader.submission import BadSubmissionError, notebook_from_bytes

Step = Callable[[NotebookNode, ResourcesDict], tuple[NotebookNode, ResourcesDict]]
Run = Callable[[NotebookNode], dict[str, str]]

EMPTY = b'{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'
GRADES, COMMENTS = "autograder_grades", "autograder_comments"


@dataclass(frozen=True)
class Pipeline:
    """An assignment's preprocessors, made once for all its submissions."""

    data: AssignmentData
    config: Config
    log: logging.Logger

    def grade(self, name: str, content: bytes, folder: Path, run: Run) -> GradedNotebook:
        """Grade one notebook; `run` executes it in two rooms. `folder` is named in messages.

        Raises `BadSubmissionError` for a file that can't be graded, and whatever `run` raises.
        """
        resources = self._resources(name, folder)
        notebook = notebook_from_bytes(content)
        for step in chain(self._sanitize(name), self._autograde(run)):
            notebook, resources = step(notebook, resources)
        nbformat.validate(notebook)
        text = nbformat.v4.writes(notebook)
        return GradedNotebook(
            name,
            text if text.endswith("\n") else text + "\n",
            tuple(resources.get(GRADES, ())),
            dict(resources.get(COMMENTS, {})),
        )

    def warm_up(self) -> None:
        """Walk the slow first-time paths once, and not in every fork: an empty notebook gets all
        its locked cells back, and passes every check."""
        for name in self.data.notebooks:
            with contextlib.suppress(BadSubmissionError):
                self.grade(name, EMPTY, Path(), lambda _: {})

    def _resources(self, name: str, folder: Path) -> ResourcesDict:
        resources, metadata = ResourcesDict(), ResourcesDict()
        metadata.update(name=name, path=str(folder))
        ids = {"notebook": name, "assignment": self.data.assignment}
        resources.update(nbgrader=ids, metadata=metadata, unique_key=name)
        return resources

    def _sanitize(self, name: str) -> Iterator[Step]:
        for dotted in self.data.sanitize:
            kind = import_item(dotted)
            yield self._restore(name) if issubclass(kind, RestoreCells) else self._made(kind)

    def _autograde(self, run: Run) -> Iterator[Step]:
        for dotted in self.data.autograde:
            kind = import_item(dotted)
            if issubclass(kind, TwoRooms):
                yield _executing(run)
            elif issubclass(kind, SaveGrades):
                yield _collecting(self.log)
            elif not issubclass(kind, AssignLatePenalties):  # done where the gradebook is
                yield self._made(kind)

    def _restore(self, name: str) -> Step:
        recorded = self.data.notebooks[name]
        cells = [ReleasedCell(**cell) for cell in recorded.cells]
        released = {cell.grade_id: cell for cell in cells}

        def step(notebook: NotebookNode, resources: ResourcesDict) -> Any:
            restore_kernel(notebook, copy.deepcopy(recorded.kernel))
            restore_operators(notebook, recorded.operators)
            for change in restore(notebook, released):
                self.log.warning("%s: %s", f"{name}.ipynb", change)
            return notebook, resources

        return step

    def _made(self, kind: type) -> Step:
        """One of nbgrader's or the instructor's own preprocessors, as configured."""
        made: Step = kind(config=self.config)
        return made


def _executing(run: Run) -> Step:
    def step(notebook: NotebookNode, resources: ResourcesDict) -> Any:
        resources[FLAGS] = run(notebook)
        return notebook, resources

    return step


def _collecting(log: logging.Logger) -> Step:
    """What `SaveGrades` would write, in the place where it would."""

    def step(notebook: NotebookNode, resources: ResourcesDict) -> Any:
        flags = resources.get(FLAGS, {})
        resources[GRADES] = [_grade(cell, flags, log) for cell in _graded(notebook)]
        resources[COMMENTS] = {
            cell.metadata.nbgrader.grade_id: autoscores.auto_comment(cell)
            for cell in notebook.cells
            if autoscores.has_comment(cell)
        }
        return notebook, resources

    return step


def _graded(notebook: NotebookNode) -> Iterator[NotebookNode]:
    for cell in notebook.cells:
        autoscores.bound_outputs(cell)
        if utils.is_grade(cell):
            yield cell


def _grade(cell: NotebookNode, flags: dict[str, str], log: logging.Logger) -> CellGrade:
    name = cell.metadata.nbgrader.grade_id
    score, unreadable = autoscores.auto_score(cell, log)
    why = unreadable or flags.get(name, "")
    return CellGrade(name, None if is_limitation(why) else score, why)
