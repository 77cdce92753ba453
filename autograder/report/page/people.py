"""How students and pieces of their work are shown in a table: escaped, always."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from markupsafe import Markup

from autograder.course.student import Student
from autograder.report.findings import PairedLine
from autograder.report.page.tables import Cell
from autograder.report.results import ClassResults
from autograder.report.words import SEPARATORS, words

LONGEST = 100_000  # characters; more is no exercise
# What is not seen, or turns the direction of writing: "Trojan Source", CVE-2021-42574.
UNSEEN = frozenset(("Cc", "Cf", "Co", "Cs", "Zl", "Zp"))


@dataclass(frozen=True)
class People:
    """The class by id. `links`: id → address of the student's page, for those who have one."""

    students: Mapping[str, Student]
    links: Mapping[str, str]
    language: str

    @classmethod
    def of(cls, results: ClassResults, links: Mapping[str, str], language: str) -> People:
        students = {each.student.id: each.student for each in results.students}
        return cls(students, links, language)

    def name(self, student: str) -> str:
        known = self.students.get(student)
        return known.name if known else student

    def link(self, student: str) -> Markup:
        """The name, as a link to the student's page if there is one. It may be written from right
        to left, which turns nothing around it."""
        address = self.links.get(student)
        if address is None:
            return Markup("<bdi>{}</bdi>").format(self.name(student))
        name = self.name(student)
        return Markup('<a href="{}"><bdi>{}</bdi></a>').format(quote(address), name)

    def cell(self, student: str) -> Cell:
        """The name and, where it is another, the id."""
        link = self.link(student)
        if self.name(student) == student:
            return Cell(link)
        return Cell(Markup("{} <small><bdi>{}</bdi></small>").format(link, student))

    def all(self, students: Iterable[str]) -> Markup:
        return Markup(SEPARATORS[self.language]).join(map(self.link, students))


def folded(summary: str, content: Markup) -> Markup:
    """Content that is opened on demand; it needs no script, and is printed open."""
    return Markup("<details><summary>{}</summary>{}</details>").format(summary, content)


def listing(code: str) -> str:
    """Code to be read as Python reads it: what a browser would not show is spelled out."""
    if len(code) > LONGEST:
        return listing(f"{code[: LONGEST - 1]}…")
    if code.replace("\n", "").replace("\t", "").isprintable():  # as most is
        return code
    return "".join(_spelled(letter) for letter in code)


def _spelled(letter: str) -> str:
    is_seen = letter in "\n\t" or unicodedata.category(letter) not in UNSEEN
    return letter if is_seen else f"⟨U+{ord(letter):04X}⟩"


def code_block(code: str) -> Markup:
    return Markup('<pre class="listing" translate="no">{}</pre>').format(code)


def paired_lines(lines: tuple[PairedLine, ...], language: str) -> Markup:
    """One side of a pair: each line's number, and the number of the line it is like."""
    shown = []
    for number, line in enumerate(lines, start=1):
        if line.match is None:
            template = "<span><i>{}</i><i></i>{}\n</span>"
            shown.append(Markup(template).format(number, listing(line.text)))
        else:
            like = words("report.page.pairs.like", language, line=line.match)
            template = '<mark><i>{}</i><i title="{}">={}</i>{}\n</mark>'
            shown.append(Markup(template).format(number, like, line.match, listing(line.text)))
    return Markup('<pre class="listing numbered" translate="no">{}</pre>').format(
        Markup("").join(shown)
    )
