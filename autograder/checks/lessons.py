"""What the kit knows of an assignment and a student may know, too: order, hints, known mistakes.

One JSON file for each assignment is made by `autograder build` from the prose and the list of known
mistakes. Those of the kit's own course lie in `lessons/`; those of other courses are handed out
beside their notebook. They hold no answer: hints, headings, and fingerprints of wrong results.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.checks.errors import Message, literal
from autograder.checks.result import Progress

FOLDER = Path(__file__).parent / "lessons"
BESIDE = ".lesson.json"  # <a>.lesson.json beside the notebook: a course that is not the kit's


@dataclass(frozen=True)
class Lesson:
    """One assignment, by exercise.

    `hints`: rungs, from a question to the formula's place. `sections`: the heading to read again.
    `mistakes`: the hint of every known mistake that has a fingerprint, by its key.
    `fingerprints`: what the visible example gives with a mistake, as a hash, and the keys of the
    mistakes that give it.
    """

    assignment: str
    exercises: tuple[str, ...]
    hints: Mapping[str, tuple[Message, ...]] = field(default_factory=dict)
    sections: Mapping[str, Message] = field(default_factory=dict)
    mistakes: Mapping[str, Message] = field(default_factory=dict)
    fingerprints: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)


HERE = Path()


def lesson_of(assignment: str, folder: Path | None = HERE) -> Lesson | None:
    """The lesson of an assignment: the one in this folder, else the kit's, or None.

    Raises ValueError for a broken file.
    """
    if not assignment.isidentifier():
        return None
    places = [FOLDER / f"{assignment}.json"]
    if folder is not None:
        places.insert(0, (folder / f"{assignment}{BESIDE}").absolute())
    path = next((path for path in places if path.is_file()), None)
    return None if path is None else read_lesson(path)


@functools.lru_cache(16)
def read_lesson(path: Path) -> Lesson:
    """Raises ValueError for a broken file."""
    try:
        return as_lesson(json.loads(path.read_text(encoding="utf-8")))
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError) as error:
        raise ValueError(
            f"{path}: found no lesson ({error!r}); expected what `autograder build` writes: run it"
        ) from error


def progress(lesson: Lesson, solved: Set[str]) -> Progress:
    """How many exercises are solved, and the first one that is not."""
    missing = [exercise for exercise in lesson.exercises if exercise not in solved]
    total = len(lesson.exercises)
    return Progress(lesson.assignment, total - len(missing), total, next(iter(missing), ""))


def rungs(lesson: Lesson, exercise: str) -> tuple[Message, ...]:
    """The hints of an exercise, the last one naming the section to read again."""
    section = lesson.sections.get(exercise)
    last = () if section is None else (Message("hint.section", {"section": section}),)
    return (*lesson.hints.get(exercise, ()), *last)


def as_lesson(record: Mapping[str, Any]) -> Lesson:
    """The lesson of a JSON record. Raises KeyError, TypeError or AttributeError if it is none."""
    return Lesson(
        assignment=record["assignment"],
        exercises=tuple(record["exercises"]),
        hints={name: tuple(map(_both, rungs)) for name, rungs in record["hints"].items()},
        sections={name: _both(heading) for name, heading in record["sections"].items()},
        mistakes={key: _both(hint) for key, hint in record["mistakes"].items()},
        fingerprints={
            name: {print_: tuple(keys) for print_, keys in found.items()}
            for name, found in record["fingerprints"].items()
        },
    )


def _both(words: Mapping[str, str]) -> Message:
    return literal(words["en"], words["zh"])
