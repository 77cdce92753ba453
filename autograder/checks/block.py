"""`with check("softmax"):` runs the visible check of one exercise, and tells what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import TracebackType
from typing import TYPE_CHECKING, Literal

from autograder.checks.autograding import is_autograding
from autograder.checks.comparison import array_errors
from autograder.checks.display import silent
from autograder.checks.drawings import drawing_of
from autograder.checks.errors import CheckFailed, Message, printable, type_name
from autograder.checks.frames import Cell, student_failure
from autograder.checks.lessons import progress
from autograder.checks.naming import named
from autograder.checks.notes import Watch
from autograder.checks.patterns import statements
from autograder.checks.record import RECORD, VERDICT, as_record, as_verdict_record
from autograder.checks.render import failure_lines, verdict_html, verdict_text
from autograder.checks.result import (
    Certainty,
    Diagnosis,
    Outcome,
    Progress,
    Result,
    Status,
    Verdict,
)
from autograder.checks.values import has_type

if TYPE_CHECKING:
    from autograder.checks.notebook import Check


class Block:
    """The visible check of one exercise. Under `nbgrader autograde` a failure is shown and
    swallowed, since the hidden tests in the same cell decide on the points."""

    def __init__(self, check: Check, title: str, cell: Cell) -> None:
        self.check = check
        self.title = title
        self.cell = cell
        self.before = 0
        self.watch = Watch(title, cell)
        self.notes: tuple[Message, ...] = ()

    def __enter__(self) -> Check:
        self.before = self.check.passed
        self.check.seen.clear()
        self.check.compared.clear()
        self.check.noted.clear()
        self.watch.start()
        return self.check

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> Literal[False] | bool:
        self.notes = (*self.watch.stop(passed=error is None), *self.check.noted)
        if error is None:
            self._show(Status.PASSED)
            return False
        failure = self._failure(error)
        if failure is None:
            return self._not_the_students(error)
        self._show(Status.FAILED, failure)
        if is_autograding():
            return True
        if failure is error:
            return False
        raise failure from None

    def _diagnosis(self, failure: CheckFailed) -> Diagnosis | None:
        lesson = self.check.lesson
        found = named(lesson, self.title, failure, self.check.seen) if lesson else None
        if found is None and (facts := statements(failure.comparisons)):
            causes = (failure.advice,) if failure.advice else ()
            found = Diagnosis(Certainty.PATTERN, facts, causes)
        return found

    def _progress(self, status: Status) -> Progress | None:
        if status is Status.PASSED:
            self.check.solved.add(self.title)
        else:
            self.check.solved.discard(self.title)
        lesson = self.check.lesson
        if lesson is None or is_autograding():
            return None
        return progress(lesson, self.check.solved)

    def _failure(self, error: BaseException) -> CheckFailed | None:
        if has_type(error, Exception, SystemExit):
            return student_failure(error, self.title, self.cell)
        return None

    def _not_the_students(self, error: BaseException) -> bool:
        """The check itself is broken: its exception goes on, to whoever wrote it.

        While grading it must not keep the hidden tests from running: it is recorded instead.
        """
        if not is_autograding() or not has_type(error, Exception):
            return False
        fact = Message("grader_error", {"error": f"{type_name(error)}: {printable(error)}"})
        outcome = Outcome({"en": self.title}, Status.GRADER_ERROR, 0.0, 0.0, fact)
        record = as_record(Result(self.title, (outcome,)))
        self._show(Status.GRADER_ERROR, CheckFailed(fact), more={RECORD: record})
        return True

    def _show(
        self,
        status: Status,
        failure: CheckFailed | None = None,
        more: Mapping[str, object] | None = None,
    ) -> None:
        if self.check.publish is silent:
            return
        verdict = Verdict(
            self.title,
            status,
            self.check.passed - self.before,
            notes=self.notes,
            progress=self._progress(status),
        )
        if failure is not None:
            verdict = self._failed(verdict, failure)
            failure.short = failure_lines(verdict)
        records = {VERDICT: as_verdict_record(verdict), **(more or {})}
        self.check.publish(verdict_text(verdict), verdict_html(verdict), records)

    def _failed(self, verdict: Verdict, failure: CheckFailed) -> Verdict:
        found = self._diagnosis(failure)
        return replace(
            verdict,
            fact=failure.fact,
            # The causes that a diagnosis names stand behind its facts.
            advice=None if found and found.causes else failure.advice,
            errors=array_errors(failure.comparisons),
            # One picture for an exercise: below, that of the hidden tests.
            drawing=None if is_autograding() else drawing_of(failure.comparisons),
            diagnosis=found,
        )
