"""A class without names: its results, and the code that is shown as an example."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from autograder.batch.grading import Grading
from autograder.checks import Message, Outcome, Result, Verdict
from autograder.checks.result import Diagnosis
from autograder.course.student import Student
from autograder.report import facts
from autograder.report.names import GONE, Identities
from autograder.report.results import ClassResults, ExerciseResult, StudentResult
from autograder.report.samples import common_words

IN_CODE = "name"  # what was Python stays Python


def hide_names(results: ClassResults) -> ClassResults:
    """The same class as "student 1", "student 2" …: no name, id or address is left, neither in what
    they wrote nor in what the grader says of it.

    The numbers follow neither ids nor scores, and are the same as long as the results are.
    """
    common = (
        common_words([each.code for _, each in facts.results_in(results, exercise)])
        for exercise in results.exercises
    )
    who = Identities((s.student for s in results.students), frozenset().union(*common))
    width = len(str(len(results.students)))
    hidden = tuple(
        _hidden(student, f"student {number:0{width}}", who)
        for number, student in enumerate(_shuffled(results), start=1)
    )
    return replace(results, students=hidden)


def _shuffled(results: ClassResults) -> list[StudentResult]:
    """By a hash of each student and of all that was handed in: whoever has the list of the class,
    but not its work, can't do it again."""
    salt = hashlib.sha256()
    for student in results.students:
        salt.update(repr((student.student, student.grading)).encode())
        for each in student.exercises:
            salt.update(repr((each.score, each.code)).encode())
    key = salt.digest()
    return sorted(
        results.students,
        key=lambda each: hashlib.sha256(key + each.student.id.encode()).digest(),
    )


def _hidden(student: StudentResult, name: str, who: Identities) -> StudentResult:
    return replace(
        student,
        student=Student(name),
        exercises=tuple(_exercise(each, who) for each in student.exercises),
        grading=_grading(student.grading, name, who) if student.grading else None,
    )


def _grading(grading: Grading, name: str, who: Identities) -> Grading:
    """What the grader says names files, and these have the student's id in their path."""

    def without(text: str) -> str:
        return who.without(text.replace(grading.student, GONE) if grading.student else text)

    return replace(
        grading,
        student=name,
        problem=without(grading.problem),
        flags={cell: without(why) for cell, why in grading.flags.items()},
    )


def _exercise(each: ExerciseResult, who: Identities) -> ExerciseResult:
    return replace(
        each,
        code=who.without(each.code, IN_CODE),
        visible=tuple(_told(verdict, who) for verdict in each.visible),
        hidden=_result(each.hidden, who) if each.hidden else None,
    )


def _result(result: Result, who: Identities) -> Result:
    return replace(
        result,
        outcomes=tuple(_outcome(outcome, who) for outcome in result.outcomes),
        diagnosis=_diagnosis(result.diagnosis, who),
    )


def _outcome(outcome: Outcome, who: Identities) -> Outcome:
    if outcome.fact is None and outcome.advice is None:
        return outcome
    fact, advice = _message(outcome.fact, who), _message(outcome.advice, who)
    return replace(outcome, fact=fact, advice=advice)


def _told(verdict: Verdict, who: Identities) -> Verdict:
    return replace(
        verdict,
        fact=_message(verdict.fact, who),
        advice=_message(verdict.advice, who),
        diagnosis=_diagnosis(verdict.diagnosis, who),
        notes=tuple(_words(note, who) for note in verdict.notes),
    )


def _diagnosis(diagnosis: Diagnosis | None, who: Identities) -> Diagnosis | None:
    if diagnosis is None:
        return None
    facts = tuple(_words(fact, who) for fact in diagnosis.facts)
    return replace(diagnosis, facts=facts)  # causes are the kit's own words


def _message(message: Message | None, who: Identities) -> Message | None:
    return None if message is None else _words(message, who)


def _words(message: Message, who: Identities) -> Message:
    """What a sentence quotes: a line of code, an error, a name."""
    values: Mapping[str, object] = message.values
    return Message(message.key, {name: _value(value, who) for name, value in values.items()})


def _value(value: object, who: Identities) -> object:
    if isinstance(value, str):
        return who.without(value)
    if isinstance(value, Message):
        return _words(value, who)
    return tuple(_value(part, who) for part in value) if isinstance(value, tuple) else value
