"""Graded notebooks as pages that run no student's code: for feedback and for formgrader alike.

Both are made by nbconvert's `HTMLExporter`, which trusts the notebook that it is given.
"""

from __future__ import annotations

import functools
import re
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from nbconvert.exporters import HTMLExporter
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode

from autograder.checks import RECORD
from autograder.nbgrader.context import Resources
from autograder.nbgrader.sanitize import clean_html

# The templates escape these, or show them as pictures; Markdown goes through the filter below.
TEXTS = ("text/plain", "text/latex", "text/markdown", "image/svg+xml")
PICTURES = ("image/png", "image/jpeg")
LEFT_OUT = "[grader] left out, as it could run where this page is read: {}"
_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]+")


class SafeOutputs(Preprocessor):
    """Put it in `c.HTMLExporter.preprocessors`: formgrader and feedback read that."""

    def preprocess_cell(
        self,
        cell: NotebookNode,
        resources: Resources,
        index: int,  # noqa: ARG002 - nbconvert's signature
    ) -> tuple[NotebookNode, Resources]:
        if cell.cell_type == "raw":
            cell.source = clean_html(cell.source)
        for output in cell.get("outputs", ()):
            if "data" in output:
                output.data = NotebookNode(safe_data(output.data))
                output.metadata = NotebookNode(safe_metadata(output.get("metadata", {})))
        return cell, resources


def safe_data(data: dict[str, Any]) -> dict[str, Any]:
    """What an output shows, in the forms that run nothing; a note if none is left."""
    kept: dict[str, Any] = {mime: _text(data[mime]) for mime in TEXTS if mime in data}
    for mime in PICTURES:
        if mime in data and _BASE64.fullmatch(_text(data[mime])):
            kept[mime] = _text(data[mime])
    if html := clean_html(_text(data.get("text/html", ""))).strip():
        kept["text/html"] = html
    if data and not kept:
        kept["text/plain"] = LEFT_OUT.format(", ".join(map(str, data)))
    return kept | {mime: data[mime] for mime in (RECORD,) if mime in data}


def safe_metadata(metadata: dict[str, Any]) -> dict[str, Any]:
    """Sizes and descriptions of pictures: templates print them as attributes."""
    return {
        mime: {
            name: value
            for name, value in entries.items()
            if (name in ("width", "height") and type(value) in (int, float))
            or (name == "alt" and type(value) is str)
        }
        for mime, entries in metadata.items()
        if mime in PICTURES and isinstance(entries, dict)
    }


def _text(value: Any) -> str:
    """A text may stand as a list of lines."""
    return "".join(map(str, value)) if isinstance(value, list) else str(value)


@functools.cache
def _exporter() -> HTMLExporter:
    return HTMLExporter()


@pass_context
def markdown_to_html(context: Context, source: str) -> str:
    """nbconvert's filter `markdown2html`, made harmless: put it in `c.HTMLExporter.filters`."""
    return clean_html(_exporter().markdown2html(context, source))
