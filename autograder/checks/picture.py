"""A drawing as a PNG: squares, curves and digits. Words stand around it, in HTML.

matplotlib's own fonts know no Chinese, so nothing in the picture is in a language. Nothing global
of matplotlib's is touched: no pyplot, no settings, and a student's own settings change nothing.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from autograder.checks.drawing_text import ticks
from autograder.checks.drawings import AXES, LEAST
from autograder.checks.errors import Message
from autograder.checks.levels import HIGHEST
from autograder.checks.localise import TIME
from autograder.checks.result import Curve, Drawing

# matplotlib's cividis at equal steps, from its pale end to its dark one: made for eyes that don't
# tell red from green, and even in print. 0 is no error at all, and no colour.
RIGHT = "#ffffff"
COLOURS = (
    RIGHT,
    *("#fee838", "#d9c55c", "#b1a570", "#8e8978", "#6c6e72", "#4c556c", "#213b6e", "#00224e"),
)
PAPER, EDGE, INK = "#ffffff", "#b0b0b0", "#404040"
YOURS, BESIDE = "#D55E00", "#0072B2"

# In CSS pixels; drawn at twice the density.
DENSITY = 2
CSS_DPI = 96
CELL_WIDTH, CELL_HEIGHT, GAP = 26, 20, 2
LEFT, MARGIN, AXIS = 24, 6, 18
SCALE = 58
CURVES = 64
STRIP = 28


@dataclass(frozen=True)
class Picture:
    """A PNG and its size in CSS pixels."""

    png: bytes
    width: int
    height: int


def picture_of(drawing: Drawing) -> Picture | None:
    """The drawing as a picture; None where matplotlib is missing or fails.

    A failed check is told all the same: its picture must not be what fails.
    """
    try:
        return _drawn(drawing)
    except Exception:
        return None


def get_ready() -> None:
    """Draw once: what is imported and loaded for it, every fork of this process has then."""
    step = Message(AXES[TIME], {"size": LEAST})
    picture_of(Drawing("time", ((1,) * LEAST,), step, step, step))


def _drawn(drawing: Drawing) -> Picture:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    sheet = _Sheet(drawing)
    inches = (sheet.width / CSS_DPI, sheet.height / CSS_DPI)
    figure = Figure(figsize=inches, dpi=DENSITY * CSS_DPI, facecolor=PAPER)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set(xlim=(0, sheet.width), ylim=(sheet.height, 0))
    sheet.draw(axes)
    stream = io.BytesIO()
    FigureCanvasAgg(figure).print_png(stream)
    return Picture(stream.getvalue(), sheet.width, sheet.height)


class _Sheet:
    """Where everything lies, from the upper left corner."""

    def __init__(self, drawing: Drawing) -> None:
        self._drawing = drawing
        self._rows, self._columns = len(drawing.levels), len(drawing.levels[0])
        self._map_height = self._rows * CELL_HEIGHT
        self._strips = drawing.curves if drawing.kind == "gates" else ()
        self._path = drawing.curves if drawing.kind == "path" else ()
        self._below = STRIP * len(self._strips) + (CURVES if self._path else 0)
        self.width = LEFT + self._columns * CELL_WIDTH + SCALE + MARGIN
        # The scale beside the map needs its place, too.
        content = max(self._map_height + self._below + AXIS, 3 * CELL_HEIGHT)
        self.height = content + 2 * MARGIN

    def draw(self, axes: Any) -> None:
        self._map(axes)
        self._scale(axes)
        self._labels(axes)
        top = MARGIN + self._map_height
        for strip in self._strips:
            self._strip(axes, strip, top)
            top += STRIP
        if self._path:
            self._curves(axes, self._path, top)

    def _left(self, column: int) -> int:
        return LEFT + column * CELL_WIDTH

    def _map(self, axes: Any) -> None:
        cells = [
            (_box(self._left(x), MARGIN + y * CELL_HEIGHT, CELL_WIDTH - GAP, CELL_HEIGHT - GAP), v)
            for y, row in enumerate(self._drawing.levels)
            for x, v in enumerate(row)
        ]
        _fill(axes, [box for box, _ in cells], [COLOURS[level] for _, level in cells])

    def _scale(self, axes: Any) -> None:
        """The levels from 8 down to 0, a narrow ladder on the right."""
        left = self._left(self._columns) + 18
        height = (3 * CELL_HEIGHT - GAP) / (HIGHEST + 1)
        tops = [MARGIN + (HIGHEST - level) * height for level in range(HIGHEST + 1)]
        _fill(axes, [_box(left, top, 12, height) for top in tops], list(COLOURS))
        for level in (0, HIGHEST):
            _write(axes, left + 16, tops[level] + height / 2, str(level), "left")

    def _labels(self, axes: Any) -> None:
        foot = MARGIN + self._map_height + self._below + AXIS / 2
        for column, label in ticks(self._drawing.columns, self._columns).items():
            _write(axes, self._left(column) + (CELL_WIDTH - GAP) / 2, foot, label, "center")
        if self._rows == 1:
            return
        for row, label in ticks(self._drawing.rows, self._rows).items():
            middle = MARGIN + row * CELL_HEIGHT + (CELL_HEIGHT - GAP) / 2
            _write(axes, LEFT - 5, middle, label, "right")

    def _curves(self, axes: Any, curves: Sequence[Curve], top: int) -> None:
        """Two lines in one frame; form and colour tell them apart."""
        high, low = top + 10, top + CURVES - 8
        edge = self._left(self._columns) - GAP
        _fill(axes, [_box(LEFT, top + 4, edge - LEFT, CURVES - 6)], [PAPER])
        for curve, (colour, marker, line) in zip(
            curves, ((YOURS, "o", "-"), (BESIDE, "s", "--")), strict=True
        ):
            x = [self._left(step) + (CELL_WIDTH - GAP) / 2 for step in range(self._columns)]
            y = [low - (low - high) * level / HIGHEST for level in curve.levels]
            face = colour if marker == "o" else PAPER
            axes.plot(x, y, line, color=colour, marker=marker, markersize=4, markerfacecolor=face)
        for level, y_level in ((0, low), (HIGHEST, high)):
            _write(axes, LEFT - 5, y_level, str(level), "right")

    def _strip(self, axes: Any, curve: Curve, top: int) -> None:
        """One gate as bars; a cross stands over each step that is wrong."""
        high, foot = top + 8, top + STRIP - 2
        bars, faces = [], []
        for step, level in enumerate(curve.levels):
            size = max((foot - high) * level / HIGHEST, 1)
            bars.append(_box(self._left(step), foot - size, CELL_WIDTH - GAP, size))
            faces.append(YOURS if step in curve.wrong else BESIDE)
            if step in curve.wrong:
                _write(axes, self._left(step) + (CELL_WIDTH - GAP) / 2, top + 3, "x", "center")
        _fill(axes, bars, faces)
        name = str(curve.name.values.get("name", ""))
        _write(axes, LEFT - 5, (high + foot) / 2, name if name.isascii() else "", "right")


Box = list[tuple[float, float]]


def _box(left: float, top: float, width: float, height: float) -> Box:
    right, bottom = left + width, top + height
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def _fill(axes: Any, boxes: Sequence[Box], colours: Sequence[str]) -> None:
    from matplotlib.collections import PolyCollection

    axes.add_collection(
        PolyCollection(
            boxes, facecolors=colours, edgecolors=EDGE, linewidths=0.5, antialiased=True
        ),
        autolim=False,
    )


def _write(axes: Any, x: float, y: float, characters: str, side: str) -> None:
    axes.text(
        x,
        y,
        characters,
        ha=side,
        va="center_baseline",
        color=INK,
        fontsize=8,
        family="DejaVu Sans",
        usetex=False,
        parse_math=False,
    )
