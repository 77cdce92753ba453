"""What is wrong with a wish for a course: where, what was found, what was expected, the cure."""

from __future__ import annotations


class CourseError(Exception):
    """The course can't be made; nothing is left of it."""


def refused(where: object, found: str, expected: str, cure: str) -> CourseError:
    """The error in the usual four parts."""
    return CourseError(f"{where}: found {found}; expected {expected}. {cure}")
