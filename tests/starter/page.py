"""What stands in the boxes of docs/new-exercises.md: files by path, and commands, in order."""

import re
from dataclasses import dataclass
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"
ENGLISH, CHINESE = DOCS / "new-exercises.md", DOCS / "new-exercises.zh.md"

# **`path`**, an empty line, then a box with as many ticks as its content needs.
FILE = r"^\*\*`(?P<path>[^`\n]+)`\*\*\n\n(?P<ticks>`{3,})\w+\n(?P<text>.*?)^(?P=ticks)$"
COMMANDS = r"^```sh\n(?P<commands>.*?)^```$"
BOX = re.compile(f"{FILE}|{COMMANDS}", re.M | re.S)


@dataclass(frozen=True)
class Box:
    """A file to write, or commands to run."""

    path: str = ""
    text: str = ""
    commands: tuple[str, ...] = ()


def boxes(page: Path) -> list[Box]:
    return [_box(found) for found in BOX.finditer(page.read_text(encoding="utf-8"))]


def _box(found: re.Match) -> Box:
    if found["path"]:
        return Box(found["path"], found["text"])
    return Box(commands=tuple(found["commands"].splitlines()))
