"""Whom an instructor should talk to, and what to talk about: facts of these results alone."""

from __future__ import annotations

from collections.abc import Iterator

from autograder.checks import Message
from autograder.checks.result import Certainty
from autograder.report import facts
from autograder.report.findings import Call
from autograder.report.results import ClassResults, ExerciseResult, Standing, StudentResult

# One exercise is told by its feedback; two of a kind are worth a talk.
FEWEST = 2
HALF = 0.5
LARGE_PENALTY = 0.2


def calls_of(results: ClassResults) -> tuple[Call, ...]:
    """Those of whom there is a fact to tell, by points, then by id. No fact weighs more than
    another, and nothing is added up."""
    told = ((student, tuple(_facts(student, results))) for student in results.students)
    found = [(student, facts_) for student, facts_ in told if facts_]
    found.sort(key=lambda pair: (pair[0].score, pair[0].student.id))
    return tuple(Call(student.student.id, facts_) for student, facts_ in found)


def _facts(student: StudentResult, results: ClassResults) -> Iterator[Message]:
    if student.standing is Standing.NO_SUBMISSION:
        # Was the notebook sent by mail, is the student ill, is the name in the list at all?
        yield Message("report.call.nothing")
    elif student.standing is Standing.NOT_GRADED:
        yield from _not_gradable(student)
    else:
        for fact in (_written, _stopped, _fooled, _unexplained):
            yield from fact(student)
        yield from _late(student, results)


def _not_gradable(student: StudentResult) -> Iterator[Message]:
    """Only the student can hand in a notebook that can be read. What the grader failed at is the
    instructor's own affair, and no reason to call."""
    grading = student.grading
    if grading is not None and grading.problem and not grading.is_graders:
        yield Message("report.call.not_graded", {"why": grading.problem})


def _written(student: StudentResult) -> Iterator[Message]:
    """Blank: perhaps the wrong file. At least half unwritten: got stuck, or had no time."""
    unwritten = [each for each in student.exercises if facts.is_unwritten(each)]
    total = len(student.exercises)
    if unwritten and len(unwritten) == total:
        yield Message("report.call.blank")
    elif len(unwritten) >= max(FEWEST, HALF * total):
        values = {
            "unwritten": len(unwritten),
            "total": total,
            "exercise": unwritten[0].exercise.name,
        }
        yield Message("report.call.unwritten", values)


def _stopped(student: StudentResult) -> Iterator[Message]:
    """An endless loop is found together in a minute, and alone in an evening."""
    found = [each for each in student.exercises if facts.was_stopped(each)]
    if found:
        yield _about("report.call.stopped", found)


def _fooled(student: StudentResult) -> Iterator[Message]:
    """They believe that they are done: their own checks all passed."""
    found = [
        each
        for each in _counted(student)
        if facts.is_fooled(each) and each.hidden and each.hidden.earned <= HALF * each.hidden.points
    ]
    if len(found) >= FEWEST:
        yield _about("report.call.fooled", found)


def _unexplained(student: StudentResult) -> Iterator[Message]:
    """Feedback could name no cause here: a human has to."""
    found = [
        each
        for each in _counted(student)
        if each.hidden is not None
        and each.hidden.earned < each.hidden.points
        and each.hidden.diagnosis is not None
        and each.hidden.diagnosis.certainty is Certainty.UNKNOWN
    ]
    if len(found) >= FEWEST:
        yield _about("report.call.unexplained", found)


def _late(student: StudentResult, results: ClassResults) -> Iterator[Message]:
    """The work is there, the points are not: a reason may excuse it."""
    taken = student.raw_score - student.score
    if taken > 0 and taken >= LARGE_PENALTY * results.points:
        yield Message("report.call.late", {"penalty": taken, "raw": student.raw_score})


def _counted(student: StudentResult) -> list[ExerciseResult]:
    return [each for each in student.exercises if not facts.grader_error(student, each)]


def _about(key: str, found: list[ExerciseResult]) -> Message:
    return Message(key, {"exercises": tuple(each.exercise.name for each in found)})
