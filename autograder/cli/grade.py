"""`autograder grade`: a whole class at once."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from autograder.cli.failures import told
from autograder.cli.options import Command, applied, in_parallel, on_course

if TYPE_CHECKING:
    from autograder.batch.grade import Summary
    from autograder.batch.opened import OpenCourse, Request
    from autograder.batch.pool import Pool

STOPPED = 130
MOST_LINES = 20
NO_DASK = (
    "--scheduler: found no Dask ({}); expected the extra `cluster`: "
    "pip install 'rnn-autograder[cluster]'"
)


def batch_options(command: Command) -> Command:
    """What `grade` and `regrade` have in common."""
    options = (
        on_course,
        in_parallel("submissions are graded"),
        click.option("--scheduler", help="A Dask scheduler such as tcp://host:8786, or `local`."),
        click.option(
            "--cache", type=click.Path(path_type=Path), help="Where results are kept for reuse."
        ),
        click.option(
            "--minimum-tier",
            type=click.Choice(["A", "B", "C"]),
            help="Refuse to grade where students' code is isolated worse than this.",
        ),
    )
    return applied(options, command)


@click.command()
@batch_options
@click.option("--force", is_flag=True, help="Grade everything again, whatever is in the cache.")
def grade(force: bool, workers: int, scheduler: str | None, **words: Any) -> None:
    """Grade all new submissions of ASSIGNMENT, in parallel.

    What is graded already is left alone, also where the tests have changed since: see
    `autograder regrade`. Stopped at any moment, it goes on from there when it is run again. Scores
    and files are those of `nbgrader autograde`.
    """
    console = Console(stderr=False)
    with told():
        from autograder.batch.opened import open_course
        from autograder.batch.plan import Trust, make_plan

        with open_course(request(words)) as opened:
            plan = make_plan(opened, Trust(written=not force, cached=not force))
            summary = carry_out(console, opened, plan, pool_maker(workers, scheduler, opened))
    show(console, summary, opened)
    sys.exit(0 if summary.is_clean else 1)


def request(words: dict[str, Any]) -> Request:
    from autograder.batch.opened import Request

    return Request(
        root=words["course"].resolve(),
        assignment=words["assignment"],
        students=words["student"],
        db_url=words["db_url"],
        cache=words["cache"],
        minimum_tier=words["minimum_tier"],
    )


def pool_maker(workers: int, scheduler: str | None, opened: OpenCourse) -> Callable[[int], Pool]:
    """What starts the workers for a number of jobs: here, or on a Dask cluster."""

    def make(jobs: int) -> Pool:
        if scheduler is not None:
            try:
                from autograder.batch.dask_pool import DaskPool
            except ImportError as error:
                raise click.ClickException(NO_DASK.format(error)) from None
            address = None if scheduler == "local" else scheduler
            pool: Pool = DaskPool(address, workers, opened.walls)
            return pool
        from autograder.batch.pool import LocalPool

        return LocalPool(min(workers, jobs), opened.walls, opened.store)

    return make


def carry_out(
    console: Console, opened: OpenCourse, plan: Any, make_pool: Callable[[int], Pool]
) -> Summary:
    """Run a plan under a progress bar; Ctrl-C ends it in good order."""
    from autograder.batch.grade import Grading

    with progress_bar(console) as bar:
        task = bar.add_task(opened.course.assignment_id, total=len(plan))
        grading = Grading(opened, plan, lambda _: bar.advance(task))
        try:
            return grading.run(make_pool)
        except KeyboardInterrupt:
            bar.stop()
            show(console, grading.summary, opened)
            console.print("stopped; run the same command to go on from here", highlight=False)
            sys.exit(STOPPED)


def progress_bar(console: Console) -> Progress:
    """On a terminal; a file or a pipe gets the summary only."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        disable=not console.is_terminal,
    )


def show(console: Console, summary: Summary, opened: OpenCourse) -> None:
    """The summary: counts, then what needs a human, by name."""
    _say(console, f"{opened.course.assignment_id}: {_counts(summary)}")
    if summary.tier is not None:
        _say(console, f"student's room: tier {summary.tier.name}, {summary.tier.promise}")
    if summary.stay:
        _say(console, stay_line(summary.stay, opened.course.assignment_id))
    if summary.history:
        _say(console, f"NO HISTORY was kept {summary.history} Scores and files are written.")
    for title, lines in (
        ("grader error, not the student's; no score is changed", summary.grader_errors),
        ("can't be graded", summary.problems),
        ("timeout", summary.timeouts),
        ("note", summary.warnings),
    ):
        _show_lines(console, title, lines)
    if opened.absent:
        names = ", ".join(opened.absent)
        _say(console, f"no submission from: {names}")


def _counts(summary: Summary) -> str:
    counts = (
        ("graded", summary.graded),
        ("from cache", summary.from_cache),
        ("unchanged", summary.unchanged),
        ("timeouts", len(summary.timeouts)),
        ("can't be graded", len(summary.problems)),
        ("grader errors", len(summary.grader_errors)),
    )
    return " · ".join(f"{name} {count}" for name, count in counts)


def stay_line(stay: Sequence[Sequence[str] | None], assignment: str) -> str:
    """Results that others graded: how many, what has changed since, and what to do."""
    from autograder.judge.versions import in_words

    known = {tuple(each) for each in stay if each is not None}
    words = "; ".join(in_words(names) for names in sorted(known)) or "not on record"
    return (
        f"left as they are: {len(stay)} results of the same hand-ins, graded with other versions; "
        f"since then changed: {words}. `autograder regrade {assignment}` shows whom that would "
        "change, `--force` grades anew"
    )


def _say(console: Console, text: str) -> None:
    console.print(text, highlight=False, markup=False, soft_wrap=True)


def _show_lines(console: Console, title: str, lines: list[tuple[str, str]]) -> None:
    for student, words in lines[:MOST_LINES]:
        _say(console, f"{title}: {student}: {words.strip().splitlines()[-1]}")
    if len(lines) > MOST_LINES:
        console.print(f"{title}: … and {len(lines) - MOST_LINES} more", highlight=False)
