"""One grading on record: what came out, of what, and what graded it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from autograder.judge.versions import UNKNOWN, Versions


@dataclass(frozen=True)
class Grading:
    """How one result came about.

    `key` is the hash of all that it was made from, `hand_in` that of what the student handed in.
    `scores`: "notebook/cell" → automatic score. `flags`: the same names → why a human must look.
    `problem` says why there is no result; `is_graders` whether that is the grader's failure.
    `written` is UTC, as ISO 8601; empty for what is not on record, and known by the graded
    notebook's own stamps alone. `notebooks`: name → `digest_of` the executed notebook.
    """

    student: str
    written: str
    key: str = ""
    versions: Versions = UNKNOWN
    tier: str = ""
    seconds: float = 0.0
    timeouts: int = 0
    from_cache: bool = False
    problem: str = ""
    is_graders: bool = False
    scores: Mapping[str, float | None] = field(default_factory=dict)
    flags: Mapping[str, str] = field(default_factory=dict)
    hand_in: str = ""
    notebooks: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_recorded(self) -> bool:
        return bool(self.written)

    @property
    def total(self) -> float:
        return sum(score or 0.0 for score in self.scores.values())

    def is_of(self, notebooks: Mapping[str, str]) -> bool:
        """Whether these notebooks, by their digests, are its. Older records don't tell: theirs."""
        return notebooks == self.notebooks or not (self.notebooks or self.problem)


@dataclass(frozen=True)
class OldNotebook:
    """An executed notebook that another one replaces."""

    student: str
    name: str
    content: bytes


def digest_of(content: bytes) -> str:
    """SHA-256, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def essence_of(grading: Grading) -> Grading:
    """Without what differs each time that the same is graded."""
    return replace(grading, written="", seconds=0.0, from_cache=False)


def as_record(grading: Grading) -> str:
    """JSON of all its fields."""
    values = {**vars(grading), "versions": vars(grading.versions)}
    return json.dumps(values, ensure_ascii=False)


def of_record(text: str) -> Grading:
    """A record of an older kit lacks fields, one of a newer kit has more: both can be read.

    Raises `ValueError` or `TypeError` for what is no record.
    """
    values: dict[str, Any] = json.loads(text)
    versions = Versions(**_known(Versions, values.pop("versions", {})))
    return Grading(**{**_known(Grading, values), "versions": versions})


def _known(kind: type, values: Mapping[str, Any]) -> dict[str, Any]:
    names: dict[str, Any] = kind.__dataclass_fields__  # type: ignore[attr-defined]
    return {name: value for name, value in values.items() if name in names}
