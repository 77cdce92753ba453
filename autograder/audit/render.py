"""An audit as tables: for the terminal and for the README. Pure: the command prints them."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.table import Table

from autograder.audit.record import AssignmentAudit, Audit, NoiseRun, Row

COMMAND = "make audit"
HEAD = (
    "exercise",
    "points",
    "tests",
    "mistakes caught",
    "mutants",
    "killed",
    "equivalent",
    "spellings accepted",
    "near misses caught",
)
DIAGNOSIS_HEAD = (
    "what a student is told",
    "mistakes named",
    "groups with equal numbers",
    "unseen: pattern or advice",
    "unseen: only how far off",
    "pairs: both named",
    "pairs: one named",
    "pairs: pattern",
    "pairs: nothing",
    "right programs left alone",
)
NOISE_HEAD = ("the same suites with", "right programs accepted", "mistakes caught", "on")

Cells = tuple[str, ...]


def cells(row: Row) -> Cells:
    return (
        row.exercise,
        f"{row.points:g}",
        str(row.tests),
        _of(row.mistakes_caught, row.mistakes),
        str(row.mutants),
        str(row.killed),
        str(row.equivalent),
        _of(row.accepted, row.spellings),
        _of(row.near_misses_caught, row.near_misses),
    )


def _of(part: int, whole: int) -> str:
    return str(whole) if part == whole else f"{part} of {whole}"


def total(audit: AssignmentAudit) -> Row:
    """The sums over all exercises, as a row."""
    row = Row("all")
    for each in audit.rows:
        row = row.plus(each)
    return row


def rows(audit: AssignmentAudit) -> list[Cells]:
    return [cells(row) for row in (*audit.rows, total(audit))]


def diagnosis_cells(audit: AssignmentAudit) -> Cells:
    """One assignment. Of pairs, "one" also counts those with the numbers of another mistake."""
    row = total(audit)
    seen = row.unseen_pattern + row.unseen_advice + row.unseen_fact + row.unseen_nothing
    pairs = row.pairs_both + row.pairs_one + row.pairs_other + row.pairs_pattern + row.pairs_nothing
    return (
        audit.assignment,
        _of(row.named, row.mistakes),
        str(row.groups),
        _share(row.unseen_pattern + row.unseen_advice, seen),
        _share(row.unseen_nothing, seen),
        _share(row.pairs_both, pairs),
        _share(row.pairs_one + row.pairs_other, pairs),
        _share(row.pairs_pattern, pairs),
        _share(row.pairs_nothing, pairs),
        str(row.right),
    )


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({part / whole:.0%})" if whole else "0"


def noise_cells(run: NoiseRun) -> Cells:
    if run.skipped:
        return (run.name, "", "", f"not run: {run.skipped}")
    what = (("Python", run.python), ("numpy", run.numpy), ("kernel", run.kernel))
    where = ", ".join(f"{name} {found}" for name, found in what if found)
    if run.failures:
        return (run.name, f"{len(run.failures)} complaints", "", where)
    return (run.name, str(run.programs), str(run.mistakes), where)


def assignment_table(audit: AssignmentAudit) -> Table:
    """For a terminal of 80 columns: a word of the head on each line."""
    drawn = Table(
        title=audit.assignment,
        title_justify="left",
        box=box.SIMPLE_HEAD,
        padding=0,
        pad_edge=False,
    )
    for number, title in enumerate(HEAD):
        drawn.add_column(heading(title), justify="left" if number == 0 else "right", no_wrap=True)
    for row in rows(audit):
        drawn.add_row(*row)
    return drawn


def heading(title: str) -> str:
    return title.replace(" ", "\n").replace("equivalent", "equi-\nvalent")


def diagnosis_table(audits: Sequence[AssignmentAudit]) -> Table:
    """For the terminal: a line for each figure, a column for each assignment."""
    drawn = Table(box=box.SIMPLE_HEAD, padding=0, pad_edge=False)
    columns = [diagnosis_cells(each) for each in audits]
    for number, line in enumerate(zip(DIAGNOSIS_HEAD, *columns, strict=True)):
        if number == 0:
            for title in line:
                drawn.add_column(title, justify="left" if title is line[0] else "right")
        else:
            drawn.add_row(*line)
    return drawn


def noise_table(runs: Sequence[NoiseRun]) -> Table:
    """For the terminal."""
    drawn = Table(box=box.SIMPLE_HEAD, padding=0, pad_edge=False)
    for title in NOISE_HEAD:
        drawn.add_column(title if title == NOISE_HEAD[0] else heading(title))
    for run in runs:
        drawn.add_row(*noise_cells(run))
    return drawn


def markdown(head: Cells, lines: Sequence[Cells]) -> str:
    every = [head, ("---",) + ("---:",) * (len(head) - 1), *lines]
    return "\n".join(f"| {' | '.join(line)} |" for line in every)


def machine_line(audit: Audit) -> str:
    return (
        f"{audit.date}, Python {audit.python}, numpy {audit.numpy}, {audit.mutation_tool}, "
        f"{audit.seconds:.0f} s"
    )


def readme_block(audit: Audit) -> str:
    """What stands between the README's markers."""
    parts = [f"`{COMMAND}` finds this, and fails where a count falls short:"]
    for each in audit.assignments:
        head = (f"**{each.assignment}**", *HEAD[1:])
        parts.append(markdown(head, rows(each)))
    if audit.assignments:
        told = [diagnosis_cells(each) for each in audit.assignments]
        head, *lines = zip(DIAGNOSIS_HEAD, *told, strict=True)
        parts.append(markdown(head, lines))
    if audit.noise:
        parts.append(markdown(NOISE_HEAD, [noise_cells(run) for run in audit.noise]))
    parts.append(machine_line(audit))
    return "\n\n".join(parts)
