"""A drawing as a PNG: squares, curves and digits. Words stand around it, in HTML.

matplotlib's own fonts know no Chinese, so nothing in the picture is in a language.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from autograder.checks.drawing_text import ticks
from autograder.checks.drawings import AXES, LEAST
from autograder.checks.errors import Message
from autograder.checks.levels import HIGHEST
from autograder.checks.localise import TIME
from autograder.checks.paper import WHITE, Paper, box
from autograder.checks.result import Curve, Drawing

# matplotlib's cividis at equal steps, from its pale end to its dark one: made for eyes that don't
# tell red from green, and even in print. 0 is no error at all, and no colour.
COLOURS = (
    WHITE,
    *("#fee838", "#d9c55c", "#b1a570", "#8e8978", "#6c6e72", "#4c556c", "#213b6e", "#00224e"),
)
YOURS, BESIDE = "#D55E00", "#0072B2"

# In CSS pixels.
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
    sheet = _Sheet(drawing)
    paper = Paper(sheet.width, sheet.height)
    sheet.draw(paper)
    return Picture(paper.png(), sheet.width, sheet.height)


class _Sheet:
    """Where everything lies, from the upper left corner."""

    def __init__(self, drawing: Drawing) -> None:
        self._drawing = drawing
        self._rows, self._columns = len(drawing.levels), len(drawing.levels[0])
        self._steps = range(self._columns)
        self._map_height = self._rows * CELL_HEIGHT
        self._strips = drawing.curves if drawing.kind == "gates" else ()
        self._path = drawing.curves if drawing.kind == "path" else ()
        self._below = STRIP * len(self._strips) + (CURVES if self._path else 0)
        self.width = LEFT + self._columns * CELL_WIDTH + SCALE + MARGIN
        # The scale beside the map needs its place, too.
        content = max(self._map_height + self._below + AXIS, 3 * CELL_HEIGHT)
        self.height = content + 2 * MARGIN

    def draw(self, paper: Paper) -> None:
        self._map(paper)
        self._scale(paper)
        self._labels(paper)
        top = MARGIN + self._map_height
        for strip in self._strips:
            self._strip(paper, strip, top)
            top += STRIP
        if self._path:
            self._curves(paper, self._path, top)

    def _left(self, column: int) -> int:
        return LEFT + column * CELL_WIDTH

    def _map(self, paper: Paper) -> None:
        cells = [
            (box(self._left(x), MARGIN + y * CELL_HEIGHT, CELL_WIDTH - GAP, CELL_HEIGHT - GAP), v)
            for y, row in enumerate(self._drawing.levels)
            for x, v in enumerate(row)
        ]
        paper.fill([box for box, _ in cells], [COLOURS[level] for _, level in cells])

    def _scale(self, paper: Paper) -> None:
        """The levels from 8 down to 0, a narrow ladder on the right."""
        left = self._left(self._columns) + 18
        height = (3 * CELL_HEIGHT - GAP) / (HIGHEST + 1)
        tops = [MARGIN + (HIGHEST - level) * height for level in range(HIGHEST + 1)]
        paper.fill([box(left, top, 12, height) for top in tops], list(COLOURS))
        for level in (0, HIGHEST):
            paper.write(left + 16, tops[level] + height / 2, str(level), "left")

    def _labels(self, paper: Paper) -> None:
        foot = MARGIN + self._map_height + self._below + AXIS / 2
        for column, label in ticks(self._drawing.columns, self._columns).items():
            paper.write(self._left(column) + (CELL_WIDTH - GAP) / 2, foot, label, "center")
        if self._rows == 1:
            return
        for row, label in ticks(self._drawing.rows, self._rows).items():
            middle = MARGIN + row * CELL_HEIGHT + (CELL_HEIGHT - GAP) / 2
            paper.write(LEFT - 5, middle, label, "right")

    def _curves(self, paper: Paper, curves: Sequence[Curve], top: int) -> None:
        """Two lines in one frame; form and colour tell them apart."""
        high, low = top + 10, top + CURVES - 8
        edge = self._left(self._columns) - GAP
        paper.fill([box(LEFT, top + 4, edge - LEFT, CURVES - 6)], [WHITE])
        looks = ((YOURS, "o", "-"), (BESIDE, "s", "--"))
        for curve, look in zip(curves, looks, strict=True):
            x = [self._left(step) + (CELL_WIDTH - GAP) / 2 for step in self._steps]
            y = [low - (low - high) * level / HIGHEST for level in curve.levels]
            paper.line(x, y, *look)
        for level, y_level in ((0, low), (HIGHEST, high)):
            paper.write(LEFT - 5, y_level, str(level), "right")

    def _strip(self, paper: Paper, curve: Curve, top: int) -> None:
        """One gate as bars; a cross stands in each step that is wrong."""
        high, foot = top + 4, top + STRIP - 2
        width = CELL_WIDTH - GAP
        paper.fill([box(self._left(s), high, width, foot - high) for s in self._steps], [WHITE])
        for step, level in enumerate(curve.levels):
            size, is_wrong = (foot - high) * level / HIGHEST, step in curve.wrong
            bar = box(self._left(step), foot - size, width, size)
            paper.fill([bar], [YOURS if is_wrong else BESIDE])
            if is_wrong:
                paper.write(self._left(step) + width / 2, high + 6, "x", "center")
        name = str(curve.name.values.get("name", ""))
        paper.write(LEFT - 5, (high + foot) / 2, name if name.isascii() else "", "right")
