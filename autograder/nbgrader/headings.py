"""Headings of a notebook and the links to them, as nbconvert and the kit's cleaning make them."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from nbconvert.filters.markdown_mistune import markdown2html_mistune
from nbformat import NotebookNode

from autograder.nbgrader.sanitize import clean_html

_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)
_ID = re.compile(r'<h\d id="([^"]+)"')


@dataclass(frozen=True)
class Heading:
    """`anchor` is empty where the notebook has no such heading."""

    title: str
    anchor: str = ""


def headings_of(notebook: NotebookNode) -> dict[str, Heading]:
    """By title: the first heading with that title that can be linked to. Code in a title stands
    without its backticks."""
    found: dict[str, Heading] = {}
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            for source in _HEADING.findall(cell.source):
                title = source.replace("`", "")
                found.setdefault(title, Heading(title, _anchor(source)))
    return found


@functools.lru_cache(maxsize=2_000)
def _anchor(source: str) -> str:
    """The same headings stand in every hand-in."""
    match = _ID.search(clean_html(markdown2html_mistune(f"# {source}")))
    return match[1] if match else ""
