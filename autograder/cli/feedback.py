"""`autograder feedback`: nbgrader's feedback pages, many at once."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console

from autograder.cli.failures import told
from autograder.cli.grade import MOST_LINES, STOPPED, progress_bar
from autograder.cli.options import in_parallel, on_course

if TYPE_CHECKING:
    from autograder.batch.feedback import Summary
    from autograder.batch.feedback_plan import Plan, Request


@click.command()
@on_course
@in_parallel("pages are written")
@click.option("--notebook", default="*", help="One notebook, or a pattern; without .ipynb.")
@click.option("--force", is_flag=True, help="Write all pages again.")
def feedback(workers: int, **words: Any) -> None:
    """Write the feedback pages of ASSIGNMENT.

    They are those of `nbgrader generate_feedback`, file by file. A page that is there stays, unless
    what was graded is newer; write all again with --force, for example after grading by hand.
    """
    console = Console(stderr=False)
    with told():
        from autograder.batch.feedback import Summary
        from autograder.batch.feedback_plan import open_plan

        summary = Summary()
        with open_plan(_request(words)) as plan:
            is_stopped = carry_out(console, plan, workers, summary)
    show(console, words["assignment"], summary)
    if is_stopped:
        console.print("stopped; run the same command to go on from here", highlight=False)
        sys.exit(STOPPED)
    sys.exit(0 if summary.is_clean else 1)


def _request(words: dict[str, Any]) -> Request:
    from autograder.batch.feedback_plan import Request

    return Request(
        root=words["course"].resolve(),
        assignment=words["assignment"],
        students=words["student"],
        notebooks=words["notebook"],
        db_url=words["db_url"],
        force=words["force"],
    )


def carry_out(console: Console, plan: Plan, workers: int, summary: Summary) -> bool:
    """Write the pages under a progress bar; whether Ctrl-C stopped it, in good order."""
    from autograder.batch.feedback import write_feedback

    with progress_bar(console) as bar:
        task = bar.add_task(plan.pages.coursedir.assignment_id, total=len(plan.due))
        try:
            write_feedback(plan, workers, summary, lambda: bar.advance(task))
        except KeyboardInterrupt:
            return True
    return False


def show(console: Console, assignment: str, summary: Summary) -> None:
    """The counts, then what needs a human, by name."""
    counts = f"pages written {summary.written} · unchanged {summary.unchanged}"
    line = f"{assignment}: {counts} · students failed {len(summary.failed)}"
    console.print(line, highlight=False, markup=False, soft_wrap=True)
    for outcome in summary.failed[:MOST_LINES]:
        text = f"failed: {outcome.student}: {outcome.problem}"
        console.print(text, highlight=False, markup=False, soft_wrap=True)
    if len(summary.failed) > MOST_LINES:
        console.print(f"failed: … and {len(summary.failed) - MOST_LINES} more", highlight=False)
