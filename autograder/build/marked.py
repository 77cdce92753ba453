"""A generated block of a text: between two markers, and nowhere else."""

from __future__ import annotations

from pathlib import Path


class MarkersMissingError(Exception):
    """The text has no place for the block."""


def split(text: str, name: str) -> tuple[str, str, str]:
    """What stands before, between and behind the markers. Raises `MarkersMissingError`."""
    opening, closing = f"<!-- {name} -->", f"<!-- /{name} -->"
    before, begin, rest = text.partition(opening)
    between, end, behind = rest.partition(closing)
    if not begin or not end:
        raise MarkersMissingError(
            f"README.md: found no {opening} … {closing}; expected both, each once. Put them where "
            "the figures belong"
        )
    return before, between.strip("\n"), behind


def with_block(text: str, block: str, name: str) -> str:
    """The text with this block between its markers."""
    before, _, behind = split(text, name)
    return f"{before}<!-- {name} -->\n{block}\n<!-- /{name} -->{behind}"


def write_block(block: str, path: Path, name: str) -> None:
    """Raises `MarkersMissingError`."""
    text = with_block(path.read_text(encoding="utf-8"), block, name)
    path.write_text(text, encoding="utf-8")
