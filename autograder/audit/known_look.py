"""A look at the programs that somebody wrote down: known mistakes, and other right spellings."""

from __future__ import annotations

from contextlib import suppress

from autograder.audit.assignment import Assignment, Namespace
from autograder.audit.judging import failures, graded, has_grader_error, is_caught, namespace_of
from autograder.audit.record import Findings, Row
from autograder.judge.mistakes import MistakeError, patched


def look_at_mistakes(assignment: Assignment, exercise: str) -> Findings:
    """Every known mistake loses points in its own exercise."""
    mistakes = assignment.mistakes_of(exercise)
    caught, complaints = 0, []
    for mistake in mistakes:
        try:
            namespace = namespace_of(patched(mistake, assignment.source))
        except MistakeError as error:
            complaints.append(str(error))
            continue
        result = graded(assignment, exercise, namespace)
        is_lost = result.earned < result.points and not has_grader_error(result)
        caught += is_lost
        if not is_lost:
            complaints.append(f"the mistake {mistake.key} is not caught")
    return Findings(
        Row(exercise, mistakes=len(mistakes), mistakes_caught=caught), tuple(complaints)
    )


def look_at_blame(assignment: Assignment, exercise: str) -> Findings:
    """No known mistake loses points in an exercise that is not its own."""
    complaints = []
    for mistake in assignment.mistakes_of(exercise):
        with suppress(MistakeError):  # look_at_mistakes says so
            namespace = namespace_of(patched(mistake, assignment.source))
            complaints += [
                f"the mistake {mistake.key} also costs points in {other}"
                for other in others_that_pay(assignment, exercise, namespace)
            ]
    return Findings(Row(exercise), tuple(complaints))


def others_that_pay(assignment: Assignment, exercise: str, namespace: Namespace) -> list[str]:
    others = [other for other in assignment.exercises if other != exercise]
    return [other for other in others if is_caught(assignment, other, namespace)]


def look_at_spellings(assignment: Assignment, exercise: str) -> Findings:
    """Every other right program earns everything."""
    definitions = assignment.spellings.get(exercise, ())
    accepted, complaints = 0, []
    for number, definition in enumerate(definitions, start=1):
        namespace = assignment.reference()
        before = namespace[exercise]
        namespace_of(definition, onto=namespace)
        if namespace[exercise] is before:
            complaints.append(f"spelling {number} does not define {exercise}")
            continue
        failed = failures(graded(assignment, exercise, namespace))
        accepted += not failed
        complaints += [f"spelling {number} is refused: {sentence}" for sentence in failed]
    return Findings(Row(exercise, spellings=len(definitions), accepted=accepted), tuple(complaints))
