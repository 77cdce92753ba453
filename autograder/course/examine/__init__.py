"""Every look at a course's set-up, and what came of them. Changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.batch.config import CourseConfigError
from autograder.course.examine import (
    accounts,
    clocks,
    exchange,
    gradebook,
    isolation,
    jupyter,
    kernel,
    machine,
    releases,
    secrecy,
    settings,
)
from autograder.course.examine.look import Look, Seen, wrong
from autograder.course.setup import Setup, read_setup

LOOKS = (
    Look("settings", "configuration", settings.settings),
    Look("settings", "versions", settings.versions),
    Look("settings", "kernel", kernel.kernel),
    Look("secrecy", "secret", secrecy.secret),
    Look("secrecy", "rights", secrecy.rights),
    Look("secrecy", "isolation", isolation.isolation),
    Look("exchange", "folder", exchange.exchange),
    Look("exchange", "accounts", accounts.accounts),
    Look("exchange", "release", releases.releases),
    Look("time", "stamps", clocks.stamps),
    Look("time", "clocks", clocks.clocks),
    Look("time", "deadlines", clocks.deadlines),
    Look("gradebook", "database", gradebook.gradebook),
    Look("gradebook", "assignments", gradebook.assignments),
    Look("gradebook", "students", gradebook.students),
    Look("machine", "disk", machine.disks),
    Look("machine", "memory", machine.memory),
    Look("machine", "extensions", jupyter.extensions),
    Look("machine", "formgrader", jupyter.formgrader),
)


@dataclass(frozen=True)
class Looked:
    """A look, and what it saw."""

    group: str
    name: str
    seen: Seen

    @property
    def status(self) -> str:
        """ "ok", "hint" or "error"."""
        if not self.seen.complaints:
            return "ok"
        return "hint" if all(each.is_hint for each in self.seen.complaints) else "error"


def examine(root: Path, looks: Sequence[Look] = LOOKS) -> list[Looked]:
    """All looks; the first one only, if the configuration can't be read."""
    if not (root / "nbgrader_config.py").is_file():
        return [Looked("settings", "configuration", _no_course(root))]
    try:
        setup = read_setup(root)
    except CourseConfigError as error:
        return [Looked("settings", "configuration", _unreadable(root, error))]
    return [Looked(look.group, look.name, _look(look, setup)) for look in looks]


def _look(look: Look, setup: Setup) -> Seen:
    """A look that fails is a complaint: the others still tell what they see."""
    try:
        return look.look(setup)
    except Exception as error:
        problem = wrong(
            getattr(error, "filename", None) or setup.root,
            f"{type(error).__name__}: {error}",
            "a place that can be looked at",
            "mend what the message names",
            look.name,
        )
        return Seen("", (problem,))


def _no_course(root: Path) -> Seen:
    problem = wrong(
        root / "nbgrader_config.py",
        "no such file",
        "a course's folder",
        "run this from there, or name it with --folder; `autograder course NEW_DIR` makes one",
    )
    return Seen("", (problem,))


def _unreadable(root: Path, error: CourseConfigError) -> Seen:
    where, _, rest = str(error).partition(": found ")
    found, _, expected = rest.partition("; expected ")
    expected, _, cure = expected.partition(". ")
    problem = wrong(root / where, found or str(error), expected or "a configuration", cure)
    return Seen("", (problem,))
