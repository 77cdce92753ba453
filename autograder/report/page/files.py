"""Which file a page is in, and writing them all."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from collections.abc import Mapping
from pathlib import Path

from autograder.report.findings import Findings
from autograder.report.page.report import report_page
from autograder.report.page.student import student_page

# The first bytes of every page: what has them is ours, and may be replaced or taken away.
MARK = b"<!DOCTYPE html><!-- autograder report -->"
_PLAIN = re.compile(r"[a-z0-9_][a-z0-9_-]{0,59}")
# Names that Windows keeps for devices, with any ending.
_DEVICES = re.compile(r"con|prn|aux|nul|com\d|lpt\d")


def write_report(path: Path, findings: Findings, language: str, *, with_pages: bool = True) -> int:
    """Write the report and, in a folder beside it, a page for each student; how many of these.

    Raises OSError for a place that can't be written.
    """
    students = findings.results.students if with_pages else ()
    folder = pages_folder(path)
    names = {each.student.id: page_name(each.student.id) for each in students}
    links = {student: f"./{folder.name}/{name}" for student, name in names.items()}
    back = f"../{path.name}"
    folder.mkdir(parents=True, exist_ok=True)
    write_page(path, report_page(findings, language, links))
    write_pages(
        folder,
        {names[s.student.id]: student_page(s, findings, language, back) for s in students},
    )
    return len(students)


def page_name(student: str) -> str:
    """A file name for any id: alike for no two, on file systems that ignore case, too."""
    if _PLAIN.fullmatch(student) and not _DEVICES.fullmatch(student):
        return f"{student}.html"
    plain = re.sub(r"[^a-z0-9_]+", "-", student.lower()).strip("-")[:40] or "student"
    return f"{plain}-{hashlib.sha256(student.encode()).hexdigest()[:10]}.html"


def pages_folder(report: Path) -> Path:
    """Where the pages of students lie: beside the report, and no other report's."""
    return report.with_name(f"{report.stem}-students")


def write_page(path: Path, page: str) -> None:
    """The whole page or nothing: somebody may have the old one open."""
    part = path.with_name(f".{path.name}.part")
    part.write_text(page, encoding="utf-8", newline="\n")
    os.replace(part, path)


def write_pages(folder: Path, pages: Mapping[str, str]) -> None:
    """File name → page. Pages of an earlier report go: they would name whom this one hides.

    To replace a thousand files one by one takes seconds: the disk waits for each.
    """
    for path in list(folder.glob("*.html")):
        if _is_ours(path):
            path.unlink()
    for name, page in pages.items():
        (folder / name).write_text(page, encoding="utf-8", newline="\n")
    with contextlib.suppress(OSError):
        folder.rmdir()  # if nothing is in it


def _is_ours(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(MARK)) == MARK
