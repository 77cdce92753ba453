"""The first files of a new exercise set: one example exercise that works, to be replaced."""

from autograder.starter.write import StarterError, write_set

__all__ = ["StarterError", "write_set"]
