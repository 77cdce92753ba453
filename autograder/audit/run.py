"""A whole audit: every look at every exercise, several at a time."""

from __future__ import annotations

import multiprocessing
import os
import platform
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

from autograder.audit.assignment import ROUND, load_assignment
from autograder.audit.looks import LOOKS
from autograder.audit.record import AssignmentAudit, Audit, Findings, NoiseRun, Row

TOOL = "mutmut"


@dataclass(frozen=True)
class Job:
    """One look at one exercise: small enough to be sent to another process."""

    root: Path
    assignment: str
    exercise: str
    look: str


def jobs_of(root: Path, names: Iterable[str], looks: Iterable[str] = LOOKS) -> list[Job]:
    """Every look at every exercise; the longest looks first."""
    names = list(names)
    return [
        Job(root, name, exercise, look)
        for look in looks
        for name in names
        for exercise in load_assignment(root, name).exercises
    ]


def carry_out(job: Job) -> Findings:
    """Runs in a process of its own, where an assignment is loaded once."""
    return LOOKS[job.look](load_assignment(job.root, job.assignment), job.exercise)


def findings_of(jobs: list[Job], workers: int) -> Iterator[Findings]:
    """In the order of the jobs. With one worker everything happens in this process."""
    if workers == 1:
        yield from map(carry_out, jobs)
        return
    # Fresh processes: a fork of one in which numpy has started threads may hang.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        yield from pool.map(carry_out, jobs)


def audit_assignments(
    root: Path, names: list[str], workers: int = 1, looks: Iterable[str] = LOOKS
) -> list[AssignmentAudit]:
    """Raises `IncompleteAssignmentError`."""
    jobs = jobs_of(root, names, looks)
    found: dict[tuple[str, str], list[Findings]] = {}
    for job, findings in zip(jobs, findings_of(jobs, workers), strict=True):
        found.setdefault((job.assignment, job.exercise), []).append(findings)
    return [_of_one(root, name, found) for name in names]


def _of_one(root: Path, name: str, found: dict[tuple[str, str], list[Findings]]) -> AssignmentAudit:
    rows, complaints = [], []
    assignment = load_assignment(root, name)
    for exercise in assignment.exercises:
        row = Row(exercise)
        for findings in found[name, exercise]:
            row = row.plus(findings.row)
            complaints += [f"{name}/{exercise}: {text}" for text in findings.complaints]
        rows.append(row)
    total = sum(map(assignment.points_of, assignment.exercises))
    if total % ROUND:
        complaints.append(f"{name}: the points add up to {total:g}; expected a round number")
    return AssignmentAudit(name, rows, complaints)


def audit_course(
    root: Path,
    names: list[str],
    workers: int,
    noise: Callable[[], list[NoiseRun]] = list,
) -> Audit:
    """Everything, with the date and the versions it was found with."""
    started = time.monotonic()
    assignments = audit_assignments(root, names, workers)
    runs = noise()
    return Audit(
        date=date.today().isoformat(),
        python=platform.python_version(),
        numpy=version("numpy"),
        mutation_tool=f"{TOOL} {version(TOOL)}",
        seconds=round(time.monotonic() - started, 1),
        assignments=assignments,
        noise=runs,
    )
