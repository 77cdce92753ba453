"""Feedback for a class: nbgrader's pages, many at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from autograder.batch.feedback_pages import Outcome
from autograder.batch.feedback_plan import Plan
from autograder.batch.feedback_pool import PagePool


@dataclass
class Summary:
    """Counts of pages; of the failed folders who and why."""

    written: int = 0
    unchanged: int = 0
    failed: list[Outcome] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        self.written += outcome.pages
        if outcome.problem:
            self.failed.append(outcome)

    @property
    def is_clean(self) -> bool:
        return not self.failed


def write_feedback(
    plan: Plan, workers: int, summary: Summary, progress: Callable[[], None]
) -> None:
    """Carry out a plan, and fill the summary meanwhile. Raises `OSError` if nothing can be written
    any more; `KeyboardInterrupt` goes through when the pages at work are finished."""
    summary.unchanged = plan.unchanged
    summary.failed += plan.problems
    if not plan.due:
        return
    pool = PagePool(plan.pages, workers)
    with plan.pages.warm():
        try:
            for outcome in pool.results(plan.due):
                summary.add(outcome)
                progress()
        finally:
            for outcome in pool.late:
                summary.add(outcome)
