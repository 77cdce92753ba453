"""Results as text: the same rows in the terminal, in RESULTS.md and in the README."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.results import Figure, Growth, Machine, Results, Row

COMMAND = "make bench"
HEAD = (
    "",
    "wall, s each",
    "CPU, s each",
    "start, s",
    "× nbgrader",
    "× otter",
    "peak, MiB",
)
Cells = tuple[str, ...]


def cells(row: Row) -> Cells:
    """One contestant's row; one that is missing says why in the place of its figures."""
    if row.missing:
        return (row.title, f"missing: {row.missing}", "", "", "", "", "")
    return (
        row.title,
        number(row.wall),
        number(row.cpu),
        number(row.start_wall),
        times(row.times_stock),
        times(row.times_otter),
        "–" if row.peak_mib is None else f"{row.peak_mib:.0f}",
    )


def number(value: float | None) -> str:
    """Three digits: 0.0123, 1.57, 12.3."""
    if value is None:
        return "–"
    if value <= 0:
        return f"{value:.2f}"
    digits = 4 if value < 0.1 else 3 if value < 1 else 2 if value < 10 else 1
    return f"{value:.{digits}f}"


def times(ratio: float | None) -> str:
    if ratio is None:
        return "–"
    return f"{ratio:.1f}×" if ratio < 10 else f"{ratio:.0f}×"


def growth_cells(row: Growth) -> Cells:
    return (
        f"{row.submissions}",
        number(row.wall),
        number(row.cpu),
        number(row.wall_each),
        number(row.cpu_each),
    )


GROWTH_HEAD = ("submissions", "wall, s", "CPU, s", "wall, s each more", "CPU, s each more")


def figure_cells(figure: Figure) -> Cells:
    if figure.value is None:
        return (figure.name, f"missing: {figure.note}")
    note = f" ({figure.note})" if figure.note else ""
    return (figure.name, f"{number(figure.value)} {figure.unit}{note}")


def markdown(head: Sequence[str], rows: Sequence[Cells]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def machine_line(machine: Machine) -> str:
    return (
        f"{machine.date}, {machine.processor}, {machine.cores} cores, {machine.system}, "
        f"Python {machine.python}, numpy {machine.numpy}, nbgrader {machine.nbgrader}, "
        f"tier {machine.tier}"
    )


def method_line(results: Results) -> str:
    kind = "A quick run: these figures only show that it works. " if results.quick else ""
    return (
        f"{kind}Medians of {results.rounds} round(s), everybody in turn, on the same hand-ins of "
        f"the rnn assignment; {results.compared} of them were graded by two or more, with the "
        "same scores. A submission's cost is the difference between a larger and a smaller "
        "class; `×` is how many times less wall clock that is, pair by pair."
    )


def report(results: Results) -> str:
    """RESULTS.md."""
    parts = [
        "# Benchmarks",
        f"Written by `{COMMAND}`.",
        machine_line(results.machine),
        method_line(results),
        markdown(HEAD, [cells(row) for row in results.rows.values()]),
    ]
    if results.growth:
        parts += [
            "## `autograder grade`, 2 workers, from small to large classes",
            markdown(GROWTH_HEAD, [growth_cells(row) for row in results.growth]),
        ]
    if results.figures:
        rows = [figure_cells(figure) for figure in results.figures]
        parts += ["## Besides", markdown(("", ""), rows)]
    return "\n\n".join(parts) + "\n"


def readme_block(results: Results) -> str:
    """What stands between the README's markers."""
    head = (HEAD[0], *HEAD[1:3], *HEAD[4:6])
    rows = [(row[0], *row[1:3], *row[4:6]) for row in map(cells, results.rows.values())]
    return "\n\n".join(
        (
            f"`{COMMAND}` measures this, and more, in `benchmarks/RESULTS.md`:",
            markdown(head, rows),
            machine_line(results.machine),
        )
    )
