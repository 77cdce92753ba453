"""Pictures of wrong arrays, as data: where an error is large, and where there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from autograder.checks.closeness import widened
from autograder.checks.comparison import Comparison
from autograder.checks.errors import Message
from autograder.checks.levels import (
    MOST_COLUMNS,
    as_rows,
    errors_of,
    folded,
    levels_of,
    opened,
    sizes_by_step,
)
from autograder.checks.localise import TIME, time_axis
from autograder.checks.result import Curve, Drawing
from autograder.checks.values import Array

LEAST = 4
GATES = ("r", "z", "f", "u", "i", "o")
UNITS = ("n", "m", "N")
AXES = {"n": "axis.unit", "m": "axis.entry", "N": "axis.example", TIME: "axis.time"}
NOTHING = ""
FEW = 8


@dataclass(frozen=True, eq=False)
class _Picture:
    """The errors of one array as rows × columns, the axes' names with it; 0 is right.

    With `has_time` the columns are the time steps.
    """

    one: Comparison
    errors: Array
    rows: str
    columns: str

    @property
    def has_time(self) -> bool:
        return self.columns == TIME

    @property
    def right(self) -> list[int]:
        """The columns without an error."""
        return [column for column, errors in enumerate(self.errors.T) if not errors.any()]

    @property
    def worth(self) -> tuple[bool, bool]:
        """What tells more: time, then an error that is not everywhere."""
        return self.has_time, bool(self.right if self.has_time else (self.errors == 0).any())


def drawing_of(comparisons: Sequence[Comparison]) -> Drawing | None:
    """The picture that tells most about a failure; None where there is nothing to draw.

    An array with a time axis comes first: its errors as unit × time, the size of a gradient or
    the gates below it, step by step. Without time: the errors of a matrix. Levels are coarse, see
    `levels`.
    """
    wrong = [one for one in comparisons if not one.is_close and one.actual.size >= LEAST]
    pictures = [_picture(one) for one in wrong]
    fit = [picture for picture in pictures if _is_worth_drawing(picture)]
    if not fit:
        return None
    best = max(fit, key=lambda picture: picture.worth)  # the first of those that tell most
    curves = _curves(best, comparisons)
    return Drawing(
        kind=_kind(best, curves),
        levels=as_rows(levels_of(folded(best.errors), float(best.errors.max()))),
        rows=_axis(best.rows, best.errors.shape[0], "axis.row"),
        columns=_axis(best.columns, best.errors.shape[1], "axis.column"),
        caption=_caption(best, curves),
        title=_title(best.one),
        curves=curves,
    )


def _kind(best: _Picture, curves: Sequence[Curve]) -> str:
    if not best.has_time:
        return "matrix"
    return "time" if not curves else "path" if _is_gradient(best.one) else "gates"


def _picture(one: Comparison) -> _Picture:
    """Axes of size 1 fall away; time becomes the columns, and a batch beside it is folded."""
    named = one.axes.split() or [NOTHING] * one.actual.ndim
    names = [name for name, size in zip(named, one.actual.shape, strict=True) if size != 1]
    errors = errors_of(one).squeeze()
    chosen = _two_axes(names)
    rest = tuple(axis for axis in range(errors.ndim) if axis not in chosen)
    order = np.argsort(np.argsort(chosen))
    errors = errors.max(axis=rest, initial=0.0).transpose(order)
    row, column = [NOTHING, NOTHING, *(names[axis] for axis in chosen)][-2:]
    return _Picture(one, errors.reshape((1,) * (2 - errors.ndim) + errors.shape), row, column)


def _two_axes(names: list[str]) -> list[int]:
    """Which axes become rows and columns; fewer where there are fewer."""
    if TIME not in names:
        return list(range(min(len(names), 2)))
    others = [axis for axis, name in enumerate(names) if name != TIME]
    others.sort(key=lambda axis: UNITS.index(names[axis]) if names[axis] in UNITS else 0)
    return [*others[:1], names.index(TIME)]


def _is_worth_drawing(picture: _Picture) -> bool:
    """A matrix that is wrong all over says little, unless it is a gradient."""
    return bool(picture.errors.any()) and (any(picture.worth) or _is_gradient(picture.one))


def _is_gradient(one: Comparison) -> bool:
    return one.is_numerical or one.name.startswith("d")


def _axis(name: str, size: int, otherwise: str) -> Message:
    return Message(AXES.get(name, otherwise), {"size": size})


def _title(one: Comparison) -> Message:
    return Message("drawing.title", {"name": one.name, "beside": _beside(one)})


def _beside(one: Comparison) -> Message:
    return Message("drawing.numerical" if one.is_numerical else "drawing.expected")


def _curves(best: _Picture, comparisons: Sequence[Comparison]) -> tuple[Curve, ...]:
    """What belongs below a picture of time: a gradient's size by step, or the gates."""
    steps = best.errors.shape[1]
    if not best.has_time or steps > MOST_COLUMNS:
        return ()
    return _path(best) if _is_gradient(best.one) else _gates(comparisons, steps, best.one)


def _path(best: _Picture) -> tuple[Curve, ...]:
    """The gradient's path through time, the student's and the right one, if they look different."""
    one, axis = best.one, time_axis(best.one.axes)
    if axis is None:
        return ()
    sizes = sizes_by_step(one.actual, axis), sizes_by_step(one.expected, axis)
    largest = max(float(size.max()) for size in sizes)
    yours, right = (_tuple(levels_of(size, largest)) for size in sizes)
    if yours == right:
        return ()
    return Curve(Message("drawing.yours"), yours), Curve(_beside(one), right)


def _gates(comparisons: Sequence[Comparison], steps: int, drawn: Comparison) -> tuple[Curve, ...]:
    """How far each of the student's gates is open, step by step, averaged over the units."""
    return tuple(
        _gate(one, axis)
        for one in comparisons
        if one is not drawn and one.name in GATES and (axis := time_axis(one.axes)) is not None
        if one.actual.shape[axis] == steps
    )


def _gate(one: Comparison, axis: int) -> Curve:
    values = np.moveaxis(widened(one.actual).real, axis, 0).reshape(one.actual.shape[axis], -1)
    errors = np.moveaxis(errors_of(one), axis, 0).reshape(values.shape)
    wrong = tuple(int(step) for step in np.flatnonzero(errors.any(axis=1)))
    name = Message("drawing.gate", {"name": one.name})
    return Curve(name, _tuple(opened(values.mean(axis=1))), wrong)


def _caption(best: _Picture, curves: Sequence[Curve]) -> Message:
    """In a sentence what the picture shows, and in figures what its curves show."""
    values = {"name": best.one.name, "place": _largest_at(best), "right": _right(best)}
    told = Message("caption.largest", values)
    if not curves:
        return told
    figures = tuple(_told(curve) for curve in curves)
    key = "caption.path" if _is_gradient(best.one) else "caption.gates"
    return Message(key, {"told": told, "curves": figures})


def _largest_at(best: _Picture) -> Message:
    row, column = (int(i) for i in np.unravel_index(best.errors.argmax(), best.errors.shape))
    values: dict[str, object] = {"row": row, "column": column}
    if len(best.errors) == 1:
        values["across"] = _axis(best.columns, best.errors.shape[1], "axis.column")
        return Message("at.step" if best.has_time else "at.entry", values)
    values["unit"] = _axis(best.rows, len(best.errors), "axis.row")
    values["across"] = _axis(best.columns, best.errors.shape[1], "axis.column")
    if best.has_time:
        return Message("at.step_unit", values)
    is_clear = best.rows != best.columns and {best.rows, best.columns} <= AXES.keys()
    return Message("at.unit_entry" if is_clear else "at.cell", values)


def _right(best: _Picture) -> Message:
    if best.has_time:
        steps = tuple(map(str, best.right[:FEW])) + ("…",) * (len(best.right) > FEW)
        return Message("right.steps" if steps else "right.no_step", {"steps": steps})
    count, size = int((best.errors == 0).sum()), best.errors.size
    key = "right.entries" if count else "right.no_entry"
    return Message(key, {"count": count, "size": size})


def _told(curve: Curve) -> Message:
    levels = " ".join(map(str, curve.levels))
    return Message("drawing.curve", {"name": curve.name, "levels": levels})


def _tuple(levels: Array) -> tuple[int, ...]:
    return tuple(int(level) for level in levels)
