"""How an error of the student's code is told to the judge: plain data, nothing else."""

from __future__ import annotations

import linecache
import re
import traceback
from collections import deque
from dataclasses import dataclass
from typing import Any

CELL_FILE = re.compile(r"<ipython-input-(\d+)-")
MAX_TEXT = 2_000
MAX_FRAMES = 20
MAX_BASES = 50
# The exit status of a room whose code went on when it was told to stop.
DEAF = 124


class CellTimeoutError(BaseException):
    """The student's code ran longer than it may. Not an Exception: `except Exception` won't do."""


def too_long(seconds: float) -> str:
    """The message of code that was stopped."""
    whole = max(1, round(seconds))
    return f"it ran longer than {whole} second{'s' if whole > 1 else ''}"


@dataclass(frozen=True)
class ErrorReport:
    """What the student's code raised.

    `bases` are the names of the exception types that it is one of, nearest first.
    `frames` are (cell, line, function, text) of the student's own frames, outermost first.
    `number` is that of the exception object in the room, where it was kept.
    """

    name: str
    bases: tuple[str, ...]
    message: str
    frames: tuple[tuple[int, int, str, str], ...]
    number: int | None = None


def report(error: BaseException) -> ErrorReport:
    """Describe an error without trusting its methods."""
    kind = type(error)
    bases = tuple(str(base.__name__)[:200] for base in kind.__mro__[:MAX_BASES])
    return ErrorReport(str(kind.__name__)[:200], bases, _message(error), _frames(error))


def _message(error: BaseException) -> str:
    try:
        return str(error)[:MAX_TEXT]
    except BaseException:
        return "(no message: its __str__ failed)"


def _frames(error: BaseException) -> tuple[tuple[int, int, str, str], ...]:
    """The frames in cells. No other source is looked up: each fork would read the files anew."""
    found: deque[tuple[int, int, str, str]] = deque(maxlen=MAX_FRAMES)
    for frame, line in traceback.walk_tb(error.__traceback__):
        code = frame.f_code
        if cell := CELL_FILE.match(code.co_filename):
            found.append((int(cell[1]), line or 0, code.co_name[:200], code.co_filename))
    return tuple(
        (cell, line, name, linecache.getline(file, line).strip()[:MAX_TEXT])
        for cell, line, name, file in found
    )


def as_tree(described: ErrorReport) -> dict[str, Any]:
    return {
        "name": described.name,
        "bases": list(described.bases),
        "message": described.message,
        "frames": [list(frame) for frame in described.frames],
    }


def from_tree(tree: Any) -> ErrorReport:
    """An `ErrorReport` from what the room sent. Raises `ValueError` if it is not one."""
    if type(tree) is not dict or set(tree) - {"number"} != {"name", "bases", "message", "frames"}:
        raise ValueError("an error report has name, bases, message, frames")
    if not _texts([tree["name"], tree["message"]]) or not _list_of(tree["bases"], MAX_BASES):
        raise ValueError("an error report's name and message are texts")
    if not _texts(tree["bases"]) or not _list_of(tree["frames"], MAX_FRAMES):
        raise ValueError("an error report's bases and frames are short lists")
    number = tree.get("number")
    if number is not None and type(number) is not int:
        raise ValueError("an exception's number is an integer")
    return ErrorReport(
        tree["name"][:200],
        tuple(tree["bases"]),
        tree["message"][:MAX_TEXT],
        tuple(_frame(frame) for frame in tree["frames"]),
        number,
    )


def _frame(frame: Any) -> tuple[int, int, str, str]:
    if not _list_of(frame, 4) or len(frame) != 4:
        raise ValueError("a frame has four parts")
    cell, line, function, text = frame
    if type(cell) is not int or type(line) is not int or not _texts([function, text]):
        raise ValueError("a frame is cell, line, function, text")
    return cell, line, function[:200], text[:MAX_TEXT]


def _texts(values: list[Any]) -> bool:
    return all(type(value) is str for value in values)


def _list_of(value: Any, most: int) -> bool:
    return type(value) is list and len(value) <= most
