"""Fill scores into a file that another system exported, and say what was not filled, and why."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from autograder.report.export.comments import comment, is_own
from autograder.report.export.common import ExportError, doubts, held_back, quoted
from autograder.report.export.matching import Matches, Person, match
from autograder.report.export.sheet import Sheet, number_of
from autograder.report.results import ClassResults, Standing, StudentResult

SAME = 1e-9
DECIMALS_SHOWN = 2  # in Canvas' exports, and in Moodle's as usual
EMPTY = ("", "-")


@dataclass(frozen=True)
class Form:
    """A file to fill in.

    `points` are what the receiver's assignment is worth, None where the file does not tell;
    `is_limit`: it takes no more. `closed`: row → why nothing is written there. `unnamed`: rows
    that nobody misses. `numbers` are the columns of points. `comments` is a column; `by_name`: full
    names identify. `usual_limit`: what the receiver takes at most unless its site allows more.
    `notes` are for whoever exports.
    """

    system: str
    sheet: Sheet
    column: int
    people: tuple[Person, ...]
    points: float | None = None
    is_limit: bool = False
    closed: Mapping[int, str] = field(default_factory=dict)
    unnamed: frozenset[int] = frozenset()
    numbers: tuple[int, ...] = ()
    comments: int | None = None
    by_name: bool = False
    usual_limit: float | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wishes:
    """`missing`: the score of whoever did not hand in, in the file's points; None leaves what is
    there. `language`: that of comments, None writes none."""

    scale: bool = False
    missing: float | None = None
    language: str | None = None


@dataclass(frozen=True)
class Filled:
    sheet: Sheet
    remarks: tuple[str, ...]


def fill(form: Form, results: ClassResults, wishes: Wishes) -> Filled:
    """The file with the scores. Raises `ExportError` where points differ, or nobody is known."""
    factor = _factor(form, results, wishes.scale)
    _check_missing(form, wishes.missing)
    students = [each.student for each in results.students]
    matches = match(form.people, students, form.by_name)
    if not matches.students:
        raise ExportError(_nobody(form))
    work = _Work(form, wishes, {each.student.id: each for each in results.students}, matches)
    for person in form.people:
        work.person(person, factor)
    return Filled(form.sheet.with_cells(work.cells), tuple(work.remarks()))


class _Work:
    """Cells that are written, and who is named for what."""

    def __init__(
        self, form: Form, wishes: Wishes, students: Mapping[str, StudentResult], matches: Matches
    ) -> None:
        self.form, self.wishes = form, wishes
        self.students, self.matches = students, matches
        self.cells: dict[tuple[int, int], str] = {}
        self.named: dict[str, list[str]] = {}
        self.counts = {"filled": 0, "as it was already": 0, "in place of another score": 0}
        self.comma = form.sheet.has_decimal_comma({form.column, *form.numbers})

    def person(self, person: Person, factor: float) -> None:
        name = self.matches.students.get(person.row)
        if name is None:
            self._stranger(person)
            return
        student = self.students[name]
        reason = held_back(student) or self.form.closed.get(person.row, "")
        if reason:
            self._name(f"{reason}, left as it was", name)
        elif student.standing is Standing.NO_SUBMISSION:
            self._absent(person, name)
        else:
            self._score(person, name, student.score * factor)
            self._comment(person, student)
            if doubt := doubts(student):
                self._name(doubt, name)

    def _stranger(self, person: Person) -> None:
        could_be = self.matches.doubtful.get(person.row)
        if could_be:
            who = f"{person.label} ({' or '.join(could_be)}?)"
            self._name("could be several, or another row could, left as it was", who)
        elif person.row not in self.form.unnamed:
            self._name("in the file, not in the gradebook, left as it was", person.label)

    def _absent(self, person: Person, name: str) -> None:
        missing = self.wishes.missing
        if missing is None:
            self._name("no submission, left as it was", name)
        else:
            self._name(f"no submission, written as {missing:g}", name)
            self._write(person.row, missing)

    def _score(self, person: Person, name: str, score: float) -> None:
        most = self.form.points if self.form.is_limit else None
        if most is not None and score > most + SAME:
            what = f"more than the maximum, written as {most:g}, which {self.form.system} takes"
            self._name(what, f"{name} ({score:g})")
            score = most
        usual = self.form.usual_limit
        if usual is not None and score > usual + SAME:
            what = f"more than {usual:g}, which {self.form.system} refuses with the whole file"
            self._name(f"{what} unless its site allows it", f"{name} ({score:g})")
        self._write(person.row, score)

    def _write(self, row: int, score: float) -> None:
        column = self.form.column
        there = self.form.sheet.rows[row].value(column).strip()
        known = number_of(there)
        if known is not None and abs(known - score) < SAME:
            self.counts["as it was already"] += 1
            return
        if known is not None and abs(known - round(score, DECIMALS_SHOWN)) < SAME:
            self.counts["as it was already"] += 1  # but for decimals that the receiver hid
        else:
            self.counts["filled"] += 1
            self.counts["in place of another score"] += there not in EMPTY
        text = as_number(score, self.comma)
        self.cells[row, column] = quoted(text, self.form.sheet.delimiter)

    def _comment(self, person: Person, student: StudentResult) -> None:
        column, language = self.form.comments, self.wishes.language
        if column is None or language is None:
            return
        there = self.form.sheet.rows[person.row].value(column)
        if there.strip() and not is_own(there, student):
            self._name("has a comment already, which is kept", student.student.id)
            return
        text = comment(student, language)
        self.cells[person.row, column] = quoted(text, self.form.sheet.delimiter)

    def _name(self, what: str, who: str) -> None:
        self.named.setdefault(what, []).append(who)

    def remarks(self) -> list[str]:
        sheet, column = self.form.sheet, self.form.sheet.header[self.form.column]
        counts = " · ".join(f"{what} {number}" for what, number in self.counts.items())
        lines = [f"{sheet.name}, column {column!r}: {counts}"]
        lines += [f"{what}: {'; '.join(who)}" for what, who in sorted(self.named.items())]
        lines += self.form.notes
        if absent := self._absent_there():
            lines.append(f"in the gradebook, not in the file: {'; '.join(absent)}")
        if self.form.comments is None and self.wishes.language is not None:
            lines.append("found no column of feedback comments: none are written")
        return lines

    def _absent_there(self) -> list[str]:
        """Students whom no row could be."""
        there = {*self.matches.students.values()}
        there |= {name for names in self.matches.doubtful.values() for name in names}
        return [name for name in self.students if name not in there]


def as_number(value: float, comma: bool = False) -> str:
    """At most five decimals, which is what Moodle keeps; no zeros that say nothing."""
    text = f"{value:.5f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if comma else text


def _factor(form: Form, results: ClassResults, scale: bool) -> float:
    """What a score is multiplied with."""
    if form.points is None:
        if scale:
            raise ExportError(
                f"{form.sheet.name}: found no maximum to scale to; expected one in the file. "
                "Leave out --scale"
            )
        return 1.0
    if abs(form.points - results.points) < SAME:
        return 1.0
    if not (scale and form.points and results.points):
        raise ExportError(
            f"{form.sheet.name}: found {form.points:g} points in {form.system}; expected "
            f"{results.points:g}, those of {results.assignment}. Change the assignment in "
            f"{form.system} and export again, or have scores multiplied with --scale"
        )
    return form.points / results.points


def _check_missing(form: Form, missing: float | None) -> None:
    """Raises `ExportError`."""
    if missing is None:
        return
    most = form.points if form.is_limit and form.points is not None else math.inf
    if not math.isfinite(missing) or missing > most:
        expected = "a number" if math.isinf(most) else f"at most {most:g}"
        raise ExportError(
            f"--missing-as: found {missing:g}; expected {expected}. {form.system} takes no other"
        )


def _nobody(form: Form) -> str:
    columns = dict.fromkeys(column for person in form.people for column in person.keys)
    return (
        f"{form.sheet.name}: found nobody of the gradebook; expected an id, LMS user id or email "
        f"of it in one of the columns {', '.join(map(repr, columns))}. Give students the LMS's id "
        "in nbgrader (`nbgrader db student add ID --lms-user-id=…`)"
    )
