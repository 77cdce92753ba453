"""What stands in the boxes of a page: files, and commands with the account that runs them.

A file: **`path`**, an empty line, a box. Commands: a box for sh whose first line says who types
them, as in `# teacher`.
"""

import re
from dataclasses import dataclass, replace
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"

FILE = r"^\*\*`(?P<path>[^`\n]+)`\*\*\n\n```\w+\n(?P<text>.*?)^```$"
COMMANDS = r"^```sh\n# (?P<who>[^\n]+)\n(?P<commands>.*?)^```$"
BOX = re.compile(f"{FILE}|{COMMANDS}", re.M | re.S)


@dataclass(frozen=True)
class Box:
    """A file to write, or what `who` types."""

    text: str
    path: str = ""
    who: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(self.text.splitlines())


@dataclass(frozen=True)
class StandIns:
    """Paths, names and ports of the page, and what stands for them here."""

    words: dict[str, str]

    def text(self, page: str) -> str:
        """Whole words and paths only; of two that fit, the longer one."""
        longest = sorted(self.words, key=len, reverse=True)
        pattern = "|".join(re.escape(word) for word in longest)
        return re.sub(rf"(?<![\w.-])(?:{pattern})(?![\w-])", lambda m: self.words[m[0]], page)

    def box(self, box: Box) -> Box:
        return replace(box, text=self.text(box.text), path=self.text(box.path))


def boxes(page: Path) -> list[Box]:
    return [_box(found) for found in BOX.finditer(page.read_text(encoding="utf-8"))]


def _box(found: re.Match) -> Box:
    if found["path"]:
        return Box(found["text"], path=found["path"])
    return Box(found["commands"], who=found["who"])
