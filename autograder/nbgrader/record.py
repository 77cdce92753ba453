"""All rows of one student's notebook, read at once and written at once."""

from __future__ import annotations

from typing import Any

from nbgrader.api import BaseCell, Comment, Grade, Gradebook, MissingEntry
from sqlalchemy import select


class NotebookRecord:
    """What `SaveAutoGrades` asks its gradebook for, without a query and a commit for each cell.

    Nothing is written before `write`. Raises `MissingEntry` if there is no such submission.
    """

    def __init__(self, gradebook: Gradebook, notebook: str, assignment: str, student: str) -> None:
        self._session = gradebook.db
        self._place = f"{assignment}/{notebook}/{{}} for {student}"
        submitted = gradebook.find_submission_notebook(notebook, assignment, student)
        names = self._names_of_cells(submitted.notebook_id)
        self._grades = self._rows(Grade, submitted.id, names)
        self._comments = self._rows(Comment, submitted.id, names)

    @property
    def db(self) -> NotebookRecord:
        """Where `SaveAutoGrades` commits after each cell."""
        return self

    def commit(self) -> None:
        """Not yet: see `write`."""

    def find_grade(self, cell: str, *_: str) -> Any:
        """The row of a graded or task cell. Raises `MissingEntry`."""
        if cell not in self._grades:
            raise MissingEntry(f"No such grade: {self._place.format(cell)}")
        return self._grades[cell]

    def find_comment(self, cell: str, *_: str) -> Any:
        """The row of a solution or task cell. Raises `MissingEntry`."""
        if cell not in self._comments:
            raise MissingEntry(f"No such comment: {self._place.format(cell)}")
        return self._comments[cell]

    def write(self) -> None:
        """All changes, in one transaction."""
        self._session.commit()

    def _rows(self, table: Any, submitted_id: str, names: dict[str, str]) -> dict[str, Any]:
        # By cell and notebook together: that is what the tables have an index for, so the time
        # does not grow with the class.
        of_notebook = table.notebook_id == submitted_id
        rows = self._session.scalars(select(table).where(table.cell_id.in_(names), of_notebook))
        return {names[row.cell_id]: row for row in rows}

    def _names_of_cells(self, notebook_id: str) -> dict[str, str]:
        """Id → grade id of every cell that the assignment's notebook has in the gradebook."""
        cells = select(BaseCell.id, BaseCell.name).where(BaseCell.notebook_id == notebook_id)
        return dict(self._session.execute(cells).all())
