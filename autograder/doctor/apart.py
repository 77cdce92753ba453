"""The course's code runs in a process of its own: it may hang, exit, or know another course."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from autograder.audit.assignment import read_assignment
from autograder.course.complaint import Complaint
from autograder.doctor.folder import Assignment, find_assignments
from autograder.doctor.numbers import hidden_numbers
from autograder.doctor.suites import check_suite
from autograder.doctor.visible import check_visible
from autograder.sandbox.launch import notebook_environment
from autograder.sandbox.paths import PACKAGE_PARENT

START = (
    f"import sys; sys.path.insert(0, {str(PACKAGE_PARENT)!r}); "
    "from autograder.doctor.apart import main; main(sys.argv[1], sys.argv[2])"
)


@dataclass(frozen=True)
class Findings:
    """What running an assignment's suite showed. `points`: of each test, by exercise."""

    complaints: tuple[Complaint, ...] = ()
    points: dict[str, list[float]] = field(default_factory=dict)
    numbers: tuple[float, ...] = ()
    mistakes: int = 0


def look_into(assignment: Assignment) -> Findings:
    """Run the suite of the assignment on what its author knows."""
    done = subprocess.run(
        [sys.executable, "-I", "-c", START, str(assignment.root), assignment.name],
        env={**os.environ, **notebook_environment()},
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        told = json.loads(done.stdout)
    except ValueError:
        return Findings((_ended(assignment, done),))
    complaints = [Complaint(**{**c, "path": Path(c["path"])}) for c in told["complaints"]]
    return Findings(tuple(complaints), told["points"], tuple(told["numbers"]), told["mistakes"])


def _ended(assignment: Assignment, done: subprocess.CompletedProcess[str]) -> Complaint:
    last = (done.stderr.strip().splitlines() or ["no message"])[-1]
    return Complaint(
        assignment.tests,
        "",
        found=f"hidden tests that end the process ({done.returncode}): {last}",
        expected="tests that run on the solution, stubs and known mistakes to their end",
        cure="mend what the message names",
    )


def main(root: str, name: str) -> None:
    """What runs in that process: one line of JSON on standard output."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what the course's code prints must not look like an answer
    (assignment,) = find_assignments(Path(root), [name])
    json.dump(_as_json(look(assignment)), answers)
    answers.close()


def _as_json(findings: Findings) -> dict[str, Any]:
    complaints = [{**asdict(each), "path": str(each.path)} for each in findings.complaints]
    return {**asdict(findings), "complaints": complaints}


def look(assignment: Assignment) -> Findings:
    """The same in this process."""
    try:
        suite = read_assignment(assignment.root, assignment.name)
        complaints = (*check_suite(assignment, suite), *check_visible(assignment, suite))
        points = {name: [test.points for test in tests] for name, tests in suite.tests.items()}
        numbers = tuple(hidden_numbers(suite))
        return Findings(complaints, points, numbers, len(suite.mistakes))
    except Exception as error:
        return Findings((_unreadable(assignment, error),))


def _unreadable(assignment: Assignment, error: Exception) -> Complaint:
    return Complaint(
        assignment.tests,
        "",
        found=f"{type(error).__name__}: {error}",
        expected="a suite that can be imported: solution, hidden tests, and their lists",
        cure="mend what the error names",
    )
