"""The judge's notebook shell: runs locked cells, and shows failures without showing the tests."""

from __future__ import annotations

from typing import Any

from autograder.checks import StudentFrame
from autograder.judge.names import Names
from autograder.sandbox.outputs import Outputs
from autograder.sandbox.shell import ZMQInteractiveShell, new_shell

MAX_MESSAGE = 10_000


class JudgeShell:
    """Runs locked cells in the judge's names."""

    def __init__(self, names: Names) -> None:
        self._shell = new_shell(names)
        self._shell.set_custom_exc((BaseException,), _show)

    def run(self, source: str, execution_count: int) -> tuple[list[dict[str, Any]], bool]:
        """The cell's outputs, and whether it ran to its end.

        A warning is not a failure: what nbgrader would take for one (text on stderr) is shown as
        ordinary text.
        """
        run = self._shell.run(source, execution_count)
        return [_as_stdout(output) for output in run.outputs], run.ok

    def forget_outputs(self) -> None:
        self._shell.outputs = Outputs()


def _as_stdout(output: dict[str, Any]) -> dict[str, Any]:
    if output["output_type"] == "stream" and output["name"] == "stderr":
        return {**output, "name": "stdout"}
    return output


def _show(
    shell: ZMQInteractiveShell, kind: type, error: BaseException, trace: Any, tb_offset: Any = None
) -> None:
    """IPython's handler for an uncaught error: the fact and the student's own line, no stack."""
    del trace, tb_offset
    own_lines = getattr(error, "_render_traceback_", None)
    shell._showtraceback(kind, error, own_lines() if own_lines else failure_lines(error))


def failure_lines(error: BaseException) -> list[str]:
    """`ValueError: message`, then where in the student's code, if it came from there."""
    lines = [f"{type(error).__name__}: {str(error)[:MAX_MESSAGE]}"]
    frame = getattr(error, "student_frame", None)
    if isinstance(frame, StudentFrame):
        lines.append(f"  in {frame.function}, line {frame.line}: {frame.text}")
    return lines
