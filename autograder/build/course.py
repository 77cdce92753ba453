"""A course folder: which files are built in it, what they should hold, and which are not fresh.

::

    solutions/<a>.py   tests/hidden/test_<a>.py   source/<language>/<a>/<a>.md
    source/images/<a>/…                           source/<language>/<a>/<a>.ipynb   (built)

Lessons are built, too: see `lessons`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from autograder.build.agree import check_assignment, check_languages
from autograder.build.errors import BuildError
from autograder.build.lessons import lesson_paths, lesson_text
from autograder.build.notebook import Assignment, notebook_text
from autograder.build.slots import read_prose
from autograder.build.solution import read_solution
from autograder.checks.lessons import BESIDE
from autograder.judge.course import hidden_tests_path, solution_path
from autograder.judge.hidden import load_tests


@dataclass(frozen=True, order=True)
class Source:
    """One assignment in one language, as paths below the course's root."""

    root: Path
    assignment: str
    language: str

    @property
    def prose(self) -> Path:
        return self.folder / f"{self.assignment}.md"

    @property
    def notebook(self) -> Path:
        return self.folder / f"{self.assignment}.ipynb"

    @property
    def lesson_name(self) -> str:
        """What its lesson is called where it is handed out with the notebook."""
        return f"{self.assignment}{BESIDE}"

    @property
    def folder(self) -> Path:
        return self.root / "source" / self.language / self.assignment

    @property
    def images(self) -> Path:
        return self.root / "source" / "images" / self.assignment

    @property
    def solution(self) -> Path:
        return solution_path(self.root, self.assignment)

    @property
    def tests(self) -> Path:
        return hidden_tests_path(self.root, self.assignment)


def find_sources(root: Path) -> list[Source]:
    """Every `source/<language>/<a>/<a>.md` below `root`, by assignment, then by language."""
    found = root.glob("source/*/*/*.md")
    return sorted(
        Source(root, path.stem, path.parent.parent.name)
        for path in found
        if path.stem == path.parent.name
    )


def build_course(root: Path) -> list[Path]:
    """Write every file that is not fresh; returns the paths that changed.

    Nothing is written when any assignment raises a BuildError.
    """
    changed = not_fresh(render_course(root))
    for path, text in changed.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return list(changed)


def stale(root: Path) -> list[Path]:
    """The files that are missing, or that a build would change."""
    return list(not_fresh(render_course(root)))


def render_course(root: Path) -> dict[Path, str]:
    """The text of every notebook and lesson of the course, by path. Raises BuildError."""
    rendered: dict[Path, str] = {}
    for _, group in groupby(find_sources(root), key=lambda source: source.assignment):
        rendered |= render_assignment(list(group))
    return rendered


def render_assignment(sources: Sequence[Source]) -> dict[Path, str]:
    """The notebooks of one assignment in all its languages, and its lesson, by path.

    Raises BuildError.
    """
    first = sources[0]
    for path in (first.solution, first.tests):
        _require(path, first)
    solution = read_solution(first.solution)
    points = exercise_points(first.tests)
    proses = [read_prose(source.prose) for source in sources]
    for prose in proses:
        check_assignment(prose, solution, points, first.tests)
    check_languages(proses)
    notebooks = {
        source.notebook: notebook_text(
            Assignment(source.assignment, source.language, prose, solution, points, source.images)
        )
        for source, prose in zip(sources, proses, strict=True)
    }
    languages = {source.language: prose for source, prose in zip(sources, proses, strict=True)}
    code = first.solution.read_text(encoding="utf-8")
    lesson = lesson_text(first.root, first.assignment, languages, code)
    return notebooks | dict.fromkeys(lesson_paths(first.root, first.assignment, proses), lesson)


def exercise_points(tests: Path) -> dict[str, float]:
    """The points of every exercise: the sum over its hidden tests."""
    return {
        name: sum(test.points for test in hidden_tests)
        for name, hidden_tests in load_tests(tests).items()
    }


def _require(path: Path, source: Source) -> None:
    if not path.is_file():
        raise BuildError(
            source.prose,
            "",
            found=f"no file {path}",
            expected="a solution and hidden tests for every assignment",
            cure=f"write {path.name}",
        )


def not_fresh(rendered: dict[Path, str]) -> dict[Path, str]:
    """The files that are missing or differ from what was rendered."""
    return {path: text for path, text in rendered.items() if _read(path) != text}


def _read(path: Path) -> str | None:
    return path.read_bytes().decode("utf-8") if path.is_file() else None
