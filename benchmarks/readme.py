"""The README's figures: between two markers, and nowhere else."""

from __future__ import annotations

from pathlib import Path

from benchmarks.course import PROJECT

README = PROJECT / "README.md"
BEGIN, END = "<!-- benchmarks -->", "<!-- /benchmarks -->"


class MarkersMissingError(Exception):
    """The README has no place for the figures."""


def split(text: str) -> tuple[str, str, str]:
    """What stands before, between and behind the markers. Raises `MarkersMissingError`."""
    before, begin, rest = text.partition(BEGIN)
    between, end, behind = rest.partition(END)
    if not begin or not end:
        raise MarkersMissingError(
            f"README.md: found no {BEGIN} … {END}; expected both, each once. Put them where the "
            "figures belong"
        )
    return before, between.strip("\n"), behind


def with_block(text: str, block: str) -> str:
    """The text with this block between its markers."""
    before, _, behind = split(text)
    return f"{before}{BEGIN}\n{block}\n{END}{behind}"


def write_block(block: str, path: Path = README) -> None:
    """Raises `MarkersMissingError`."""
    path.write_text(with_block(path.read_text(encoding="utf-8"), block), encoding="utf-8")
