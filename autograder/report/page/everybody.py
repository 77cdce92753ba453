"""The whole table, students × exercises, with what the gradebook says."""

from __future__ import annotations

from collections.abc import Iterator

from autograder.report.page.people import People
from autograder.report.page.tables import MANY, NOTHING, Cell, Column, Table, breakable, points
from autograder.report.results import ClassResults, Exercise, Standing, StudentResult
from autograder.report.words import words


def everybody_table(results: ClassResults, people: People) -> Table:
    sheet = _Sheet(results, people)
    rows = tuple(tuple(sheet.row(each)) for each in results.students)
    columns = tuple(sheet.columns())
    caption = sheet.word("everybody.caption")
    return Table("everybody-table", caption, columns, rows, len(rows) > MANY, look="wide")


class _Sheet:
    """Late penalties, and states other than graded, have a column only where there are any."""

    def __init__(self, results: ClassResults, people: People) -> None:
        self._results, self._people = results, people
        self._has_late = any(each.penalty for each in results.students)
        self._has_states = any(each.standing is not Standing.GRADED for each in results.students)

    def word(self, name: str) -> str:
        return words(f"report.page.{name}", self._people.language)

    def columns(self) -> Iterator[Column]:
        yield Column(self.word("student"))
        yield Column(self.word("score"), is_number=True, note=_out_of(self._results.points))
        if self._has_late:
            yield Column(self.word("everybody.penalty"), is_number=True)
        if self._has_states:
            yield Column(self.word("everybody.standing"))
        yield from map(_exercise, self._results.exercises)

    def row(self, result: StudentResult) -> Iterator[Cell]:
        yield self._people.cell(result.student.id)
        yield points(result.score if result.is_graded else None)
        if self._has_late:
            yield points(-result.penalty) if result.penalty else Cell("")
        if self._has_states:
            yield Cell(self._state(result.standing), look="tight")
        for each in result.exercises:
            yield _earned(each.score, each.exercise.points)
        if not result.exercises:
            yield from (Cell(NOTHING, look="full"),) * len(self._results.exercises)

    def _state(self, standing: Standing) -> str:
        """In words, unless all is as it should be."""
        if standing is Standing.GRADED:
            return ""
        return words(f"report.standing.{standing.name.lower()}", self._people.language)


def _exercise(exercise: Exercise) -> Column:
    return Column(breakable(exercise.name), True, _out_of(exercise.points), look="code")


def _out_of(value: float) -> str:
    return f"/ {value:g}"


def _earned(score: float | None, most: float) -> Cell:
    """Full points stand back, no points stand out."""
    if score is None:
        return Cell(NOTHING, look="look")
    return points(score, look="full" if score >= most else "zero" if score <= 0 else "")
