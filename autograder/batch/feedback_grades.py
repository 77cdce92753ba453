"""What the pages tell of the gradebook, read for many students in three queries.

nbgrader opens the gradebook for each page and asks for each cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy import Select, select
from sqlalchemy.exc import SQLAlchemyError

from autograder.batch.gradebook import unusable

# Where a grade id belongs to cells of two kinds, nbgrader takes the later one of this list.
KINDS = ("TaskCell", "SolutionCell", "GradeCell")

Key = tuple[str, ...]


@dataclass
class ClassGrades:
    """Stands in for nbgrader's `Gradebook` in `GetGrades`. What was not read ahead is asked of the
    gradebook itself."""

    db_url: str
    grades: dict[Key, Any] = field(default_factory=dict)
    comments: dict[Key, Any] = field(default_factory=dict)
    notebooks: dict[Key, Any] = field(default_factory=dict)
    _gradebook: Gradebook | None = None

    def read(self, assignment: str, students: Sequence[str]) -> None:
        """Read these students' grades and forget all others'. Raises `GradebookError`."""
        names = (Assignment.name == assignment, Student.id.in_(students))
        try:
            with Gradebook(self.db_url) as gradebook:
                notebooks, grades, comments = (
                    gradebook.db.execute(query().where(*names)).all()
                    for query in (_notebooks, _grades, _comments)
                )
        except SQLAlchemyError as error:
            raise unusable(self.db_url, error) from None
        self.notebooks = {_key(row): row for row in notebooks}
        self.grades = {_key(row): row for row in sorted(grades, key=_rank)}
        self.comments = {_key(row): row for row in sorted(comments, key=_rank)}

    def __call__(self, db_url: str) -> Any:
        return self if db_url == self.db_url else Gradebook(db_url)

    def __enter__(self) -> ClassGrades:
        return self

    def __exit__(self, *_: object) -> None:
        if self._gradebook is not None:
            self._gradebook.close()
            self._gradebook = None

    def find_grade(self, *key: str) -> Any:
        return self.grades.get(key) or self._real().find_grade(*key)

    def find_comment(self, *key: str) -> Any:
        return self.comments.get(key) or self._real().find_comment(*key)

    def find_submission_notebook(self, *key: str) -> Any:
        return self.notebooks.get(key) or self._real().find_submission_notebook(*key)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self._real(), name)

    def _real(self) -> Gradebook:
        if self._gradebook is None:
            self._gradebook = Gradebook(self.db_url)
        return self._gradebook


def _notebooks() -> Select[Any]:
    query = select(
        Notebook.name.label("notebook"),
        Assignment.name.label("assignment"),
        Student.id.label("student"),
        SubmittedNotebook.score.label("score"),
        SubmittedNotebook.max_score.label("max_score"),
        SubmittedNotebook.late_submission_penalty,
    )
    return _joined(query.select_from(SubmittedNotebook))


def _grades() -> Select[Any]:
    query = _of_cells(Grade.score.label("score"), Grade.max_score.label("max_score"))
    query = query.select_from(Grade).join(BaseCell, BaseCell.id == Grade.cell_id)
    return _joined(query.join(SubmittedNotebook, SubmittedNotebook.id == Grade.notebook_id))


def _comments() -> Select[Any]:
    query = _of_cells(Comment.comment.label("comment"))
    query = query.select_from(Comment).join(BaseCell, BaseCell.id == Comment.cell_id)
    return _joined(query.join(SubmittedNotebook, SubmittedNotebook.id == Comment.notebook_id))


def _of_cells(*columns: Any) -> Select[Any]:
    return select(
        BaseCell.name.label("cell"),
        Notebook.name.label("notebook"),
        Assignment.name.label("assignment"),
        Student.id.label("student"),
        BaseCell.type.label("kind"),
        *columns,
    )


def _joined(query: Select[Any]) -> Select[Any]:
    """From submitted notebooks to whose they are."""
    return (
        query.join(Notebook, Notebook.id == SubmittedNotebook.notebook_id)
        .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .join(Student, Student.id == SubmittedAssignment.student_id)
    )


def _key(row: Any) -> Key:
    """As nbgrader's methods take it."""
    whose = (row.notebook, row.assignment, row.student)
    return (row.cell, *whose) if hasattr(row, "cell") else whose


def _rank(row: Any) -> int:
    return KINDS.index(row.kind) if row.kind in KINDS else -1
