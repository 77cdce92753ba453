"""What one run of the benchmarks found, as data: `results.json`."""

from __future__ import annotations

import json
import os
import platform
from dataclasses import asdict, dataclass, field
from datetime import date
from importlib.metadata import version
from pathlib import Path

RESULTS = Path(__file__).with_name("results.json")


@dataclass(frozen=True)
class Machine:
    """Enough to compare two runs; no names and no paths."""

    processor: str
    cores: int
    system: str
    python: str
    numpy: str
    nbgrader: str
    tier: str
    date: str


@dataclass(frozen=True)
class Row:
    """One contestant. Seconds for a submission and for the start, of wall clock and processors.

    `times_stock`, `times_otter`: how many times less wall clock a submission takes than there;
    None where the other did not run. A contestant that is missing says why.
    """

    title: str
    missing: str = ""
    wall: float | None = None
    cpu: float | None = None
    start_wall: float | None = None
    start_cpu: float | None = None
    times_stock: float | None = None
    times_otter: float | None = None
    peak_mib: float | None = None


@dataclass(frozen=True)
class Growth:
    """A class of `submissions`, and what each of those beyond the class before it cost."""

    submissions: int
    wall: float
    cpu: float
    wall_each: float | None
    cpu_each: float | None


@dataclass(frozen=True)
class Figure:
    """One more number; `value` is None where its part is missing, and `note` says why."""

    name: str
    value: float | None
    unit: str
    note: str = ""


@dataclass(frozen=True)
class Results:
    """Everything that is reported."""

    machine: Machine
    quick: bool
    rounds: int
    compared: int
    rows: dict[str, Row]
    growth: list[Growth] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)

    def to_json(self) -> str:
        return json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n"


def read_results(path: Path = RESULTS) -> Results:
    """Raises `FileNotFoundError` and `KeyError`, `TypeError` for a file of another version."""
    tree = json.loads(path.read_text(encoding="utf-8"))
    return Results(
        machine=Machine(**tree["machine"]),
        quick=tree["quick"],
        rounds=tree["rounds"],
        compared=tree["compared"],
        rows={key: Row(**row) for key, row in tree["rows"].items()},
        growth=[Growth(**each) for each in tree["growth"]],
        figures=[Figure(**each) for each in tree["figures"]],
    )


def this_machine(tier: str) -> Machine:
    """What it runs on; `tier` is how well the student's room was closed."""
    return Machine(
        processor=_processor(),
        cores=os.cpu_count() or 1,
        system=f"{platform.system()} {platform.release().split('-')[0]}",
        python=platform.python_version(),
        numpy=version("numpy"),
        nbgrader=version("nbgrader"),
        tier=tier,
        date=date.today().isoformat(),
    )


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.is_file():
        for line in cpuinfo.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
