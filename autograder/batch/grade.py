"""Grade a class: plan, workers, one writer."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace

from autograder.batch.jobs import Done, Graded, unpack_graded
from autograder.batch.one_room import autograde_as_nbgrader
from autograder.batch.opened import OpenCourse
from autograder.batch.plan import Batch, Planned, Todo
from autograder.batch.pool import Pool
from autograder.batch.writer import Item
from autograder.judge.errors import GraderError
from autograder.sandbox.tiers import Tier

FLUSH_ITEMS = 20
FLUSH_SECONDS = 0.5
MOST_NAMES = 10
IN_ONE_ROOM = "it ran in nbgrader's own way, where student code and tests share one process"
UNSEEN = "its file changed or could not be read while the class was graded; run this again"
DAMAGED = "its result in the cache was damaged and is taken out; run this again"

Progress = Callable[[Planned], None]
MakePool = Callable[[int], Pool]  # of the number of jobs


@dataclass
class Summary:
    """What came of a class. Lists hold (student, words), but `stay`: for each result that others
    graded and that is left alone, what has changed since. `history`: what is wrong with it."""

    graded: int = 0
    from_cache: int = 0
    unchanged: int = 0
    stay: list[tuple[str, ...] | None] = field(default_factory=list)
    history: str = ""
    problems: list[tuple[str, str]] = field(default_factory=list)
    grader_errors: list[tuple[str, str]] = field(default_factory=list)
    timeouts: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[tuple[str, str]] = field(default_factory=list)
    tier: Tier | None = None

    @property
    def is_clean(self) -> bool:
        return not (self.problems or self.grader_errors or self.history)


class Grading:
    """Carries out a plan. What is finished is written at the latest when it stops, also early."""

    def __init__(self, opened: OpenCourse, plan: Sequence[Planned], progress: Progress) -> None:
        self.summary = Summary()
        self._opened = opened
        self._batch = Batch(opened, plan)
        self._plan = plan
        self._progress = progress
        self._waiting: list[Item] = []
        self._one_room: list[tuple[Planned, str]] = []
        self._flushed = time.monotonic()

    def run(self, make_pool: MakePool) -> Summary:
        """Raises what the writer raises, and `GraderError` if no worker can be started. On Ctrl-C
        what is graded is written, then `KeyboardInterrupt` goes on."""
        try:
            for planned in self._plan:
                self._without_worker(planned)
            if jobs := len(self._batch.by_key()):
                with closing(make_pool(jobs)) as pool:
                    self.summary.tier = pool.tier
                    self._with_workers(pool)
            self._flush()
            for planned, why in self._one_room:
                self._in_one_room(planned, why)
        finally:
            self._flush()
            self._close_history()
        return self.summary

    def _close_history(self) -> None:
        recorder = self._opened.writer.recorder
        recorder.close()
        lost = recorder.unrecorded()
        if lost:
            names = ", ".join(lost[:MOST_NAMES]) + (", …" if len(lost) > MOST_NAMES else "")
            self.summary.history = f"of {len(lost)} ({names}): {recorder.problem}"

    def _without_worker(self, planned: Planned) -> None:
        if planned.todo is Todo.NOTHING:
            self.summary.unchanged += 1
        elif planned.todo is Todo.STAYS:
            self.summary.unchanged += 1
            self.summary.stay.append(planned.changed)
        elif planned.todo is Todo.REFUSE:
            self._take(planned, Graded(problem=planned.problem))
        elif planned.todo is Todo.WRITE:
            graded = self._opened.cache.get(planned.key)
            if graded is not None:
                graded = _placed(graded, planned)
            else:
                self._opened.cache.drop(planned.key)
                graded = Graded(problem=DAMAGED, is_graders=True)
            self.summary.from_cache += not graded.problem
            self._take(planned, graded)
        else:
            return
        self._progress(planned)

    def _with_workers(self, pool: Pool) -> None:
        left = self._batch.by_key()
        for done in pool.results(self._batch.jobs()):
            for planned, graded in self._answers(done, left):
                self.summary.graded += not graded.problem
                self._take(planned, graded)
                self._progress(planned)
        for planned in [each for group in left.values() for each in group]:
            self._take(planned, Graded(problem=UNSEEN))

    def _answers(
        self, done: Done, left: dict[str, list[Planned]]
    ) -> Iterator[tuple[Planned, Graded]]:
        graded = unpack_graded(done.payload)
        if graded.is_lasting:
            self._opened.cache.put(done)
        for planned in left.pop(done.key, []):
            yield planned, _placed(graded, planned)

    def _take(self, planned: Planned, graded: Graded) -> None:
        self._note(planned.submission.student, planned, graded)
        if graded.one_room:
            self._one_room.append((planned, graded.one_room))
            return
        from_cache = planned.todo is Todo.WRITE
        item = Item(planned.submission, planned.key, graded, from_cache, planned.hand_in)
        if not planned.submission.has_notebook:
            self._opened.writer.refuse(item)
            return
        self._waiting.append(item)
        late = time.monotonic() - self._flushed > FLUSH_SECONDS
        if late or len(self._waiting) >= FLUSH_ITEMS:
            self._flush()

    def _in_one_room(self, planned: Planned, why: str) -> None:
        """nbgrader's own execution, as configured; it writes everything itself."""
        student = planned.submission.student
        self.summary.warnings.append((student, f"{why}; {IN_ONE_ROOM}"))
        self._opened.writer.make_way(planned.submission)
        try:
            autograde_as_nbgrader(self._opened.config, self._opened.course, student)
        except GraderError as error:
            self.summary.grader_errors.append((student, str(error)))
        else:
            self._opened.writer.enter(planned.submission, planned.key, planned.hand_in)

    def _note(self, student: str, planned: Planned, graded: Graded) -> None:
        if graded.problem:
            kind = self.summary.grader_errors if graded.is_graders else self.summary.problems
            kind.append((student, graded.problem))
        else:
            for complaint in planned.submission.complaints:
                self.summary.problems.append((student, complaint))
        if graded.timeouts:
            cells = f"{graded.timeouts} cell{'s' if graded.timeouts > 1 else ''}"
            self.summary.timeouts.append((student, f"ran out of time in {cells}"))
        for notebook in graded.notebooks:
            for cell in notebook.grades:
                if cell.why:
                    self.summary.grader_errors.append((student, f"{cell.name}: {cell.why}"))
        self.summary.warnings += [(student, text) for _, text in graded.messages]

    def _flush(self) -> None:
        waiting, self._waiting = self._waiting, []
        self._opened.writer.write(waiting)
        self._flushed = time.monotonic()


def _placed(graded: Graded, planned: Planned) -> Graded:
    """A worker knows a file's name, and not the folder that it came from."""
    if not graded.problem or graded.is_graders:
        return graded
    return replace(graded, problem=f"{planned.submission.folder}/{graded.problem}")
