"""The README's figures: between two markers, and nowhere else."""

from __future__ import annotations

from pathlib import Path

from autograder.build import marked
from autograder.build.marked import MarkersMissingError
from benchmarks.course import PROJECT

README = PROJECT / "README.md"
NAME = "benchmarks"

__all__ = ["README", "MarkersMissingError", "split", "with_block", "write_block"]


def split(text: str) -> tuple[str, str, str]:
    """What stands before, between and behind the markers. Raises `MarkersMissingError`."""
    return marked.split(text, NAME)


def with_block(text: str, block: str) -> str:
    """The text with this block between its markers."""
    return marked.with_block(text, block, NAME)


def write_block(block: str, path: Path = README) -> None:
    """Raises `MarkersMissingError`."""
    marked.write_block(block, path, NAME)
