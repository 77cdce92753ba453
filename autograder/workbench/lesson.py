"""The lesson of a notebook's assignment, for its order of exercises and its hints."""

from __future__ import annotations

from autograder.checks import Message
from autograder.checks.lessons import Lesson, lesson_of, rungs
from autograder.workbench.workbook import Workbook


def lesson_for(workbook: Workbook) -> Lesson | None:
    """None where there is none, only a broken one, or one of another course's exercises."""
    try:
        lesson = lesson_of(workbook.assignment, workbook.path.resolve().parent)
    except ValueError:  # a check needs no lesson
        return None
    if lesson is None or not set(lesson.exercises) & set(workbook.exercises):
        return None
    return lesson


def exercises_of(workbook: Workbook) -> tuple[str, ...]:
    """The lesson's exercises, or those that the notebook checks."""
    lesson = lesson_for(workbook)
    return lesson.exercises if lesson else workbook.exercises


def rungs_of(workbook: Workbook, exercise: str) -> tuple[Message, ...]:
    """The hints of an exercise, from the first to the section to read again; perhaps none."""
    lesson = lesson_for(workbook)
    return rungs(lesson, exercise) if lesson else ()
