"""An assignment as the audit sees it: reference, hidden tests, mistakes, other right programs."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from autograder.audit.equivalents import Equivalent
from autograder.judge.course import (
    assignments_of,
    hidden_tests_path,
    list_path,
    load_module,
    solution_path,
)
from autograder.judge.hidden import HiddenTest, load_tests
from autograder.judge.mistakes import Mistake

Namespace = dict[str, Any]
ROUND = 10  # an assignment's points are a multiple of it


class IncompleteAssignmentError(Exception):
    """A file that the audit needs is not there, or lacks what it is for."""


@dataclass(frozen=True)
class Assignment:
    """What is known of one assignment; everything by exercise, in the order of the tests."""

    root: Path
    name: str
    source: str
    code: CodeType
    tests: dict[str, list[HiddenTest]]
    mistakes: tuple[Mistake, ...]
    spellings: dict[str, tuple[str, ...]]
    equivalents: tuple[Equivalent, ...]

    @property
    def exercises(self) -> list[str]:
        return list(self.tests)

    def reference(self) -> Namespace:
        """The reference's names, in a namespace of their own: patch it as you like."""
        namespace: Namespace = {"__name__": "handed_in"}
        exec(self.code, namespace)
        return namespace

    def mistakes_of(self, exercise: str) -> list[Mistake]:
        return [mistake for mistake in self.mistakes if mistake.exercise == exercise]

    def equivalents_of(self, exercise: str) -> list[Equivalent]:
        return [each for each in self.equivalents if each.exercise == exercise]

    def points_of(self, exercise: str) -> float:
        return sum(test.points for test in self.tests[exercise])

    def strangers(self) -> dict[str, list[str]]:
        """The names that no hidden test knows, by the folder whose list speaks of them."""
        body = ast.parse(self.source).body
        listed = {
            "solutions": {node.name for node in body if isinstance(node, ast.FunctionDef)},
            "mistakes": {each.exercise for each in self.mistakes},
            "spellings": set(self.spellings),
            "equivalent": {each.exercise for each in self.equivalents},
        }
        return {folder: sorted(names - set(self.tests)) for folder, names in listed.items()}


def find_assignments(root: Path) -> list[str]:
    """The assignments with hidden tests, by name. Raises `IncompleteAssignmentError` for none."""
    names = assignments_of(root)
    if not names:
        raise IncompleteAssignmentError(
            f"{root}: found no tests/hidden/test_<assignment>.py; expected one for each "
            "assignment. Run this in the course's folder, or name it with --course"
        )
    return names


@lru_cache(maxsize=16)
def load_assignment(root: Path, name: str) -> Assignment:
    """Read the files of one assignment that has them all, once.

    Raises `IncompleteAssignmentError`, and whatever a file raises on import.
    """
    for folder in ("mistakes", "spellings"):
        _present(list_path(root, folder, name))
    assignment = read_assignment(root, name)
    _know_every_exercise(assignment)
    return assignment


def read_assignment(root: Path, name: str) -> Assignment:
    """The files that there are; a list that is missing is empty. For one that is being written.

    Raises `IncompleteAssignmentError` if there is no solution or no hidden test module, and
    whatever a file raises on import.
    """
    source = _present(solution_path(root, name)).read_text(encoding="utf-8")
    return Assignment(
        root=root,
        name=name,
        source=source,
        code=compile(source, f"solutions/{name}.py", "exec"),
        tests=load_tests(_present(hidden_tests_path(root, name))),
        mistakes=tuple(_listed(root, "mistakes", name, "MISTAKES") or ()),
        spellings=_listed(root, "spellings", name, "SPELLINGS") or {},
        equivalents=tuple(_listed(root, "equivalent", name, "EQUIVALENTS") or ()),
    )


def _present(path: Path) -> Path:
    if not path.is_file():
        raise IncompleteAssignmentError(
            f"{path}: found no such file; expected one for every assignment. Write it, as "
            "tests/ has it for the other assignments"
        )
    return path


def _listed(root: Path, folder: str, name: str, wanted: str) -> Any:
    """The list `wanted` of the assignment's file in tests/<folder>; None if there is no file."""
    path = list_path(root, folder, name)
    if not path.is_file():
        return None
    module: ModuleType = load_module(path, root)
    found = getattr(module, wanted, None)
    if found is None:
        raise IncompleteAssignmentError(f"{path}: found no {wanted}; expected it at the end")
    return found


def _know_every_exercise(assignment: Assignment) -> None:
    """Raises `IncompleteAssignmentError` if a list speaks of an exercise without tests."""
    for folder, strange in assignment.strangers().items():
        if strange:
            raise IncompleteAssignmentError(
                f"{assignment.name}: {folder} has {', '.join(strange)}, which no hidden test "
                "names; expected exercises with tests. Correct the name, or write the tests"
            )
