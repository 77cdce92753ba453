"""What grading again would change, before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from autograder.batch import rows
from autograder.batch.grade import MakePool
from autograder.batch.jobs import Graded, unpack_graded
from autograder.batch.opened import OpenCourse
from autograder.batch.plan import Batch, Planned, Todo


@dataclass(frozen=True)
class Change:
    """A cell whose automatic score would be another. `manual_score` is the human's, which stays
    and wins, if there is one."""

    student: str
    notebook: str
    cell: str
    old: float | None
    new: float | None
    manual_score: float | None


@dataclass(frozen=True)
class Preview:
    """`changes` by student and cell; `failed` holds (student, why) of those without a result."""

    changes: tuple[Change, ...]
    failed: tuple[tuple[str, str], ...]
    submissions: int


def preview(
    opened: OpenCourse,
    plan: Sequence[Planned],
    make_pool: MakePool,
    progress: Callable[[Planned], None],
) -> Preview:
    """Grade what the plan says, into the cache only, and compare with the gradebook."""
    failed = dict(_fill_cache(opened, plan, make_pool, progress))
    with opened.engine.connect() as connection:
        students = [planned.submission.student for planned in plan]
        standing = rows.read_grades(connection, opened.structure, students)
    changes: list[Change] = []
    for planned in plan:
        student = planned.submission.student
        graded = opened.cache.get(planned.key) if student not in failed else None
        if graded is not None and graded.problem:
            failed[student] = f"{planned.submission.folder}/{graded.problem}"
        elif graded is not None:
            changes += changes_of(student, standing.get(student, []), graded)
    return Preview(tuple(changes), tuple(failed.items()), len(plan))


def _fill_cache(
    opened: OpenCourse,
    plan: Sequence[Planned],
    make_pool: MakePool,
    progress: Callable[[Planned], None],
) -> Iterator[tuple[str, str]]:
    for planned in plan:
        if planned.todo is Todo.REFUSE:
            yield planned.submission.student, planned.problem
        if planned.todo is not Todo.GRADE:
            progress(planned)
    batch = Batch(opened, plan)
    waiting = batch.by_key()
    if not waiting:
        return
    pool = make_pool()
    try:
        for done in pool.results(batch.jobs()):
            graded = unpack_graded(done.payload)
            if graded.is_lasting:
                opened.cache.put(done)
            for planned in waiting.get(done.key, ()):
                progress(planned)
                if graded.is_graders:
                    yield planned.submission.student, graded.problem
    finally:
        pool.close()


def changes_of(student: str, standing: list[rows.GradeRow], graded: Graded) -> list[Change]:
    """The cells of a submission whose automatic score is not the one that stands."""
    found = {(row.notebook, row.cell): row for row in standing}
    changes = []
    for notebook in graded.notebooks:
        for cell in notebook.grades:
            row = found.get((notebook.name, cell.name))
            old = row.auto_score if row is not None else None
            if row is None or old != cell.score:
                manual = row.manual_score if row is not None else None
                changes.append(Change(student, notebook.name, cell.name, old, cell.score, manual))
    return changes
