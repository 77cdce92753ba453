"""What the two rooms cost: the reference's notebook in them, and bare in one process.

python -m benchmarks.rooms --runs 20

Every run is a fork of one warm process, as in the judge's server, and takes all ways in turn: a
busy machine is unfair to none. CPU time is that of the judge and of the student's room together.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import resource
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from rich.console import Console
from rich.table import Table

from autograder.judge.cells import Place, place_of
from autograder.judge.course import COURSE_VARIABLE
from autograder.judge.notebook import Options, TwoRooms
from autograder.judge.rehearse_tests import read_test_cells, rehearse_tests
from autograder.sandbox.affinity import stay_on_this_cpu
from autograder.sandbox.launch import notebook_environment
from autograder.sandbox.limits import Limits
from autograder.sandbox.rooms import StudentRooms
from autograder.sandbox.shell import ZMQInteractiveShell, new_shell
from autograder.sandbox.warm_up import warm_up
from benchmarks.results import Figure

COURSE = Path(__file__).resolve().parent.parent

# The room tells its own CPU time, that of its snapshots included. Each telling costs some, too.
CLOCK = """
import resource as _r
print(sum(_r.getrusage(who)[k] for who in (_r.RUSAGE_SELF, _r.RUSAGE_CHILDREN) for k in (0, 1)))
"""

RUNS = 15

Times = dict[str, tuple[float, float]]  # stage → seconds of (CPU, wall) time


def own_cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


class Stages:
    """Adds up the times of stages; `room_cpu` tells the CPU time of the room so far."""

    def __init__(self) -> None:
        self.times: Times = {}
        self.room_cpu: Callable[[], float] = lambda: 0.0
        self.cost_of_telling = 0.0

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        room, cpu, wall = self.room_cpu(), own_cpu(), time.perf_counter()
        yield
        wall, cpu = time.perf_counter() - wall, own_cpu() - cpu
        room = self.room_cpu() - room - self.cost_of_telling
        before = self.times.get(name, (0.0, 0.0))
        self.times[name] = (before[0] + cpu + room, before[1] + wall)


def is_for_student(cell: NotebookNode) -> bool:
    return place_of(cell) in (Place.STUDENT, Place.BOTH)


def run_bare(cells: list[NotebookNode], stages: Stages, shell: ZMQInteractiveShell) -> None:
    """All cells in one shell, as in plain nbgrader's kernel."""
    for count, cell in enumerate(cells, start=1):
        with stages.stage("student's cells" if is_for_student(cell) else "tests"):
            run = shell.run(cell.source, count)
        assert run.ok, run.outputs


def run_in_rooms(cells: list[NotebookNode], stages: Stages, rooms: StudentRooms) -> None:
    with tempfile.TemporaryDirectory() as folder:
        with stages.stage("open"):
            both = TwoRooms(rooms, Options(Path(folder), Limits()))

        def room_cpu() -> float:
            return float(both.student.run_cell(CLOCK, 0).outputs[0]["text"])

        first, second = room_cpu(), room_cpu()
        stages.room_cpu, stages.cost_of_telling = room_cpu, second - first
        for cell in cells:
            with stages.stage("student's cells" if is_for_student(cell) else "tests"):
                both.run(cell)
        stages.room_cpu, stages.cost_of_telling = (lambda: 0.0), 0.0
        with stages.stage("close"):
            both.close()


def in_a_fork(work: Callable[[Stages], None]) -> Times:
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        try:
            stay_on_this_cpu()
            stages = Stages()
            work(stages)
            os.write(writing, json.dumps(stages.times).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read()
    os.waitpid(process, 0)
    times: Times = json.loads(told)
    return times


def medians(runs: list[Times]) -> Times:
    """Medians of each stage, and of a whole run."""
    whole: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for times in runs:
        for name, pair in times.items():
            whole[name].append(pair)
        whole["in all"].append(
            (sum(t[0] for t in times.values()), sum(t[1] for t in times.values()))
        )
    return {
        name: (statistics.median(t[0] for t in pairs), statistics.median(t[1] for t in pairs))
        for name, pairs in whole.items()
    }


def table(bare: Times, rooms: Times) -> Table:
    made = Table("stage", title="One notebook of rnn, the reference's: medians in ms")
    for name in ("bare, CPU", "rooms, CPU", "more, CPU", "bare, wall", "rooms, wall"):
        made.add_column(name, justify="right")
    for name in ("open", "student's cells", "tests", "close", "in all"):
        (a, b), (c, d) = bare.get(name, (0.0, 0.0)), rooms[name]
        made.add_row(name, *(f"{1000 * value:.1f}" for value in (a, c, c - a, b, d)))
    return made


def measure(runs: int) -> tuple[Times, Times]:
    """Medians of the stages, bare and in two rooms, taken in turn."""
    os.environ[COURSE_VARIABLE] = str(COURSE)
    notebook = nbformat.read(COURSE / "source" / "en" / "rnn" / "rnn.ipynb", 4)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    shell = new_shell()
    warm_up(shell, with_plots=True)
    rehearse_tests(COURSE)
    read_test_cells(COURSE)
    with StudentRooms(Limits()) as rooms:
        rooms.wait_until_ready()
        gc.collect()
        gc.freeze()  # as the judge's server does
        bare, both = [], []
        for _ in range(runs):
            bare.append(in_a_fork(lambda stages: run_bare(cells, stages, shell)))
            both.append(in_a_fork(lambda stages: run_in_rooms(cells, stages, rooms)))
    return medians(bare), medians(both)


def figures(quick: bool) -> list[Figure]:
    """For the harness: what the sandbox costs the student's cells, and the rooms all in all."""
    bare, rooms = measure(3 if quick else RUNS)
    opened = rooms["open"][0] + rooms["close"][0]
    cells = rooms["student's cells"][0] - bare["student's cells"][0]
    return [
        Figure("the same cells bare, in one process, CPU", 1000 * bare["in all"][0], "ms"),
        Figure("sandbox over bare, student's cells, CPU", 1000 * (opened + cells), "ms"),
        Figure(
            "tests across the two rooms over bare, CPU",
            1000 * (rooms["tests"][0] - bare["tests"][0]),
            "ms",
        ),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=RUNS)
    arguments = parser.parse_args()
    if "OPENBLAS_NUM_THREADS" not in os.environ:  # it must be there before numpy is
        os.execve(sys.executable, sys.orig_argv, {**os.environ, **notebook_environment()})
    Console().print(table(*measure(arguments.runs)))


if __name__ == "__main__":
    main()
