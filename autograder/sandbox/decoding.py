"""Frames → values. The decoder trusts nothing.

Sizes, depth, number of parts, dtype, and shape times item size are checked before anything is
made of them. Each byte of the blob is used once and in order, so what comes out is never larger
than what came in.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter, OrderedDict
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.sandbox.frames import (
    MAX_DEPTH,
    MAX_DIGITS,
    MAX_NODES,
    MAX_RANGE,
    NUMBERS,
    TEXT,
    Revive,
    WireError,
)

# Keys other than texts and machine integers can be made to collide: 10⁴ cost seconds, not hours.
MAX_ODD_KEYS = 10_000
MAX_MARKS = 10 * MAX_NODES


def decode(head: bytes, blob: bytes, revive: Revive | None = None, shared: bool = False) -> Any:
    """The value of a frame's head and blob; `revive(tag, body)` makes special nodes.

    Arrays are fresh, and writable unless they are marked read-only. With `shared` an object may
    occur twice. Only the judge's frames may do that: an object that holds itself many times over
    takes forever to print. Raises `WireError` for anything else than a well-formed frame.
    """
    try:
        decoder = _Decoder(blob, revive, shared)
        value = decoder.value(_tree(head), 0)
    except (ValueError, TypeError, RecursionError, OverflowError, MemoryError) as error:
        raise WireError(f"malformed frame: {type(error).__name__}") from None
    if decoder.at != len(blob):
        raise WireError("bytes left over")
    return value


def _tree(head: bytes) -> Any:
    if sum(map(head.count, (b"[", b"{", b","))) > MAX_MARKS:
        raise WireError("too many parts")
    return json.loads(head.decode("ascii"), parse_int=_machine_integer)


def _machine_integer(digits: str) -> int:
    value = int(digits) if len(digits) <= 20 else 2**64
    if not -(2**63) <= value < 2**64:
        raise WireError("integer out of range")
    return value


class _Decoder:
    def __init__(self, blob: bytes, revive: Revive | None, shared: bool) -> None:
        self.blob = blob
        self.at = 0
        self.revive = revive
        self.nodes = 0
        self.odd_keys = 0
        self.shared: list[Any] | None = [] if shared else None

    def value(self, tree: Any, depth: int) -> Any:
        self.nodes += 1
        if self.nodes > MAX_NODES or depth > MAX_DEPTH:
            raise WireError("too deep or too many parts")
        kind = type(tree)
        if tree is None or kind is bool or kind is float or kind is int:
            return tree
        if kind is str:
            return tree if tree.isascii() else _without_surrogates(tree)
        if kind is not dict or len(tree) != 1:
            raise WireError("unknown node")
        ((tag, body),) = tree.items()
        decode_node = _NODES.get(tag)
        if decode_node is not None:
            made = decode_node(self, body, depth + 1)
            if self.shared is not None and tag in _MUTABLE:
                self.shared.append(made)
            return made
        return self.special(tag, body)

    def special(self, tag: str, body: Any) -> Any:
        if tag == "R" and self.shared is not None:
            return self.shared[_size(body)] if _size(body) < len(self.shared) else _refuse()
        if self.revive is None:
            raise WireError("unknown tag")
        return self.revive(tag, body)

    def items(self, body: Any, depth: int) -> list[Any]:
        if type(body) is not list:
            raise WireError("a list expected")
        return [self.value(item, depth) for item in body]

    def keys(self, body: Any, depth: int) -> list[Any]:
        """Values that can be hashed here, without the student's code."""
        keys = self.items(body, depth)
        self.odd_keys += sum(type(key) not in (str, int, bool, type(None)) for key in keys)
        self.odd_keys += sum(type(key) is int and not -(2**63) <= key < 2**64 for key in keys)
        if self.odd_keys > MAX_ODD_KEYS:
            raise WireError("too many unusual keys")
        if not all(map(_is_plain, keys)):
            raise WireError("a key is not plain data")
        return keys

    def dict(self, body: Any, depth: int) -> dict[Any, Any]:
        if type(body) is not list or any(type(pair) is not list or len(pair) != 2 for pair in body):
            raise WireError("pairs expected")
        pairs = [(self.keys([k], depth)[0], self.value(v, depth)) for k, v in body]
        return dict(pairs)

    def triple(self, body: Any, depth: int) -> list[Any]:
        parts = self.items(body, depth)
        if len(parts) != 3 or any(part is not None and type(part) is not int for part in parts):
            raise WireError("three integers expected")
        return parts

    def range(self, body: Any, depth: int) -> range:
        made = range(*self.triple(body, depth))
        if abs(made.stop - made.start) > MAX_RANGE * abs(made.step):
            raise WireError("the range is too long")
        return made

    def complex(self, body: Any, _depth: int) -> complex:
        if type(body) is not list or len(body) != 2 or any(type(x) is not float for x in body):
            raise WireError("two floats expected")
        return complex(*body)

    def integer(self, body: Any, _depth: int) -> int:
        if type(body) is not str or len(body) > MAX_DIGITS or not re.fullmatch(r"-?[0-9]+", body):
            raise WireError("digits expected")
        return int(body)

    def bytes(self, body: Any, _depth: int) -> bytes:
        end = self.at + _size(body)
        if end > len(self.blob):
            raise WireError("bytes outside the frame")
        data, self.at = self.blob[self.at : end], end
        return data

    def array(self, body: Any, depth: int) -> Any:
        if type(body) is not list or len(body) != 3:
            raise WireError("dtype, shape, length expected")
        code, shape, length = body
        dtype = _dtype(code)
        if type(shape) is not list or len(shape) > 32 or any(_size(side) > 2**31 for side in shape):
            raise WireError("shape expected")
        data = self.bytes(length, depth)
        count = math.prod(shape)
        if count * dtype.itemsize != len(data):
            raise WireError("the shape does not fit the bytes")
        array = np.frombuffer(data, dtype, count) if count else np.zeros(0, dtype)
        _refuse_bad_items(array)
        return array.reshape(shape).copy()

    def fixed_array(self, body: Any, depth: int) -> Any:
        array = self.array(body, depth)
        array.flags.writeable = False
        return array

    def scalar(self, body: Any, depth: int) -> Any:
        array = self.array(body, depth)
        if array.shape:
            raise WireError("a scalar has no shape")
        return array[()]


def _refuse() -> Any:
    raise WireError("no such object")


def _size(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise WireError("a size expected")
    return value


def _is_plain(key: Any) -> bool:
    if type(key) in (tuple, frozenset):
        return all(map(_is_plain, key))
    plain = (str, int, float, bool, type(None), complex, bytes)
    return type(key) in plain or isinstance(key, np.generic)


def _without_surrogates(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def _dtype(code: Any) -> np.dtype[Any]:
    if type(code) is not str or (code not in NUMBERS and not TEXT.fullmatch(code)):
        raise WireError("unknown dtype")
    return np.dtype(code)


def _refuse_bad_items(array: np.ndarray[Any, Any]) -> None:
    """Code points that are none would crash whoever prints them; a true of 2 counts twice."""
    if array.dtype.kind == "U" and array.size:
        points = array.view("<u4")
        if points.max() > 0x10FFFF or (points >> 11 == 0xD800 >> 11).any():
            raise WireError("not text")
    if array.dtype.kind == "b" and array.size and array.view("u1").max() > 1:
        raise WireError("not booleans")


_MUTABLE = frozenset("ldoksaA")
_NODES: dict[str, Callable[[_Decoder, Any, int], Any]] = {
    "l": lambda decoder, body, depth: decoder.items(body, depth),
    "t": lambda decoder, body, depth: tuple(decoder.items(body, depth)),
    "s": lambda decoder, body, depth: set(decoder.keys(body, depth)),
    "f": lambda decoder, body, depth: frozenset(decoder.keys(body, depth)),
    "d": _Decoder.dict,
    "o": lambda decoder, body, depth: OrderedDict(decoder.dict(body, depth)),
    "k": lambda decoder, body, depth: Counter(decoder.dict(body, depth)),
    "c": _Decoder.complex,
    "i": _Decoder.integer,
    "b": _Decoder.bytes,
    "u": lambda decoder, body, depth: decoder.bytes(body, depth).decode("utf-8"),
    "r": _Decoder.range,
    "z": lambda decoder, body, depth: slice(*decoder.triple(body, depth)),
    "a": _Decoder.array,
    "A": _Decoder.fixed_array,
    "n": _Decoder.scalar,
}
