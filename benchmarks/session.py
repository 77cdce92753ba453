"""One whole run: who is there, the rounds, the batch's own figures, the other parts."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks import batch
from benchmarks.contestants import CONTESTANTS, OTTER, QUICK, STOCK, Contestant
from benchmarks.course import release_course
from benchmarks.figures import middle, ratio
from benchmarks.parts import figures_of_parts
from benchmarks.results import Figure, Growth, Results, Row, this_machine
from benchmarks.rounds import Measured, Rounds, compare_scores

TIER = re.compile(r"\btier ([ABC])\b")


@dataclass(frozen=True)
class Wanted:
    """What to measure: contestants by key (none: all), and classes of which sizes for growth."""

    quick: bool
    rounds: int
    only: tuple[str, ...] = ()
    sizes: tuple[int, ...] = ()


def measure_all(work: Path, wanted: Wanted, say: Callable[[str], None]) -> Results:
    """Everything, in folders below `work`. A quick run leaves out what takes minutes.

    Raises `RunFailedError` and `ScoresDifferError`.
    """
    quick, rounds = wanted.quick, wanted.rounds
    say("the course")
    released = release_course(work / "released")
    everybody = QUICK if quick else CONTESTANTS
    contestants = [each for each in everybody if each.key in wanted.only or not wanted.only]
    missing = {each.key: each.why_missing() for each in contestants}
    present = [each for each in contestants if not missing[each.key]]
    runs = Rounds(released, work, say)
    measured = runs.trials(present)
    compared = compare_scores({key: found.trial.scores for key, found in measured.items()})
    if quick:
        runs.finish_quickly(present, measured)
    for _ in range(0 if quick else rounds):
        runs.measure(present, measured)
    growth: list[Growth] = []
    figures: list[Figure] = batch.start_up(work, 1 if quick else 5)
    if "grade2" in measured:
        say("a second run")
        figures += batch.again(released, work, *((1, 1) if quick else (200, 5)))
        figures += _for_each_worker(measured["grade2"])
        if not quick:
            say(f"growth to {wanted.sizes[-1]}")
            growth = batch.growth(released, work, wanted.sizes)
    return Results(
        machine=this_machine(tier_of(measured)),
        quick=quick,
        rounds=rounds,
        compared=compared,
        rows={each.key: _row(each, missing[each.key], measured) for each in contestants},
        growth=growth,
        figures=[*figures, *figures_of_parts(quick, say)],
    )


def _row(contestant: Contestant, missing: str, measured: dict[str, Measured]) -> Row:
    if missing:
        return Row(contestant.title, missing)
    found = measured[contestant.key]
    wall, cpu = middle(found.walls), middle(found.cpus)
    return Row(
        title=contestant.title,
        wall=wall.each,
        cpu=cpu.each,
        start_wall=wall.start_up,
        start_cpu=cpu.start_up,
        times_stock=_times(STOCK, found, measured),
        times_otter=_times(OTTER, found, measured),
        peak_mib=found.trial.usage.peak_mib,
    )


def _times(slower: str, found: Measured, measured: dict[str, Measured]) -> float | None:
    return ratio(measured[slower].walls, found.walls) if slower in measured else None


def _for_each_worker(two: Measured) -> list[Figure]:
    peak = two.trial.usage.peak_mib
    if peak is None:
        return []
    note = "the whole process tree, divided by the workers"
    return [Figure("memory of each of 2 workers", peak / 2, "MiB", note)]


def tier_of(measured: dict[str, Measured]) -> str:
    """The tier that the kit's run named in its log."""
    for found in measured.values():
        if told := TIER.search(found.trial.log):
            return told[1]
    return "unknown"
