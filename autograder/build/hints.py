"""Hints of the prose: a fenced block beside its exercise that no notebook shows.

::

    ```hints exercise="rnn_backward"
    - Which two ways lead from the state of step t to the loss?
    - The second way goes through step t+1. What does that step hand back?
    - read: Back through the whole sequence
    ```

One rung a list item, from a question to the formula's place. The last one, `read:`, names the
heading to read again; without it, that is the heading above.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.build.errors import BuildError, near

FENCE = re.compile(r"^(`{3,})hints\b(?P<keys>.*)$")
KEYS = re.compile(r"""^\s*exercise\s*=\s*["'](?P<name>\w+)["']\s*$""")
READ = re.compile(r"^(?:read|读)\s*[:：]\s*(?P<heading>.+)$")
HEADING = re.compile(r"^#{1,6}\s+(?P<words>.+?)\s*#*\s*$")


@dataclass(frozen=True)
class Hints:
    """The rungs of one exercise, and the heading to read again, without its backticks."""

    path: Path
    exercise: str
    rungs: tuple[str, ...]
    section: str
    line: int

    @property
    def place(self) -> str:
        return f'line {self.line}, hints exercise="{self.exercise}"'


def split_hints(text: str, path: Path) -> tuple[str, dict[str, Hints]]:
    """The prose without its hints, and the hints by exercise.

    Raises `BuildError` for a block that is not closed, names no exercise, or an exercise twice, for
    one without hints, and for a heading to read that the prose does not have.
    """
    kept: list[str] = []
    found: dict[str, Hints] = {}
    lines = text.splitlines()
    headings = _headings(lines)
    number = 0
    while number < len(lines):
        fence = FENCE.match(lines[number])
        if fence is None:
            kept.append(lines[number])
            number += 1
            continue
        end = _end(lines, number, fence[1], path)
        hints = _hints(lines, number, end, headings, path)
        _once(hints, found)
        found[hints.exercise] = hints
        number = end + 1
        while number < len(lines) and not lines[number].strip():
            number += 1
    return "\n".join(kept) + "\n", found


def check_hints(hints: Mapping[str, Hints], exercises: Mapping[str, str], path: Path) -> None:
    """Every exercise has hints, and the other way round. `exercises`: name → its place."""
    for name, each in hints.items():
        if name not in exercises:
            raise BuildError(
                path,
                each.place,
                found="hints for an exercise that the prose does not have",
                expected=f"one of {', '.join(exercises)}",
                cure=f"correct the name{near(name, exercises)}",
            )
    for name, place in exercises.items():
        if name not in hints:
            raise BuildError(
                path,
                place,
                found="an exercise without hints",
                expected=f'a block ```hints exercise="{name}" below it',
                cure="write what you would ask a student who is stuck: a list, never the answer",
            )


def check_same_hints(first: Mapping[str, Hints], other: Mapping[str, Hints]) -> None:
    """All languages have the rungs of the first. Both have hints for the same exercises."""
    for name, mine in first.items():
        theirs = other[name]
        if len(mine.rungs) != len(theirs.rungs):
            raise BuildError(
                theirs.path,
                theirs.place,
                found=f"{len(theirs.rungs)} hints",
                expected=f"{len(mine.rungs)}, as in {mine.path}, line {mine.line}",
                cure="give all languages the same hints",
            )


def _headings(lines: list[str]) -> list[tuple[int, str]]:
    """(index of the line, words) of every heading outside of code."""
    found, inside = [], ""
    for index, line in enumerate(lines):
        fence = re.match(r"`{3,}", line)
        if fence and not inside:
            inside = fence[0]
        elif fence and line.rstrip() == inside:
            inside = ""
        elif not inside and (heading := HEADING.match(line)):
            found.append((index, heading["words"].replace("`", "")))
    return found


def _end(lines: list[str], start: int, ticks: str, path: Path) -> int:
    for index in range(start + 1, len(lines)):
        if lines[index].rstrip() == ticks:
            return index
    raise BuildError(
        path,
        f"line {start + 1}",
        found="hints without an end",
        expected=f"a line {ticks} behind the last hint",
        cure="close the block",
    )


def _hints(
    lines: list[str], start: int, end: int, headings: list[tuple[int, str]], path: Path
) -> Hints:
    place = f"line {start + 1}"
    exercise = _exercise_of(lines[start], path, place)
    rungs = _items(lines[start + 1 : end], path, place)
    section = ""
    if rungs and (read := READ.match(rungs[-1])):
        section = read["heading"].replace("`", "")
        rungs = rungs[:-1]
    if not rungs:
        raise BuildError(
            path,
            place,
            found="no hint",
            expected="one or more list items: - What …?",
            cure="write what you would ask a student who is stuck",
        )
    section = _section(section, start, headings, path, place)
    return Hints(path, exercise, tuple(rungs), section, start + 1)


def _exercise_of(fence: str, path: Path, place: str) -> str:
    keys = KEYS.match(fence.lstrip("`").removeprefix("hints"))
    if keys is None:
        raise BuildError(
            path,
            place,
            found=fence,
            expected='```hints exercise="name"',
            cure="name the exercise that the hints are for",
        )
    return keys["name"]


def _items(lines: list[str], path: Path, place: str) -> list[str]:
    """The list items, each on one line. An item goes on where a line is indented."""
    items: list[str] = []
    for line in filter(str.strip, lines):
        if line.startswith("- ") and line[2:].strip():
            items.append(line[2:].strip())
        elif line.startswith("  ") and items:
            items[-1] += f" {line.strip()}"
        else:
            raise BuildError(
                path,
                place,
                found=repr(line),
                expected="a list item with some words: - What …?",
                cure="write each hint as an item; indent the lines that belong to it",
            )
    return items


def _section(
    wanted: str, start: int, headings: list[tuple[int, str]], path: Path, place: str
) -> str:
    known = [words for _, words in headings]
    if not wanted:
        wanted = next((words for index, words in reversed(headings) if index < start), "")
    if wanted not in known:
        raise BuildError(
            path,
            place,
            found=f"read: {wanted}" if wanted else "no heading above",
            expected="the words of a heading of this prose",
            cure=f"correct them{near(wanted, known)}",
        )
    return wanted


def _once(hints: Hints, found: Mapping[str, Hints]) -> None:
    if hints.exercise in found:
        raise BuildError(
            hints.path,
            hints.place,
            found=f"a second block; the first is on line {found[hints.exercise].line}",
            expected="all hints of an exercise in one block",
            cure="join the two",
        )
