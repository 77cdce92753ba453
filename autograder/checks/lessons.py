"""What the kit knows of an assignment and a student may know, too: order, hints, known mistakes.

One JSON file for each assignment lies in `lessons/`, made by `autograder build` from the prose and
the list of known mistakes. It holds no answer: hints, headings, and fingerprints of wrong results.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.checks.errors import Message, literal

FOLDER = Path(__file__).parent / "lessons"


@dataclass(frozen=True)
class Lesson:
    """One assignment, by exercise.

    `hints`: rungs, from a question to the formula's place. `sections`: the heading to read again.
    `mistakes`: the hint of every known mistake, by its key. `fingerprints`: what the visible
    example gives with each mistake, as a hash, and the keys of the mistakes that give it.
    """

    assignment: str
    exercises: tuple[str, ...]
    hints: Mapping[str, tuple[Message, ...]] = field(default_factory=dict)
    sections: Mapping[str, Message] = field(default_factory=dict)
    mistakes: Mapping[str, Message] = field(default_factory=dict)
    fingerprints: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)


@functools.cache
def lesson_of(assignment: str, folder: Path = FOLDER) -> Lesson | None:
    """The lesson of an assignment, or None. Raises ValueError for a broken file."""
    path = folder / f"{assignment}.json"
    if not assignment.isidentifier() or not path.is_file():
        return None
    try:
        return as_lesson(json.loads(path.read_text(encoding="utf-8")))
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise ValueError(
            f"{path}: found no lesson ({error!r}); expected what `autograder build` writes: run it"
        ) from error


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
