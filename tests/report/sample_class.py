"""A class of any size, made up from known mistakes: results as the reader would give them.

Nothing is run. What is made up is drawn from a seed, so that every test sees the same class.
"""

import datetime
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np

from autograder.batch.history import Grading, Versions
from autograder.checks import Message, Outcome, Result, Status, Verdict, literal
from autograder.checks.result import Certainty, Diagnosis
from autograder.demo.material import functions_of
from autograder.judge.course import list_path, load_module, solution_path
from autograder.judge.mistakes import patched
from autograder.report.points import read_points
from autograder.report.results import (
    ClassResults,
    Exercise,
    ExerciseResult,
    Standing,
    Student,
    StudentResult,
)

ROOT = Path(__file__).parents[2]
VERSIONS = Versions("7e57" * 16, "5ec2e7" * 10, "b17" * 20, "python 3.11.7, numpy 2.4.6")
DUE = datetime.datetime(2026, 11, 20, 23, 59)
FAMILY = ("Li", "Wang", "Smith, Jr", "O'Neil", "Núñez", "张", "王", "Garcia")
GIVEN = ("Ada", "Bo", "小明", "Chen", "Dora", "Emil", "雨桐", 'Fang "F"')


@cache
def material(assignment: str):
    """(checks by exercise, mistakes by exercise, right code by exercise)."""
    checks: dict = {}
    for check in read_points(ROOT, assignment).checks:
        checks.setdefault(check.exercise, []).append(check)
    mistakes: dict = {}
    for mistake in load_module(list_path(ROOT, "mistakes", assignment), ROOT).MISTAKES:
        mistakes.setdefault(mistake.exercise, []).append(mistake)
    source = solution_path(ROOT, assignment).read_text(encoding="utf-8")
    return checks, mistakes, functions_of(source), source


def sample_class(students: int = 30, seed: int = 0, assignment: str = "rnn") -> ClassResults:
    """A class of which a tenth did not hand in; the better a student, the fewer mistakes."""
    checks = material(assignment)[0]
    exercises = tuple(
        Exercise(name, f"test_{name}", assignment, sum(check.points for check in found))
        for name, found in checks.items()
    )
    random = np.random.default_rng(seed)
    results = tuple(_student(number, exercises, random, assignment) for number in range(students))
    return ClassResults("rnn101", assignment, exercises, results, DUE)


def _student(number: int, exercises, random, assignment: str) -> StudentResult:
    student = Student(
        f"s{number:04d}",
        GIVEN[number % len(GIVEN)],
        FAMILY[(number // 3) % len(FAMILY)],
        f"s{number:04d}@example.org",
        str(50_000 + number),
    )
    if number % 10 == 9:
        return StudentResult(student, Standing.NO_SUBMISSION)
    ability = float(random.normal(1.8, 1.2))
    done = tuple(_exercise(exercise, ability, random, assignment) for exercise in exercises)
    late = max(0.0, float(random.normal(-20_000, 15_000)))
    return StudentResult(
        student,
        Standing.GRADED,
        done,
        submitted=DUE + datetime.timedelta(seconds=late or -3600),
        seconds_late=late,
        language="zh" if number % 4 == 0 else "en",
        tier="A",
        grading=Grading(
            student.id,
            "2026-11-21T08:00:00+00:00",
            key=f"{number:064x}",
            versions=VERSIONS,
            tier="A",
            seconds=float(random.gamma(4.0, 0.2)),
            from_cache=number % 7 == 3,
            scores={f"{assignment}/{each.exercise.cell}": each.auto for each in done},
        ),
    )


def _exercise(exercise: Exercise, ability: float, random, assignment: str) -> ExerciseResult:
    checks, mistakes, right, source = material(assignment)
    name, own = exercise.name, checks[exercise.name]
    if random.random() < 1 / (1 + np.exp(-ability)):
        return _result(exercise, [True] * len(own), right[name], None)
    if random.random() < 0.15:
        return _result(exercise, [False] * len(own), "", None, unwritten=True)
    mistake = mistakes[name][int(random.integers(min(6, len(mistakes[name]))))]
    passed = [bool(random.random() < 0.4) for _ in own[1:]] + [False]
    code = _written(mistake, name, source)
    if random.random() < 0.2:
        return _result(exercise, passed, code, Diagnosis(Certainty.UNKNOWN))
    cause = literal(mistake.en, mistake.zh)
    return _result(
        exercise, passed, code, Diagnosis(Certainty.NAMED, causes=(cause,), keys=(mistake.key,))
    )


@cache
def _written(mistake, name: str, source: str) -> str:
    """The function as somebody with this mistake writes it."""
    return functions_of(patched(mistake, source))[name]


def _result(exercise, passed, code, diagnosis, unwritten: bool = False) -> ExerciseResult:
    fact = Message("student.not_written", {"function": exercise.name}) if unwritten else None
    outcomes = tuple(
        Outcome(
            check.title,
            Status.PASSED if is_passed else Status.FAILED,
            check.points,
            check.points if is_passed else 0.0,
            fact=None if is_passed else fact,
        )
        for check, is_passed in zip(
            material(exercise.notebook)[0][exercise.name], passed, strict=True
        )
    )
    result = Result(exercise.name, outcomes, diagnosis)
    is_seen = all(passed) or sum(passed) > len(passed) / 2
    verdict = Verdict(exercise.name, Status.PASSED if is_seen else Status.FAILED, 3)
    return ExerciseResult(
        exercise, auto=result.earned, visible=(verdict,), hidden=result, code=code
    )


def with_student(results: ClassResults, changed: StudentResult) -> ClassResults:
    """The class with one student's results replaced."""
    students = tuple(
        changed if each.student.id == changed.student.id else each for each in results.students
    )
    return replace(results, students=students)
