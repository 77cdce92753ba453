"""What an audit found, as data; renderers and the README's block are functions of it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

# Where the published result lies, below the course's folder.
PUBLISHED = Path("docs") / "evidence" / "audit.json"


@dataclass(frozen=True)
class Row:
    """One exercise.

    `named`, `groups`, `unseen_…`, `pairs_…` and `right` are what a look at the diagnoses counts:
    see `diagnosis_look`.
    """

    exercise: str
    points: float = 0
    tests: int = 0
    mistakes: int = 0
    mistakes_caught: int = 0
    mutants: int = 0
    killed: int = 0
    equivalent: int = 0
    spellings: int = 0
    accepted: int = 0
    near_misses: int = 0
    near_misses_caught: int = 0
    named: int = 0
    groups: int = 0
    unseen_pattern: int = 0
    unseen_advice: int = 0
    unseen_fact: int = 0
    unseen_nothing: int = 0
    pairs_both: int = 0
    pairs_one: int = 0
    pairs_other: int = 0
    pairs_pattern: int = 0
    pairs_nothing: int = 0
    right: int = 0

    def plus(self, other: Row) -> Row:
        """The counts of two looks at the same exercise together."""
        counts = [each.name for each in fields(self) if each.name != "exercise"]
        sums = {name: getattr(self, name) + getattr(other, name) for name in counts}
        return Row(self.exercise, **sums)


@dataclass(frozen=True)
class Findings:
    """What one look at one exercise found."""

    row: Row
    complaints: tuple[str, ...] = ()


@dataclass(frozen=True)
class AssignmentAudit:
    """One assignment: a row for each exercise, and what is wrong, in words."""

    assignment: str
    rows: list[Row]
    complaints: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class NoiseRun:
    """The suites once more, on another kind of arithmetic. `skipped` says why it did not run."""

    name: str
    numpy: str = ""
    python: str = ""
    kernel: str = ""
    programs: int = 0
    mistakes: int = 0
    failures: list[str] = field(default_factory=list)
    skipped: str = ""


@dataclass(frozen=True)
class Audit:
    """Everything."""

    date: str
    python: str
    numpy: str
    mutation_tool: str
    seconds: float
    assignments: list[AssignmentAudit]
    noise: list[NoiseRun] = field(default_factory=list)

    @property
    def complaints(self) -> list[str]:
        told = [text for each in self.assignments for text in each.complaints]
        return told + [f"{run.name}: {text}" for run in self.noise for text in run.failures]

    def to_json(self) -> str:
        return json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n"


def read_audit(path: Path) -> Audit:
    """Raises `FileNotFoundError`; `KeyError` and `TypeError` for a file of another version."""
    tree = json.loads(path.read_text(encoding="utf-8"))
    tree["assignments"] = [
        AssignmentAudit(
            each["assignment"], [Row(**row) for row in each["rows"]], each["complaints"]
        )
        for each in tree["assignments"]
    ]
    tree["noise"] = [NoiseRun(**run) for run in tree["noise"]]
    return Audit(**tree)
