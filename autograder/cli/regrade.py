"""`autograder regrade`: old and new scores, before anything is written."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console

from autograder.cli.failures import told
from autograder.cli.grade import (
    batch_options,
    carry_out,
    pool_maker,
    progress_bar,
    request,
    show,
)

if TYPE_CHECKING:
    from autograder.batch.regrade import Preview


@click.command()
@batch_options
@click.option("--force", is_flag=True, help="Grade everything again, whatever is in the cache.")
@click.option("--dry-run", is_flag=True, help="Show what would change, and write nothing.")
@click.option("--yes", is_flag=True, help="Write without asking.")
def regrade(
    force: bool, dry_run: bool, yes: bool, workers: int, scheduler: str | None, **words: Any
) -> None:
    """Grade ASSIGNMENT again, show old and new scores, and write them if that is wanted.

    Only what a changed test, notebook or kit touches is run again. Manual scores stay, and the
    result that stood before is kept: see `autograder history`.
    """
    console = Console()
    with told():
        from autograder.batch.opened import open_course
        from autograder.batch.plan import Trust, make_plan
        from autograder.batch.regrade import preview
        from autograder.report.changes import changes_table

        with open_course(request(words)) as opened:
            opened.writer.recorder.check()
            pool = pool_maker(workers, scheduler, opened)
            plan = make_plan(opened, Trust(written=False, cached=not force))
            with progress_bar(console) as bar:
                task = bar.add_task(opened.course.assignment_id, total=len(plan))
                found = preview(opened, plan, pool, lambda _: bar.advance(task))
            console.print(changes_table(found), crop=False)
            if dry_run or not (yes or _wanted(found)):
                console.print("nothing was written", highlight=False)
                return
            trust = Trust(written=not force, others=False)
            summary = carry_out(console, opened, make_plan(opened, trust), pool)
    show(console, summary, opened)
    sys.exit(0 if summary.is_clean else 1)


def _wanted(found: Preview) -> bool:
    if found.changes:
        return click.confirm("Write the new scores?", default=False)
    question = f"No score would change. Write the {found.outdated} new graded notebooks?"
    return found.outdated > 0 and click.confirm(question, default=False)
