"""Measurements that live in modules of their own, and say so when they are not there.

Such a module has one function, `figures(quick: bool) -> list[Figure]`.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable

from benchmarks.results import Figure

PARTS = {
    "benchmarks.rooms": "sandbox over the bare in-process run",
    "benchmarks.feedback": "feedback pages per second",
}


def figures_of_parts(quick: bool, say: Callable[[str], None]) -> list[Figure]:
    """The figures of every part; a part that is missing or fails is one without a value."""
    return [figure for module in PARTS for figure in _figures(module, quick, say)]


def _figures(module: str, quick: bool, say: Callable[[str], None]) -> list[Figure]:
    title = PARTS[module]
    say(title)
    try:
        part = importlib.import_module(module)
        measured: list[Figure] = part.figures(quick)
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        return [Figure(title, None, "", f"{module} is not in this version")]
    except Exception as error:
        return [Figure(title, None, "", f"failed: {type(error).__name__}: {error}")]
    return measured
