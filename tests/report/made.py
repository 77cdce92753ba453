"""A class made by hand: a few numbers, so that a test can work out what must come of them."""

from dataclasses import replace

from autograder.batch.history import Grading, Versions
from autograder.checks import Message, Outcome, Result, Status, Verdict, literal
from autograder.checks.result import Certainty, Diagnosis
from autograder.report.results import (
    ClassResults,
    Exercise,
    ExerciseResult,
    Standing,
    Student,
    StudentResult,
)

PASSED, FAILED, SKIPPED, BROKEN = (
    Status.PASSED,
    Status.FAILED,
    Status.SKIPPED,
    Status.GRADER_ERROR,
)
SOFTMAX = Exercise("softmax", "test_softmax", "rnn", 4.0)
FORWARD = Exercise("rnn_forward", "test_rnn_forward", "rnn", 10.0)
LOSS = Exercise("loss", "test_loss", "rnn", 6.0)
GRADED = "2026-11-21T08:00:00+00:00"
VERSIONS = Versions("tests", "secret", "kit", "python 3.11.7")


def outcome(status=PASSED, points=1.0, title="it is right", fact=None, advice=None):
    earned = points if status in (PASSED, BROKEN) else 0.0
    return Outcome({"en": title, "zh": f"{title}（中文）"}, status, points, earned, fact, advice)


def verdict(status=PASSED):
    return Verdict("visible", status, 1)


def done(exercise, *outcomes, diagnosis=None, visible=(PASSED,), code="", **more):
    """An exercise whose score is what its hidden tests give."""
    result = Result(exercise.name, outcomes, diagnosis)
    verdicts = tuple(map(verdict, visible))
    found = ExerciseResult(exercise, result.earned, visible=verdicts, hidden=result, code=code)
    return replace(found, **more)


def scored(exercise, score, **more):
    """An exercise of another course's: a score, and no record."""
    return ExerciseResult(exercise, score, **more)


def unwritten(exercise, **more):
    fact = Message("student.not_written", {"function": exercise.name})
    first = outcome(FAILED, exercise.points - 1, fact=fact)
    return done(exercise, first, outcome(SKIPPED, title="more"), visible=(FAILED,), **more)


def named(*keys, certainty=Certainty.NAMED):
    causes = tuple(literal(f"hint of {key}", f"{key} 的提示") for key in keys)
    return Diagnosis(certainty, causes=causes, keys=keys)


def student(name, *exercises, standing=Standing.GRADED, grading=None, **more):
    grading = Grading(name, GRADED, versions=VERSIONS, tier="A") if grading is None else grading
    values = {"tier": "A", "grading": grading or None, **more}
    return StudentResult(Student(name), standing, exercises, **values)


def absent(name):
    return StudentResult(Student(name), Standing.NO_SUBMISSION)


def class_of(*students, exercises=None):
    found = exercises or next(
        (tuple(each.exercise for each in s.exercises) for s in students if s.exercises), (SOFTMAX,)
    )
    return ClassResults("rnn101", "rnn", found, students)
