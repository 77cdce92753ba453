"""A worker's result as reports know results: no gradebook, no penalty, no score of a human's."""

from __future__ import annotations

from collections.abc import Iterator

from autograder.batch.jobs import AssignmentData, CellGrade, Graded, GradedNotebook, Job
from autograder.batch.recorded import grading_of
from autograder.course.student import Student
from autograder.report.executed import Executed, ExecutedCell, executed_of
from autograder.report.gradebook import PREFIX
from autograder.report.results import Exercise, ExerciseResult, Standing, StudentResult


def student_result(data: AssignmentData, job: Job, graded: Graded) -> StudentResult:
    """The result of one submission. What can't be graded has no exercises and says why."""
    grading = grading_of("", job.key, graded, data.versions())
    if graded.problem:
        return StudentResult(Student(""), Standing.NOT_GRADED, tier=graded.tier, grading=grading)
    executed = {
        each.name: executed_of(each.text.encode()) or Executed() for each in graded.notebooks
    }
    grades = {(each.name, cell.name): cell for each in graded.notebooks for cell in each.grades}
    results = tuple(_exercise(each, grades, executed) for each in _exercises(data))
    needs_review = any(each.needs_review for each in results)
    return StudentResult(
        Student(""),
        Standing.NEEDS_REVIEW if needs_review else Standing.GRADED,
        results,
        language=language_of(graded.notebooks),
        tier=graded.tier,
        grading=grading,
    )


def language_of(notebooks: tuple[GradedNotebook, ...]) -> str:
    """That of the first notebook which says one."""
    found = (executed_of(notebook.text.encode()) for notebook in notebooks)
    return next((each.language for each in found if each and each.language), "")


def _exercises(data: AssignmentData) -> Iterator[Exercise]:
    """The graded cells in the order of the notebooks."""
    for notebook, released in sorted(data.notebooks.items()):
        for cell in released.cells:
            if cell["points"] is not None:
                name = cell["grade_id"]
                yield Exercise(name.removeprefix(PREFIX), name, notebook, float(cell["points"]))


def _exercise(
    exercise: Exercise,
    grades: dict[tuple[str, str], CellGrade],
    executed: dict[str, Executed],
) -> ExerciseResult:
    """A notebook that was not handed in has no points: nbgrader's rule."""
    grade = grades.get((exercise.notebook, exercise.cell))
    if grade is None:
        return ExerciseResult(exercise, auto=0.0)
    cell = executed[exercise.notebook].cells.get(exercise.cell, ExecutedCell())
    return ExerciseResult(
        exercise,
        auto=grade.score,
        needs_review=grade.score is None or bool(grade.why),
        visible=cell.visible,
        hidden=cell.hidden,
        code=cell.code,
    )
