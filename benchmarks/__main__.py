"""`python -m benchmarks`: measure, report, and write the figures down."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from benchmarks.contestants import CONTESTANTS
from benchmarks.measure import RunFailedError
from benchmarks.readme import MarkersMissingError, write_block
from benchmarks.render import (
    GROWTH_HEAD,
    HEAD,
    cells,
    figure_cells,
    growth_cells,
    machine_line,
    readme_block,
    report,
)
from benchmarks.results import RESULTS, Results, read_results
from benchmarks.rounds import ScoresDifferError
from benchmarks.session import Wanted, measure_all


@click.command()
@click.option("--quick", is_flag=True, help="A few submissions and one round: does it work?")
@click.option("--rounds", type=click.IntRange(min=1), default=3, show_default=True)
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="Where results.json and RESULTS.md go (default: beside the benchmarks; a "
    "quick run writes nothing unless this names a folder).",
)
@click.option(
    "--only",
    multiple=True,
    type=click.Choice([each.key for each in CONTESTANTS]),
    help="Only this contestant; may be given again (default: all).",
)
@click.option("--sizes", default="50,200,500,2000", show_default=True, help="Classes for growth.")
@click.option("--readme", is_flag=True, help="Only put results.json's figures into the README.")
def main(
    quick: bool, rounds: int, output: Path | None, only: tuple[str, ...], sizes: str, readme: bool
) -> None:
    """Measure graders side by side on the same submissions."""
    console = Console()
    if readme:
        _into_readme()
        return
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as work:
        try:
            results = measure_all(
                Path(work),
                Wanted(quick, 1 if quick else rounds, only, tuple(map(int, sizes.split(",")))),
                lambda step: console.print(f"[dim]{step}[/dim]", highlight=False),
            )
        except (RunFailedError, ScoresDifferError) as error:
            raise click.ClickException(str(error)) from None
    show(console, results)
    _write(results, output)


def _into_readme() -> None:
    try:
        write_block(readme_block(read_results()))
    except (FileNotFoundError, MarkersMissingError) as error:
        raise click.ClickException(str(error)) from None


def _write(results: Results, output: Path | None) -> None:
    if output is None and results.quick:
        return
    folder = output or RESULTS.parent
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "results.json").write_text(results.to_json(), encoding="utf-8")
    (folder / "RESULTS.md").write_text(report(results), encoding="utf-8")


def show(console: Console, results: Results) -> None:
    """The tables, in the terminal."""
    console.print(table(HEAD, [cells(row) for row in results.rows.values()]))
    if results.growth:
        console.print(table(GROWTH_HEAD, [growth_cells(row) for row in results.growth]))
    console.print(table(("", ""), [figure_cells(figure) for figure in results.figures]))
    console.print(machine_line(results.machine), highlight=False)


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> Table:
    made = Table(box=None)
    for number, title in enumerate(head):
        made.add_column(title, justify="left" if number == 0 else "right")
    for row in rows:
        made.add_row(*row)
    return made


if __name__ == "__main__":
    main()
