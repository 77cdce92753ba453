"""A graded class, read from where nbgrader and the batch have put it: gradebook, `autograded/`, and
the history of gradings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from nbgrader.coursedir import CourseDirectory

from autograder.batch import rows
from autograder.batch.config import course_directory, load_config
from autograder.batch.grading import Grading
from autograder.batch.history import FILE, History
from autograder.checks.lessons import Lesson, lesson_of
from autograder.course.student import Student
from autograder.report.collecting import no_collecting
from autograder.report.executed import Executed, ExecutedCell, read_executed
from autograder.report.gradebook import (
    SubmissionRow,
    connected,
    read_assignments,
    read_exercises,
    read_students,
    read_submissions,
)
from autograder.report.nearest import unknown_assignment
from autograder.report.results import (
    ClassResults,
    Exercise,
    ExerciseResult,
    Standing,
    StudentResult,
)


@dataclass(frozen=True)
class _Book:
    """The gradebook's part."""

    structure: rows.Structure
    exercises: tuple[Exercise, ...]
    students: tuple[Student, ...]
    submissions: Mapping[str, SubmissionRow]


@no_collecting()
def read_class(root: Path, assignment: str, db_url: str | None = None) -> ClassResults:
    """The results of an assignment in the course at `root`.

    Raises `CourseConfigError`, `GradebookError`, `HistoryError`, `UnknownAssignmentError`: each
    says what was found, what was expected and what to do.
    """
    course = opened_course(root, db_url)
    course.assignment_id = assignment
    book = _read_book(course, assignment)
    executed = {each.id: _executed(course, each.id, book) for each in book.students}
    exercises = _in_order(book.exercises, list(executed.values()))
    gradings = _gradings(Path(course.root) / FILE, assignment)
    results = tuple(
        _student(course, student, replace(book, exercises=exercises), executed, gradings)
        for student in _everybody(course, book)
    )
    name = str(course.course_id)
    return ClassResults(name, assignment, exercises, results, book.structure.duedate)


def read_lesson_of(root: Path, assignment: str) -> Lesson | None:
    """What the course at `root` knows of an assignment: headings, hints, known mistakes.

    Raises `CourseConfigError`, and ValueError for a broken file.
    """
    course = opened_course(root)
    return lesson_of(assignment, Path(course.format_path(course.source_directory, ".", assignment)))


def opened_course(root: Path, db_url: str | None = None) -> CourseDirectory:
    """The course at `root`, with another gradebook if one is named. Raises `CourseConfigError`."""
    course = course_directory(load_config(root), root)
    if db_url is not None:
        course.db_url = db_url
    return course


def _read_book(course: CourseDirectory, assignment: str) -> _Book:
    with connected(str(course.db_url)) as connection:
        try:
            structure = rows.read_structure(connection, assignment)
        except LookupError:
            raise unknown_assignment(assignment, read_assignments(connection)) from None
        students = read_students(connection)
        ids = [student.id for student in students]
        submissions = read_submissions(connection, structure, ids)
        exercises = read_exercises(connection, structure)
    return _Book(structure, exercises, students, submissions)


def _everybody(course: CourseDirectory, book: _Book) -> list[Student]:
    """Those of the gradebook, and those who handed in and are not in it yet."""
    known = {student.id: student for student in book.students}
    handed_in = _folder(course, course.submitted_directory, "*")
    for folder in handed_in.parent.parent.glob(f"*/{handed_in.name}"):
        if folder.is_dir():
            known.setdefault(folder.parent.name, Student(folder.parent.name))
    return [known[name] for name in sorted(known)]


def _executed(course: CourseDirectory, student: str, book: _Book) -> dict[str, Executed]:
    """Notebook → what it tells, for those that were graded."""
    folder = _folder(course, course.autograded_directory, student)
    found = {name: read_executed(folder / f"{name}.ipynb") for name in book.structure.notebooks}
    return {name: executed for name, executed in found.items() if executed is not None}


def _in_order(
    exercises: Sequence[Exercise], executed: Sequence[Mapping[str, Executed]]
) -> tuple[Exercise, ...]:
    """As they stand in the notebooks: a database has no order."""
    places: dict[tuple[str, str], int] = {}
    for notebooks in executed:
        for name, notebook in notebooks.items():
            for place, cell in enumerate(notebook.cells):
                places.setdefault((name, cell), place)
    last = len(exercises)
    return tuple(
        sorted(exercises, key=lambda e: (e.notebook, places.get((e.notebook, e.cell), last)))
    )


def read_gradings(root: Path, assignment: str, student: str) -> list[Grading]:
    """All that are on record of one submission, the oldest first.

    Raises `CourseConfigError`, `HistoryError`.
    """
    path = Path(opened_course(root).root) / FILE
    if not path.is_file():
        return []
    with closing(History(path, read_only=True)) as history:
        return history.of(assignment, student)


def _gradings(path: Path, assignment: str) -> dict[str, Grading]:
    if not path.is_file():
        return {}
    with closing(History(path, read_only=True)) as history:
        return history.latest(assignment)


def _student(
    course: CourseDirectory,
    student: Student,
    book: _Book,
    executed: Mapping[str, Mapping[str, Executed]],
    gradings: Mapping[str, Grading],
) -> StudentResult:
    row = book.submissions.get(student.id)
    own = executed.get(student.id, {})
    grading = _grading(student.id, own, gradings.get(student.id))
    if not _folder(course, course.submitted_directory, student.id).is_dir() and row is None:
        return StudentResult(student, Standing.NO_SUBMISSION)
    if row is None or not _folder(course, course.autograded_directory, student.id).is_dir():
        return StudentResult(student, Standing.NOT_GRADED, grading=grading)
    results = tuple(_exercise(exercise, row, own) for exercise in book.exercises)
    needs_review = any(each.needs_review for each in results)
    first = next(iter(own.values()), Executed())
    return StudentResult(
        student,
        Standing.NEEDS_REVIEW if needs_review else Standing.GRADED,
        results,
        penalty=row.penalty,
        submitted=row.submitted,
        seconds_late=row.seconds_late,
        language=first.language,
        tier=first.tier,
        grading=grading,
    )


def _grading(student: str, own: Mapping[str, Executed], recorded: Grading | None) -> Grading | None:
    """What graded the result that stands: on record, else as its own stamps tell."""
    if not own or (recorded is not None and recorded.is_of({n: e.digest for n, e in own.items()})):
        return recorded
    first = next(iter(own.values()))
    if not first.versions:
        return None
    return Grading(student, written="", versions=first.versions, tier=first.tier)


def _exercise(
    exercise: Exercise, row: SubmissionRow, executed: Mapping[str, Executed]
) -> ExerciseResult:
    grade = row.grades.get((exercise.notebook, exercise.cell))
    notebook = executed.get(exercise.notebook, Executed())
    cell = notebook.cells.get(exercise.cell, ExecutedCell())
    result = ExerciseResult(exercise, visible=cell.visible, hidden=cell.hidden, code=cell.code)
    if grade is None:
        return result
    return replace(
        result,
        auto=grade.auto_score,
        manual=grade.manual_score,
        extra=grade.extra_credit or 0.0,
        needs_review=bool(grade.needs_manual_grade),
    )


def _folder(course: CourseDirectory, directory: str, student: str) -> Path:
    return Path(course.format_path(directory, student, course.assignment_id))
