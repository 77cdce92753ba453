"""What students see at once: a visible check passes on the solution, and not on a stub."""

from __future__ import annotations

from collections.abc import Iterator

from autograder.audit.assignment import Assignment as Suite
from autograder.audit.assignment import Namespace
from autograder.audit.judging import limited
from autograder.audit.wrong import stub
from autograder.build.slots import Cell, Kind, Prose, read_prose
from autograder.checks import check
from autograder.course.complaint import Complaint
from autograder.doctor.folder import Assignment
from autograder.judge.errors import JudgeTimeoutError


def check_visible(files: Assignment, suite: Suite) -> Iterator[Complaint]:
    """Locked code is the same in all languages: the first one is run."""
    prose = read_prose(files.sources[0].prose)
    for exercise, cell in prose.of(Kind.CHECK).items():
        reference = suite.reference()
        problem = _run(prose, cell, reference)
        if problem:
            yield Complaint(
                prose.path,
                cell.place,
                found=f"a check that fails on the solution: {problem}",
                expected="✓ for whoever writes what the solution does",
                cure=f"correct the check, or {exercise} in {files.solution}",
            )
        if not _run(prose, cell, {**reference, exercise: stub}):
            yield Complaint(
                prose.path,
                cell.place,
                found="a check that passes on a stub",
                expected="✗ as long as nothing is written",
                cure=f"let the check call {exercise} and look at what comes back",
            )


def _run(prose: Prose, cell: Cell, namespace: Namespace) -> str:
    """Run the given cells and one check on these functions; why it failed, or nothing."""
    publish, check.publish = check.publish, lambda *_: None
    try:
        with limited():
            for given in prose.of(Kind.GIVEN).values():
                exec(compile(given.source, "<given>", "exec"), namespace)
            exec(compile(cell.source, "<check>", "exec"), namespace)
    except (Exception, JudgeTimeoutError) as error:
        return f"{type(error).__name__}: {error}".replace("\n", " ")
    finally:
        check.publish = publish
    return ""
