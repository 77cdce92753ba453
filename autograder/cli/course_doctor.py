"""What `autograder doctor --course` says: for people in groups, for machines as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from autograder.course.complaint import Complaint
    from autograder.course.examine import Looked

MARKS = {"ok": "✓", "hint": "!", "error": "✗"}


def as_lines(looked: Sequence[Looked]) -> Iterator[str]:
    """One line for what is right; what was found, expected, and the cure for what is not."""
    for group, members in groupby(looked, key=lambda each: each.group):
        yield group
        for each in members:
            if not each.seen.complaints:
                yield f"  {MARKS['ok']} {each.name:13} {each.seen.fact}"
            for complaint in each.seen.complaints:
                yield from _complaint(each.name, complaint)
    errors, hints = counts(looked)
    yield f"errors {errors} · hints {hints}"


def _complaint(name: str, complaint: Complaint) -> Iterator[str]:
    mark = MARKS["hint" if complaint.is_hint else "error"]
    place = f", {complaint.place}" if complaint.place else ""
    yield f"  {mark} {name:13} {complaint.path}{place}"
    for word in ("found", "expected", "cure"):
        yield f"      {word:9} {getattr(complaint, word)}"


def counts(looked: Sequence[Looked]) -> tuple[int, int]:
    """Errors and hints."""
    hints = [complaint.is_hint for each in looked for complaint in each.seen.complaints]
    return len(hints) - sum(hints), sum(hints)


def as_json(looked: Sequence[Looked]) -> str:
    """Everything that the lines say."""
    errors, hints = counts(looked)
    looks = [
        {
            "group": each.group,
            "name": each.name,
            "status": each.status,
            "fact": each.seen.fact,
            "complaints": [
                {**asdict(complaint), "path": str(complaint.path)}
                for complaint in each.seen.complaints
            ],
        }
        for each in looked
    ]
    return json.dumps({"errors": errors, "hints": hints, "looks": looks}, ensure_ascii=False)
