"""A name that is not there: what was expected, the nearest first."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from autograder.batch.assignment import UnknownAssignmentError

MOST_NAMED = 12


def unknown_assignment(assignment: str, known: Sequence[str]) -> UnknownAssignmentError:
    """The error that names the nearest of those that there are."""
    return UnknownAssignmentError(
        f"found no assignment {assignment!r} in the gradebook; {one_of(assignment, known)}. "
        f"If it is new, run `nbgrader generate_assignment {assignment}` first"
    )


def one_of(name: str, known: Sequence[str]) -> str:
    """What was expected: the nearest names, else all of them, or the first few."""
    folded = {each.casefold(): each for each in known}
    near = difflib.get_close_matches(name.casefold(), folded, n=3, cutoff=0.5)
    if near:
        return f"expected one such as {', '.join(folded[each] for each in near)}"
    some = ", ".join(known[:MOST_NAMED]) + (" …" if len(known) > MOST_NAMED else "")
    return f"expected one of: {some or 'none'}"
