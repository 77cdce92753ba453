"""A drawing as HTML: a picture where matplotlib is, the text drawing elsewhere."""

from __future__ import annotations

import base64
from html import escape

from autograder.checks.catalogue import text
from autograder.checks.drawing_text import drawing_head, drawing_rows, seen_caption
from autograder.checks.errors import Message
from autograder.checks.paper import WHITE
from autograder.checks.picture import BESIDE, YOURS, Picture, picture_of
from autograder.checks.result import Drawing

FIGURE = "margin:0.4em 0;padding:0 0 0 1.4em;break-inside:avoid"
# Dark ink on a light card reads well on a light page, on a dark one and on paper.
IMAGE = (
    f"display:block;max-width:100%;height:auto;background:{WHITE};border:1px solid #808080;"
    "border-radius:4px;margin:0.2em 0"
)
PLAIN = (
    "background:transparent;color:inherit;border:0;margin:0.2em 0;padding:0;line-height:1.3;"
    "white-space:pre;overflow-x:auto;font-family:monospace"
)
SMALL = "font-size:0.9em"


def drawing_html(drawing: Drawing, code: str) -> str:
    """The picture between its title and its caption. The caption is its text alternative."""
    picture = picture_of(drawing)
    if picture is None:
        return f'<figure style="{FIGURE}">{_with_text(drawing, code)}</figure>'
    return f'<figure style="{FIGURE}">{_with_image(picture, drawing, code)}</figure>'


def _with_text(drawing: Drawing, code: str) -> str:
    """What is read aloud is the whole caption, and no block by block."""
    head = escape(drawing_head(drawing, code))
    rows = escape("\n".join(drawing_rows(drawing, code)))
    caption = escape(text(drawing.caption, code))
    return (
        f'<div>{head}</div><pre aria-hidden="true" style="{PLAIN}">{rows}</pre>'
        f"<figcaption>{caption}</figcaption>"
    )


def _with_image(picture: Picture, drawing: Drawing, code: str) -> str:
    data = base64.b64encode(picture.png).decode("ascii")
    alt = escape(text(drawing.caption, code))
    title = f"<div>{escape(text(drawing.title, code))}</div>" if drawing.title else ""
    return (
        f'{title}<img alt="{alt}" width="{picture.width}" height="{picture.height}" '
        f'style="{IMAGE}" src="data:image/png;base64,{data}">'
        f'<figcaption aria-hidden="true">{escape(text(seen_caption(drawing), code))}</figcaption>'
        f'<div style="{SMALL}">{_legend(drawing, code)}</div>'
    )


def _legend(drawing: Drawing, code: str) -> str:
    """What lies downwards and across, what dark and pale mean, and which line is whose."""
    words = {"rows": drawing.rows, "columns": drawing.columns}
    axes = "drawing.axes" if len(drawing.levels) > 1 else "drawing.axes_alone"
    parts = [text(Message(axes, words), code), text(Message("drawing.legend"), code)]
    legend = " · ".join(map(escape, parts))
    return f"{legend} · {_curve_legend(drawing, code)}" if drawing.curves else legend


def _curve_legend(drawing: Drawing, code: str) -> str:
    if drawing.kind == "gates":
        return escape(text(Message("drawing.legend_gates"), code))
    signs = ((YOURS, "●"), (BESIDE, "□"))
    names = " &ensp;".join(
        f'<span aria-hidden="true" style="color:{colour}">{sign}</span> '
        f"{escape(text(curve.name, code))}"
        for (colour, sign), curve in zip(signs, drawing.curves, strict=True)
    )
    return f"{escape(text(Message('drawing.path'), code))}: {names}"
