"""matplotlib, as far as the figures of the report need it: SVG that takes the page's colours.

No pyplot, and settings only while a figure is written. Imported when something is drawn.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from markupsafe import Markup, escape

# matplotlib writes these; the page's style says what they are, by day, by night and on paper.
INK, FAINT, PAPER, FIRST, SECOND = "#010101", "#020202", "#030303", "#040404", "#050505"
_VARIABLES = {
    INK: "var(--ink)",
    FAINT: "var(--line)",
    PAPER: "var(--paper)",
    FIRST: "var(--first)",
    SECOND: "var(--second)",
}
DPI = 72  # so that a point is a unit of the picture's own
FONT = 11
_SETTINGS = {
    "svg.fonttype": "none",
    "svg.hashsalt": "autograder",
    "font.size": FONT,
    "font.family": "sans-serif",
    "text.parse_math": False,
    "text.usetex": False,
    "axes.unicode_minus": True,
}
_NO_METADATA = dict.fromkeys(("Creator", "Date", "Format", "Type"))
_FAMILY = re.compile(r" font-family: [^;\"]*;")
_NAMESPACES = re.compile(r' xmlns(:\w+)?="[^"]*"')
_SIZE = re.compile(r'<svg [^>]*?viewBox="([^"]*)"[^>]*>')


@contextmanager
def drawing() -> Iterator[None]:
    """matplotlib's settings for what is drawn within.

    Its own fonts know no Chinese. The page's do, and they are what is shown.
    """
    import matplotlib

    with matplotlib.rc_context(_SETTINGS), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"Glyph \d+ .* missing from font")
        yield


def axes(width: float, height: float, panels: int = 1) -> tuple[Any, list[Any]]:
    """A figure of so many units, and its panels beside each other, which share the y axis."""
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    figure = Figure(
        figsize=(width / DPI, height / DPI), dpi=DPI, layout=ConstrainedLayoutEngine(wspace=0.08)
    )
    figure.patch.set_visible(False)
    found = figure.subplots(1, panels, sharey=True, squeeze=False)[0]
    for each in found:
        each.patch.set_visible(False)
        each.tick_params(colors=INK, length=0, labelcolor=INK)
        for side, spine in each.spines.items():
            spine.set_visible(side == "bottom")
            spine.set_color(FAINT)
        each.set_axisbelow(True)
    return figure, list(found)


def as_svg(figure: Any, name: str, title: str, description: str) -> Markup:
    """The figure as an element of the page; `title` and `description` are read aloud for it.

    `name` keeps the ids of several figures on one page apart.
    """
    stream = io.StringIO()
    figure.savefig(stream, format="svg", metadata=_NO_METADATA)
    text = stream.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"\s*<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    text = _NAMESPACES.sub("", _FAMILY.sub("", text))
    for colour, variable in _VARIABLES.items():
        text = text.replace(colour, variable)
    text = re.sub(r'id="', f'id="{name}-', text)
    text = re.sub(r'href="#', f'href="#{name}-', text)
    text = re.sub(r"url\(#", f"url(#{name}-", text)
    return Markup(_SIZE.sub(_head(name, title, description), text, count=1).strip())


def _head(name: str, title: str, description: str) -> str:
    """The opening tag, as a replacement: the page's style gives the size."""
    labels = f'aria-labelledby="{name}-title" aria-describedby="{name}-desc"'
    words = (
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-desc">{escape(description)}</desc>'
    )
    return rf'<svg viewBox="\1" role="img" {labels}>' + words.replace("\\", r"\\")
