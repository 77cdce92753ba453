"""The result that stands in `autograded/`: its files, and what they say graded them."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.batch.grading import Grading, digest_of
from autograder.judge.versions import METADATA, stamped


@dataclass(frozen=True)
class Standing:
    """Executed notebooks by name, and when they were written (UTC, ISO 8601)."""

    notebooks: Mapping[str, bytes]
    written: str

    @property
    def digests(self) -> dict[str, str]:
        return {name: digest_of(content) for name, content in self.notebooks.items()}

    def grading(self, student: str, scores: Mapping[str, float | None]) -> Grading:
        """What graded it, as its own stamps tell: `nbgrader autograde` keeps no history."""
        metadata = [tree(content).get("metadata") for content in self.notebooks.values()]
        first: dict[str, Any] = next((each for each in metadata if isinstance(each, dict)), {})
        ours = first.get(METADATA)
        return Grading(
            student,
            self.written,
            versions=stamped(first),
            tier=str(ours.get("tier", "")) if isinstance(ours, dict) else "",
            scores=scores,
            notebooks=self.digests,
        )


def standing(folder: Path) -> Standing:
    """What stands in a student's folder of `autograded/`; no notebooks where nothing does."""
    paths = sorted(folder.glob("*.ipynb")) if folder.is_dir() else []
    moment = max((path.stat().st_mtime for path in paths), default=0.0)
    written = datetime.datetime.fromtimestamp(moment, datetime.timezone.utc)
    return Standing(
        {path.stem: path.read_bytes() for path in paths}, written.isoformat(timespec="seconds")
    )


def tree(content: bytes) -> dict[str, Any]:
    """A notebook as plain JSON; empty for what is none."""
    try:
        found = json.loads(content)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
