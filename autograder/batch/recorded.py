"""What the history keeps of a worker's result."""

from __future__ import annotations

import datetime

from autograder.batch.grading import Grading
from autograder.batch.jobs import Graded
from autograder.judge.versions import Versions


def now() -> str:
    """UTC, as ISO 8601, to the second."""
    return datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds")


def grading_of(student: str, key: str, graded: Graded, versions: Versions) -> Grading:
    """The result of this moment; what the writer alone knows is left out."""
    cells = [
        (f"{each.name}/{cell.name}", cell) for each in graded.notebooks for cell in each.grades
    ]
    return Grading(
        student=student,
        written=now(),
        key=key,
        versions=versions,
        tier=graded.tier,
        seconds=graded.seconds,
        timeouts=graded.timeouts,
        problem=graded.problem,
        is_graders=graded.is_graders,
        scores={name: cell.score for name, cell in cells},
        flags={name: cell.why for name, cell in cells if cell.why},
    )
