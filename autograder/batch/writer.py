"""The one writer: results into nbgrader's folders and its gradebook.

First the history keeps what is replaced; then come the folder, the rows in one transaction, the
ledger, and the history of the new result. What is stopped in between is simply written once more by
the next run, with the same result.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Engine

from autograder.batch import rows, updates
from autograder.batch.folders import AutogradedFolders
from autograder.batch.gradebook import GradebookError
from autograder.batch.grading import Grading, digest_of
from autograder.batch.jobs import CellGrade, Graded, GradedNotebook
from autograder.batch.keeping import Keeper
from autograder.batch.late import LatePenalties
from autograder.batch.ledger import Entry, Ledger
from autograder.batch.recorded import grading_of, now
from autograder.batch.recorder import Recorder
from autograder.batch.submissions import Submission
from autograder.judge import kit
from autograder.judge.versions import Versions


@dataclass(frozen=True)
class Item:
    """A submission and what came of it."""

    submission: Submission
    key: str
    graded: Graded
    from_cache: bool = False
    hand_in: str = ""

    @property
    def digests(self) -> dict[str, str]:
        """Of the executed notebooks that will stand; none where there is no result."""
        notebooks = () if self.graded.problem else self.graded.notebooks
        return {each.name: digest_of(each.text.encode()) for each in notebooks}


@dataclass(frozen=True)
class Writer:
    """Writes results; not for two processes at once."""

    engine: Engine
    structure: rows.Structure
    folders: AutogradedFolders
    penalties: LatePenalties
    ledger: Ledger
    recorder: Recorder
    versions: Versions
    assignment: str

    def write(self, items: Sequence[Item]) -> None:
        """Raises `OSError`, SQLAlchemy's errors, or `GradebookError`; then nothing is half done."""
        if not items:
            return
        self._keeper.keep({item.submission.student: item.digests for item in items})
        self.ledger.open(self.assignment, [item.submission.student for item in items])
        for item in items:
            self._write_folder(item)
        with self.engine.begin() as connection:
            self._write_rows(connection, items)
        done = [item for item in items if not item.graded.problem]
        self.ledger.add(
            self.assignment,
            [_entry(item.submission, item.key, item.graded.tier, item.hand_in) for item in done],
        )
        self.recorder.add([grading_of_item(item, self.versions) for item in items])

    def refuse(self, item: Item) -> None:
        """A folder without a notebook. For nbgrader it is no submission, and an older result
        stands: only the history tells of it."""
        self.recorder.add([grading_of_item(item, self.versions)])

    def make_way(self, submission: Submission) -> None:
        """nbgrader itself is about to write this one's result."""
        self._keeper.keep({submission.student: {}})

    def enter(self, submission: Submission, key: str, hand_in: str) -> None:
        """A result that nbgrader has written itself."""
        self.ledger.add(self.assignment, [_entry(submission, key, "", hand_in)])
        student = submission.student
        found = self._keeper.standing(student).grading(student, self._keeper.scores(student))
        own = replace(found, written=now(), key=key, versions=self.versions, hand_in=hand_in)
        self.recorder.add([own])

    @property
    def _keeper(self) -> Keeper:
        return Keeper(self.engine, self.structure, self.folders, self.recorder)

    def _write_folder(self, item: Item) -> None:
        if item.graded.problem:
            self.folders.remove(item.submission.student)
        else:
            self.folders.write(item.submission, item.graded)

    def _write_rows(self, connection: Connection, items: Sequence[Item]) -> None:
        students = [item.submission.student for item in items]
        timestamps = {item.submission.student: item.submission.timestamp for item in items}
        updates.add_submissions(connection, self.structure, timestamps)
        grades = rows.read_grades(connection, self.structure, students)
        submitted = rows.read_submitted(connection, self.structure, students)
        changes = _Changes()
        for item in items:
            self._collect(item, grades.get(item.submission.student, []), submitted, changes)
        updates.update_grades(connection, changes.grades)
        updates.update_comments(connection, changes.comments)
        updates.update_penalties(connection, changes.penalties)

    def _collect(
        self,
        item: Item,
        grades: list[rows.GradeRow],
        submitted: dict[tuple[str, str], rows.SubmittedRow],
        changes: _Changes,
    ) -> None:
        student = item.submission.student
        # As nbgrader does: where not one notebook of the assignment came, a human decides.
        missing = item.submission.missing if item.submission.notebooks else ()
        for grade in grades:
            if grade.notebook in missing:
                changes.grade(grade, 0.0, needs_manual_grade=False)
        for notebook in item.graded.notebooks:
            row = submitted.get((student, notebook.name))
            if row is None:
                raise _no_row(student, notebook.name)
            own = {grade.cell: grade for grade in grades if grade.notebook == notebook.name}
            score = self._collect_grades(student, notebook, own, changes)
            self._collect_comments(notebook, row, changes)
            if self.penalties.are_assigned:
                late = row.seconds_late(self.structure.duedate)
                changes.penalty(row, self.penalties.of(student, score, late))

    def _collect_grades(
        self,
        student: str,
        notebook: GradedNotebook,
        own: dict[str, rows.GradeRow],
        changes: _Changes,
    ) -> float:
        """The notebook's score with the new grades."""
        for cell in notebook.grades:
            if cell.name not in own:
                raise _no_row(student, f"{notebook.name}, cell {cell.name!r}")
            own[cell.name] = changes.grade(
                own[cell.name], cell.score, needs_manual_grade=needs_a_look(own[cell.name], cell)
            )
        return sum(grade.score for grade in own.values())

    def _collect_comments(
        self, notebook: GradedNotebook, row: rows.SubmittedRow, changes: _Changes
    ) -> None:
        ids = {
            cell.name: cell.id
            for cell in self.structure.cells[self.structure.notebooks[notebook.name]]
            if cell.kind in rows.COMMENTED
        }
        for name, comment in notebook.comments.items():
            if name in ids:
                changes.comments.append(
                    {"submitted": row.id, "cell": ids[name], "auto_comment": comment}
                )


def _entry(submission: Submission, key: str, tier: str, hand_in: str) -> Entry:
    return Entry(submission.student, key, tier, kit.environment(), now(), hand_in)


def grading_of_item(item: Item, versions: Versions) -> Grading:
    """What the history keeps of a result that is written."""
    grading = grading_of(item.submission.student, item.key, item.graded, versions)
    return replace(
        grading, from_cache=item.from_cache, hand_in=item.hand_in, notebooks=item.digests
    )


def needs_a_look(row: rows.GradeRow, cell: CellGrade) -> bool:
    """nbgrader's rule, and ours for what the grader could not do: a human must look."""
    return row.manual_score is not None or cell.score is None or bool(cell.why)


class _Changes:
    """Rows to update."""

    def __init__(self) -> None:
        self.grades: list[dict[str, Any]] = []
        self.comments: list[dict[str, Any]] = []
        self.penalties: list[dict[str, Any]] = []

    def grade(
        self, row: rows.GradeRow, score: float | None, *, needs_manual_grade: bool
    ) -> rows.GradeRow:
        change = {"auto_score": score, "needs_manual_grade": needs_manual_grade}
        self.grades.append({"key": row.id, **change})
        return replace(row, auto_score=score, needs_manual_grade=needs_manual_grade)

    def penalty(self, row: rows.SubmittedRow, penalty: float | None) -> None:
        self.penalties.append({"key": row.id, "penalty": penalty})


def _no_row(student: str, what: str) -> GradebookError:
    return GradebookError(
        f"{student}: found no row of {what} in the gradebook; expected one for each released cell. "
        "Run `nbgrader generate_assignment` again, then grade again."
    )
