"""The lesson of a notebook's assignment, for its order of exercises and its hints."""

from __future__ import annotations

from autograder.checks import Message
from autograder.checks.lessons import Lesson, lesson_of
from autograder.workbench.workbook import Workbook


def lesson_for(workbook: Workbook) -> Lesson | None:
    """None where there is none, or only a broken one: a check needs no lesson."""
    try:
        return lesson_of(workbook.assignment)
    except ValueError:
        return None


def exercises_of(workbook: Workbook) -> tuple[str, ...]:
    """The lesson's exercises, or those that the notebook checks."""
    lesson = lesson_for(workbook)
    return lesson.exercises if lesson else workbook.exercises


def rungs_of(workbook: Workbook, exercise: str) -> tuple[Message, ...]:
    """The hints of an exercise, from the first to the section to read again."""
    lesson = lesson_for(workbook)
    if lesson is None:
        return ()
    section = lesson.sections.get(exercise)
    read = (Message("watch.read", {"section": section}),) if section else ()
    return (*lesson.hints.get(exercise, ()), *read)
