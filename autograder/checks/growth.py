"""Whether a function's work grows with the number of steps, or faster. No clock: lines count."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType, FunctionType
from typing import Any

from autograder.checks.errors import Message

STEPS = 16
# Twice the steps take at most twice the lines when each step does the same; four times when each
# step starts again from the first. Between them: so much work in a step besides.
LARGEST = 2.5


def growth_note(
    function: Callable[..., Any], arguments: Callable[[int], tuple[Any, ...]]
) -> Message | None:
    """A note if twice the steps take clearly more than twice the work, else None.

    `arguments(T)` are the function's arguments for T steps; making them is not counted. Nothing
    is said of what is no plain function (in a judge's room it is elsewhere), of a function that
    raises, and while a debugger or a coverage tool is tracing.
    """
    if type(function) is not FunctionType or sys.gettrace() is not None:
        return None
    try:
        work = [lines_run(function, arguments(steps)) for steps in (STEPS, 2 * STEPS)]
    except Exception:
        return None
    ratio = work[1] / max(work[0], 1)
    if ratio <= LARGEST:
        return None
    return Message("growth.faster", {"function": function.__name__, "ratio": ratio})


def lines_run(function: FunctionType, arguments: tuple[Any, ...]) -> int:
    """How many lines of the notebook run in the call; a line counts each time it runs."""
    count = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        if event == "line":
            count += 1
        elif event == "call" and frame.f_globals is not function.__globals__:
            return None
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        function(*arguments)
    finally:
        sys.settrace(before)
    return count
