"""What one exercise's result says, asked the same way by every part of the report."""

from __future__ import annotations

from collections.abc import Iterator

from autograder.checks import Message, Outcome, Status, Verdict
from autograder.report.results import ClassResults, Exercise, ExerciseResult, StudentResult

NOT_WRITTEN = "student.not_written"
STOPPED = ("student.stopped", "student.stopped_at")
ENDLESS = "advice.endless"
GRADERS = Status.GRADER_ERROR
GRADER_ERROR = "grader error: "  # how the flag of a cell begins where the grader failed


def automatic(each: ExerciseResult) -> float | None:
    """The points without extra credit, which is a human's gift and says nothing of a test."""
    return each.auto if each.manual is None else each.manual


def share(each: ExerciseResult) -> float:
    """Of the exercise's points, from 0 to 1."""
    points = each.exercise.points
    return min(1.0, max(0.0, (automatic(each) or 0.0) / points)) if points else 0.0


def failed(each: ExerciseResult) -> tuple[Outcome, ...]:
    """The hidden tests that failed, those that have points first."""
    outcomes = each.hidden.outcomes if each.hidden else ()
    found = [outcome for outcome in outcomes if outcome.status is Status.FAILED]
    return tuple(sorted(found, key=lambda outcome: not outcome.points))


def is_unwritten(each: ExerciseResult) -> bool:
    """The stub stands as it was released: nothing passed, and a test met it."""
    outcomes = each.hidden.outcomes if each.hidden else ()
    if any(outcome.status is Status.PASSED for outcome in outcomes):
        return False
    return any(_is_own_stub(outcome.fact, each.exercise) for outcome in outcomes)


def _is_own_stub(fact: Message | None, exercise: Exercise) -> bool:
    """Another exercise's stub, called by this one, is not this one's."""
    return (
        fact is not None
        and fact.key == NOT_WRITTEN
        and fact.values.get("function") == exercise.name
    )


def was_stopped(each: ExerciseResult) -> bool:
    """The student's code ran out of time in one of the hidden tests."""
    return any(
        (outcome.fact is not None and outcome.fact.key in STOPPED)
        or (outcome.advice is not None and outcome.advice.key == ENDLESS)
        for outcome in (each.hidden.outcomes if each.hidden else ())
    )


def flag(student: StudentResult, each: ExerciseResult) -> str:
    """Why a human must look at this cell, as the grader wrote it down; empty if it did not."""
    flags = student.grading.flags if student.grading else None
    return flags.get(f"{each.exercise.notebook}/{each.exercise.cell}", "") if flags else ""


def grader_error(student: StudentResult, each: ExerciseResult) -> str:
    """What failed on the grader's side; empty where nothing did."""
    why = flag(student, each)
    if why.startswith(GRADER_ERROR):
        return why.removeprefix(GRADER_ERROR)
    told: tuple[Outcome | Verdict, ...] = (
        (*each.hidden.outcomes, *each.visible) if each.hidden else each.visible
    )
    for one in told:
        if one.status is GRADERS:
            return str(one.fact.values.get("error", "")) if one.fact else "?"
    return ""


def counts(student: StudentResult, each: ExerciseResult) -> bool:
    """Whether the points say something of the student: a human gave them, or the grader did its
    work. Without that a failure of the grader's would look like one of the student's."""
    if each.manual is not None:
        return True
    return each.auto is not None and not grader_error(student, each)


def visible_passed(each: ExerciseResult) -> bool | None:
    """Whether every visible check passed; None where none ran."""
    ran = [verdict for verdict in each.visible if verdict.status is not Status.SKIPPED]
    return all(verdict.status is Status.PASSED for verdict in ran) if ran else None


def is_fooled(each: ExerciseResult) -> bool:
    """The visible checks passed, and the hidden tests took points."""
    lost = each.hidden is not None and each.hidden.earned < each.hidden.points
    return lost and visible_passed(each) is True


def is_blank(student: StudentResult) -> bool:
    """Handed in, and no exercise of it is written."""
    return bool(student.exercises) and all(map(is_unwritten, student.exercises))


def results_in(
    results: ClassResults, exercise: Exercise
) -> Iterator[tuple[StudentResult, ExerciseResult]]:
    """Who was graded, and what came of this exercise."""
    place = results.exercises.index(exercise)
    for student in results.graded:
        if place < len(student.exercises):
            yield student, student.exercises[place]
