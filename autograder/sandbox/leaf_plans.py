"""Plans of what has no parts of its own: numbers, texts, ranges, arrays."""

from __future__ import annotations

import math
import re
import struct
from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.sandbox.frames import MAX_DIGITS, MAX_RANGE, NUMBERS, TEXT, WireError

if TYPE_CHECKING:
    from autograder.sandbox.plans import Made, Make, Planner

_FLOAT = struct.Struct("<d")


def constant(value: Any) -> Make:
    return lambda _: value


def scalar(tree: Any) -> Any:
    if type(tree) is int and not -(2**63) <= tree < 2**64:
        raise WireError("integer out of range")
    if type(tree) is str and not tree.isascii():
        return tree.encode("utf-8", "replace").decode("utf-8")  # lone surrogates become "?"
    return tree


def _three_integers(body: Any) -> list[Any]:
    if type(body) is not list or len(body) != 3:
        raise WireError("three integers expected")
    if any(part is not None and type(part) is not int for part in body):
        raise WireError("three integers expected")
    return [scalar(part) for part in body]


def plan_range(_planner: Planner, body: Any, _depth: int) -> Make:
    made = range(*_three_integers(body))
    if abs(made.stop - made.start) > MAX_RANGE * abs(made.step):
        raise WireError("the range is too long")
    return constant(made)


def plan_slice(_planner: Planner, body: Any, _depth: int) -> Make:
    return constant(slice(*_three_integers(body)))


def plan_complex(_planner: Planner, body: Any, _depth: int) -> Make:
    if type(body) is not list or len(body) != 2 or any(type(x) is not float for x in body):
        raise WireError("two floats expected")
    return constant(complex(*body))


def plan_integer(_planner: Planner, body: Any, _depth: int) -> Make:
    if type(body) is not str or len(body) > MAX_DIGITS or not re.fullmatch(r"-?[0-9]+", body):
        raise WireError("digits expected")
    return constant(int(body))


def plan_float(planner: Planner, body: Any, _depth: int) -> Make:
    start, end = planner.take(body)
    if end - start != _FLOAT.size:
        raise WireError("eight bytes expected")
    return lambda made: _FLOAT.unpack_from(made.blob, start)[0]


def plan_bytes(planner: Planner, body: Any, _depth: int) -> Make:
    start, end = planner.take(body)
    return lambda made: made.blob[start:end]


def plan_text(planner: Planner, body: Any, _depth: int) -> Make:
    start, end = planner.take(body)
    return lambda made: made.blob[start:end].decode("utf-8")


def _view(planner: Planner, body: Any) -> tuple[Make, tuple[int, ...]]:
    """(what makes a read-only array on the blob, its shape)"""
    if type(body) is not list or len(body) != 3:
        raise WireError("dtype, shape, length expected")
    code, sides, length = body
    dtype = _dtype(code)
    if type(sides) is not list or len(sides) > 32 or any(size_of(side) > 2**31 for side in sides):
        raise WireError("shape expected")
    start, end = planner.take(length)
    count, shape = math.prod(sides), tuple(sides)
    if count * dtype.itemsize != end - start:
        raise WireError("the shape does not fit the bytes")
    if not count:
        return (lambda _: np.zeros(shape, dtype)), shape
    view = np.ndarray
    if dtype.kind in "Ub":
        return (lambda made: _checked(view(shape, dtype, made.blob, start))), shape
    return (lambda made: view(shape, dtype, made.blob, start)), shape


def plan_array(planner: Planner, body: Any, _depth: int) -> Make:
    view, _ = _view(planner, body)
    planner.again.append((body[2], 0))

    def make(made: Made) -> Any:
        array = view(made).copy()
        made.again.append(array)
        return array

    return make


def plan_fixed_array(planner: Planner, body: Any, depth: int) -> Make:
    make_array = plan_array(planner, body, depth)

    def make(made: Made) -> Any:
        array = make_array(made)
        array.flags.writeable = False
        return array

    return make


def plan_scalar(planner: Planner, body: Any, _depth: int) -> Make:
    view, shape = _view(planner, body)
    if shape:
        raise WireError("a scalar has no shape")
    return lambda made: view(made)[()]


def size_of(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise WireError("a size expected")
    return value


def _dtype(code: Any) -> np.dtype[Any]:
    if type(code) is not str or (code not in NUMBERS and not TEXT.fullmatch(code)):
        raise WireError("unknown dtype")
    return np.dtype(code)


def _checked(array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Code points that are none would crash whoever prints them; a true of 2 counts twice."""
    if array.dtype.kind == "b" and array.view("u1").max() > 1:
        raise WireError("not booleans")
    if array.dtype.kind == "U":
        points = array.reshape(-1).view("<u4")
        if points.max() > 0x10FFFF or (points >> 11 == 0xD800 >> 11).any():
            raise WireError("not text")
    return array


def copy_of(array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    copy: np.ndarray[Any, Any] = array.copy()
    if not array.flags.writeable:
        copy.flags.writeable = False
    return copy
