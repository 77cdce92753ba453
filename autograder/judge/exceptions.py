"""The student's errors as exceptions that a test cell can catch and a check can explain."""

from __future__ import annotations

import builtins
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Remote:
    """An exception object in the student's room, and the view through which to ask it."""

    view: Any
    number: int
    epoch: int

    def attribute(self, name: str) -> Any:
        return self.view.operate("getattr", self, name)


def number_of_error(error: BaseException) -> int | None:
    """The number that the exception has in the student's room, if it lives there."""
    remote = vars(error).get("_student_object")
    return remote.number if isinstance(remote, Remote) else None


class StandIns:
    """Classes of the judge in place of the student's exception classes, one for each name.

    So `except TheirError:` in a test cell catches what the student's code raised.
    """

    def __init__(self) -> None:
        self._classes: dict[str, type[BaseException]] = {}

    def stand_in(self, names: tuple[str, ...], view: Any = None) -> type[BaseException]:
        """The class for an exception class by its name and those of its bases, nearest first.

        With a view a test may make an instance: the student's room makes one, too.
        """
        known = _known(names[0])
        if known is not None:
            return known
        if names[0] not in self._classes:
            above = _nearest(names)
            if len(names) > 1 and _known(names[1]) is None and names[1] != "object":
                above = self.stand_in(names[1:], view)
            self._classes[names[0]] = _new_class(names[0], (above,), **_MEMBERS)
        made = self._classes[names[0]]
        if view is not None:
            made._view = view  # type: ignore[attr-defined]
        return made

    def as_exception(self, report: ErrorReport, remote: Remote | None = None) -> BaseException:
        """An exception of the same name, one of the same types, at the student's line."""
        if report.name == CellTimeoutError.__name__:
            return _told(StudentTimeoutError(report.message), report)
        theirs = [self.stand_in(report.bases[i:]) for i in _unknown(report.bases)]
        bases = tuple(dict.fromkeys([*theirs, _nearest(report.bases)]))
        if theirs and theirs[0].__name__ == report.name:
            kind = theirs[0]
        else:
            members = {**_MEMBERS, "__str__": lambda self: vars(self)["_message"]}
            kind = _new_class(report.name, bases, **members)
        error = kind.__new__(kind)
        error._message = report.message  # type: ignore[attr-defined]
        error._student_object = remote  # type: ignore[attr-defined]
        return _told(error, report)


def _make(self: Any, *args: Any, **kwargs: Any) -> None:
    """A test makes an instance of the student's class: so does the student's room."""
    made = type(self)._view.construct(type(self), args, kwargs)
    vars(self).update(vars(made))


def _attribute(self: Any, name: str) -> Any:
    remote = vars(self).get("_student_object")
    if remote is None or (name.startswith("_") and not name.startswith("__")):
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
    return remote.attribute(name)


def _forwarded(name: str, default: Any) -> property:
    def get(self: Any) -> Any:
        remote = vars(self).get("_student_object")
        return default if remote is None else remote.attribute(name)

    return property(get)


_MEMBERS: dict[str, Any] = {
    "__init__": _make,
    "__getattr__": _attribute,
    "__str__": lambda self: vars(self).get("_message", ""),
    "args": _forwarded("args", ()),
    "__cause__": _forwarded("__cause__", None),
    "__context__": _forwarded("__context__", None),
}


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
    members = {"__init__": lambda _self, *_: None, **members, "__module__": "builtins"}
    try:
        return type(name, bases, members)
    except TypeError:  # bases that don't fit together
        return type(name, bases[-1:], members)
