"""What is behind lost points, and how many have it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from autograder.checks import Message
from autograder.checks.lessons import Lesson
from autograder.checks.result import Certainty, Diagnosis
from autograder.report import facts
from autograder.report.findings import Misconception
from autograder.report.names import Identities
from autograder.report.results import ClassResults, Exercise, ExerciseResult, StudentResult
from autograder.report.samples import common_words, sample_of

SUREST = (Certainty.NAMED, Certainty.SEVERAL, Certainty.PATTERN, Certainty.UNKNOWN)
# Tests that never came to compare an array: what happened is known, though no number is.
HAPPENED = {
    "student.not_defined": "report.cause.not_defined",
    "student.stopped": "report.cause.stopped",
    "student.stopped_at": "report.cause.stopped",
    "student.raised": "report.cause.raised",
    "student.raised_line": "report.cause.raised",
    "student.raised_at": "report.cause.raised",
}


@dataclass(frozen=True)
class _Seen:
    """One cause in one submission. `group` is what equal causes share."""

    group: tuple[object, ...]
    certainty: Certainty
    cause: Message | None
    keys: tuple[str, ...]
    student: str
    points: float
    code: str


def misconceptions_of(
    results: ClassResults, lesson: Lesson | None = None
) -> tuple[Misconception, ...]:
    """By how many have it. An exercise that nobody wrote is no misconception: it is counted with
    the items. What nobody could explain has one entry for each exercise."""
    who = Identities(student.student for student in results.students)
    found = [
        misconception
        for exercise in results.exercises
        for misconception in _of_exercise(results, exercise, who, lesson)
    ]
    return tuple(sorted(found, key=lambda each: -each.count))


def _of_exercise(
    results: ClassResults, exercise: Exercise, who: Identities, lesson: Lesson | None
) -> Iterator[Misconception]:
    pairs = list(facts.results_in(results, exercise))
    groups: dict[tuple[object, ...], list[_Seen]] = {}
    for student, each in pairs:
        for seen in _seen(student, each, lesson):
            groups.setdefault(seen.group, []).append(seen)
    if not groups:
        return
    common = common_words([each.code for _, each in pairs])
    identities = who.sparing(common)
    section = lesson.sections.get(exercise.name) if lesson else None
    for group in groups.values():
        surest = min(group, key=lambda seen: SUREST.index(seen.certainty))
        yield Misconception(
            exercise=exercise.name,
            certainty=surest.certainty,
            cause=surest.cause,
            keys=surest.keys,
            students=tuple(sorted(seen.student for seen in group)),
            points_lost=sum(seen.points for seen in group),
            sample=_sample(group, exercise.name, identities, common),
            section=section,
        )


def _seen(student: StudentResult, each: ExerciseResult, lesson: Lesson | None) -> Iterator[_Seen]:
    """The causes in one result; two known mistakes together are two, and share its lost points."""
    lost = _lost(each)
    if lost <= 0 or facts.is_unwritten(each) or facts.grader_error(student, each):
        return
    causes = list(_causes(each, lesson))
    for group, certainty, cause, keys in causes:
        points = lost / len(causes)
        yield _Seen(group, certainty, cause, keys, student.student.id, points, each.code)


def _lost(each: ExerciseResult) -> float:
    """In the hidden tests: what a human gave or took beside them has other reasons."""
    if each.hidden is not None:
        return each.hidden.points - each.hidden.earned
    return 0.0 if each.auto is None else each.exercise.points - each.auto


_Cause = tuple[tuple[object, ...], Certainty, Message | None, tuple[str, ...]]


def _causes(each: ExerciseResult, lesson: Lesson | None) -> Iterator[_Cause]:
    found = each.hidden.diagnosis if each.hidden else None
    if found is None or found.certainty is Certainty.UNKNOWN:
        yield _without_diagnosis(each) if found is None else _unknown()
    elif found.certainty is Certainty.SEVERAL:
        hints = dict(zip(found.keys, found.causes, strict=False))
        known = lesson.mistakes if lesson else {}
        for key in found.keys:
            yield ("sure", key), Certainty.SEVERAL, known.get(key, hints.get(key)), (key,)
    elif found.certainty is Certainty.NAMED:
        yield ("sure", *found.keys), Certainty.NAMED, _either(found), found.keys
    else:
        yield _pattern(found)


def _either(found: Diagnosis) -> Message | None:
    """Several known mistakes may give the very same numbers."""
    if len(found.causes) < 2:
        return found.causes[0] if found.causes else None
    return Message("report.cause.either", {"causes": found.causes})


def _pattern(found: Diagnosis) -> _Cause:
    """By its known mistakes; else by its cause; else by the kinds of its facts, whose numbers
    differ from student to student: they are those of one of them."""
    kinds = found.keys or found.causes[:1] or tuple(fact.key for fact in found.facts)
    group = ("pattern", *(_stated(kind) for kind in kinds))
    cause = next(iter((*found.causes, *found.facts)), None)
    return group, Certainty.PATTERN, cause, found.keys


def _stated(kind: str | Message) -> object:
    if isinstance(kind, str):
        return kind
    return kind.key, str(sorted(kind.values.items(), key=lambda value: value[0]))


def _without_diagnosis(each: ExerciseResult) -> _Cause:
    for outcome in facts.failed(each):
        if outcome.fact is not None and outcome.fact.key in HAPPENED:
            key = HAPPENED[outcome.fact.key]
            return (key,), Certainty.PATTERN, Message(key), ()
    return _unknown()


def _unknown() -> _Cause:
    return ("unknown",), Certainty.UNKNOWN, None, ()


def _sample(group: Sequence[_Seen], exercise: str, who: Identities, common: frozenset[str]) -> str:
    """Of the middle length, neither a torso nor a novel; else of whoever has any."""
    by_length = sorted(
        (seen.code for seen in group if seen.code), key=lambda code: (len(code), code)
    )
    middle = len(by_length) // 2
    for code in (*by_length[middle:], *by_length[:middle]):
        if sample := sample_of(code, exercise, who, common):
            return sample
    return ""
