"""A graded course of any size: some submissions are graded for real, the rest are copies of those
under other names, each with variables of its own.

Grading a thousand takes minutes; reports need a graded class, not the grading.
"""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from autograder.batch.history import FILE
from benchmarks.contestants import grade_task
from benchmarks.course import ASSIGNMENT, Course, release_course, with_class
from benchmarks.measure import run

# Whole turns of the mix in `hand_ins`.
REALLY_GRADED = 20
NOTEBOOK = f"{ASSIGNMENT}.ipynb"
CHOSEN = re.compile(r"\b[a-z][a-z_0-9]*(?= = )")


def graded_course(work: Path, students: int = REALLY_GRADED) -> Course:
    """A course that is graded for real, below `work`. Raises `CourseError`, `RunFailedError`."""
    course = with_class(release_course(work / "released"), work / "graded", students)
    run(grade_task(course.root, 2, course.root / "cache"))
    return course


def grown(graded: Course, root: Path, students: int) -> Course:
    """A copy of the course with that many students, or as many as there are already."""
    shutil.copytree(graded.root, root)
    course, originals = Course(root), graded.students()
    copies = {
        f"c{number:04d}": originals[number % len(originals)]
        for number in range(students - len(originals))
    }
    for number, (student, original) in enumerate(copies.items()):
        _copy_folders(course, original, student, number)
    copy_rows(root / "gradebook.db", copies)
    _copy_history(root / FILE, copies)
    return course


def _copy_folders(course: Course, original: str, student: str, number: int) -> None:
    for folder in ("submitted", "autograded"):
        source = course.root / folder / original / ASSIGNMENT
        target = course.root / folder / student / ASSIGNMENT
        shutil.copytree(source, target)
    path = target / NOTEBOOK
    notebook = json.loads(path.read_bytes())
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("solution"):
            cell["source"] = in_own_words("".join(cell["source"]), number)
    path.chmod(0o644)
    path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False), encoding="utf-8")


def in_own_words(source: str, number: int) -> str:
    """Every other variable under a name of the student's own, and a remark."""
    head, quotes, body = source.rpartition('"""')
    for place, name in enumerate(sorted(set(CHOSEN.findall(body)))):
        if (place + number) % 2:
            body = re.sub(rf"(?<![\w.\"]){name}\b(?! *=[^= ])", f"{name}_{number % 97}", body)
    return f"{head}{quotes}{body}\n# student {number} wrote this"


def copy_rows(gradebook: Path, copies: dict[str, str]) -> None:
    """The originals' rows under new ids."""
    with closing(sqlite3.connect(gradebook)) as database, database:
        for table, column in (("student", "id"), ("submitted_assignment", "student_id")):
            _multiply(database, table, column, copies)
        _multiply_children(database, copies)


def _multiply(
    database: sqlite3.Connection, table: str, column: str, copies: dict[str, str]
) -> None:
    rows = {row[column]: row for row in _rows(database, table)}
    made = []
    for student, original in copies.items():
        row = {**rows[original], column: student}
        if column != "id":
            row["id"] = _new_id(row["id"], student)
        made.append(row)
    _insert(database, table, made)


def _multiply_children(database: sqlite3.Connection, copies: dict[str, str]) -> None:
    """What belongs to a submission, and what belongs to its notebooks."""
    submissions = {row["student_id"]: row["id"] for row in _rows(database, "submitted_assignment")}
    parents = {
        student: {submissions[original]: submissions[student]}
        for student, original in copies.items()
    }
    for table, column in (
        ("submitted_notebook", "assignment_id"),
        ("grade", "notebook_id"),
        ("comment", "notebook_id"),
    ):
        children: dict[str, list[dict[str, Any]]] = {}
        for row in _rows(database, table):
            children.setdefault(row[column], []).append(row)
        made, ids = [], {}
        for student, known in parents.items():
            ids[student] = {}
            for old, new in known.items():
                for row in children.get(old, []):
                    ids[student][row["id"]] = _new_id(row["id"], student)
                    made.append({**row, column: new, "id": ids[student][row["id"]]})
        _insert(database, table, made)
        if table == "submitted_notebook":
            parents = ids


def _new_id(old: str, student: str) -> str:
    """As long as nbgrader's."""
    return f"{student}{old}"[:32]


def _rows(database: sqlite3.Connection, table: str) -> Iterator[dict[str, Any]]:
    found = database.execute(f"SELECT * FROM {table}")
    names = [column[0] for column in found.description]
    return iter([dict(zip(names, row, strict=True)) for row in found])


def _insert(database: sqlite3.Connection, table: str, rows: list[dict[str, Any]]) -> None:
    if rows:
        places = ", ".join(f":{name}" for name in rows[0])
        database.executemany(f"INSERT INTO {table} VALUES ({places})", rows)


def _copy_history(path: Path, copies: dict[str, str]) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        rows = {row["student"]: row for row in _rows(database, "gradings")}
        made = []
        for student, original in copies.items():
            record = {**json.loads(rows[original]["record"]), "student": student}
            made.append({**rows[original], "number": None, "student": student})
            made[-1]["record"] = json.dumps(record, ensure_ascii=False)
        _insert(database, "gradings", made)
