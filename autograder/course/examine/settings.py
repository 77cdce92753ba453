"""The configuration: where it comes from, and whether it is that of a course in two rooms."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from nbgrader.converters import Autograde
from packaging.requirements import Requirement

from autograder.course.complaint import Complaint
from autograder.course.examine.look import Seen, doubtful, seen, wrong
from autograder.course.setup import Setup

PACKAGE = "rnn-autograder"
OLDEST = (3, 10)
TWO_ROOMS = "autograder.nbgrader.execute.TwoRooms"


def settings(setup: Setup) -> Seen:
    others = [str(path) for path in setup.files if path != setup.settings]
    also = f"; also {', '.join(others)}" if others else ""
    return seen(f"course {setup.course.course_id} in {setup.root}{also}", _of_settings(setup))


def _of_settings(setup: Setup) -> Iterator[Complaint]:
    if not setup.course.course_id:
        yield wrong(
            setup.settings,
            "no course_id",
            "one: nbgrader releases and collects nothing without",
            'set c.CourseDirectory.course_id = "…"',
        )
    if Path(setup.course.root).resolve() != setup.root:
        yield wrong(
            setup.settings,
            f"a configuration whose course is {setup.course.root}",
            "the folder that it lies in",
            "set c.CourseDirectory.root = str(Path(__file__).resolve().parent)",
            "CourseDirectory.root",
        )
    kinds = Autograde(coursedir=setup.course, config=setup.config).autograde_preprocessors
    if not any(
        TWO_ROOMS in (kind, f"{getattr(kind, '__module__', '')}.TwoRooms") for kind in kinds
    ):
        yield wrong(
            setup.settings,
            "nbgrader's own autograding, where students' code can read the tests",
            "grading in two rooms",
            "add: from autograder.nbgrader.config import use_two_rooms; use_two_rooms(c)",
        )


def versions(_setup: Setup) -> Seen:
    python = ".".join(map(str, sys.version_info[:3]))
    return seen(f"Python {python}, nbgrader {_version('nbgrader')}", _of_versions())


def _of_versions() -> Iterator[Complaint]:
    if sys.version_info < OLDEST:
        yield wrong(
            sys.executable,
            f"Python {sys.version_info.major}.{sys.version_info.minor}",
            f"{'.'.join(map(str, OLDEST))} or newer",
            "make a virtual environment with a newer Python",
        )
    try:
        wanted = requires(PACKAGE) or []
    except PackageNotFoundError:
        yield doubtful(
            sys.executable,
            f"no installed {PACKAGE}: this runs from a checkout",
            "it installed, so that plain nbgrader commands find it from any folder",
            "run `pip install -e '.[instructor]'` in the checkout",
        )
        return
    for line in wanted:
        yield from _of_requirement(Requirement(line))


def _of_requirement(wanted: Requirement) -> Iterator[Complaint]:
    """Those of the extra `instructor`, and those that everybody needs."""
    marker = wanted.marker
    if marker is not None and not marker.evaluate({"extra": "instructor"}):
        return
    found = _version(wanted.name)
    if not found or not wanted.specifier.contains(found, prereleases=True):
        yield wrong(
            sys.executable,
            f"{wanted.name} {found or '— not installed'}",
            f"{wanted.name} {wanted.specifier}",
            f"run `pip install '{wanted.name}{wanted.specifier}'`",
        )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
