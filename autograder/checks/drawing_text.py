"""A drawing as lines of text: blocks, the higher the larger, between aligned labels."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.checks.catalogue import text
from autograder.checks.columns import display_width, padded
from autograder.checks.errors import Message
from autograder.checks.result import Drawing

EMPTY = "·"
BLOCKS = f"{EMPTY}▁▂▃▄▅▆▇█"
WRONG = "✗"
CELL = 2
EVERY = 5
HEADS = {"path": "drawing.path", "gates": "drawing.gates"}


def drawing_lines(drawing: Drawing, code: str) -> list[str]:
    """What is drawn, and the drawing below it."""
    return [drawing_head(drawing, code), *drawing_rows(drawing, code)]


def drawing_head(drawing: Drawing, code: str) -> str:
    """What is drawn, and how to read it."""
    legend = text(Message("drawing.legend_text", {"empty": EMPTY}), code)
    return f"{text(drawing.title, code)}  ({legend})" if drawing.title else f"({legend})"


def drawing_rows(drawing: Drawing, code: str) -> list[str]:
    """The rows and the axis of time, all of one width up to their last cell."""
    rows = [*_map_rows(drawing, code), *_curve_rows(drawing, code)]
    rows.append(_axis(drawing, code))
    column = max(display_width(label) for label, _ in rows)
    return [f"{padded(label, column, right=True)} {cells}".rstrip() for label, cells in rows]


def drawing_cells(drawing: Drawing, code: str) -> list[tuple[str, tuple[str, ...]]]:
    """The same rows as labels and cells, for where no font is known: in many a Chinese one blocks
    are as wide as characters, and spaces align nothing."""
    rows = [*_map_rows(drawing, code), *_curve_rows(drawing, code)]
    count = len(drawing.levels[0])
    labels = ticks(drawing.columns, count)
    axis = tuple(labels.get(cell, "") for cell in range(count))
    cells = [(label, tuple(line[1::CELL] or " " * count)) for label, line in rows]
    return [*cells, (_axis(drawing, code)[0], axis)]


def seen_caption(drawing: Drawing) -> Message:
    """What the caption says beyond the curves: who sees the picture sees those."""
    told = drawing.caption.values.get("told")
    return told if isinstance(told, Message) else drawing.caption


def is_folded(axis: Message, cells: int) -> bool:
    """Whether several entries share a cell."""
    return int(str(axis.values.get("size", cells))) > cells


def ticks(axis: Message, cells: int) -> dict[int, str]:
    """The labels of an axis by cell: every entry, every fifth, or both ends of a folded one."""
    if is_folded(axis, cells):
        return {0: "0", cells - 1: str(int(str(axis.values["size"])) - 1)}
    return {cell: str(cell) for cell in range(0, cells, 1 if cells <= 10 else EVERY)}


def _map_rows(drawing: Drawing, code: str) -> list[tuple[str, str]]:
    if len(drawing.levels) == 1:
        return [("", _cells(drawing.levels[0]))]
    labels = ticks(drawing.rows, len(drawing.levels))
    rows = [(labels.get(i, ""), _cells(row)) for i, row in enumerate(drawing.levels)]
    first = f"{text(drawing.rows, code)} {rows[0][0]}"
    return [(first, rows[0][1]), *rows[1:]]


def _curve_rows(drawing: Drawing, code: str) -> list[tuple[str, str]]:
    if not drawing.curves:
        return []
    rows = [(text(Message(HEADS[drawing.kind]), code), "")]
    for curve in drawing.curves:
        rows.append((text(curve.name, code), _cells(curve.levels)))
        if curve.wrong:
            marks = [WRONG if step in curve.wrong else " " for step in range(len(curve.levels))]
            rows.append(("", f" {' '.join(marks)}"))
    return rows


def _cells(levels: Sequence[int]) -> str:
    return f"|{' '.join(BLOCKS[level] for level in levels)}|"


def _axis(drawing: Drawing, code: str) -> tuple[str, str]:
    cells = len(drawing.levels[0])
    line = ""
    for cell, label in ticks(drawing.columns, cells).items():
        line = f"{line:{1 + CELL * cell}}{label}"
    name = text(drawing.columns, code)
    return (name if drawing.kind == "matrix" else f"{name} t"), line
