"""Values → frames."""

from __future__ import annotations

import json
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.sandbox.frames import (
    HEADER,
    LONG_TEXT,
    MAGIC,
    MAX_BLOB,
    MAX_DEPTH,
    MAX_DIGITS,
    MAX_HEAD,
    MAX_NODES,
    MAX_RANGE,
    NUMBERS,
    TEXT,
    Special,
    UnsendableError,
)

Node = dict[str, Any]


def encode(value: Any, special: Special | None = None, share: bool = False) -> bytes:
    """A frame that holds `value`.

    `special` may turn a value that the format does not know into one tagged node. With `share`
    a list, dict, set or array that occurs twice is one object on the other side, too.
    Raises `UnsendableError`.
    """
    encoder = _Encoder(special, share)
    head = json.dumps(encoder.node(value, 0), separators=(",", ":")).encode("ascii")
    if len(head) > MAX_HEAD:
        raise UnsendableError("the value is too large")
    return HEADER.pack(MAGIC, len(head), encoder.size) + head + b"".join(encoder.blobs)


class _Encoder:
    def __init__(self, special: Special | None, share: bool) -> None:
        self.special = special
        self.share = share
        self.blobs: list[bytes] = []
        self.size = 0
        self.nodes = 0
        self.shared: dict[int, int] = {}

    def node(self, value: Any, depth: int) -> Any:
        self.nodes += 1
        if self.nodes > MAX_NODES or depth > MAX_DEPTH:
            raise UnsendableError("the value is nested too deep or has too many parts")
        kind = type(value)
        if value is None or kind is bool or kind is float:
            return value
        if kind is str:
            return value if len(value) <= LONG_TEXT else {"u": self._bytes(_utf8(value))}
        if kind is int:
            return value if -(2**63) <= value < 2**64 else {"i": _digits(value)}
        if id(value) in self.shared:
            return {"R": self.shared[id(value)]}
        made = self._compound(value, kind, depth)
        if self.share and (isinstance(value, np.ndarray) or kind in _MUTABLE):
            self.shared[id(value)] = len(self.shared)
        return made

    def _compound(self, value: Any, kind: type, depth: int) -> Node:
        encode_container = _CONTAINERS.get(kind)
        made = encode_container(self, value, depth + 1) if encode_container else None
        if made is None and isinstance(value, np.ndarray | np.generic):
            code = _dtype_code(value.dtype)
            made = self._array(value, code) if code else None
        if made is None and self.special is not None:
            made = self.special(value)
        if made is None:
            raise UnsendableError(f"a value of type {kind.__module__}.{kind.__qualname__}")
        return made

    def _sequence(self, tag: str, items: Any, depth: int) -> Node:
        return {tag: [self.node(item, depth) for item in items]}

    def _set(self, tag: str, items: Any, depth: int) -> Node | None:
        return self._sequence(tag, items, depth) if all(map(_is_plain_key, items)) else None

    def _dict(self, tag: str, value: dict[Any, Any], depth: int) -> Node | None:
        if not all(map(_is_plain_key, value)):
            return None
        return {tag: [[self.node(k, depth), self.node(v, depth)] for k, v in value.items()]}

    def _triple(self, tag: str, value: Any, depth: int) -> Node | None:
        """A range or a slice; long ranges and slices of anything but integers don't travel."""
        parts = (value.start, value.stop, value.step)
        if any(part is not None and type(part) is not int for part in parts):
            return None
        if type(value) is range and abs(value.stop - value.start) > MAX_RANGE * abs(value.step):
            return None
        return {tag: [self.node(part, depth) for part in parts]}

    def _bytes(self, data: bytes) -> int:
        if self.size + len(data) > MAX_BLOB:
            raise UnsendableError("the value is too large")
        self.blobs.append(data)
        self.size += len(data)
        return len(data)

    def _array(self, value: Any, code: str) -> Node:
        if value.nbytes > MAX_BLOB:
            raise UnsendableError("the array is too large")
        plain = np.asarray(value)
        data = np.ascontiguousarray(plain).astype(code, copy=False).tobytes()
        tag = "n"
        if isinstance(value, np.ndarray):
            tag = "a" if value.flags.writeable else "A"
        return {tag: [code, list(plain.shape), self._bytes(data)]}


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _digits(value: int) -> str:
    if value.bit_length() > 3 * MAX_DIGITS:
        raise UnsendableError("an integer of more than a thousand digits")
    return str(value)


def _dtype_code(dtype: np.dtype[Any]) -> str | None:
    code = str(dtype.newbyteorder("<").str)
    return code if code in NUMBERS or TEXT.fullmatch(code) else None


_PLAIN_KEYS = (str, int, float, bool, type(None), complex, bytes)
_MUTABLE = (list, dict, set, OrderedDict, Counter, defaultdict)


def _is_plain_key(key: Any) -> bool:
    """Whether the other side can hash the key without asking anybody."""
    if type(key) in (tuple, frozenset):
        return all(map(_is_plain_key, key))
    return type(key) in _PLAIN_KEYS or isinstance(key, np.generic)


_CONTAINERS: dict[type, Callable[[_Encoder, Any, int], Node | None]] = {
    list: lambda encoder, value, depth: encoder._sequence("l", value, depth),
    tuple: lambda encoder, value, depth: encoder._sequence("t", value, depth),
    set: lambda encoder, value, depth: encoder._set("s", value, depth),
    frozenset: lambda encoder, value, depth: encoder._set("f", value, depth),
    complex: lambda encoder, value, depth: {"c": [value.real, value.imag]},
    bytes: lambda encoder, value, depth: {"b": encoder._bytes(value)},
    range: lambda encoder, value, depth: encoder._triple("r", value, depth),
    slice: lambda encoder, value, depth: encoder._triple("z", value, depth),
    dict: lambda encoder, value, depth: encoder._dict("d", value, depth),
    defaultdict: lambda encoder, value, depth: encoder._dict("d", value, depth),
    OrderedDict: lambda encoder, value, depth: encoder._dict("o", value, depth),
    Counter: lambda encoder, value, depth: encoder._dict("k", value, depth),
}
