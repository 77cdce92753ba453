"""What goes to a worker and what comes back: bytes that explain themselves.

A `Job` is one submission of an assignment, `Shared` what all submissions of the assignment have in
common. Together they hold everything that grading needs, so a worker needs no folder of the
course, and may be anywhere. The key of a job is the hash of both: the same key, the same result.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from autograder.judge.versions import Versions, hash_of
from autograder.sandbox.limits import Limits

# A worker's result is kept and sent packed: an executed notebook shrinks to a tenth.
LEVEL = 1
# How a message to a worker begins: what follows is `Shared`, or a `Job`.
SHARED, JOB = b"S", b"J"
# Fields of a result that are JSON as they are.
PLAIN = ("problem", "is_graders", "one_room", "tier", "seconds", "timeouts")


@dataclass(frozen=True)
class Shared:
    """JSON bytes that all jobs of one assignment share; `key` is their hash."""

    key: str
    payload: bytes


@dataclass(frozen=True)
class Job:
    """One submission: JSON bytes, and the hash of these and of what is shared."""

    key: str
    payload: bytes
    shared: Shared


@dataclass(frozen=True)
class Done:
    """A job's result: `Graded`, packed. Never raised, never missing: a failure is a result."""

    key: str
    payload: bytes


@dataclass(frozen=True)
class ReleasedNotebook:
    """What a notebook is restored to: its cells as nbgrader recorded them, and its kernel; and
    the `operators` of `nbgrader.reference`."""

    cells: tuple[dict[str, Any], ...]
    kernel: dict[str, Any]
    operators: list[str] | None = None


@dataclass(frozen=True)
class AssignmentData:
    """Everything about an assignment that its submissions are graded with.

    `sanitize` and `autograde` are the configured preprocessors by dotted name, `config` is what is
    configured for them, `fallback` is `TwoRooms.fallback`. `course_files` are the hidden tests and
    what they import, by path.
    """

    assignment: str
    notebooks: dict[str, ReleasedNotebook]
    sanitize: tuple[str, ...]
    autograde: tuple[str, ...]
    config: dict[str, Any]
    limits: Limits
    fallback: str
    course_files: dict[str, bytes]

    def versions(self) -> Versions:
        """Which tests, which kit and which environment grade here."""
        # It imports nbgrader, which takes a second; not all who pass jobs on have any use for it.
        from autograder.nbgrader.stamps import versions_of

        cells = {name: notebook.cells for name, notebook in self.notebooks.items()}
        return versions_of(self.course_files, cells)


@dataclass(frozen=True)
class SubmissionData:
    """A submission: notebooks by name, in order, and the files beside them by path."""

    student: str
    notebooks: dict[str, bytes]
    files: dict[str, bytes]

    def hash_of_own(self, names: Collection[str]) -> str:
        """The hash of the notebooks and of the files of these names: what the student sent."""
        files = {name: data for name, data in self.files.items() if name in names}
        return hash_of(_dump({"notebooks": _texts(self.notebooks), "files": _texts(files)}))


@dataclass(frozen=True)
class CellGrade:
    """A graded cell's automatic score (None: a human decides), and why to look at it, if so."""

    name: str
    score: float | None
    why: str = ""


@dataclass(frozen=True)
class GradedNotebook:
    """An executed notebook as text, and what goes into the gradebook. Comments: cell → text."""

    name: str
    text: str
    grades: tuple[CellGrade, ...]
    comments: dict[str, str | None]


@dataclass(frozen=True)
class Graded:
    """What came of a submission.

    `problem` says why not all its notebooks are here; `is_graders` whether that is the grader's
    failure, which costs the student nothing. `one_room` says why nbgrader's own execution must
    grade it instead, if it must. `messages` are (level, text) for the log. `files` are
    those that the student's code wrote.
    """

    notebooks: tuple[GradedNotebook, ...] = ()
    problem: str = ""
    is_graders: bool = False
    one_room: str = ""
    messages: tuple[tuple[str, str], ...] = ()
    files: dict[str, bytes] = field(default_factory=dict)
    tier: str = ""
    seconds: float = 0.0
    timeouts: int = 0

    @property
    def is_lasting(self) -> bool:
        """Whether grading again would give the same: a grader's failure may pass."""
        return not self.is_graders


def pack_shared(data: AssignmentData, kit: str) -> Shared:
    """`kit` is the fingerprint of everything that grades: it is part of the key."""
    tree = {
        "kit": kit,
        "assignment": data.assignment,
        "notebooks": {
            name: {
                "cells": list(notebook.cells),
                "kernel": notebook.kernel,
                "operators": notebook.operators,
            }
            for name, notebook in data.notebooks.items()
        },
        "sanitize": list(data.sanitize),
        "autograde": list(data.autograde),
        "config": data.config,
        "limits": data.limits.as_dict(),
        "fallback": data.fallback,
        "course_files": _texts(data.course_files),
    }
    payload = _dump(tree)
    return Shared(hash_of(payload), payload)


def unpack_shared(payload: bytes) -> AssignmentData:
    tree = json.loads(payload)
    notebooks = {
        name: ReleasedNotebook(tuple(notebook["cells"]), notebook["kernel"], notebook["operators"])
        for name, notebook in tree["notebooks"].items()
    }
    return AssignmentData(
        tree["assignment"],
        notebooks,
        tuple(tree["sanitize"]),
        tuple(tree["autograde"]),
        tree["config"],
        Limits(**tree["limits"]),
        tree["fallback"],
        _bytes(tree["course_files"]),
    )


def pack_job(data: SubmissionData, shared: Shared) -> Job:
    """The student's name is not part of the key: equal hand-ins have equal results."""
    content = _dump({"notebooks": _texts(data.notebooks), "files": _texts(data.files)})
    return Job(hash_of(shared.key.encode(), content), content, shared)


def unpack_job(payload: bytes) -> SubmissionData:
    tree = json.loads(payload)
    return SubmissionData("", _bytes(tree["notebooks"]), _bytes(tree["files"]))


def pack_graded(graded: Graded) -> bytes:
    tree = {
        "notebooks": [
            {
                "name": notebook.name,
                "text": notebook.text,
                "grades": [[grade.name, grade.score, grade.why] for grade in notebook.grades],
                "comments": notebook.comments,
            }
            for notebook in graded.notebooks
        ],
        "messages": [list(message) for message in graded.messages],
        "files": _texts(graded.files),
        **{name: getattr(graded, name) for name in PLAIN},
    }
    return zlib.compress(_dump(tree), LEVEL)


def unpack_graded(payload: bytes) -> Graded:
    """Raises `ValueError` if the bytes are not a packed result."""
    try:
        tree = json.loads(zlib.decompress(payload))
        notebooks = tuple(_as_notebook(part) for part in tree["notebooks"])
        messages = tuple((level, text) for level, text in tree["messages"])
        rest = {name: tree[name] for name in PLAIN}
    except (zlib.error, KeyError, TypeError) as error:
        raise ValueError(f"not a result: {error}") from None
    return Graded(notebooks, messages=messages, files=_bytes(tree["files"]), **rest)


def _as_notebook(tree: dict[str, Any]) -> GradedNotebook:
    grades = tuple(CellGrade(name, score, why) for name, score, why in tree["grades"])
    return GradedNotebook(tree["name"], tree["text"], grades, tree["comments"])


def _dump(tree: Any) -> bytes:
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _texts(files: dict[str, bytes]) -> dict[str, str]:
    return {name: base64.b64encode(data).decode("ascii") for name, data in files.items()}


def _bytes(files: dict[str, str]) -> dict[str, bytes]:
    return {name: base64.b64decode(text) for name, text in files.items()}
