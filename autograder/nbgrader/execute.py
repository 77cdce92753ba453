"""nbgrader's plug: runs a submission in two rooms where nbgrader would start a kernel."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import Execute
from traitlets import Enum, Integer

from autograder.judge.client import shared_judge
from autograder.judge.errors import GraderError
from autograder.nbgrader.context import Resources, course_directory
from autograder.sandbox.limits import MIB, Limits
from autograder.sandbox.tiers import TIERS, Tier, Walls

FLAGS = "autograder_flags"
METADATA = "autograder"


class TwoRooms(Execute):
    """Put it in the place of `Execute` in `c.Autograde.autograde_preprocessors`.

    It obeys `c.Execute.timeout` and `--no-execute`. A notebook of another language than Python
    is left to nbgrader's own execution, with a warning.
    """

    memory_mib = Integer(
        768, help="MiB of memory that the student's code may use on top of the warm process."
    ).tag(config=True)

    minimum_tier = Enum(
        list(TIERS),
        "C",
        help="The worst tier of isolation (A, B, C) in which to grade; below it nothing is graded.",
    ).tag(config=True)

    tier = Enum(
        ["", *TIERS], "", help="Exactly this tier of isolation; empty: the best that works."
    ).tag(config=True)

    def preprocess(
        self, nb: NotebookNode, resources: Resources, km: Any = None
    ) -> tuple[NotebookNode, Resources]:
        """Run the notebook. Raises `GraderError` if the grader itself fails."""
        if not is_python(nb):
            self.log.warning(
                "%s: its kernel is not a Python kernel; it runs in nbgrader's own way, where "
                "student code and tests share one process",
                resources["nbgrader"]["notebook"],
            )
            executed: tuple[NotebookNode, Resources] = super().preprocess(nb, resources, km)
            return executed
        try:
            judge = shared_judge(self.walls())
            self.log.info("the student's room: tier %s, %s", judge.tier.name, judge.tier.promise)
            judged = judge.run(nb, self._folder(resources), self._course(), self.limits())
        except GraderError as error:
            who = f"{resources['nbgrader']['student']}/{resources['nbgrader']['assignment']}"
            self.log.error(
                "%s: grader error, not the student's; no score is changed: %s", who, error
            )
            raise
        note_tier(judged.notebook, judge.tier)
        resources[FLAGS] = {name: f"grader error: {why}" for name, why in judged.flags.items()}
        return judged.notebook, resources

    def walls(self) -> Walls:
        """How well the student's room must be isolated, as configured."""
        return Walls(self.tier or None, self.minimum_tier)

    def limits(self) -> Limits:
        """What the student's code may use, as configured."""
        limits = Limits(memory=self.memory_mib * MIB)
        return limits.with_timeout(self.timeout)

    def _folder(self, resources: Resources) -> Path:
        return Path(resources["metadata"].get("path") or ".")

    def _course(self) -> Path:
        """The course's folder; hidden tests are looked for there."""
        course = course_directory(self)
        return Path.cwd() if course is None else Path(course.root)


def note_tier(notebook: NotebookNode, tier: Tier) -> None:
    """Say in the executed notebook how well its code was isolated."""
    ours = notebook.metadata.get(METADATA)
    notebook.metadata[METADATA] = {
        **(ours if isinstance(ours, dict) else {}),  # a student may have put anything there
        "tier": tier.name,
    }


def is_python(notebook: NotebookNode) -> bool:
    """Whether a Python kernel would run the notebook; one that names no kernel gets Python's."""
    kernel = notebook.metadata.get("kernelspec", {})
    language = str(kernel.get("language", "") or "")
    name = str(kernel.get("name", "") or "")
    if not language:
        language = name or "python"
    return language.lower().startswith("python") or name in ("python3", "python")
