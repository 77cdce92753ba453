"""The class list: a CSV file with one student a line, as schools and spreadsheets write it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from autograder.course.errors import CourseError, refused
from autograder.course.student import Student

# Heading → nbgrader's column (`nbgrader db student import`).
COLUMNS = {
    "id": "id",
    "student_id": "id",
    "username": "id",
    "学号": "id",
    "first_name": "first_name",
    "名": "first_name",
    "last_name": "last_name",
    "姓": "last_name",
    # A name that is not told apart: nbgrader shows it as it stands.
    "name": "last_name",
    "姓名": "last_name",
    "email": "email",
    "邮箱": "email",
    "lms_user_id": "lms_user_id",
}
# nbgrader takes folder names apart at +, the shell and nbgrader's patterns at the others.
BAD_ID = re.compile(r"[\s+*?\[\]{}/\\,'\"]|^[.-]")


def read_students(path: Path) -> tuple[Student, ...]:
    """The students of the file, in its order. Raises `CourseError`."""
    rows = _rows(_text(path))
    headings = [heading.strip().lower() for heading in next(rows, (0, []))[1]]
    columns = [COLUMNS.get(heading, "") for heading in headings]
    _check_columns(path, headings, columns)
    lines: dict[str, int] = {}
    students = []
    for number, cells in rows:
        values = dict(zip(columns, map(str.strip, cells), strict=False))
        values.pop("", None)
        if not any(values.values()):
            continue
        student = Student(**values)
        _check_id(path, number, student.id, lines)
        lines[student.id] = number
        students.append(student)
    return tuple(students)


def _text(path: Path) -> str:
    """UTF-8, with a mark or without; else what Chinese spreadsheets write."""
    content = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise refused(
        path, "bytes that are neither UTF-8 nor GB 18030", "a text file", "Save it as CSV UTF-8"
    )


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells; the separator is the one that the headings use."""
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    for cells in reader:
        if cells:
            yield reader.line_num, cells


def _check_columns(path: Path, headings: Sequence[str], columns: Sequence[str]) -> None:
    if "id" not in columns:
        raise refused(
            f"{path}, line 1",
            f"the columns {', '.join(headings) or 'of an empty file'}",
            "a column `id` with the students' account names; first_name, last_name and email "
            "if you like",
            "Write these headings into the first line",
        )
    twice = [name for name in columns if name and columns.count(name) > 1]
    if twice:
        meant = [head for head, name in zip(headings, columns, strict=True) if name == twice[0]]
        raise refused(
            f"{path}, line 1",
            f"the columns {' and '.join(meant)}, which both mean {twice[0]}",
            "one of them",
            "Delete the others",
        )


def _check_id(path: Path, number: int, name: str, lines: dict[str, int]) -> None:
    problem: CourseError | None = None
    where = f"{path}, line {number}"
    if not name:
        problem = refused(where, "no id", "one on every line", "Add it, or delete the line")
    elif BAD_ID.search(name):
        problem = refused(
            where,
            f"the id {name!r}",
            "an account's name: no space, and none of + * ? [ ] { } / \\ , ' \"; no . or - first",
            "Correct it: nbgrader names folders by it",
        )
    elif name in lines:
        problem = refused(
            where,
            f"the id {name!r}, which stands on line {lines[name]}, too",
            "every student once",
            "Delete one of the lines",
        )
    if problem:
        raise problem
