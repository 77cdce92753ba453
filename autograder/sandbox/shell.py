"""A notebook shell without a kernel: runs cells in this process, collects nbformat outputs."""

from __future__ import annotations

import atexit
import base64
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from autograder.sandbox.descriptors import Descriptors
from autograder.sandbox.outputs import Output, Outputs
from autograder.sandbox.tracebacks import quicken

MAX_TEXT = 10_000
MAX_LINES = 200


@dataclass(frozen=True)
class CellRun:
    """One executed cell. `error` is what it raised, if anything."""

    outputs: list[Output]
    ok: bool
    error: BaseException | None = None


class CellStream(io.TextIOBase):
    """A cell's stdout or stderr."""

    encoding = "UTF-8"
    errors = "strict"

    def __init__(self, shell: Any, name: str, descriptor: int) -> None:
        self._shell = shell
        self._name = name
        self._descriptor = descriptor

    @property
    def name(self) -> str:
        return self._name

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._shell.outputs.stream(self._name, text)
        return len(text)

    def isatty(self) -> bool:
        return False

    def fileno(self) -> int:
        return self._descriptor


def _as_json(data: dict[str, Any]) -> dict[str, Any]:
    """As a kernel does: bytes become base64, the rest is JSON already."""
    return {
        mime: base64.b64encode(value).decode("ascii") if isinstance(value, bytes) else value
        for mime, value in data.items()
    }


class _ResultHook(DisplayHook):
    @staticmethod
    def semicolon_at_end_of_expression(expression: str) -> bool:
        """IPython takes the whole cell apart into tokens, even one without a semicolon."""
        return ";" in expression and bool(DisplayHook.semicolon_at_end_of_expression(expression))

    def start_displayhook(self) -> None:
        self._result: Output = {}

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: dict[str, Any], md_dict: Any = None) -> None:
        self._result = {
            "output_type": "execute_result",
            "execution_count": self.prompt_count,
            "data": _as_json(format_dict),
            "metadata": md_dict or {},
        }

    def finish_displayhook(self) -> None:
        if self._result.get("data"):
            self.shell.outputs.add(self._result)
        self._result = {}


class _Publisher(DisplayPublisher):
    def publish(
        self,
        data: dict[str, Any],
        metadata: Any = None,
        source: Any = None,  # noqa: ARG002 - IPython's signature
        *,
        transient: Any = None,
        update: bool = False,
        **_: Any,
    ) -> None:
        output = {
            "output_type": "display_data",
            "data": _as_json(data),
            "metadata": metadata or {},
        }
        self.shell.outputs.display(output, (transient or {}).get("display_id"), update)

    def clear_output(self, wait: bool = False) -> None:
        self.shell.outputs.clear(wait)


class ZMQInteractiveShell(InteractiveShell):
    """Named as in a kernel: libraries ask for this name to know that they are in a notebook."""

    displayhook_class = _ResultHook
    display_pub_class = _Publisher

    def __init__(self, **kwargs: Any) -> None:
        self.outputs = Outputs()
        self.descriptors = Descriptors()
        super().__init__(**kwargs)
        # `len?`: a kernel leaves it to the front end, and no notebook keeps it.
        self.set_hook("show_in_pager", lambda *_, **__: None, 0)

    def showtraceback(self, *args: Any, **kwargs: Any) -> None:
        """As IPython does it, even if the error's own methods fail."""
        kind, error, _ = sys.exc_info()
        try:
            super().showtraceback(*args, **kwargs)
        except BaseException:
            name = getattr(kind, "__name__", "Error")
            self._showtraceback(kind, error, [f"{name}: {_text_of(error)}"])

    def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
        lines = [stb] if isinstance(stb, str) else [str(line) for line in stb]
        self.outputs.add(
            {
                "output_type": "error",
                "ename": str(etype.__name__)[:200],
                "evalue": _text_of(evalue)[:MAX_TEXT],
                "traceback": [line[:MAX_TEXT] for line in lines[:MAX_LINES]],
            }
        )

    def _format_exception_for_storage(self, exception: Any, *_: Any, **__: Any) -> dict[str, Any]:
        """What `%notebook` keeps of an error: what was shown. IPython draws it all once more."""
        shown = self.outputs.error() or {"ename": type(exception).__name__}
        return {name: shown.get(name, "") for name in ("ename", "evalue", "traceback")}

    def enable_gui(self, gui: Any = None) -> None:
        """There is no event loop to join."""

    def ask_exit(self) -> None:
        """`exit` in a cell ends nothing."""

    def system(self, cmd: str) -> None:
        """`!command`: said, and not run."""
        self.outputs.stream("stderr", f"[grader] shell command not run: {str(cmd)[:200]}\n")
        self.user_ns["_exit_code"] = 126

    system_piped = system
    system_raw = system

    def getoutput(self, cmd: str, split: bool = True, depth: int = 0) -> Any:  # noqa: ARG002
        self.system(cmd)
        return [] if split else ""

    def run(self, source: str, execution_count: int) -> CellRun:
        """Run one cell as the notebook's `execution_count`-th."""
        self.outputs = Outputs()
        self.execution_count = execution_count
        with self._streams(), self.descriptors.shown(self.outputs):
            result = self.run_cell(source, store_history=True)
        error = result.error_before_exec or result.error_in_exec
        return CellRun(self.outputs.collected(), result.success, error)

    @contextmanager
    def _tee(self, channel: str) -> Iterator[None]:  # noqa: ARG002 - IPython's signature
        """IPython would keep a second copy of all that a cell prints, without a limit."""
        yield

    @contextmanager
    def _streams(self) -> Iterator[None]:
        before = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = CellStream(self, "stdout", 1), CellStream(self, "stderr", 2)
        try:
            yield
        finally:
            sys.stdout, sys.stderr = before


def _text_of(value: Any) -> str:
    try:
        return str(value)
    except BaseException:
        return "<this error can't be shown: its __str__ failed>"


def new_shell(namespace: dict[str, Any] | None = None) -> ZMQInteractiveShell:
    """The one shell of this process; cells run in `namespace` if one is given."""
    quicken()
    config = Config()
    config.HistoryManager.enabled = False
    config.HistoryManager.hist_file = ":memory:"
    config.InteractiveShell.colors = "neutral"
    config.InteractiveShell.autoindent = False
    ZMQInteractiveShell.clear_instance()
    shell: ZMQInteractiveShell = ZMQInteractiveShell.instance(config=config, user_ns=namespace)
    atexit.unregister(shell.atexit_operations)  # it would walk through all names once more
    return shell
