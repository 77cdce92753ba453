"""The one error of the builder: where, what was found, what was expected, and the cure."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path


class BuildError(Exception):
    """The prose, the solution and the hidden tests of an assignment do not fit together."""

    def __init__(
        self,
        path: Path,
        place: str,
        *,
        found: str,
        expected: str,
        cure: str,
    ) -> None:
        self.path = path
        self.place = place
        self.found = found
        self.expected = expected
        self.cure = cure
        where = f"{path}, {place}" if place else str(path)
        reasons = f"  found     {found}\n  expected  {expected}\n  cure      {cure}"
        super().__init__(f"{where}\n{reasons}")


def near(name: str, known: Iterable[str]) -> str:
    """` (did you mean 'softmax'?)`, or nothing when no known name looks like `name`."""
    matches = get_close_matches(name, list(known), n=1)
    return f" (did you mean {matches[0]!r}?)" if matches else ""
