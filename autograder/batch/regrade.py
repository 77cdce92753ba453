"""What grading again would change and why, before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from autograder.batch import rows
from autograder.batch.grade import MakePool
from autograder.batch.grading import Grading
from autograder.batch.jobs import Graded, unpack_graded
from autograder.batch.opened import OpenCourse
from autograder.batch.outcomes import OtherOutcome, Results, other_outcomes, results_in
from autograder.batch.plan import Batch, Planned, Todo
from autograder.batch.standing import Standing, standing
from autograder.judge.versions import Versions, differences


@dataclass(frozen=True)
class Change:
    """A cell whose automatic score would be another. `manual_score` is the human's, which stays
    and wins, if there is one. `outcomes`: the hidden tests that come out otherwise, where both
    results tell."""

    student: str
    notebook: str
    cell: str
    old: float | None
    new: float | None
    manual_score: float | None
    outcomes: tuple[OtherOutcome, ...] = ()


@dataclass(frozen=True)
class Preview:
    """`changes` by student and cell; `failed` holds (student, why) of those without a result.

    `reasons`: student → the fields of `Versions` in which what grades now differs from what graded
    the standing result, and "hand_in" where that is another one; no entry where it is not known.
    `unknown` counts these, `new` those without a result so far, `outdated` the results whose
    notebook would be another one.
    """

    changes: tuple[Change, ...]
    failed: tuple[tuple[str, str], ...]
    submissions: int
    reasons: Mapping[str, tuple[str, ...]]
    outdated: int = 0
    unknown: int = 0
    new: int = 0


def preview(
    opened: OpenCourse,
    plan: Sequence[Planned],
    make_pool: MakePool,
    progress: Callable[[Planned], None],
) -> Preview:
    """Grade what the plan says, into the cache only, and compare with what stands."""
    failed = dict(_fill_cache(opened, plan, make_pool, progress))
    with opened.engine.connect() as connection:
        students = [planned.submission.student for planned in plan]
        grades = rows.read_grades(connection, opened.structure, students)
    latest = opened.writer.recorder.latest()
    seen: dict[str, _Compared] = {}
    for planned in plan:
        student = planned.submission.student
        graded = opened.cache.get(planned.key) if student not in failed else None
        if graded is not None and graded.problem:
            failed[student] = f"{planned.submission.folder}/{graded.problem}"
        elif graded is not None:
            before = grades.get(student, []), latest.get(student)
            seen[student] = _compared(opened, planned, graded, *before)
    return Preview(
        changes=tuple(change for each in seen.values() for change in each.changes),
        failed=tuple(failed.items()),
        submissions=len(plan),
        reasons={name: each.reason for name, each in seen.items() if each.reason is not None},
        outdated=sum(each.is_outdated for each in seen.values()),
        unknown=sum(not each.is_new and each.reason is None for each in seen.values()),
        new=sum(each.is_new for each in seen.values()),
    )


@dataclass(frozen=True)
class _Compared:
    """One student's result anew, beside what stands. `is_new`: nothing stands."""

    changes: list[Change]
    reason: tuple[str, ...] | None
    is_outdated: bool
    is_new: bool


def _compared(
    opened: OpenCourse,
    planned: Planned,
    graded: Graded,
    grades: list[rows.GradeRow],
    newest: Grading | None,
) -> _Compared:
    student = planned.submission.student
    old = standing(opened.folders.path(student))
    return _Compared(
        changes_of(student, grades, graded, results_in(old)),
        reason_for(old, newest, planned, opened.writer.versions),
        _is_another(old, graded),
        not old.notebooks,
    )


def reason_for(
    old: Standing, newest: Grading | None, planned: Planned, now: Versions
) -> tuple[str, ...] | None:
    """What has changed since the standing result was graded: by the history if that knows it, else
    by its own stamps. None where nothing stands, and where neither tells."""
    if not old.notebooks:
        return None
    if newest is None or not newest.is_of(old.digests):
        newest = old.grading(planned.submission.student, {})
    if not newest.versions:
        return None
    is_resent = bool(newest.hand_in) and newest.hand_in != planned.hand_in
    return (*differences(newest.versions, now), *(("hand_in",) if is_resent else ()))


def _is_another(old: Standing, graded: Graded) -> bool:
    new = {notebook.name: notebook.text.encode() for notebook in graded.notebooks}
    return bool(old.notebooks) and dict(old.notebooks) != new


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
    pool = make_pool(len(waiting))
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


def changes_of(
    student: str, grades: list[rows.GradeRow], graded: Graded, before: Results
) -> list[Change]:
    """The cells of a submission whose automatic score is not the one that stands."""
    found = {(row.notebook, row.cell): row for row in grades}
    changes = []
    for notebook in graded.notebooks:
        after = results_in(notebook)
        for cell in notebook.grades:
            place = (notebook.name, cell.name)
            row = found.get(place)
            old = row.auto_score if row is not None else None
            if row is None or old != cell.score:
                manual = row.manual_score if row is not None else None
                outcomes = other_outcomes(before.get(place), after.get(place))
                changes.append(Change(student, *place, old, cell.score, manual, outcomes))
    return changes
