"""What must hold before a notebook is built: prose, solution, tests and languages agree."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from pathlib import Path

from autograder.build.errors import BuildError, near
from autograder.build.hints import check_hints, check_same_hints
from autograder.build.slots import Cell, Kind, Prose
from autograder.build.solution import Solution, bound_by_import


def check_assignment(
    prose: Prose, solution: Solution, points: Mapping[str, float], tests: Path
) -> None:
    """Every exercise has a check, a function, hidden tests and hints, and the other way round.

    `points` are the points of every exercise in the hidden test module at `tests`.
    """
    _check_pairs(prose)
    for cell in prose.of(Kind.EXERCISE).values():
        _check_exercise(prose, cell, solution, points, tests)
    _check_nothing_left_out(prose, solution, points, tests)
    _check_imports(prose, solution)
    places = {cell.name: cell.place for cell in prose.of(Kind.EXERCISE).values()}
    check_hints(prose.hints, places, prose.path)


def check_languages(proses: Sequence[Prose]) -> None:
    """All languages have the slots of the first, in its order, with the same locked code, and
    as many hints."""
    for prose in proses[1:]:
        _check_same_slots(proses[0], prose)
        check_same_hints(proses[0].hints, prose.hints)


def _check_pairs(prose: Prose) -> None:
    """Each check has an exercise above it, and each exercise has a check."""
    _check_exercise_above(prose)
    checks = prose.of(Kind.CHECK)
    for cell in prose.of(Kind.EXERCISE).values():
        if cell.name not in checks:
            raise BuildError(
                prose.path,
                cell.place,
                found="an exercise without a check",
                expected=f'check="{cell.name}" below it',
                cure=f"add the check, or correct its name{near(cell.name, checks)}",
            )


def _check_exercise_above(prose: Prose) -> None:
    written: set[str] = set()
    for cell in prose.slots:
        if cell.kind is Kind.EXERCISE:
            written.add(cell.name)
        if cell.kind is Kind.CHECK and cell.name not in written:
            raise BuildError(
                prose.path,
                cell.place,
                found="a check with no exercise before it",
                expected=f'exercise="{cell.name}" somewhere above',
                cure=f"add the exercise, or correct the name{near(cell.name, written)}",
            )


def _check_exercise(
    prose: Prose, cell: Cell, solution: Solution, points: Mapping[str, float], tests: Path
) -> None:
    if cell.name not in solution.functions and cell.name not in points:
        raise BuildError(
            prose.path,
            cell.place,
            found="an exercise that nobody knows",
            expected=f"a function {cell.name} in {solution.path}",
            cure=f"correct the name{near(cell.name, solution.functions)}, or write the function",
        )
    if cell.name not in solution.functions:
        raise BuildError(
            prose.path,
            cell.place,
            found=f"no function {cell.name} in {solution.path}",
            expected="a reference for every exercise",
            cure=f"write the function{near(cell.name, solution.functions)}",
        )
    if cell.name not in points:
        raise BuildError(
            prose.path,
            cell.place,
            found=f"no hidden test of {cell.name} in {tests}",
            expected="hidden tests for every exercise: its points are the sum over them",
            cure=f'write one: @exercise("{cell.name}", points=…){near(cell.name, points)}',
        )


def _check_nothing_left_out(
    prose: Prose, solution: Solution, points: Mapping[str, float], tests: Path
) -> None:
    shown = prose.of(Kind.EXERCISE)
    for function in solution.functions.values():
        if function.name not in shown:
            raise BuildError(
                solution.path,
                f"line {function.line}, {function.name}",
                found=f"a function that no slot of {prose.path} shows",
                expected="every function is an exercise: helpers live inside their function",
                cure=f'add exercise="{function.name}" and its check, or remove the function',
            )
    for name in points:
        if name not in shown:
            raise BuildError(
                tests,
                f'@exercise("{name}")',
                found=f"hidden tests of an exercise that no slot of {prose.path} shows",
                expected=f"one of {', '.join(shown)}",
                cure=f"correct the name{near(name, shown)}",
            )


def _check_imports(prose: Prose, solution: Solution) -> None:
    """A function cell has no imports of its own, so given cells must bind what it reads."""
    given: set[str] = set()
    for cell in prose.of(Kind.GIVEN).values():
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.Import | ast.ImportFrom):
                given |= bound_by_import(node)
    for function in solution.functions.values():
        missing = sorted((function.names & solution.imports) - given)
        if missing:
            raise BuildError(
                solution.path,
                f"line {function.line}, {function.name}",
                found=f"{missing[0]}, which no given cell of {prose.path} imports",
                expected="the imports of the given cells are enough",
                cure=f"import {missing[0]} in a given cell, or do without it",
            )


def _check_same_slots(first: Prose, other: Prose) -> None:
    for mine, theirs in zip(first.slots, other.slots, strict=False):
        if (mine.kind, mine.name) != (theirs.kind, theirs.name):
            raise BuildError(
                other.path,
                theirs.place,
                found=f'{theirs.kind.value}="{theirs.name}"',
                expected=f'{mine.kind.value}="{mine.name}", as in {first.path}, line {mine.line}',
                cure="give all languages the same slots in the same order",
            )
        if mine.kind is not Kind.EXERCISE and mine.source != theirs.source:
            raise BuildError(
                other.path,
                theirs.place,
                found=_first_difference(theirs.source, mine.source),
                expected=_first_difference(mine.source, theirs.source),
                cure=f"copy the code of this slot from {first.path}, line {mine.line}",
            )
    _check_same_number(first, other)


def _check_same_number(first: Prose, other: Prose) -> None:
    shorter, longer = sorted((first, other), key=lambda prose: len(prose.slots))
    if len(shorter.slots) < len(longer.slots):
        extra = longer.slots[len(shorter.slots)]
        raise BuildError(
            shorter.path,
            "after the last slot",
            found="no more slots",
            expected=f"{extra.kind.value}={extra.name!r}, as in {longer.path}, line {extra.line}",
            cure="give all languages the same slots in the same order",
        )


def _first_difference(source: str, other: str) -> str:
    """The first line of `source` that `other` does not have at that place."""
    other_lines = [*other.splitlines(), *[None] * len(source.splitlines())]
    for line, theirs in zip(source.splitlines(), other_lines, strict=False):
        if line != theirs:
            return repr(line)
    return "the end of the cell"
