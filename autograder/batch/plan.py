"""What has to be done for each submission, before anything is done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from autograder.batch import rows
from autograder.batch.jobs import Job, pack_job
from autograder.batch.ledger import Entry
from autograder.batch.opened import OpenCourse
from autograder.batch.submissions import Submission
from autograder.judge.versions import differences
from autograder.nbgrader.submission import BadSubmissionError
from autograder.sandbox.tiers import TIERS

WORST = max(TIERS)


class Todo(Enum):
    """NOTHING: the right result is written already. WRITE: it is in the cache. GRADE: run it.
    REFUSE: the submission can't be read. STAYS: other tests, or another kit, have graded the same
    hand-in; a result is not changed for that unless it is asked for."""

    NOTHING = "nothing"
    WRITE = "write"
    GRADE = "grade"
    REFUSE = "refuse"
    STAYS = "stays"


@dataclass(frozen=True)
class Planned:
    """A submission, the key of its result, and what is to be done. `changed`: what graded the one
    that stays and has changed since, by the fields of `Versions`; none of them: the settings; None:
    it is not on record."""

    submission: Submission
    todo: Todo
    key: str = ""
    problem: str = ""
    hand_in: str = ""
    changed: tuple[str, ...] | None = ()


@dataclass(frozen=True)
class Trust:
    """Whether what stands in the gradebook counts as done, what is in the cache as graded, and
    what other tests, another kit or `nbgrader autograde` have graded as done, too."""

    written: bool = True
    cached: bool = True
    others: bool = True


def make_plan(opened: OpenCourse, trust: Trust | None = None) -> list[Planned]:
    """Each submission once, by student."""
    entries = opened.ledger.entries(opened.course.assignment_id)
    students = [submission.student for submission in opened.submissions]
    with opened.engine.connect() as connection:
        recorded = rows.known_submissions(connection, opened.structure, students)
    plan = [
        _plan(opened, submission, entries.get(submission.student), recorded, trust or Trust())
        for submission in opened.submissions
    ]
    return _explained(opened, plan)


def _explained(opened: OpenCourse, plan: list[Planned]) -> list[Planned]:
    if all(planned.todo is not Todo.STAYS for planned in plan):
        return plan
    latest, now = opened.writer.recorder.latest(), opened.writer.versions

    def changed(planned: Planned) -> tuple[str, ...] | None:
        before = latest.get(planned.submission.student)
        known = before is not None and before.versions
        return differences(before.versions, now) if before and known else None

    return [
        replace(each, changed=changed(each)) if each.todo is Todo.STAYS else each for each in plan
    ]


def _plan(
    opened: OpenCourse,
    submission: Submission,
    entry: Entry | None,
    recorded: dict[str, str],
    trust: Trust,
) -> Planned:
    try:
        data = submission.read(opened.most_bytes)
        key, hand_in = pack_job(data, opened.shared).key, data.hash_of_own(submission.own)
    except BadSubmissionError as error:
        return Planned(submission, Todo.REFUSE, problem=str(error))
    if not submission.notebooks:
        return Planned(submission, Todo.REFUSE, problem="; ".join(submission.complaints))
    is_there = submission.student in recorded and opened.folders.path(submission.student).is_dir()
    if trust.written and is_there:
        if _is_done(opened, submission, entry, key, trust):
            return Planned(submission, Todo.NOTHING, key)
        if trust.others and entry is not None and _stays(opened, submission, entry, key, hand_in):
            return Planned(submission, Todo.STAYS, key)
    cached = trust.cached and _is_cached(opened, key)
    return Planned(submission, Todo.WRITE if cached else Todo.GRADE, key, hand_in=hand_in)


def _is_done(
    opened: OpenCourse, submission: Submission, entry: Entry | None, key: str, trust: Trust
) -> bool:
    """Our own result by its key; one that `nbgrader autograde` wrote by nbgrader's rule."""
    if entry is not None:
        return entry.key == key and opened.accepts(entry.tier)
    return trust.others and _is_newest(opened, submission)


def _stays(
    opened: OpenCourse, submission: Submission, entry: Entry, key: str, hand_in: str
) -> bool:
    """Whether other tests, another kit or other settings have graded the very same hand-in."""
    if not entry.key or entry.key == key:
        return False
    return entry.hand_in == hand_in if entry.hand_in else _is_newest(opened, submission)


def _is_newest(opened: OpenCourse, submission: Submission) -> bool:
    """nbgrader's rule: a result stands until a later submission comes in."""
    there = opened.course.get_existing_timestamp(str(opened.folders.path(submission.student)))
    return submission.timestamp is None or there is None or submission.timestamp <= there


def _is_cached(opened: OpenCourse, key: str) -> bool:
    """A result from a worse tier than is demanded now does not count; reading it takes a moment."""
    if opened.walls.minimum == WORST or not opened.cache.has(key):
        return opened.cache.has(key)
    graded = opened.cache.get(key)
    return graded is None or opened.accepts(graded.tier)


def _job(opened: OpenCourse, submission: Submission) -> Job:
    return pack_job(submission.read(opened.most_bytes), opened.shared)


@dataclass(frozen=True)
class Batch:
    """The jobs of a plan. Equal hand-ins are one job."""

    opened: OpenCourse
    plan: Sequence[Planned]

    def by_key(self) -> dict[str, list[Planned]]:
        found: dict[str, list[Planned]] = {}
        for planned in self.plan:
            if planned.todo is Todo.GRADE:
                found.setdefault(planned.key, []).append(planned)
        return found

    def jobs(self) -> Iterator[Job]:
        """Read when a worker asks for it: a class need not fit into memory. A file that changed
        after planning keeps its old key out of the results, and waits for the next run."""
        for key, (first, *_) in self.by_key().items():
            try:
                job = _job(self.opened, first.submission)
            except BadSubmissionError:
                continue
            if job.key == key:
                yield job
