"""Showing something in a notebook, or printing it where there is none."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from autograder.checks.record import RECORD, as_record
from autograder.checks.render import as_html, as_text
from autograder.checks.result import Result

# One column each, as the sign that it stands for: drawings stay aligned.
PLAIN = dict(zip("✓✗–−·•░▁▂▃▄▅▆▇█", "+x--.*-1234567#", strict=True))


def publish(plain: str, html: str, more: Mapping[str, object] | None = None) -> None:
    """Display both forms (and `more` by MIME type), or print the plain one.

    Never on stderr, which nbgrader takes for an error. IPython is asked only if it runs
    already: a check must not be what imports it.
    """
    ipython = sys.modules.get("IPython")
    if ipython is not None and ipython.get_ipython() is not None:
        from IPython.display import display

        display({"text/plain": plain, "text/html": html, **(more or {})}, raw=True)
    else:
        _print(plain)


def silent(plain: str, html: str, more: Mapping[str, object] | None = None) -> None:
    """Show nothing. A check that is told to publish so does not even put its verdict together."""


def show(result: Result, language: str | None = None) -> None:
    """Display a result, its record beside it. Raises ValueError for the language."""
    record = {RECORD: as_record(result)}
    publish(as_text(result, language), as_html(result, language), record)


def _print(plain: str) -> None:
    try:
        print(plain)
    except UnicodeEncodeError:  # an ASCII or GBK terminal without ✓
        encoding = sys.stdout.encoding or "ascii"
        print("".join(_printable(character, encoding) for character in plain))


def _printable(character: str, encoding: str) -> str:
    """What the terminal has for it. A block of a drawing becomes its height, 8 of them `#`."""
    try:
        return character.encode(encoding).decode(encoding)
    except UnicodeEncodeError:
        return PLAIN.get(character, "?")
