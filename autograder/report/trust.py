"""Whether the results can be relied on: who was graded, by what, and what went wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from autograder.checks import Message
from autograder.report import facts
from autograder.report.findings import Remark, Trust
from autograder.report.results import ClassResults, ExerciseResult, Standing, StudentResult


def trust_of(results: ClassResults) -> Trust:
    """A failure of the grader's stands among the grader's, never among the students'."""
    graded = results.graded
    gradings = [student.grading for student in graded if student.grading is not None]
    on_record = [grading for grading in gradings if grading.is_recorded]
    versions = Counter(grading.versions for grading in gradings)
    absent = [s for s in results.students if s.standing is Standing.NO_SUBMISSION]
    return Trust(
        students=len(results.students),
        collected=len(results.students) - len(absent),
        graded=len(graded),
        from_cache=sum(grading.from_cache for grading in gradings),
        unrecorded=len(graded) - len(on_record),
        tiers=dict(sorted(Counter(student.tier for student in graded).items())),
        versions=tuple(versions.most_common()),
        newest=max((grading.written for grading in gradings), default=""),
        no_submission=tuple(student.student.id for student in absent),
        not_graded=tuple(each for s in results.students for each in _not_graded(s)),
        timeouts=tuple(each for s in graded for each in _timeouts(s)),
        grader_errors=tuple(each for s in results.students for each in _grader_errors(s)),
        to_review=tuple(each for s in graded for each in _to_review(s)),
    )


def _not_graded(student: StudentResult) -> Iterator[Remark]:
    """Why there is no result, but for failures of the grader's."""
    grading = student.grading
    if student.standing is not Standing.NOT_GRADED or (grading and grading.is_graders):
        return
    why = grading.problem if grading else ""
    told = Message("report.trust.not_graded", {"why": why})
    yield Remark(student.student.id, told if why else Message("report.trust.not_graded_yet"))


def _timeouts(student: StudentResult) -> Iterator[Remark]:
    names = tuple(each.exercise.name for each in student.exercises if facts.was_stopped(each))
    count = student.grading.timeouts if student.grading else 0
    if names:
        yield Remark(student.student.id, Message("report.trust.timeouts", {"exercises": names}))
    elif count:  # in cells that are no test: what runs beside the functions
        yield Remark(student.student.id, Message("report.trust.timeouts_cells", {"count": count}))


def _grader_errors(student: StudentResult) -> Iterator[Remark]:
    grading = student.grading
    if grading is not None and grading.is_graders:
        sentence = Message("report.trust.grader_error_all", {"why": grading.problem})
        yield Remark(student.student.id, sentence)
    for each in student.exercises:
        if why := facts.grader_error(student, each):
            values = {"exercise": each.exercise.name, "why": why}
            yield Remark(student.student.id, Message("report.trust.grader_error", values))


def _to_review(student: StudentResult) -> Iterator[Remark]:
    for each in student.exercises:
        if each.needs_review:
            values = {"exercise": each.exercise.name, "why": _why(student, each)}
            yield Remark(student.student.id, Message("report.trust.review", values))


def _why(student: StudentResult, each: ExerciseResult) -> str | Message:
    """As the grader wrote it down, else what can be read off the gradebook."""
    if why := facts.flag(student, each):
        return why
    if each.manual is not None:
        return Message("report.trust.has_manual_score")
    if each.auto is None:
        return Message("report.trust.no_automatic_score")
    return Message("report.trust.no_reason")
