"""One complaint about a course: where, what was found, what was expected, and the cure."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from autograder.build.errors import BuildError


@dataclass(frozen=True)
class Complaint:
    """`place` says where in the file, if that helps; a hint is no error."""

    path: Path
    place: str
    found: str
    expected: str
    cure: str
    is_hint: bool = False


def of_build(error: BuildError) -> Complaint:
    """What the builder refuses, as a complaint."""
    return Complaint(error.path, error.place, error.found, error.expected, error.cure)


def as_text(complaint: Complaint, root: Path) -> str:
    """Four lines; paths as they are seen from the course's folder."""
    where = str(_below(complaint.path, root))
    if complaint.place:
        where = f"{where}, {complaint.place}"
    kind = "hint" if complaint.is_hint else "error"
    lines = (
        f"{kind}: {where}",
        f"  found     {complaint.found}",
        f"  expected  {complaint.expected}",
        f"  cure      {complaint.cure}",
    )
    return "\n".join(lines).replace(f"{root}/", "")


def _below(path: Path, root: Path) -> Path:
    return path.relative_to(root) if path.is_relative_to(root) else path
