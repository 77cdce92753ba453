"""The pages of docs/: which there are, and the commands that they show."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).parents[2]
DOCS = PROJECT / "docs"
PROGRAMS = ("autograder", "nbgrader", "make", "pytest", "dask", "jupyter", "jupyterhub")
BOX = re.compile(r"^```sh\n(.*?)^```$", re.M | re.S)
INLINE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")


def english_pages() -> list[Path]:
    return sorted(page for page in DOCS.glob("*.md") if not page.name.endswith(".zh.md"))


def chinese(page: Path) -> Path:
    return page.with_name(f"{page.stem}.zh.md")


def boxes(page: Path) -> list[str]:
    """The commands in the page's boxes, in order; a line that ends in a backslash goes on."""
    found = "".join(BOX.findall(page.read_text(encoding="utf-8")))
    lines = found.replace("\\\n", " ").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def inline(page: Path) -> list[str]:
    """The commands within the page's sentences and tables."""
    found = INLINE.findall(page.read_text(encoding="utf-8"))
    return [text for text in found if text.split()[0] in PROGRAMS and " " in text]


@dataclass(frozen=True)
class Shape:
    """What a command is but for its values: `autograder grade`, with `--force`."""

    words: tuple[str, ...]
    options: frozenset[str]

    def is_part_of(self, other: Shape) -> bool:
        return self.words == other.words and self.options <= other.options


def shape(command: str) -> Shape:
    words = [word for word in shlex.split(command) if word not in ("&", "…")]
    options = frozenset(word.split("=")[0] for word in words if word.startswith("--"))
    plain = [word for word in words if not word.startswith("-")]
    count = 3 if words[:2] in (["autograder", "export"], ["nbgrader", "db"]) else 2
    return Shape(tuple(plain[:count]), options)
