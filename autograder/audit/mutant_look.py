"""A look at the programs that a machine made: near misses, and systematic mutants."""

from __future__ import annotations

from typing import Any

from autograder.audit.assignment import Assignment, Namespace
from autograder.audit.equivalents import Equivalent, fingerprint, first_difference, program_of
from autograder.audit.judging import is_caught, namespace_of, recorded_calls
from autograder.audit.mutants import mutants, slightly_wrong_programs
from autograder.audit.near import near_misses
from autograder.audit.record import Findings, Row
from autograder.judge.clock import TimeUpError, at_most
from autograder.judge.errors import JudgeTimeoutError
from autograder.judge.mistakes import MistakeError

SECONDS = 1.0  # a right program takes a tenth of a second


def look_at_near_misses(assignment: Assignment, exercise: str) -> Findings:
    """The right result hardly wrong in one place; one term wrong by a twentieth of a percent."""
    function = assignment.reference()[exercise]
    results = [result for _, result in recorded_calls(assignment, exercise)]
    programs = {miss.name: miss.of(function) for miss in near_misses(results)}
    missed = [
        f"a near miss is not caught: {name}"
        for name, program in programs.items()
        if not _loses(assignment, exercise, {**assignment.reference(), exercise: program})
    ]
    slight, count = _uncaught_slightly_wrong(assignment, exercise)
    total = len(programs) + count
    caught = total - len(missed) - len(slight)
    row = Row(exercise, near_misses=total, near_misses_caught=caught)
    return Findings(row, (*missed, *slight))


def _uncaught_slightly_wrong(assignment: Assignment, exercise: str) -> tuple[list[str], int]:
    programs = slightly_wrong_programs(assignment.source, exercise)
    right = _right_programs(assignment, exercise)
    programs = [program for program in programs if program.mark not in right]
    missed = [
        f"a near miss is not caught: {program.change}"
        for program in programs
        if not _source_loses(assignment, exercise, program.source)
    ]
    return missed, len(programs)


def look_at_mutants(assignment: Assignment, exercise: str) -> Findings:
    """Every mutant is killed, or stands in the list of equivalents, which is checked as well."""
    right = _right_programs(assignment, exercise)
    every = mutants(assignment.source, exercise)
    survivors = {
        mutant.mark: mutant
        for mutant in every
        if not _source_loses(assignment, exercise, mutant.source)
    }
    slight = slightly_wrong_programs(assignment.source, exercise)
    known = {mutant.mark for mutant in (*every, *slight)}
    complaints = [
        f"a mutant survives: {mutant.change}"
        for mark, mutant in survivors.items()
        if mark not in right
    ]
    complaints += _wrong_equivalents(assignment, exercise, known)
    row = Row(
        exercise,
        mutants=len(every),
        killed=len(every) - len(survivors),
        equivalent=len(survivors.keys() & right),
    )
    return Findings(row, tuple(complaints))


def _right_programs(assignment: Assignment, exercise: str) -> set[str]:
    marks = set()
    for equivalent in assignment.equivalents_of(exercise):
        try:
            marks.add(fingerprint(program_of(equivalent, assignment.source), exercise))
        except MistakeError:
            continue  # look_at_mutants says so
    return marks


def _wrong_equivalents(assignment: Assignment, exercise: str, known: set[str]) -> list[str]:
    """Entries that name no mutant, that a test refuses, or that compute something else."""
    calls = [arguments for arguments, _ in recorded_calls(assignment, exercise)]
    complaints = []
    for equivalent in assignment.equivalents_of(exercise):
        wrong = _wrong_with(equivalent, assignment, known, calls)
        if wrong:
            entry = f"{equivalent.find!r} → {equivalent.replace!r}"
            complaints.append(f"the equivalent {entry} {wrong}")
    return complaints


def _wrong_with(
    equivalent: Equivalent, assignment: Assignment, known: set[str], calls: list[Any]
) -> str | None:
    exercise = equivalent.exercise
    try:
        source = program_of(equivalent, assignment.source)
    except MistakeError as error:
        return f"does not fit: {error}"
    if fingerprint(source, exercise) not in known:
        return "is no mutant; take it off the list"
    if _source_loses(assignment, exercise, source):
        return None if equivalent.varies else "is killed; take it off the list"
    other = namespace_of(source)[exercise]
    difference = first_difference(assignment.reference()[exercise], other, calls)
    return f"is not equivalent: {difference}" if difference else None


def _source_loses(assignment: Assignment, exercise: str, source: str) -> bool:
    """Whether a program loses points, does not even start, or does not end."""
    namespace = assignment.reference()
    try:
        namespace_of(source, onto=namespace)
    except (Exception, JudgeTimeoutError):
        return True
    return _loses(assignment, exercise, namespace)


def _loses(assignment: Assignment, exercise: str, namespace: Namespace) -> bool:
    try:
        with at_most(SECONDS):
            return is_caught(assignment, exercise, namespace)
    except TimeUpError:
        return True
