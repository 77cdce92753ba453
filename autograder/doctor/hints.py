"""Hints tell no answer: those of the prose, and those of known mistakes that students get."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from autograder.build.lessons import lesson_paths, read_mistakes
from autograder.build.slots import Prose, read_prose
from autograder.course.complaint import Complaint
from autograder.doctor.folder import Assignment
from autograder.doctor.leaks import COMPUTES, SHORTEST, Answers, check_file

BLANKS = re.compile(r"[\s`]+")
CURE = "ask a question that leads there, or name the place where the formula stands"


def check_hints(assignment: Assignment, answers: Answers) -> Iterator[Complaint]:
    """Raises `BuildError` for prose or mistakes, `SyntaxError` for the solution, if unreadable."""
    proses = [read_prose(source.prose) for source in assignment.sources]
    secrets = secrets_of(assignment.solution, proses)
    for prose in proses:
        for hints in prose.hints.values():
            for number, rung in enumerate(hints.rungs, 1):
                place = f"{hints.place}, hint {number}"
                yield from _told(prose.path, place, rung, secrets)
    lessons = lesson_paths(assignment.root, assignment.name, proses)
    for path in filter(Path.is_file, lessons):
        yield from check_file(path, answers, "run `make build`")
    for mistake in read_mistakes(assignment.root, assignment.name):
        for words in (mistake.en, mistake.zh):
            yield from _told(assignment.mistakes, repr(mistake.key), words, secrets)


def secrets_of(solution: Path, proses: list[Prose]) -> dict[str, str]:
    """What computes something in the solution, without blanks → as it stands there.

    What the prose or a docstring shows is no secret.
    """
    source = solution.read_text(encoding="utf-8")
    tree = ast.parse(source)
    shown = BLANKS.sub("", "".join(cell.source for prose in proses for cell in prose.cells))
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            shown += BLANKS.sub("", ast.get_docstring(node) or "")
        if isinstance(node, ast.expr) and not isinstance(node, ast.Constant):
            for text in (ast.unparse(node), ast.get_source_segment(source, node) or ""):
                found[BLANKS.sub("", text)] = " ".join(text.split())
    return {key: text for key, text in found.items() if _is_answer(key) and key not in shown}


def _is_answer(key: str) -> bool:
    return len(key) >= SHORTEST and COMPUTES.search(key) is not None


def _told(path: Path, place: str, words: str, secrets: dict[str, str]) -> Iterator[Complaint]:
    squeezed = BLANKS.sub("", words)
    for key in sorted(secrets, key=len, reverse=True):
        if key in squeezed:
            yield Complaint(
                path,
                place,
                found=f"a hint that tells the answer: `{secrets[key]}`",
                expected="nothing of the solution",
                cure=CURE,
            )
            return
