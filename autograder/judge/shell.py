"""The judge's notebook shell: runs locked cells, and shows failures without showing the tests."""

from __future__ import annotations

import functools
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from IPython.core.inputtransformer2 import TransformerManager

from autograder.checks import StudentFrame
from autograder.judge.errors import JudgeTimeoutError
from autograder.judge.names import Names
from autograder.judge.secrecy import without_expected_values
from autograder.judge.surroundings import watched
from autograder.judge.walltime import wall_limit
from autograder.sandbox.outputs import Output
from autograder.sandbox.shell import CellRun, new_shell

MAX_MESSAGE = 10_000
# As Python does by default.
_IGNORED_WARNINGS = (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning)


@functools.lru_cache(maxsize=2_000)
def as_python(source: str) -> str:
    """A cell as plain Python. The test cells of a course are the same for every submission: what
    is asked for before the judge forks, every fork knows."""
    python: str = TransformerManager().transform_cell(source)
    return python


class _Transformers(TransformerManager):
    """IPython's own, as long as no cell has added one."""

    def transform_cell(self, cell: str) -> str:
        usual = TransformerManager()
        added = (
            self.cleanup_transforms != usual.cleanup_transforms
            or self.line_transforms != usual.line_transforms
            or self.token_transformers != usual.token_transformers
        )
        python: str = super().transform_cell(cell) if added else as_python(cell)
        return python


class JudgeShell:
    """Runs locked cells in the judge's names."""

    def __init__(self, names: Names, wall_seconds: float) -> None:
        self._wall_seconds = wall_seconds
        self._shell = new_shell(names)
        self._shell.input_transformer_manager = _Transformers()
        self._has_told = False
        self._source = ""
        self._shell.showtraceback = self._show  # type: ignore[method-assign]
        self._shell.showsyntaxerror = self._show_syntax_error

    def run(self, source: str, execution_count: int) -> CellRun:
        """The cell's run.

        A warning is not a failure: what nbgrader would take for one (text on stderr) is shown as
        ordinary text.
        """
        self._has_told = False
        self._source = source
        with _brief_warnings(), watched(), wall_limit(self._wall_seconds):
            run = self._shell.run(source, execution_count)
        return CellRun([_as_stdout(output) for output in run.outputs], run.ok, run.error)

    def _show(self, exc_tuple: Any = None, *_: Any, **__: Any) -> None:
        """In the place of IPython's traceback: the fact and the student's own line, no stack."""
        if self._has_told:  # IPython asks the error for its text, and may fail once more
            return
        self._has_told = True
        error = (exc_tuple or sys.exc_info())[1] or RuntimeError("no error to show")
        kind = type(error)
        name = "GraderError" if isinstance(error, JudgeTimeoutError) else str(kind.__name__)
        message, lines = _described(error, name)
        if (instead := without_expected_values(error, self._source)) is not None:
            message, lines = instead, [f"{name}: {instead}"]
        self._shell.outputs.add(
            {"output_type": "error", "ename": name, "evalue": message, "traceback": lines}
        )

    def _show_syntax_error(self, *_: Any, **__: Any) -> None:
        """The line would be one of the test's."""
        kind, error, _trace = sys.exc_info()
        self._shell._showtraceback(kind, error, ["SyntaxError in the test cell"])


@contextmanager
def _brief_warnings() -> Iterator[None]:
    """Warnings as text, without the line of the test cell that they came from."""

    def show(message: Any, category: type[Warning], *_: Any, **__: Any) -> None:
        print(f"{category.__name__}: {message}")

    with warnings.catch_warnings():
        warnings.simplefilter("default")
        for ignored in _IGNORED_WARNINGS:
            warnings.simplefilter("ignore", ignored)
        warnings.showwarning = show
        yield


def _as_stdout(output: Output) -> Output:
    if output["output_type"] == "stream" and output["name"] == "stderr":
        return {**output, "name": "stdout"}
    return output


def _described(error: BaseException, name: str) -> tuple[str, list[str]]:
    try:
        own_lines = getattr(error, "_render_traceback_", None)
        lines = own_lines() if own_lines else failure_lines(error, name)
        return str(error)[:MAX_MESSAGE], [str(line)[:MAX_MESSAGE] for line in lines]
    except BaseException:  # the message asks an object of the student's, which may do anything
        return "", [name]


def failure_lines(error: BaseException, name: str) -> list[str]:
    """`ValueError: message`, then where in the student's code, if it came from there."""
    lines = [f"{name}: {str(error)[:MAX_MESSAGE]}"]
    frame = getattr(error, "student_frame", None)
    if isinstance(frame, StudentFrame):
        lines.append(f"  in {frame.function}, line {frame.line}: {frame.text}")
    return lines
