"""Known mistakes: small patches of the reference, each with a hint in both languages."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from autograder.checks.errors import Message, literal

_LAST_WORD, _FIRST_WORD = re.compile(r"\w*\Z"), re.compile(r"\w*")


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
    source = "".join([*lines[:start], patched_function([mistake], solution_source), *lines[end:]])
    try:
        ast.parse(source)
    except SyntaxError as error:
        raise _misfit(mistake, f"the patched module is not Python: {error}") from error
    return source


def patched_function(mistakes: Sequence[Mistake], solution_source: str) -> str:
    """The function of these mistakes, all of one exercise, with each of them in it.

    Raises `MistakeError` as `patched`, but for what is not Python; and where two of them change
    the same piece.
    """
    start, end = _lines_of(mistakes[0], solution_source)
    function = "".join(solution_source.splitlines(keepends=True)[start:end])
    edits = sorted(_edit(mistake, function) for mistake in mistakes)
    changed, done = [], 0
    for number, (first, last, text) in enumerate(edits):
        if number and first <= done:
            raise _misfit(mistakes[0], f"changes the same piece as {mistakes[1].key}")
        changed += [function[done:first], text]
        done = last
    return "".join([*changed, function[done:]])


def _edit(mistake: Mistake, function: str) -> tuple[int, int, str]:
    """(start, end, new text) of the piece that really changes, in whole words."""
    _require_once(mistake, function)
    old, new = mistake.find, mistake.replace
    head = _common(old, new)
    head -= len(_LAST_WORD.search(old[:head])[0])  # type: ignore[index]
    tail = _common(old[head:][::-1], new[head:][::-1])
    tail -= len(_FIRST_WORD.match(old[len(old) - tail :])[0])  # type: ignore[index]
    start = function.index(old)
    return start + head, start + len(old) - tail, new[head : len(new) - tail]


def _common(one: str, other: str) -> int:
    """How many characters at their beginning are the same."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def _lines_of(mistake: Mistake, source: str) -> tuple[int, int]:
    """From the line after its decorators to its end, counted from 0."""
    try:
        node = function_named(mistake.exercise, source)
    except KeyError:
        expected = f"expected a function {mistake.exercise} in the solution, found none"
        raise _misfit(mistake, expected) from None
    return node.lineno - 1, node.end_lineno or node.lineno


@lru_cache(maxsize=256)
def function_named(name: str, source: str) -> ast.FunctionDef:
    """The function of this name in a module. Raises `KeyError`."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef) and node.name == name:
            return node
    raise KeyError(name)


def _require_once(mistake: Mistake, function: str) -> None:
    count = function.count(mistake.find) if mistake.find else 0
    if count != 1:
        raise _misfit(mistake, f"expected {mistake.find!r} once in the function, found it {count}×")
    if mistake.find == mistake.replace:
        raise _misfit(mistake, "expected a change, but find and replace are the same")


def hint(mistake: Mistake) -> Message:
    """The likely cause as a message. Renderers write "most likely" before it: it is left out."""
    return literal(mistake.en.removeprefix("most likely "), mistake.zh.removeprefix("很可能"))


def _misfit(mistake: Mistake, complaint: str) -> MistakeError:
    return MistakeError(f"{mistake.exercise}/{mistake.key}: {complaint}")
