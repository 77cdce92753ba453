"""An exception as the student reads it: their function, their line, the error. Never our frames."""

from __future__ import annotations

import linecache
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from traceback import walk_tb
from types import CodeType, FrameType
from typing import Any, cast

from autograder.checks.errors import CheckFailed, Message, StudentFrame, printable, type_name
from autograder.checks.values import has_type

# ipykernel, xeus-python, IPython, Colab, and shells that name a cell by its prompt.
_CELL_FILE = re.compile(
    r"[/\\](ipykernel|xpython)_\d+[/\\]\d+\.py$|ipython-input-\d+|^<?(In|Cell)\s?\[?\d+\]?>?$",
    re.IGNORECASE,
)
_CELL_NUMBER = re.compile(r"^<?(?:In|Cell)\s?\[?(\d+)|ipython-input-(\d+)", re.IGNORECASE)
_UNDEFINED = re.compile(r"name '(\w+)' is not defined")
_STOPPED = ("StudentTimeoutError", "CellTimeoutError")
_ENDED = "RoomEndedError"
_PACKAGE = str(Path(__file__).parent.parent)

# Exception type, pattern in its message, key of the advice: the first that fits is told.
_HINTS: tuple[tuple[type[BaseException], str, str], ...] = (
    (UnboundLocalError, "", "advice.unbound"),
    (NameError, "", "advice.name"),
    (IndexError, "", "advice.index"),
    (KeyError, "", "advice.key"),
    (AttributeError, r"module 'numpy' has no attribute", "advice.numpy_name"),
    (AttributeError, r"'NoneType'", "advice.is_none"),
    (TypeError, r"NoneType", "advice.is_none"),
    (TypeError, r"positional argument|keyword argument", "advice.arguments"),
    (ValueError, r"shape|dimension|broadcast|aligned|matmul", "advice.shapes"),
    (ValueError, r"unpack", "advice.unpack"),
    (RecursionError, "", "advice.recursion"),
)


@dataclass(frozen=True)
class Cell:
    """The cell of a check: its file name, and the namespace that it shares with the notebook."""

    file: str
    namespace: dict[str, Any]

    @classmethod
    def of(cls, frame: FrameType) -> Cell:
        return cls(frame.f_code.co_filename, frame.f_globals)


def failure_of(error: BaseException, title: str | None = None) -> CheckFailed:
    """Any exception of a test as a failure to show, without a word of the test itself."""
    failure = student_failure(error, title)
    if failure is not None:
        return failure
    if has_type(error, AssertionError):  # its message may hold expected values
        return CheckFailed(Message("test.assertion"))
    if has_type(error, NameError):
        return CheckFailed(_undefined(error), Message("advice.undefined"))
    if has_type(error, NotImplementedError):
        return _not_written(Message("value.callable"))
    return CheckFailed(Message("test.unusable", {"error": _described(error)}))


def student_failure(
    error: BaseException, title: str | None = None, cell: Cell | None = None
) -> CheckFailed | None:
    """What to tell a student of an exception, or None where it is not the student's.

    `title` is the exercise, `cell` the check's own cell. The student's are: what was raised in
    their code, what is not written or defined yet, and a plain `assert` of the check.
    """
    if has_type(error, CheckFailed):
        return cast(CheckFailed, error)
    frame = student_frame(error, cell)
    if has_type(error, NotImplementedError) and (frame or title):
        return _not_written(printable(frame.function if frame else title, 80))
    if type_name(error) in _STOPPED:
        return CheckFailed(_stopped(frame, title), Message("advice.endless"))
    if type_name(error) == _ENDED:
        return CheckFailed(Message("student.ended"), Message("advice.ended"))
    if frame is not None:
        return CheckFailed(_raised(error, frame), _hint(error))
    if cell is not None and _raised_in(error, cell):
        return _of_check(error, cell)
    return None


def _not_written(function: str | Message) -> CheckFailed:
    fact = Message("student.not_written", {"function": function})
    return CheckFailed(fact, Message("advice.not_written"))


def student_frame(error: BaseException, cell: Cell | None = None) -> StudentFrame | None:
    """The innermost place in a notebook cell other than the check's own.

    An exception from elsewhere brings its place along, as the attribute `student_frame`.
    """
    try:
        carried = error.student_frame  # type: ignore[attr-defined]
    except Exception:
        carried = None
    if isinstance(carried, StudentFrame):
        return carried
    frames = [place for place in walk_tb(error.__traceback__) if _is_students(place[0], cell)]
    if not frames:
        return None
    names = [frame.f_code.co_name for frame, _ in reversed(frames)]
    function = next((name for name in names if not name.startswith("<")), names[0])
    code, line = frames[-1][0].f_code, frames[-1][1]
    return StudentFrame(function, line, _line_text(code, line), _cell_number(code.co_filename))


def running_frame(frame: FrameType | None, cell: Cell) -> StudentFrame | None:
    """The student's innermost place among a running frame and its callers, or None."""
    while frame is not None and not _is_students(frame, cell):
        if frame.f_code.co_filename == cell.file:
            return None
        frame = frame.f_back
    if frame is None:
        return None
    code, line, function = frame.f_code, frame.f_lineno, frame.f_code.co_name
    outer = frame.f_back
    while function.startswith("<") and outer is not None and _is_students(outer, cell):
        function, outer = outer.f_code.co_name, outer.f_back
    return StudentFrame(function, line, _line_text(code, line), _cell_number(code.co_filename))


def _is_students(frame: FrameType, cell: Cell | None) -> bool:
    file = frame.f_code.co_filename
    if cell is None:
        return bool(_CELL_FILE.search(file))
    return file != cell.file and (
        frame.f_globals is cell.namespace or bool(_CELL_FILE.search(file))
    )


def _raised_in(error: BaseException, cell: Cell) -> bool:
    """Whether the check's own cell raised, by itself or through this package (a proxy)."""
    files = [frame.f_code.co_filename for frame, _ in walk_tb(error.__traceback__)]
    foreign = [file for file in files if not file.startswith(_PACKAGE)]
    return bool(foreign) and foreign[-1] == cell.file


def _of_check(error: BaseException, cell: Cell) -> CheckFailed | None:
    if has_type(error, NameError):
        return CheckFailed(_undefined(error), Message("advice.undefined"))
    if has_type(error, AssertionError):
        own = [place for place in walk_tb(error.__traceback__) if _is_in(place[0], cell)]
        text = _line_text(own[-1][0].f_code, own[-1][1])
        values = {"line": own[-1][1], "text": printable(text), "message": printable(error)}
        key = "test.assert" if values["message"] else "test.assert_bare"
        return CheckFailed(Message(key, values))
    return None


def _is_in(frame: FrameType, cell: Cell) -> bool:
    return frame.f_code.co_filename == cell.file


def _raised(error: BaseException, frame: StudentFrame) -> Message:
    values = {
        "function": printable(frame.function, 80),
        "line": frame.line,
        "text": printable(frame.text),
        "error": _described(error),
    }
    if not frame.line:
        return Message("student.raised", values)
    return Message("student.raised_at" if frame.text.strip() else "student.raised_line", values)


def _stopped(frame: StudentFrame | None, title: str | None) -> Message:
    """The judge stops what runs too long, and says so with an error of its own."""
    if frame is None:
        named = printable(title, 80) if title else Message("value.callable")
        return Message("student.stopped", {"function": named})
    values = {"function": printable(frame.function, 80), "line": frame.line}
    return Message("student.stopped_at", {**values, "text": printable(frame.text)})


def _described(error: BaseException) -> Message:
    values = {"type": type_name(error), "message": printable(error)}
    return Message("error.named" if values["message"] else "error.bare", values)


def _undefined(error: BaseException) -> Message:
    message = printable(error)
    match = _UNDEFINED.search(message)
    name = getattr(error, "name", None) or (match[1] if match else None)
    if name is None:
        return Message("test.unusable", {"error": _described(error)})
    return Message("student.not_defined", {"name": printable(name, 80)})


def _hint(error: BaseException) -> Message | None:
    message = printable(error)
    for kind, pattern, key in _HINTS:
        if has_type(error, kind) and re.search(pattern, message):
            return Message(key)
    return None


def _line_text(code: CodeType, line: int) -> str:
    return linecache.getline(code.co_filename, line).strip()


def _cell_number(file: str) -> str | None:
    """`In[3]` for a cell's file name; only the shell knows it for ipykernel's temporary names."""
    match = _CELL_NUMBER.search(file)
    if match:
        return f"In[{match[1] or match[2]}]"
    try:
        shell = sys.modules["IPython"].get_ipython()
        return str(shell.compile.format_code_name(file)[1])
    except Exception:
        return None
