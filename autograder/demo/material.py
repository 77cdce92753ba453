"""What sample students write from: the course's reference, its known mistakes, other spellings."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path

from autograder.judge.course import list_path, load_module, solution_path
from autograder.judge.mistakes import Mistake, patched


@dataclass(frozen=True)
class Material:
    """Sources of functions by exercise; known mistakes by key."""

    answers: dict[str, str]
    lecture: dict[str, str]
    mistakes: dict[str, Mistake]
    solution: str

    def with_mistake(self, key: str) -> dict[str, str]:
        """All answers right but for this one known mistake."""
        mistake = self.mistakes[key]
        wrong = functions_of(patched(mistake, self.solution))
        return {**self.answers, mistake.exercise: wrong[mistake.exercise]}


def read_material(root: Path, assignment: str) -> Material:
    """Raises `FileNotFoundError` if the course lacks one of the files."""
    source = solution_path(root, assignment).read_text(encoding="utf-8")
    mistakes = load_module(list_path(root, "mistakes", assignment), root).MISTAKES
    spellings = load_module(list_path(root, "spellings", assignment), root)
    return Material(
        answers=functions_of(source),
        lecture={name: text.strip() for name, text in spellings.LECTURE.items()},
        mistakes={mistake.key: mistake for mistake in mistakes},
        solution=source,
    )


def functions_of(source: str) -> dict[str, str]:
    """The source text of every function of a module, by name."""
    lines = source.splitlines()
    return {
        node.name: "\n".join(lines[node.lineno - 1 : node.end_lineno])
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef)
    }
