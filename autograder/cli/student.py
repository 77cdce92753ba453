"""What the commands for students share: errors with exit code 2, colour, the file argument."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from autograder.workbench.render import Line

Command = Callable[..., Any]

notebook_argument = click.argument("notebook", type=click.Path(path_type=Path))
language_option = click.option(
    "--language",
    type=click.Choice(["en", "zh"]),
    help="The language of what is said (default: the notebook's).",
)
seconds_option = click.option(
    "--seconds",
    type=click.FloatRange(min=0.1),
    default=60.0,
    show_default=True,
    help="How long a cell may run before it is stopped.",
)


class BadInput(click.ClickException):
    """Bad input is told on one line, with exit code 2."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        _never_fail(file or sys.stderr)
        super().show(file)


@contextmanager
def usable(language: str | None = None) -> Iterator[None]:
    """Turn what a student can mend into a message with exit code 2."""
    try:
        from autograder.checks import text
        from autograder.workbench.errors import UnusableError

        try:
            yield
        except UnusableError as error:
            raise BadInput(text(error.message, language)) from None
    except ModuleNotFoundError as error:
        if error.name is None or error.name.startswith("autograder"):
            raise
        raise BadInput(
            f"found no {error.name}; expected what students need. "
            "Run `pip install 'rnn-autograder[student]'`"
        ) from None


class Screen:
    """Prints lines: the symbol and word of a status in its colour, where the terminal has any."""

    def __init__(self, language: str) -> None:
        from rich.console import Console

        from autograder.checks.catalogue import use_language

        use_language(language)
        _never_fail(sys.stdout)
        self.language = language
        self.console = Console(highlight=False, markup=False, soft_wrap=True, emoji=False)

    def show(self, lines: Iterable[Line]) -> None:
        from rich.text import Text

        from autograder.checks.render import COLOURS

        for line in lines:
            style = f"bold {COLOURS[line.status]}" if line.status else ""
            self.console.print(Text(line.text, style=style))

    def clear(self) -> None:
        """An empty screen, if it is one; a file or a pipe is written on."""
        if self.console.is_terminal:
            self.console.clear()


def _never_fail(stream: Any) -> None:
    """A terminal that has no ✓ shows ? instead."""
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="replace")
