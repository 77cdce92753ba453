"""Shapes in words: named axes, and what is most likely behind a wrong shape."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.checks.errors import Message

Shape = tuple[int, ...]


@dataclass(frozen=True)
class Axes:
    """An expected shape and the name of each axis; an axis without a name has the name ""."""

    names: tuple[str, ...]
    sizes: Shape

    def label(self) -> str:
        """`(n, N) = (5, 2)`, or `(5, 2)` when no axis has a name."""
        sizes = shape_text(self.sizes)
        if not any(self.names):
            return sizes
        named = [name or str(size) for name, size in zip(self.names, self.sizes, strict=True)]
        return f"{_tuple_text(named)} = {sizes}"


def named_axes(axes: dict[str, int]) -> Axes:
    """Axes from keyword arguments.

    Underscores at the end tell two axes of one name apart (`n=5, n_=5`); an axis that is nothing
    but underscores has no name (`n=5, _=1`).
    """
    sizes = tuple(int(size) for size in axes.values())
    return Axes(tuple(name.rstrip("_") for name in axes), sizes)


def axes_of(shape: Shape, names: str) -> Axes:
    """Axes from a string such as `"n N T"` or `"n 1"`.

    Raises ValueError when the number of names is not the number of axes: a mistake in the check.
    """
    parts = names.split() or [""] * len(shape)
    if len(parts) != len(shape):
        raise ValueError(f"axes={names!r} names {len(parts)} axes, but the shape is {shape}")
    return Axes(tuple("" if part.isdigit() else part for part in parts), shape)


def shape_text(shape: Shape) -> str:
    return _tuple_text([str(size) for size in shape])


def found_text(found: Shape, expected: Axes) -> str:
    """The shape that was found, with the names of its axes where they are beyond doubt."""
    names = dict(zip(expected.sizes, expected.names, strict=True))
    reordered = sorted(found) == sorted(expected.sizes) and len(names) == len(found)
    if not reordered or not any(expected.names):
        return shape_text(found)
    return Axes(tuple(names[size] for size in found), found).label()


def explain_shape(found: Shape, expected: Axes) -> Message | None:
    """The likely cause of a wrong shape, or None where the shapes tell nothing."""
    sizes = expected.sizes
    if found == sizes[::-1] and len(sizes) == 2:
        return Message("shape.transposed")
    if sorted(found) == sorted(sizes) and len(sizes) > 2:
        return Message("shape.permuted")
    if _squeezed(found) == _squeezed(sizes):
        return Message("shape.keepdims" if len(found) < len(sizes) else "shape.extra_axis")
    if len(sizes) == 2 and 1 in sizes and found == (max(sizes),) * 2:
        return Message("shape.broadcast")
    if len(found) == len(sizes) - 1:
        return _missing_axis(found, expected)
    return _one_axis_off(found, expected) if len(found) == len(sizes) else None


def _missing_axis(found: Shape, expected: Axes) -> Message | None:
    sizes = expected.sizes
    candidates = [i for i in range(len(sizes)) if sizes[:i] + sizes[i + 1 :] == found]
    if len(candidates) != 1 or not expected.names[candidates[0]]:
        return None
    name = expected.names[candidates[0]]
    return Message("shape.missing_time" if name == "T" else "shape.missing_axis", {"axis": name})


def _one_axis_off(found: Shape, expected: Axes) -> Message | None:
    wrong = [i for i, size in enumerate(expected.sizes) if found[i] != size]
    if len(wrong) != 1 or not expected.names[wrong[0]]:
        return None
    name, size = expected.names[wrong[0]], found[wrong[0]]
    near = name == "T" and abs(size - expected.sizes[wrong[0]]) == 1
    return Message("shape.loop_length" if near else "shape.one_axis", {"axis": name})


def _squeezed(shape: Shape) -> Shape:
    return tuple(size for size in shape if size != 1)


def _tuple_text(parts: list[str]) -> str:
    return f"({parts[0]},)" if len(parts) == 1 else f"({', '.join(parts)})"
