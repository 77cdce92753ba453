"""matplotlib, as far as pictures need it: boxes, lines and digits on white paper.

Nothing global of matplotlib's is touched: no pyplot, no settings. It is imported when something
is drawn, and not before.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, Literal

WHITE, EDGE, INK = "#ffffff", "#b0b0b0", "#404040"
DENSITY = 2
CSS_DPI = 96

Box = list[tuple[float, float]]


class Paper:
    """A figure without axes: what is drawn takes CSS pixels from the upper left corner.

    Every property is given: what is not comes from settings, which are the student's.
    """

    def __init__(self, width: int, height: int) -> None:
        from matplotlib.figure import Figure
        from matplotlib.transforms import Affine2D

        size = (width / CSS_DPI, height / CSS_DPI)
        self._figure = Figure(figsize=size, dpi=DENSITY * CSS_DPI, facecolor=WHITE)
        self._figure.set_layout_engine("none")
        self._transform = Affine2D().scale(DENSITY, -DENSITY).translate(0, DENSITY * height)

    def png(self) -> bytes:
        from matplotlib.backends.backend_agg import FigureCanvasAgg

        stream = io.BytesIO()
        FigureCanvasAgg(self._figure).print_png(stream)
        return stream.getvalue()

    def fill(self, boxes: Sequence[Box], colours: Sequence[str]) -> None:
        from matplotlib.collections import PolyCollection

        self._add(
            PolyCollection(
                boxes, facecolors=colours, edgecolors=EDGE, linewidths=0.5, antialiased=True
            )
        )

    def line(
        self, x: Sequence[float], y: Sequence[float], colour: str, marker: str, style: str
    ) -> None:
        from matplotlib.lines import Line2D

        self._add(
            Line2D(
                x,
                y,
                color=colour,
                linewidth=1.5,
                linestyle=style,
                marker=marker,
                markersize=4.5,
                markeredgewidth=1.0,
                markeredgecolor=colour,
                markerfacecolor=colour if marker == "o" else WHITE,
                antialiased=True,
            )
        )

    def write(
        self, x: float, y: float, characters: str, side: Literal["left", "center", "right"]
    ) -> None:
        from matplotlib.text import Text

        self._add(
            Text(
                x,
                y,
                characters,
                horizontalalignment=side,
                verticalalignment="center_baseline",
                color=INK,
                fontsize=8,
                fontfamily="DejaVu Sans",
                fontstyle="normal",
                fontweight="normal",
                usetex=False,
                parse_math=False,
            )
        )

    def _add(self, artist: Any) -> None:
        artist.set_transform(self._transform)
        self._figure.add_artist(artist)


def box(left: float, top: float, width: float, height: float) -> Box:
    right, bottom = left + width, top + height
    return [(left, top), (right, top), (right, bottom), (left, bottom)]
