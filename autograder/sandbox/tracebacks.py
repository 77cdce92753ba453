"""IPython's coloured tracebacks, letter for letter, in half the time.

`stack_data.utils._pygmented_with_ranges` makes a new class of lexer for every frame that it shows,
and pygments compiles the rules of Python for each of them: here one class serves all.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pygments
import stack_data.core
from pygments.lexers.python import PythonLexer

_SLOW = "_pygmented_with_ranges"


class _MarkingLexer(PythonLexer):
    """Tokens of Python; those that begin within `ranges` are marked as what was executing."""

    ranges: tuple[tuple[int, int], ...] = ()

    def get_tokens(self, text: str, unfiltered: bool = False) -> Iterator[tuple[Any, str]]:
        place = 0
        for kind, value in super().get_tokens(text, unfiltered):
            is_marked = any(start <= place < end for start, end in self.ranges)
            yield kind.ExecutingNode if is_marked else kind, value
            place += len(value)


def quicken() -> None:
    """From now on this process colours tracebacks quickly."""
    if hasattr(stack_data.core, _SLOW):
        setattr(stack_data.core, _SLOW, highlighted)


def highlighted(formatter: Any, code: str, ranges: Any) -> list[str]:
    """The lines of `code`, coloured; without colours where pygments fails."""
    lexer = _MarkingLexer(stripnl=False)
    lexer.ranges = tuple(ranges)
    try:
        coloured: str = pygments.highlight(code, lexer, formatter)
    except Exception:
        coloured = code
    return coloured.splitlines()
