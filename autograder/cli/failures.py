"""Errors that an instructor can mend, in one line instead of a traceback."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import click


@contextmanager
def told() -> Iterator[None]:
    """Turn the batch's own errors into messages of the command; exit code 1."""
    try:
        yield
    except BrokenPipeError:  # whoever reads has seen enough, such as `head`: click ends quietly
        raise
    except _ours() as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise click.ClickException(_of_the_disk(error)) from None


def _ours() -> tuple[type[Exception], ...]:
    """Imported when something was raised, and not by each command that starts."""
    from autograder.batch.assignment import UnknownAssignmentError
    from autograder.batch.config import CourseConfigError
    from autograder.batch.gradebook import GradebookError
    from autograder.batch.history import HistoryError
    from autograder.batch.lock import BusyError
    from autograder.batch.opened import ReadOnlyError
    from autograder.batch.submissions import NoSubmissionsError
    from autograder.judge.errors import GraderError
    from autograder.report.known import NotFoundError

    return (
        UnknownAssignmentError,
        CourseConfigError,
        GradebookError,
        HistoryError,
        BusyError,
        ReadOnlyError,
        NoSubmissionsError,
        GraderError,
        NotFoundError,
    )


def _of_the_disk(error: OSError) -> str:
    place = f"{error.filename}: " if error.filename else ""
    cure = "Results that were finished are written; mend it, then run this again."
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"{place}found no space left; expected room for the results. {cure}"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{place}found a place that can't be written; expected the course's own. {cure}"
    return f"{place}found {error.strerror or error}; expected a working file system. {cure}"
