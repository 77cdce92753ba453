"""What can be said of wrong arrays as such. Every statement is computed before it is made.

A detector looks at one array beside the right one and gives a `Finding`: a fact, and perhaps its
likely cause. `statements` are the facts of all arrays of a failed check, `cause` is the advice,
`common` are the facts that hold in all tests of an exercise.
"""

from autograder.checks.patterns.common import common
from autograder.checks.patterns.telling import cause, statements

__all__ = ["cause", "common", "statements"]
