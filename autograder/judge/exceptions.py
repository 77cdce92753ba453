"""The student's errors as exceptions that a test cell can catch and a check can explain."""

from __future__ import annotations

import builtins
from typing import Any

import numpy as np

from autograder.checks import StudentFrame
from autograder.sandbox.errors import CellTimeoutError, ErrorReport

_NUMPY = {"LinAlgError": np.linalg.LinAlgError}
# Their constructors want more than a message.
_UNUSUAL = ("ExceptionGroup", "BaseExceptionGroup")


class StudentTimeoutError(TimeoutError):
    """The student's code ran longer than it may."""


class RoomEndedError(RuntimeError):
    """The student's code ended its process, blocked it, or broke the line to the judge."""


class PlainDataError(TypeError):
    """An object of the student's stands where the test expects plain data."""


class NotSendableError(TypeError):
    """A value of the test cell that can't travel to the student's room."""


class StandIns:
    """Classes of the judge in place of the student's exception classes, one for each name.

    So `except TheirError:` in a test cell catches what the student's code raised.
    """

    def __init__(self) -> None:
        self._classes: dict[str, type[BaseException]] = {}

    def stand_in(self, names: tuple[str, ...]) -> type[BaseException]:
        """The class for an exception class by its name and those of its bases, nearest first."""
        known = _known(names[0])
        if known is not None:
            return known
        if names[0] not in self._classes:
            self._classes[names[0]] = _new_class(names[0], (_nearest(names),))
        return self._classes[names[0]]

    def as_exception(self, report: ErrorReport) -> BaseException:
        """An exception of the same name, one of the same types, at the student's line."""
        if report.name == CellTimeoutError.__name__:
            return _told(StudentTimeoutError(report.message), report)
        theirs = [self.stand_in(report.bases[i:]) for i in _unknown(report.bases)]
        bases = tuple(dict.fromkeys([*theirs, _nearest(report.bases)]))
        message = report.message
        error = _new_class(report.name, bases, __str__=lambda _: message)(message)
        return _told(error, report)


def _told(error: BaseException, report: ErrorReport) -> BaseException:
    if report.frames:
        cell, line, function, text = report.frames[-1]
        error.student_frame = StudentFrame(function, line, text, cell)  # type: ignore[attr-defined]
    return error


def _unknown(names: tuple[str, ...]) -> list[int]:
    """Where the student's own classes stand: before the first that everybody knows."""
    known = (index for index, name in enumerate(names) if name == "object" or _known(name))
    return list(range(next(known, 0)))[:5]


def _nearest(names: tuple[str, ...]) -> type[BaseException]:
    return next((kind for kind in map(_known, names) if kind is not None), Exception)


def _known(name: str) -> type[BaseException] | None:
    if name == "SystemExit":
        return SystemExit
    kind = _NUMPY.get(name) or getattr(builtins, name, None)
    if isinstance(kind, type) and issubclass(kind, Exception) and name not in _UNUSUAL:
        return kind
    return None


def _new_class(
    name: str, bases: tuple[type[BaseException], ...], **members: Any
) -> type[BaseException]:
    """An exception class that takes any message, whatever the constructor of its base wants."""
    name = name if name.isidentifier() else "Error"
    members = {**members, "__init__": lambda _self, *_: None, "__module__": "builtins"}
    try:
        return type(name, bases, members)
    except TypeError:  # bases that don't fit together
        return type(name, bases[-1:], members)
