"""The student's errors as exceptions that a test cell can catch and a check can explain."""

from __future__ import annotations

import builtins
from typing import Any

from autograder.checks import StudentFrame
from autograder.sandbox.errors import CellTimeoutError, ErrorReport

# Their constructors want arguments that an error report does not have.
_UNUSUAL = ("UnicodeDecodeError", "UnicodeEncodeError", "UnicodeTranslateError")


class StudentTimeoutError(TimeoutError):
    """The student's code ran longer than it may."""


class RoomEndedError(RuntimeError):
    """The student's code ended its process, blocked it, or broke the line to the judge."""


def as_exception(report: ErrorReport) -> BaseException:
    """An exception of the same name, one of the same built-in types, at the student's line."""
    base = _base(report)
    kind: Any = type(report.name, (base,), {"__str__": lambda _: report.message, "__module__": "builtins"})
    error: BaseException = kind(report.message)
    if report.frames:
        cell, line, function, text = report.frames[-1]
        error.student_frame = StudentFrame(function, line, text, cell)  # type: ignore[attr-defined]
    return error


def _base(report: ErrorReport) -> type[BaseException]:
    if report.name == CellTimeoutError.__name__:
        return StudentTimeoutError
    if "SystemExit" in report.bases:
        return SystemExit
    for name in report.bases:
        kind = getattr(builtins, name, None)
        if isinstance(kind, type) and issubclass(kind, Exception) and name not in _UNUSUAL:
            return kind
    return Exception
