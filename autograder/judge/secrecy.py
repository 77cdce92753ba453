"""What the failure of a hidden test may say: nothing of the values that it expects.

A test's own words (`assert x > 0, "not positive"`) are for the student. The words that a library
makes (`numpy.testing`, `unittest`) show the value expected, or a difference that gives it away.
"""

from __future__ import annotations

import traceback

from autograder.sandbox.errors import CELL_FILE
from autograder.sandbox.paths import PACKAGE

BEGIN_HIDDEN, END_HIDDEN = "BEGIN HIDDEN TESTS", "END HIDDEN TESTS"


def hidden_lines(source: str) -> set[int]:
    """The numbers of the lines between nbgrader's markers."""
    numbers, is_hidden = set(), False
    for number, line in enumerate(source.split("\n"), start=1):
        if BEGIN_HIDDEN in line:
            is_hidden = True
        elif END_HIDDEN in line:
            is_hidden = False
        elif is_hidden:
            numbers.add(number)
    return numbers


def without_expected_values(error: BaseException, source: str) -> str | None:
    """Words in the place of the error's own, if those are a library's and told by a hidden test
    in `source`; None if the error may speak for itself."""
    if not isinstance(error, AssertionError):
        return None
    frames = traceback.extract_tb(error.__traceback__)
    in_cell = [frame for frame in frames if CELL_FILE.match(frame.filename)]
    if not in_cell or in_cell[0].lineno not in hidden_lines(source):
        return None
    last = frames[-1].filename
    if CELL_FILE.match(last) or last.startswith(str(PACKAGE)):
        return None
    called = frames[frames.index(in_cell[-1]) + 1].name
    return f"a hidden test failed: {called} found a value that it did not expect"
