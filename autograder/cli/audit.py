"""`autograder audit`: can the hidden tests be trusted?"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console

from autograder.cli.options import course_option, needs

if TYPE_CHECKING:
    from autograder.audit.record import Audit, NoiseRun


@click.command()
@click.argument("assignments", nargs=-1, metavar="[ASSIGNMENT]...")
@course_option
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    default=os.cpu_count() or 1,
    show_default="one for each processor",
    help="How many looks are taken at the same time.",
)
@click.option("--noise/--no-noise", default=True, help="Whether to try other arithmetic.")
@click.option("--install/--no-install", default=True, help="Whether to fetch other numpys for it.")
@click.option("--publish", is_flag=True, help="Write docs/evidence/audit.json and the README.")
def audit(
    assignments: tuple[str, ...],
    course: Path,
    workers: int,
    noise: bool,
    install: bool,
    publish: bool,
) -> None:
    """Judge the hidden tests by programs that are known to be right or wrong."""
    console = Console()
    with needs("autograder.audit"), needs_mutants():
        from autograder.audit.assignment import IncompleteAssignmentError
        from autograder.audit.noise import noise_runs
        from autograder.audit.run import audit_course
    root = course.resolve()

    def noisy() -> list[NoiseRun]:
        return noise_runs(root, install, workers, lambda name: _say(console, f"arithmetic: {name}"))

    try:
        names = _chosen(root, assignments)
        found = audit_course(root, names, workers, noisy if noise else list)
    except IncompleteAssignmentError as error:
        raise click.ClickException(str(error)) from None
    show(console, found)
    if publish:
        _publish(root, found)
    sys.exit(1 if found.complaints else 0)


@contextmanager
def needs_mutants() -> Iterator[None]:
    """The tool that makes mutants is for whoever develops, not for whoever grades."""
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name not in ("libcst", "mutmut"):
            raise
        raise click.ClickException(
            f"found no {error.name}; expected the extra `dev`: pip install -e '.[instructor,dev]'"
        ) from None


def _chosen(root: Path, wanted: tuple[str, ...]) -> list[str]:
    """The assignments that were named, else all. Raises `ClickException` for one unknown."""
    from autograder.audit.assignment import find_assignments

    known = find_assignments(root)
    strange = [name for name in wanted if name not in known]
    if strange:
        raise click.ClickException(f"found no assignment {strange[0]}; expected {', '.join(known)}")
    return list(wanted) or known


def _say(console: Console, what: str) -> None:
    console.print(f"[dim]{what}[/dim]", highlight=False)


def show(console: Console, found: Audit) -> None:
    """The tables, then each complaint on a line of its own."""
    from autograder.audit.render import (
        assignment_table,
        diagnosis_table,
        machine_line,
        noise_table,
    )

    for each in found.assignments:
        console.print(assignment_table(each))
    console.print(diagnosis_table(found.assignments))
    if found.noise:
        console.print(noise_table(found.noise))
    console.print(machine_line(found), highlight=False)
    for text in found.complaints:
        console.print(f"✗ {text}", highlight=False, markup=False, soft_wrap=True)
    verdict = f"{len(found.complaints)} complaints" if found.complaints else "nothing is wrong"
    console.print(verdict, highlight=False)


def _publish(root: Path, found: Audit) -> None:
    from autograder.audit.record import PUBLISHED
    from autograder.audit.render import readme_block
    from autograder.build.marked import MarkersMissingError, write_block

    path = root / PUBLISHED
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(found.to_json(), encoding="utf-8")
    try:
        write_block(readme_block(found), root / "README.md", "audit")
    except MarkersMissingError as error:
        raise click.ClickException(str(error)) from None
