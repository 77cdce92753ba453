"""What is nobody's own: the code that a course gives out, its reference, the lecture's code.

Files are read as text and syntax trees; none is imported or run. A course without them has none.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from autograder.judge.course import list_path, solution_path
from autograder.report.executed import exercises_of
from autograder.report.gradebook import PREFIX

RELEASES = ("assignments", "release", "source")
LECTURE = "LECTURE"


def starter_of(root: Path, assignment: str) -> Mapping[str, str]:
    """Exercise → the code that students find there, in all languages of the course.

    Of the released notebooks; of the sources where nothing was released.
    """
    for folder in RELEASES:
        found = sorted((root / folder).glob(f"**/{assignment}/*.ipynb"))
        if starter := _together(_starters(found)):
            return starter
    return {}


def reference_of(root: Path, assignment: str) -> Mapping[str, str]:
    """Exercise → the reference's function, the same with each known mistake in it, and the
    lecture's own code."""
    solution = list(_functions(_text(solution_path(root, assignment))))
    lecture = _tree(_text(list_path(root, "spellings", assignment)))
    mistakes = _tree(_text(list_path(root, "mistakes", assignment)))
    return _together([*solution, *_mistaken(mistakes, dict(solution)), *_lecture(lecture)])


def _starters(notebooks: Iterable[Path]) -> Iterator[tuple[str, str]]:
    for path in notebooks:
        if ".ipynb_checkpoints" in path.parts:
            continue
        try:
            cells = json.loads(path.read_bytes())["cells"]
            yield from ((name.removeprefix(PREFIX), code) for name, code, _ in exercises_of(cells))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            continue


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""


def _tree(source: str) -> ast.Module:
    try:
        return ast.parse(source)
    except (ValueError, SyntaxError):
        return ast.Module([], [])


def _functions(source: str) -> Iterator[tuple[str, str]]:
    lines = source.splitlines()
    for node in _tree(source).body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, "\n".join(lines[node.lineno - 1 : node.end_lineno])


def _mistaken(tree: ast.Module, solution: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Of the list of known mistakes, whose parts are literals."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            parts = {
                keyword.arg: str(keyword.value.value)
                for keyword in node.keywords
                if isinstance(keyword.value, ast.Constant)
            }
            name, find = parts.get("exercise", ""), parts.get("find", "")
            if find and find in solution.get(name, ""):
                yield name, solution[name].replace(find, parts.get("replace", ""))


def _lecture(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """A dict of exercise → source, written as literals."""
    for node in tree.body:
        targets = [node.target] if isinstance(node, ast.AnnAssign) else getattr(node, "targets", [])
        if any(isinstance(target, ast.Name) and target.id == LECTURE for target in targets):
            yield from _literal(node)


def _literal(node: ast.stmt) -> Iterator[tuple[str, str]]:
    value = getattr(node, "value", None)
    if not isinstance(value, ast.Dict):
        return
    for key, source in zip(value.keys, value.values, strict=True):
        if isinstance(key, ast.Constant) and isinstance(source, ast.Constant):
            yield str(key.value), str(source.value)


def _together(parts: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for name, code in parts:
        if code not in found.setdefault(name, []):
            found[name].append(code)
    return {name: "\n\n".join(codes) for name, codes in found.items()}
