"""A look at the programs that somebody wrote down: known mistakes, and other right spellings."""

from __future__ import annotations

from contextlib import suppress

from autograder.audit.assignment import Assignment, Namespace
from autograder.audit.judging import (
    failures,
    graded,
    is_caught,
    limited,
    loses_points,
    namespace_of,
)
from autograder.audit.record import Findings, Row
from autograder.checks import Result
from autograder.judge.errors import JudgeTimeoutError
from autograder.judge.mistakes import Mistake, MistakeError, patched


class SpellingError(ValueError):
    """A definition that can't be judged: it does not start, or defines something else."""


def look_at_mistakes(assignment: Assignment, exercise: str) -> Findings:
    """Every known mistake loses points in its own exercise."""
    mistakes = assignment.mistakes_of(exercise)
    caught, complaints = 0, []
    for mistake in mistakes:
        try:
            is_lost = loses(assignment, mistake)
        except MistakeError as error:
            complaints.append(str(error))
            continue
        caught += is_lost
        if not is_lost:
            complaints.append(f"the mistake {mistake.key} is not caught")
    return Findings(
        Row(exercise, mistakes=len(mistakes), mistakes_caught=caught), tuple(complaints)
    )


def loses(assignment: Assignment, mistake: Mistake) -> bool:
    """Whether a known mistake loses points in its own exercise: the first test that it loses
    decides. Raises `MistakeError`.
    """
    namespace = with_mistake(assignment, mistake)
    try:
        with limited():
            return is_caught(assignment, mistake.exercise, namespace)
    except JudgeTimeoutError:
        return True


def with_mistake(assignment: Assignment, mistake: Mistake) -> Namespace:
    """The names of the wrong program: none at all if it does not start.

    Raises `MistakeError` where it does not fit the reference.
    """
    source = patched(mistake, assignment.source)
    try:
        return namespace_of(source)
    except (Exception, JudgeTimeoutError):
        return {}


def look_at_blame(assignment: Assignment, exercise: str) -> Findings:
    """No known mistake loses points in an exercise that is not its own."""
    complaints = []
    for mistake in assignment.mistakes_of(exercise):
        with suppress(MistakeError):  # look_at_mistakes says so
            namespace = with_mistake(assignment, mistake)
            complaints += [
                f"the mistake {mistake.key} also costs points in {other}"
                for other in others_that_pay(assignment, exercise, namespace)
            ]
    return Findings(Row(exercise), tuple(complaints))


def others_that_pay(assignment: Assignment, exercise: str, namespace: Namespace) -> list[str]:
    others = [other for other in assignment.exercises if other != exercise]
    return [other for other in others if loses_points(graded(assignment, other, namespace))]


def look_at_spellings(assignment: Assignment, exercise: str) -> Findings:
    """Every other right program earns everything."""
    definitions = assignment.spellings.get(exercise, ())
    accepted, complaints = 0, []
    for number, definition in enumerate(definitions, start=1):
        try:
            failed = failures(of_spelling(assignment, exercise, definition))
        except SpellingError as error:
            complaints.append(f"spelling {number} {error}")
            continue
        accepted += not failed
        complaints += [f"spelling {number} is refused: {sentence}" for sentence in failed]
    return Findings(Row(exercise, spellings=len(definitions), accepted=accepted), tuple(complaints))


def of_spelling(assignment: Assignment, exercise: str, definition: str) -> Result:
    """The result of the reference with another definition. Raises `SpellingError`."""
    namespace = assignment.reference()
    before = namespace.get(exercise)
    try:
        namespace_of(definition, onto=namespace)
    except (Exception, JudgeTimeoutError) as error:
        raise SpellingError(f"ends with {type(error).__name__}: {error}") from error
    if namespace.get(exercise) is before:
        raise SpellingError(f"does not define {exercise}")
    return graded(assignment, exercise, namespace)
