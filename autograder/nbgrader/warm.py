"""nbconvert's page, with what is the same on many pages kept: highlighted code, rendered prose,
style sheets. The pages are nbconvert's to the byte."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

import nbconvert.exporters.html as pages
from nbconvert.exporters import HTMLExporter
from nbconvert.filters.highlight import Highlight2HTML

from autograder.nbgrader.memory import Memory
from autograder.nbgrader.soup import page_soup


@contextmanager
def warm_pages() -> Iterator[None]:
    """As long as this lasts, every `HTMLExporter` of the process is quick. Not for threads."""
    if pages.BeautifulSoup is page_soup:
        yield
        return
    with (
        swapped(pages, "BeautifulSoup", page_soup),
        swapped(Highlight2HTML, "__call__", _code(Highlight2HTML.__call__)),
        swapped(HTMLExporter, "markdown2html", _prose(HTMLExporter.markdown2html)),
    ):
        yield


@contextmanager
def swapped(owner: Any, name: str, ours: Any) -> Iterator[None]:
    """Another library's function or class replaced by ours, for a while."""
    theirs = getattr(owner, name)
    setattr(owner, name, ours)
    try:
        yield
    finally:
        setattr(owner, name, theirs)


CODE, PROSE = Memory(5_000_000), Memory(5_000_000)


def _keep(memory: Memory, key: Any, make: Callable[[], str]) -> str:
    found: str | None = memory.get(key)
    if found is None:
        found = make()
        memory.keep(key, found, len(found))
    return found


def _code(highlight: Callable[..., str]) -> Callable[..., str]:
    """nbconvert's highlighter: a function of source, language, magic and options."""

    @wraps(highlight)
    def quick(self: Highlight2HTML, source: str, language: Any = None, metadata: Any = None) -> str:
        magic = (metadata or {}).get("magics_language")
        options = repr(self.extra_formatter_options)
        key = (source, language or self.pygments_lexer, magic, options, type(self))
        return _keep(CODE, key, lambda: highlight(self, source, language, metadata))

    return quick


def _prose(render: Callable[..., str]) -> Callable[..., str]:
    """The exporter's Markdown filter; prose with attachments or embedded files is not kept."""

    @wraps(render)
    def quick(self: HTMLExporter, context: Any, source: str) -> str:
        if self.embed_images or context.get("cell", {}).get("attachments"):
            return render(self, context, source)
        options = (self.anchor_link_text, self.exclude_anchor_links, repr(self.lexer_options))
        key = (source, options, type(self))
        return _keep(PROSE, key, lambda: render(self, context, source))

    return quick
