"""Prose, reference solutions and hidden tests → nbgrader's source notebooks."""

from autograder.build.course import build_course, find_sources, stale
from autograder.build.errors import BuildError

__all__ = ["BuildError", "build_course", "find_sources", "stale"]
