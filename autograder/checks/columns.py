"""Text in columns of a terminal, where a Chinese character is two wide."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Sequence

WIDEST = 100
# A line may end behind a space, and before or behind a Chinese character, but not within code,
# and no line begins with what closes a clause.
_WORD = re.compile(
    r"\s*(?:`[^`]*`[^\s⺀-鿿豈-﫿]*|[⺀-鿿豈-﫿][，。；：、）！？”]*|[^\s⺀-鿿豈-﫿]+)"
)


def display_width(line: str) -> int:
    """Columns in a terminal: Chinese characters take two, combining marks none."""
    return sum(map(_columns, line))


@functools.lru_cache(4_096)
def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def padded(cell: str, width: int, *, right: bool = False) -> str:
    """The cell with spaces behind it, or before it, to this width."""
    space = " " * max(width - display_width(cell), 0)
    return space + cell if right else cell + space


def aligned(rows: Iterable[Sequence[str]]) -> list[str]:
    """Rows of cells as lines, two spaces between the columns."""
    table = list(rows)
    widths = [max(map(display_width, column)) for column in zip(*table, strict=True)]
    return ["  ".join(map(padded, row, widths)).rstrip() for row in table]


def labelled_lines(pairs: Sequence[tuple[str, str]], width: int = WIDEST) -> list[str]:
    """Labels in a column and their sentences beside it, in lines of at most `width`."""
    column = max((display_width(label) for label, _ in pairs), default=0)
    lines = []
    for label, sentence in pairs:
        gap = f"{padded(label, column)}  " if column else ""
        first, *more = wrapped(sentence, width - display_width(gap))
        lines += [gap + first, *(" " * display_width(gap) + line for line in more)]
    return lines


def wrapped(sentence: str, width: int) -> list[str]:
    """Lines of at most this width. A word that is longer has a line of its own."""
    if display_width(sentence) <= width:
        return [sentence]
    lines, line, used = [], "", 0
    for word in _WORD.findall(sentence):
        wide = display_width(word)
        if line and used + wide > width:
            lines.append(line)
            word = word.lstrip()
            line, used = word, display_width(word)
        else:
            line, used = line + word, used + wide
    return [*lines, line]
