"""What can go wrong on the grader's side. None of it is ever the student's failure."""

from __future__ import annotations


class GraderError(Exception):
    """The grader itself failed: costs no points, and reaches the instructor by name."""


class JudgeTimeoutError(BaseException):
    """A test cell ran for far too long. Not an Exception: no test may swallow it."""
