"""The prose of an assignment, as cells: jupytext Markdown whose code cells may be slots.

A slot is a code cell with one of three keys in its fence line::

    ```python given="setup"       code that the course gives: locked, not graded
    ```python exercise="softmax"  where the student writes; the body may hold a docstring
    ```python check="softmax"     the visible checks of that exercise: locked and graded

Any other Python cell is ordinary: the student may change it, nobody grades it. Hints stand beside
their exercise and in no cell: see `hints`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Any

import jupytext

from autograder.build.errors import BuildError, near
from autograder.build.hints import FENCE, Hints, split_hints


class Kind(Enum):
    """What a cell of the prose is; a slot's value is its key in the fence line."""

    PROSE = "prose"
    PLAIN = "plain"
    GIVEN = "given"
    EXERCISE = "exercise"
    CHECK = "check"


SLOT_KINDS = (Kind.GIVEN, Kind.EXERCISE, Kind.CHECK)
SLOT_KEYS = tuple(kind.value for kind in SLOT_KINDS)


@dataclass(frozen=True)
class Cell:
    """One cell. `name` is empty and `line` is 0 unless the cell is a slot."""

    kind: Kind
    source: str
    name: str = ""
    line: int = 0

    @property
    def is_slot(self) -> bool:
        return self.kind in SLOT_KINDS

    @property
    def place(self) -> str:
        """What an error calls this slot: `line 12, exercise="softmax"`."""
        return f'line {self.line}, {self.kind.value}="{self.name}"'


@dataclass(frozen=True)
class Prose:
    """The cells of one Markdown file, in order, and the hints by exercise."""

    path: Path
    cells: tuple[Cell, ...]
    hints: Mapping[str, Hints] = field(default_factory=dict, hash=False)

    @property
    def slots(self) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells if cell.is_slot)

    def of(self, kind: Kind) -> dict[str, Cell]:
        """The slots of one kind by name, in order."""
        return {cell.name: cell for cell in self.cells if cell.kind is kind}


def read_prose(path: Path) -> Prose:
    """The cells of the Markdown file at `path`.

    Raises BuildError for a fence line with an unknown key, more than one key, a name that is
    no Python name, or a slot that occurs twice; and for hints that `split_hints` refuses.
    """
    return _read(path, path.read_text(encoding="utf-8"))


@lru_cache(maxsize=8)
def _read(path: Path, text: str) -> Prose:
    """Taking Markdown apart takes longest; the doctor asks for the same prose four times."""
    bare, hints = split_hints(text, path)
    notebook = jupytext.reads(bare, fmt="md")
    cells: list[Cell] = []
    for raw in notebook.cells:
        cell = _cell(raw, path, text)
        _reject_duplicate(cell, cells, path)
        cells.append(cell)
    return Prose(path, tuple(cells), hints)


def _cell(raw: Any, path: Path, text: str) -> Cell:
    if raw.cell_type != "code":
        return Cell(Kind.PROSE, raw.source)
    # jupytext notes with this key how many blank lines followed a cell; it is no slot.
    keys = [key for key in raw.metadata if key != "lines_to_next_cell"]
    if not keys:
        return Cell(Kind.PLAIN, raw.source)
    key, name = keys[0], str(raw.metadata[keys[0]])
    line = _fence_lines(text, key, name)[0]
    if len(keys) > 1 or key not in SLOT_KEYS:
        raise BuildError(
            path,
            f"line {line}",
            found=f"a Python cell with {', '.join(keys)}",
            expected=f"one of {', '.join(SLOT_KEYS)}, or none",
            cure=f"correct the fence line{near(key, SLOT_KEYS)}",
        )
    _check_name(key, name, path, line)
    return Cell(Kind(key), raw.source, name, line)


def _check_name(key: str, name: str, path: Path, line: int) -> None:
    if not name.isidentifier():
        raise BuildError(
            path,
            f"line {line}",
            found=f'{key}="{name}"',
            expected="a Python name",
            cure="name the slot after its function",
        )


def _reject_duplicate(cell: Cell, before: list[Cell], path: Path) -> None:
    for other in before:
        if cell.is_slot and (other.kind, other.name) == (cell.kind, cell.name):
            lines = _fence_lines(path.read_text(encoding="utf-8"), cell.kind.value, cell.name)
            raise BuildError(
                path,
                f'{cell.kind.value}="{cell.name}"',
                found=f"this slot on lines {', '.join(map(str, lines))}",
                expected="every slot once",
                cure="keep one of them, or give the other its own name",
            )


def _fence_lines(text: str, key: str, name: str) -> list[int]:
    """The numbers of the fence lines with `key="name"`; jupytext keeps no line numbers."""
    fence = re.compile(rf"^```.*\b{re.escape(key)}\s*=\s*[\"']?{re.escape(name)}[\"']?")
    lines = text.splitlines()
    slots = (number for number, line in enumerate(lines, 1) if not FENCE.match(line))
    return [number for number in slots if fence.match(lines[number - 1])] or [0]
