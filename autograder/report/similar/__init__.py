"""Submissions that are more alike than those of others: evidence to read, no verdict."""

from autograder.report.similar.known import reference_of, starter_of
from autograder.report.similar.pairs import pairs_of

__all__ = ["pairs_of", "reference_of", "starter_of"]
