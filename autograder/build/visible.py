"""Running a visible check as the notebook does, on a program of the author's."""

from __future__ import annotations

import contextlib
import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from autograder.build.slots import Kind, Prose
from autograder.checks import CheckFailed, check
from autograder.checks.display import silent
from autograder.judge.errors import JudgeTimeoutError
from autograder.judge.walltime import wall_limit

MAX_SECONDS = 5.0  # for one check: a right program takes a hundredth of that

Seen = tuple[tuple[str, Any], ...]


@dataclass(frozen=True, eq=False)
class Run:
    """What a check said of a program, and the program's values that it looked at."""

    failure: CheckFailed | None
    seen: Seen


def run_visible(prose: Prose, exercise: str, program: str) -> Run | None:
    """The given cells and one check on a program; None where that does not come to an end."""
    namespace: dict[str, Any] = {"__name__": "__main__"}
    try:
        with _limited():
            exec(compile(program, "<program>", "exec"), namespace)
            for given in prose.of(Kind.GIVEN).values():
                exec(compile(given.source, "<given>", "exec"), namespace)
            check.assignment = ""  # no lesson may speak here: it is what is being made
            exec(compile(prose.of(Kind.CHECK)[exercise].source, "<check>", "exec"), namespace)
    except CheckFailed as failure:
        return Run(failure, tuple(check.seen))
    except (Exception, SystemExit, JudgeTimeoutError):
        return None
    return Run(None, tuple(check.seen))


@contextlib.contextmanager
def _limited() -> Iterator[None]:
    """Quiet, not for ever, and the notebook's `check` is afterwards what it was."""
    before = check.publish, check.assignment
    check.publish = silent
    check.seen.clear()
    try:
        with (
            warnings.catch_warnings(),
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.redirect_stderr(io.StringIO()),
            wall_limit(MAX_SECONDS),
        ):
            warnings.simplefilter("ignore")
            yield
    finally:
        check.publish, check.assignment = before
