"""Known mistakes: small patches of the reference, each with a hint in both languages."""

from __future__ import annotations

import ast
from dataclasses import dataclass


class MistakeError(ValueError):
    """A known mistake does not fit the reference solution."""


@dataclass(frozen=True)
class Mistake:
    """One wrong program: the reference with one piece of one function replaced."""

    exercise: str
    key: str
    find: str
    replace: str
    en: str
    zh: str


def patched(mistake: Mistake, solution_source: str) -> str:
    """The whole solution module with that one function changed.

    Raises `MistakeError` if the module has no such function, if `find` is not in it exactly once,
    if nothing changes, or if the result is not Python any more.
    """
    start, end = _lines_of(mistake, solution_source)
    lines = solution_source.splitlines(keepends=True)
    function = "".join(lines[start:end])
    changed = _replaced_once(mistake, function)
    source = "".join([*lines[:start], changed, *lines[end:]])
    try:
        ast.parse(source)
    except SyntaxError as error:
        raise _misfit(mistake, f"the patched module is not Python: {error}") from error
    return source


def _lines_of(mistake: Mistake, source: str) -> tuple[int, int]:
    try:
        node = function_named(mistake.exercise, source)
    except KeyError:
        expected = f"expected a function {mistake.exercise} in the solution, found none"
        raise _misfit(mistake, expected) from None
    return node.lineno - 1, node.end_lineno or node.lineno


def function_named(name: str, source: str) -> ast.FunctionDef:
    """The function of this name in a module. Raises `KeyError`."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef) and node.name == name:
            return node
    raise KeyError(name)


def _replaced_once(mistake: Mistake, function: str) -> str:
    count = function.count(mistake.find) if mistake.find else 0
    if count != 1:
        raise _misfit(mistake, f"expected {mistake.find!r} once in the function, found it {count}×")
    if mistake.find == mistake.replace:
        raise _misfit(mistake, "expected a change, but find and replace are the same")
    return function.replace(mistake.find, mistake.replace)


def _misfit(mistake: Mistake, complaint: str) -> MistakeError:
    return MistakeError(f"{mistake.exercise}/{mistake.key}: {complaint}")
