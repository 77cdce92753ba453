"""Frames between the judge and the student's room.

    frame = magic (4) | length of head (u32) | length of blob (u64) | head | blob

The head is a JSON tree, the blob holds the bytes of arrays. Nothing is ever unpickled or
evaluated. The decoder trusts nothing: sizes, depth, number of nodes, dtype, and shape times item
size are all checked before anything is made of them.
"""

from __future__ import annotations

import json
import math
import re
import struct
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

MAGIC = b"RNN1"
HEADER = struct.Struct("<4sIQ")
MAX_HEAD = 16 << 20
MAX_BLOB = 64 << 20
MAX_DEPTH = 40
MAX_NODES = 200_000
MAX_DIGITS = 1_000

_NUMBERS = frozenset(
    ["|b1", "|i1", "|u1", "<i2", "<u2", "<i4", "<u4", "<i8", "<u8"]
    + ["<f2", "<f4", "<f8", "<c8", "<c16"]
)
_TEXT = re.compile(r"<U([1-9]\d{0,3})")
_DICTS = (dict, OrderedDict, defaultdict, Counter)

Special = Callable[[Any], "dict[str, Any] | None"]
Revive = Callable[[str, Any], Any]


class WireError(Exception):
    """A frame that is not what the format allows."""


class UnsendableError(Exception):
    """A value that can't travel: too large, too deep, or of a type the format does not know."""


@dataclass(frozen=True)
class Header:
    """The announced lengths of a frame, checked against the limits."""

    head: int
    blob: int


def read_header(data: bytes) -> Header:
    """Raises `WireError` for a wrong magic or a length above the limit."""
    magic, head, blob = HEADER.unpack(data)
    if magic != MAGIC:
        raise WireError("wrong magic")
    if head > MAX_HEAD or blob > MAX_BLOB:
        raise WireError(f"frame of {head} + {blob} bytes is above the limit")
    return Header(head, blob)


def encode(value: Any, special: Special | None = None) -> bytes:
    """A frame that holds `value`.

    `special` may turn a value that the format does not know into one tagged node.
    Raises `UnsendableError`.
    """
    encoder = _Encoder(special)
    head = json.dumps(encoder.node(value, 0), separators=(",", ":")).encode("ascii")
    if len(head) > MAX_HEAD:
        raise UnsendableError("the value is too large")
    return HEADER.pack(MAGIC, len(head), encoder.size) + head + b"".join(encoder.blobs)


def decode(head: bytes, blob: bytes, revive: Revive | None = None) -> Any:
    """The value of a frame's head and blob; `revive(tag, body)` makes special nodes.

    Arrays are fresh and writable. Raises `WireError` for anything else than a well-formed frame.
    """
    try:
        tree = json.loads(head)
        return _Decoder(blob, revive).value(tree, 0)
    except WireError:
        raise
    except (ValueError, TypeError, RecursionError, OverflowError, MemoryError) as error:
        raise WireError(f"malformed frame: {type(error).__name__}") from None


class _Encoder:
    def __init__(self, special: Special | None) -> None:
        self.special = special
        self.blobs: list[bytes] = []
        self.size = 0
        self.nodes = 0

    def node(self, value: Any, depth: int) -> Any:
        self.nodes += 1
        if self.nodes > MAX_NODES or depth > MAX_DEPTH:
            raise UnsendableError("the value is nested too deep or has too many parts")
        kind = type(value)
        if value is None or kind is bool or kind is str or kind is float:
            return value
        if kind is int:
            return value if -(2**63) <= value < 2**64 else {"i": _digits(value)}
        encode_container = _CONTAINERS.get(kind)
        if encode_container is not None:
            return encode_container(self, value, depth + 1)
        if isinstance(value, np.ndarray | np.generic) and (code := _dtype_code(value.dtype)):
            return self._array(value, code)
        known = self.special(value) if self.special else None
        if known is None:
            raise UnsendableError(f"a value of type {kind.__module__}.{kind.__qualname__}")
        return known

    def _sequence(self, tag: str, items: Any, depth: int) -> dict[str, Any]:
        return {tag: [self.node(item, depth) for item in items]}

    def _dict(self, value: dict[Any, Any], depth: int) -> dict[str, Any]:
        return {"d": [[self.node(k, depth), self.node(v, depth)] for k, v in value.items()]}

    def _bytes(self, data: bytes) -> list[int]:
        if self.size + len(data) > MAX_BLOB:
            raise UnsendableError("the arrays are too large")
        self.blobs.append(data)
        self.size += len(data)
        return [self.size - len(data), len(data)]

    def _array(self, value: Any, code: str) -> dict[str, Any]:
        if value.nbytes > MAX_BLOB:
            raise UnsendableError("the array is too large")
        plain = np.asarray(value)
        data = np.ascontiguousarray(plain).astype(code, copy=False).tobytes()
        shape = list(plain.shape)
        tag = "a" if isinstance(value, np.ndarray) else "n"
        return {tag: [code, shape, *self._bytes(data)]}


def _digits(value: int) -> str:
    if value.bit_length() > 3 * MAX_DIGITS:
        raise UnsendableError("an integer of more than a thousand digits")
    return str(value)


def _dtype_code(dtype: np.dtype[Any]) -> str | None:
    code = dtype.newbyteorder("<").str
    if code in _NUMBERS or _TEXT.fullmatch(code):
        return code
    return None


_CONTAINERS: dict[type, Callable[[_Encoder, Any, int], dict[str, Any]]] = {
    list: lambda encoder, value, depth: encoder._sequence("l", value, depth),
    tuple: lambda encoder, value, depth: encoder._sequence("t", value, depth),
    set: lambda encoder, value, depth: encoder._sequence("s", value, depth),
    frozenset: lambda encoder, value, depth: encoder._sequence("f", value, depth),
    complex: lambda encoder, value, depth: {"c": [value.real, value.imag]},
    bytes: lambda encoder, value, depth: {"b": encoder._bytes(value)},
    range: lambda encoder, value, depth: {
        "r": [encoder.node(part, depth) for part in (value.start, value.stop, value.step)]
    },
    slice: lambda encoder, value, depth: {
        "z": [encoder.node(part, depth) for part in (value.start, value.stop, value.step)]
    },
    **{kind: lambda encoder, value, depth: encoder._dict(value, depth) for kind in _DICTS},
}


class _Decoder:
    def __init__(self, blob: bytes, revive: Revive | None) -> None:
        self.blob = blob
        self.revive = revive
        self.nodes = 0

    def value(self, tree: Any, depth: int) -> Any:
        self.nodes += 1
        if self.nodes > MAX_NODES or depth > MAX_DEPTH:
            raise WireError("too deep or too many parts")
        kind = type(tree)
        if tree is None or kind is bool or kind is float:
            return tree
        if kind is str:
            return tree if tree.isascii() else tree.encode("utf-8", "replace").decode("utf-8")
        if kind is int:
            if not -(2**63) <= tree < 2**64:
                raise WireError("integer out of range")
            return tree
        if kind is not dict or len(tree) != 1:
            raise WireError("unknown node")
        ((tag, body),) = tree.items()
        decode_node = _NODES.get(tag)
        if decode_node is not None:
            return decode_node(self, body, depth + 1)
        if self.revive is None:
            raise WireError("unknown tag")
        return self.revive(tag, body)

    def items(self, body: Any, depth: int) -> list[Any]:
        if type(body) is not list:
            raise WireError("a list expected")
        return [self.value(item, depth) for item in body]

    def dict(self, body: Any, depth: int) -> dict[Any, Any]:
        if type(body) is not list or any(type(pair) is not list or len(pair) != 2 for pair in body):
            raise WireError("pairs expected")
        return {self.value(k, depth): self.value(v, depth) for k, v in body}

    def triple(self, body: Any, depth: int) -> list[Any]:
        parts = self.items(body, depth)
        if len(parts) != 3 or any(part is not None and type(part) is not int for part in parts):
            raise WireError("three integers expected")
        return parts

    def complex(self, body: Any, _depth: int) -> complex:
        if type(body) is not list or len(body) != 2 or any(type(x) is not float for x in body):
            raise WireError("two floats expected")
        return complex(*body)

    def integer(self, body: Any, _depth: int) -> int:
        if type(body) is not str or len(body) > MAX_DIGITS or not re.fullmatch(r"-?\d+", body):
            raise WireError("digits expected")
        return int(body)

    def bytes(self, body: Any, _depth: int) -> bytes:
        if type(body) is not list or len(body) != 2 or any(type(x) is not int for x in body):
            raise WireError("offset and length expected")
        offset, length = body
        if offset < 0 or length < 0 or offset + length > len(self.blob):
            raise WireError("bytes outside the frame")
        return self.blob[offset : offset + length]

    def array(self, body: Any, depth: int) -> Any:
        if type(body) is not list or len(body) != 4:
            raise WireError("dtype, shape, offset, length expected")
        code, shape, offset, length = body
        dtype = _dtype(code)
        if type(shape) is not list or len(shape) > 32:
            raise WireError("shape expected")
        if any(type(side) is not int or not 0 <= side < 2**31 for side in shape):
            raise WireError("sides expected")
        count = math.prod(shape)
        data = self.bytes([offset, length], depth)
        if count * dtype.itemsize != len(data):
            raise WireError("the shape does not fit the bytes")
        array = np.frombuffer(data, dtype, count) if count else np.zeros(0, dtype)
        _refuse_bad_text(array)
        return array.reshape(shape).copy()

    def scalar(self, body: Any, depth: int) -> Any:
        array = self.array(body, depth)
        if array.shape:
            raise WireError("a scalar has no shape")
        return array[()]


def _dtype(code: Any) -> np.dtype[Any]:
    if type(code) is not str or (code not in _NUMBERS and not _TEXT.fullmatch(code)):
        raise WireError("unknown dtype")
    return np.dtype(code)


def _refuse_bad_text(array: np.ndarray[Any, Any]) -> None:
    """A <U array's bytes are code points; one above the last would crash whoever prints it."""
    if array.dtype.kind == "U" and array.size and array.view("<u4").max() > 0x10FFFF:
        raise WireError("not text")


_NODES: dict[str, Callable[[_Decoder, Any, int], Any]] = {
    "l": lambda decoder, body, depth: decoder.items(body, depth),
    "t": lambda decoder, body, depth: tuple(decoder.items(body, depth)),
    "s": lambda decoder, body, depth: set(decoder.items(body, depth)),
    "f": lambda decoder, body, depth: frozenset(decoder.items(body, depth)),
    "d": _Decoder.dict,
    "c": _Decoder.complex,
    "i": _Decoder.integer,
    "b": _Decoder.bytes,
    "r": lambda decoder, body, depth: range(*decoder.triple(body, depth)),
    "z": lambda decoder, body, depth: slice(*decoder.triple(body, depth)),
    "a": _Decoder.array,
    "n": _Decoder.scalar,
}
