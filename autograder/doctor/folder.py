"""The assignments of a course, and where each keeps its files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from autograder.build.course import Source, find_sources
from autograder.judge.course import list_path


class NoSuchAssignmentError(Exception):
    """A course has no assignment of this name, or none at all."""


@dataclass(frozen=True)
class Assignment:
    """One assignment in all its languages. `languages` are those of the whole course."""

    root: Path
    name: str
    sources: tuple[Source, ...]
    languages: tuple[str, ...]

    @property
    def solution(self) -> Path:
        return self.sources[0].solution

    @property
    def tests(self) -> Path:
        return self.sources[0].tests

    @property
    def mistakes(self) -> Path:
        return list_path(self.root, "mistakes", self.name)

    @property
    def spellings(self) -> Path:
        return list_path(self.root, "spellings", self.name)

    @property
    def releases(self) -> tuple[Path, ...]:
        """The folders of `assignments/<language>/<name>` that are there."""
        return tuple(sorted(self.root.glob(f"assignments/*/{self.name}")))


def find_assignments(root: Path, names: Sequence[str] = ()) -> list[Assignment]:
    """The named assignments of the course; all of them if none is named.

    Raises `NoSuchAssignmentError`.
    """
    sources = find_sources(root)
    languages = tuple(sorted({source.language for source in sources}))
    found = {
        name: Assignment(root, name, tuple(group), languages)
        for name, group in groupby(sources, key=lambda source: source.assignment)
    }
    unknown = [name for name in names if name not in found]
    if unknown or not found:
        raise NoSuchAssignmentError(
            f"{root}: found no assignment{' ' if unknown else ''}{', '.join(unknown)}; expected "
            f"{' or '.join(found) or 'source/<language>/<name>/<name>.md'}. "
            "Correct the name, or run this from the course's folder"
        )
    return [found[name] for name in dict.fromkeys(names or found)]
