"""What hostile submissions came to, as data: `docs/evidence/attacks.json`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from benchmarks.course import PROJECT

ATTACKS = PROJECT / "docs" / "evidence" / "attacks.json"
# Where attacks are run: nbgrader's own way, and the two rooms in a tier.
STOCK = "stock"
TIERS = ("A", "B")


@dataclass(frozen=True)
class Outcome:
    """What an attack earned in points, and what else it got hold of, in words."""

    earned: float
    won: tuple[str, ...] = ()


@dataclass(frozen=True)
class Attack:
    """A hostile submission: what it is after, and what its honest part is worth (`fair`).

    `keeps`: it leaves its own room standing, so that the honest part is paid in full.
    `outcomes`: where it was run → what came of it.
    """

    name: str
    theme: str
    aim: str
    fair: float
    keeps: bool
    outcomes: dict[str, Outcome] = field(default_factory=dict)

    def is_withstood(self, place: str) -> bool:
        """It got nothing, and earned what its honest part is worth: less only by its own fault."""
        found = self.outcomes[place]
        is_fair = found.earned == self.fair or (found.earned < self.fair and not self.keeps)
        return is_fair and not found.won


@dataclass(frozen=True)
class Attacks:
    """One run of all attacks; no names and no paths of the machine."""

    date: str
    system: str
    python: str
    nbgrader: str
    attacks: tuple[Attack, ...]

    @property
    def themes(self) -> list[str]:
        return list(dict.fromkeys(attack.theme for attack in self.attacks))

    def run_in(self, place: str, theme: str | None = None) -> list[Attack]:
        """The attacks that were run there."""
        return [
            attack
            for attack in self.attacks
            if place in attack.outcomes and theme in (None, attack.theme)
        ]

    def to_json(self) -> str:
        """A line for each attack: a change can be read."""
        head = {name: value for name, value in asdict(self).items() if name != "attacks"}
        lines = ",\n".join(
            "  " + json.dumps(asdict(attack), ensure_ascii=False, allow_nan=False)
            for attack in self.attacks
        )
        opening = json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}")
        return f'{opening},\n "attacks": [\n{lines}\n ]\n}}\n'


def read_attacks(path: Path = ATTACKS) -> Attacks:
    """Raises `FileNotFoundError`; `KeyError` and `TypeError` for a file of another version."""
    tree = json.loads(path.read_text(encoding="utf-8"))
    return Attacks(**{**tree, "attacks": tuple(_attacks(tree["attacks"]))})


def _attacks(records: list[dict[str, object]]) -> Iterator[Attack]:
    for record in records:
        outcomes = record["outcomes"]
        assert isinstance(outcomes, dict)
        read = {
            place: Outcome(each["earned"], tuple(each["won"])) for place, each in outcomes.items()
        }
        yield Attack(**{**record, "outcomes": read})  # type: ignore[arg-type]
