"""nbgrader's plug: runs a submission in two rooms where nbgrader would start a kernel."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import Execute
from traitlets import Enum, Integer

from autograder.judge.client import shared_judge
from autograder.judge.course import course_stamp
from autograder.judge.errors import GraderError
from autograder.judge.limitations import is_limitation
from autograder.judge.versions import Versions, stamp, unstamp
from autograder.nbgrader.context import Resources, course_directory, kept_for_batch
from autograder.nbgrader.stamps import recorded_versions
from autograder.sandbox.limits import MIB, Limits
from autograder.sandbox.tiers import TIERS, Walls

FLAGS = "autograder_flags"


class TwoRooms(Execute):
    """Put it in the place of `Execute` in `c.Autograde.autograde_preprocessors`.

    It obeys `c.Execute.timeout` and `--no-execute`. A notebook of another language than Python
    is treated as one whose tests can't work in two rooms: see `fallback`.
    """

    fallback = Enum(
        ("flag", "refuse", "one-room"),
        default_value="flag",
        help="What becomes of a test cell that can't work in two rooms: 'flag' gives it no score "
        "and marks it for manual grading, 'refuse' grades nothing of the submission, 'one-room' "
        "runs the notebook in nbgrader's own way, where students' code can read the tests. A "
        "notebook in another language than Python runs in nbgrader's own way unless it is refused.",
    ).tag(config=True)

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
            return self._in_one_room(nb, resources, km, "its kernel is not a Python kernel")
        submitted = copy.deepcopy(nb)
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
        stamp(judged.notebook.metadata, judge.tier.name, self._versions(resources))
        for name, why in judged.flags.items():
            if is_limitation(why) and self.fallback != "flag":
                return self._in_one_room(submitted, resources, km, f"the test {name!r}: {why}")
        resources[FLAGS] = {name: told(why) for name, why in judged.flags.items()}
        return judged.notebook, resources

    def _in_one_room(
        self, nb: NotebookNode, resources: Resources, km: Any, why: str
    ) -> tuple[NotebookNode, Resources]:
        """nbgrader's own execution, said loudly. Raises `GraderError` where that is refused."""
        name = resources["nbgrader"]["notebook"]
        if self.fallback == "refuse":
            self.log.error("%s: %s; refused, as c.TwoRooms.fallback says", name, why)
            raise GraderError(f"{name}: refused: {why}")
        self.log.warning(
            "%s: %s; it runs in nbgrader's own way, where student code and tests share one process",
            name,
            why,
        )
        unstamp(nb.metadata)
        executed: tuple[NotebookNode, Resources] = super().preprocess(nb, resources, km)
        return executed

    def walls(self) -> Walls:
        """How well the student's room must be isolated, as configured."""
        return Walls(self.tier or None, self.minimum_tier)

    def limits(self) -> Limits:
        """What the student's code may use, as configured."""
        limits = Limits(memory=self.memory_mib * MIB)
        return limits.with_timeout(self.timeout)

    def _folder(self, resources: Resources) -> Path:
        return Path(resources["metadata"].get("path") or ".")

    def _versions(self, resources: Resources) -> Versions:
        """Read once for a batch; again when a file of the tests has changed."""
        names = resources["nbgrader"]
        kept, course = kept_for_batch(self), self._course()
        place = ("versions", names.get("db_url"), names["assignment"], course_stamp(course))
        if place not in kept:
            kept[place] = recorded_versions(names["db_url"], names["assignment"], course)
        found: Versions = kept[place]
        return found

    def _course(self) -> Path:
        """The course's folder; hidden tests are looked for there."""
        course = course_directory(self)
        return Path.cwd() if course is None else Path(course.root)


def told(why: str) -> str:
    """A flag as the instructor reads it."""
    return why if is_limitation(why) else f"grader error: {why}"


def is_python(notebook: NotebookNode) -> bool:
    """Whether a Python kernel would run the notebook; one that names no kernel gets Python's."""
    kernel = notebook.metadata.get("kernelspec", {})
    language = str(kernel.get("language", "") or "")
    name = str(kernel.get("name", "") or "")
    if not language:
        language = name or "python"
    return language.lower().startswith("python") or name in ("python3", "python")
