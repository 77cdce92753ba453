"""What is wrong with an autograded notebook, in words an instructor can act on."""

from __future__ import annotations

import errno
from pathlib import Path

from nbformat.reader import NotJSONError
from nbformat.validator import NotebookValidationError
from nbgrader.api import MissingEntry

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)


def is_the_disks(error: BaseException) -> bool:
    """Whether every other student's pages would meet the same."""
    return isinstance(error, OSError) and error.errno in NO_ROOM


def in_words(error: Exception, path: str, student: str) -> str:
    """Which file, what was found, what was expected, what to do."""
    again = f"Grade it again: `nbgrader autograde … --student {student} --force`."
    found, expected, cure = _parts(error, again)
    return f"{path}: found {found}; expected {expected}. {cure}"


def _parts(error: Exception, again: str) -> tuple[str, str, str]:
    if isinstance(error, MissingEntry):
        return f"no record of it in the gradebook ({_line(error)})", "one for each cell", again
    if isinstance(error, UnicodeDecodeError):
        return "bytes that are not UTF-8 text", "an autograded notebook", again
    if isinstance(error, NotJSONError):
        return "text that is not JSON", "an autograded notebook", again
    if isinstance(error, NotebookValidationError):
        return f"an invalid notebook ({_line(error)})", "a valid one of nbformat 4", again
    if isinstance(error, OSError):
        name = Path(str(error.filename or "a file")).name
        return (
            f"{name!r}, which can't be read or written ({error.strerror or error})",
            "files that you may read, and a feedback folder that you may write",
            "Check their kind and their permissions.",
        )
    return (
        f"what no page can be made of ({type(error).__name__}: {_line(error)})",
        "an autograded notebook",
        again,
    )


def _line(error: Exception) -> str:
    lines = str(error).strip().splitlines() or [""]
    return lines[0][:200]
