"""Run every attack and write down what it earned, for the evidence page: `make evidence`.

    python tests/attacks/record.py

Takes some minutes: a class of attackers in each tier that works here, and a few under plain
nbgrader. Nothing is judged: `tests/benchmarks` looks at what was written.
"""

from __future__ import annotations

import math
import platform
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT), str(HERE), str(ROOT / "tests" / "nbgrader")]

from arena import ATTACKS, THEMES, Arena, hand_in, new_arena  # noqa: E402
from classroom import own_jupyter_folders, without_the_kit  # noqa: E402
from every_attack import graded  # noqa: E402
from test_attacks_stock import CHOSEN, READ  # noqa: E402

from autograder.sandbox.limits import Limits  # noqa: E402
from autograder.sandbox.rooms import StudentRooms  # noqa: E402
from autograder.sandbox.tiers import TierUnavailableError, Walls  # noqa: E402
from benchmarks import attacks as record  # noqa: E402

EXPECTED = "an expected value"
OUTLIVES = "a process that outlives its notebook"
PATIENCE = 10


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="attacks-") as folder, _own_folders(Path(folder)):
        found = {record.STOCK: stock(Path(folder) / "stock")}
        for tier in filter(_works, record.TIERS):
            arena = graded(Path(folder) / tier, tier)
            found[tier] = {name: outcome(arena, name) for name in ATTACKS}
    record.ATTACKS.write_text(as_record(found).to_json(), encoding="utf-8")
    print(f"{record.ATTACKS.relative_to(ROOT)}: {len(ATTACKS)} attacks, {', '.join(found)}")


def stock(root: Path) -> dict[str, record.Outcome]:
    """A few of each kind in nbgrader's own way; others would end the machine's patience."""
    arena = new_arena(root, "c.Execute.timeout = 30")
    without_the_kit(arena.course)
    hand_in(arena, CHOSEN.__contains__, with_honest=False)
    arena.about("ps1").autograde()
    arena.read_scores("ps1")
    time.sleep(PATIENCE)  # what outlives its notebook does its work now
    Path("/tmp/canary-owned").unlink(missing_ok=True)
    return {name: _by_itself(name, outcome(arena, name)) for name in ATTACKS if name in CHOSEN}


def _by_itself(name: str, found: record.Outcome) -> record.Outcome:
    """Without what plain nbgrader shows to everybody whose test fails: the hidden test's code."""
    wanted = (READ.get(name), EXPECTED, OUTLIVES)
    return replace(found, won=tuple(each for each in found.won if each in wanted))


def outcome(arena: Arena, name: str) -> record.Outcome:
    attack = ATTACKS[name]
    text = arena.text(name)
    won = [place for place, canary in arena.canaries.items() if canary in text]
    won += [EXPECTED] if any(value in text for value in attack.never) else []
    is_daemon = name == "processes-daemon" and (arena.course.root / "owned").exists()
    won += [OUTLIVES] if is_daemon else []
    earned = sum(arena.scores[arena.students[name]].values())
    return record.Outcome(earned if math.isfinite(earned) else 0.0, tuple(won))


def as_record(found: dict[str, dict[str, record.Outcome]]) -> record.Attacks:
    every = (
        record.Attack(
            name,
            theme,
            attack.steals,
            attack.earns,
            attack.keep,
            {place: outcomes[name] for place, outcomes in found.items() if name in outcomes},
        )
        for theme, attacks in THEMES.items()
        for name, attack in ((f"{theme}-{each.name}", each) for each in attacks)
    )
    system = f"{platform.system()} {platform.release().split('-')[0]}"
    return record.Attacks(
        date.today().isoformat(),
        system,
        platform.python_version(),
        version("nbgrader"),
        tuple(every),
    )


def _works(tier: str) -> bool:
    with StudentRooms(Limits(), Walls(tier=tier)) as rooms:
        try:
            rooms.wait_until_ready()
        except TierUnavailableError as error:
            print(f"tier {tier} does not work here: {error}")
            return False
    return True


@contextmanager
def _own_folders(folder: Path) -> Iterator[None]:
    def new_folder(name: str) -> Path:
        made = folder / name
        made.mkdir()
        return made

    with own_jupyter_folders(new_folder):
        yield


if __name__ == "__main__":
    main()
