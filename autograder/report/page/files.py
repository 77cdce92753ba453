"""Which file a page is in, and writing them all."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

# The first bytes of every page: what has them is ours, and may be replaced or taken away.
MARK = b"<!DOCTYPE html><!-- autograder report -->"
_PLAIN = re.compile(r"[a-z0-9_][a-z0-9_-]{0,59}")
# Names that Windows keeps for devices, with any ending.
_DEVICES = re.compile(r"con|prn|aux|nul|com\d|lpt\d")


def page_name(student: str) -> str:
    """A file name for any id: alike for no two, on file systems that ignore case, too."""
    if _PLAIN.fullmatch(student) and not _DEVICES.fullmatch(student):
        return f"{student}.html"
    plain = re.sub(r"[^a-z0-9_]+", "-", student.lower()).strip("-")[:40] or "student"
    return f"{plain}-{hashlib.sha256(student.encode()).hexdigest()[:10]}.html"


def pages_folder(report: Path, assignment: str) -> Path:
    """Where the pages of students lie: beside the report."""
    return report.parent / f"{assignment}-students"


def write_page(path: Path, page: str) -> None:
    """The whole page or nothing: somebody may have the old one open."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".page-")
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
        file.write(page)
    os.chmod(name, 0o644)
    os.replace(name, path)


def write_pages(folder: Path, pages: Mapping[str, str]) -> None:
    """File name → page. Pages of an earlier report go: they would name whom this one hides."""
    for path in sorted(folder.glob("*.html")):
        if path.name not in pages and _is_ours(path):
            path.unlink()
    for name, page in pages.items():
        write_page(folder / name, page)


def _is_ours(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(MARK)) == MARK
