"""Headings of a notebook and the links to them, as nbconvert and the kit's cleaning make them."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from nbconvert.filters.markdown_mistune import markdown2html_mistune
from nbformat import NotebookNode

from autograder.nbgrader.sanitize import clean_html

_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)
_ID = re.compile(r'<h\d id="([^"]+)"')


def heading_links(notebook: NotebookNode) -> dict[str, str]:
    """The text of each heading → the anchor of the first one with that text."""
    found: dict[str, str] = {}
    for heading in _headings(notebook):
        anchor = _anchor(heading)
        if anchor:
            found.setdefault(heading, anchor)
    return found


def _headings(notebook: NotebookNode) -> Iterable[str]:
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            yield from _HEADING.findall(cell.source)


@functools.lru_cache(maxsize=2_000)
def _anchor(heading: str) -> str:
    """The same headings stand in every hand-in."""
    match = _ID.search(clean_html(markdown2html_mistune(f"# {heading}")))
    return match[1] if match else ""
