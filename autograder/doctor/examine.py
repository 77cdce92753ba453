"""The whole examination of a course."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from autograder.build.errors import BuildError
from autograder.course.complaint import Complaint, of_build
from autograder.course.secret import check_secret
from autograder.doctor.apart import Findings, look_into
from autograder.doctor.folder import Assignment, find_assignments
from autograder.doctor.hints import check_hints
from autograder.doctor.leaks import answers_of, check_releases, check_strays
from autograder.doctor.links import check_links
from autograder.doctor.notebooks import check_build, check_languages
from autograder.doctor.points import check_points
from autograder.doctor.surplus import check_surplus
from autograder.judge.course import forget_modules

Run = Callable[[Assignment], Findings]


@dataclass(frozen=True)
class Examined:
    """One assignment, counted."""

    name: str
    exercises: int
    tests: int
    points: float
    mistakes: int


@dataclass(frozen=True)
class Diagnosis:
    """All complaints about a course, and what was looked at."""

    complaints: tuple[Complaint, ...]
    examined: tuple[Examined, ...]

    @property
    def is_healthy(self) -> bool:
        """Whether there are no errors; hints are allowed."""
        return all(complaint.is_hint for complaint in self.complaints)


def examine(root: Path, names: Sequence[str] = (), run: Run = look_into) -> Diagnosis:
    """Look at the named assignments of the course, or at all. Changes nothing.

    `run` runs the course's own code.

    Raises `NoSuchAssignmentError`.
    """
    assignments = find_assignments(root, names)
    forget_modules(root)  # an author changes files and asks again
    findings = _run_all(run, assignments)
    complaints = list(check_secret(root))
    for assignment, found in zip(assignments, findings, strict=True):
        complaints += _complaints(assignment, found)
    examined = map(_counted, assignments, findings)
    return Diagnosis(tuple(dict.fromkeys(complaints)), tuple(examined))


def _run_all(run: Run, assignments: Sequence[Assignment]) -> list[Findings]:
    """Side by side. A single one here: only a main thread can set alarms."""
    if len(assignments) == 1:
        return [run(assignments[0])]
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        return list(pool.map(run, assignments))


def _complaints(assignment: Assignment, found: Findings) -> Iterator[Complaint]:
    yield from check_languages(assignment)
    broken = list(check_build(assignment))
    yield from broken
    yield from found.complaints
    try:
        yield from check_points(assignment, found.points)
        yield from check_links(assignment)
        answers = answers_of(assignment, found.numbers)
        yield from check_hints(assignment, answers)
        yield from check_releases(assignment, answers)
        yield from check_strays(assignment.root, find_assignments(assignment.root), answers)
        yield from check_surplus(assignment, answers)
    except BuildError as error:
        yield of_build(error)
    except (OSError, SyntaxError):
        if not broken:  # else the complaint above has said it
            raise


def _counted(assignment: Assignment, found: Findings) -> Examined:
    tests = list(found.points.values())
    return Examined(
        assignment.name,
        exercises=len(tests),
        tests=sum(map(len, tests)),
        points=sum(map(sum, tests)),
        mistakes=found.mistakes,
    )
