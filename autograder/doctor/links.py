"""Links of the prose: pictures, files and headings that are there. Nothing is asked of the net."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from autograder.build.course import Source
from autograder.build.slots import Kind, Prose, read_prose
from autograder.course.complaint import Complaint
from autograder.doctor.folder import Assignment

# [text](target), ![alternative](target "title"), [name]: target, <a href="target">, <img src=…>
LINK = re.compile(
    r"""\]\(\s*<?([^)\s>]+)>?(?:\s+["'][^)]*)?\)|^\s*\[[^\]]+\]:\s*(\S+)|(?:href|src)=["']([^"']+)""",
    re.M,
)
# Code and formulas look like links where they are none: `a[0](x)`, $s[t](x)$.
NO_LINKS = re.compile(r"```.*?```|`[^`]*`|\$\$.*?\$\$|\$[^$\n]*\$", re.S)
SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:", re.I)
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*\s*$", re.M)
ANCHOR = re.compile(r"""\b(?:id|name)=["']([^"']+)""")
ATTACHMENT = "attachment:"


def check_links(assignment: Assignment) -> Iterator[Complaint]:
    for source in assignment.sources:
        prose = read_prose(source.prose)
        anchors = _anchors(prose)
        for target in dict.fromkeys(_targets(prose)):
            yield from _check_target(target, source, anchors)


def _check_target(target: str, source: Source, anchors: set[str]) -> Iterator[Complaint]:
    if target.startswith(ATTACHMENT):
        path = source.images / unquote(target.removeprefix(ATTACHMENT))
        if not path.is_file():
            yield _dead(source, target, f"a picture at {path}", "add the picture, or correct it")
    elif target.startswith("#"):
        if unquote(target[1:]) not in anchors:
            near = ", ".join(sorted(anchors)[:5])
            cure = f"link to a heading of this notebook ({near} …), with - for each space"
            yield _dead(source, target, "a heading of this name", cure)
    elif not SCHEME.match(target) and not target.startswith("//"):
        yield from _check_file(target, source)


def _check_file(target: str, source: Source) -> Iterator[Complaint]:
    """Students have what lies in the notebook's folder, and nothing else of the course."""
    path = (source.folder / unquote(target.partition("#")[0])).resolve()
    if not path.is_relative_to(source.folder.resolve()):
        cure = "link to a web address, attach the picture, or put the file beside the notebook"
        yield _dead(source, target, "a file in the notebook's own folder", cure)
    elif not path.exists():
        yield _dead(source, target, f"a file at {path}", "add the file, or correct the link")


def _dead(source: Source, target: str, expected: str, cure: str) -> Complaint:
    found = f"a link to {target}, which leads nowhere"
    return Complaint(source.prose, _place(source, target), found, expected, cure)


def _place(source: Source, target: str) -> str:
    lines = source.prose.read_text(encoding="utf-8").splitlines()
    numbers = [number for number, line in enumerate(lines, 1) if target in line]
    return f"line {numbers[0]}" if numbers else ""


def _texts(prose: Prose) -> Iterable[str]:
    return (NO_LINKS.sub("", cell.source) for cell in prose.cells if cell.kind is Kind.PROSE)


def _targets(prose: Prose) -> Iterator[str]:
    for text in _texts(prose):
        for found in LINK.findall(text):
            yield next(filter(None, found))


def _anchors(prose: Prose) -> set[str]:
    """Jupyter's anchor of a heading is its text with - for each space."""
    found: set[str] = set()
    for cell in prose.cells:
        if cell.kind is Kind.PROSE:
            found |= set(ANCHOR.findall(cell.source))
            headings = (heading.replace("`", "") for heading in HEADING.findall(cell.source))
            found |= {heading.replace(" ", "-") for heading in headings}
    return found
