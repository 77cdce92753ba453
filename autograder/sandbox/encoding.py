"""Values → frames.

The head is written as text at once, and the text for each form of array is remembered. Floats go
into the blob: so the heads of calls that differ in their numbers alone are the same bytes, and
the other side reads them by a plan that it has already made.
"""

from __future__ import annotations

import json
import struct
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Callable
from json.encoder import encode_basestring_ascii
from typing import Any

import numpy as np

from autograder.sandbox.forms import Form, dtype_code, form_of
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
    Special,
    UnsendableError,
)

# A longer row of floats is shorter as text, and its form hardly ever comes twice.
MAX_FLOATS_IN_BLOB = 32
_FLOAT = struct.Struct("<d")
_to_json = json.JSONEncoder(separators=(",", ":")).encode


def encode(value: Any, special: Special | None = None, share: bool = False) -> bytes:
    """A frame that holds `value`.

    `special` may turn a value that the format does not know into one tagged node. With `share`
    a list, dict, set or array that occurs twice is one object on the other side, too. Without it
    an array (or a dict of arrays) that occurs twice travels once, and is two on the other side.
    Raises `UnsendableError`.
    """
    encoder = _Encoder(special, share)
    encoder.node(value, 0)
    head = "".join(encoder.text).encode("ascii")
    if len(head) > MAX_HEAD:
        raise UnsendableError("the value is too large")
    return b"".join((HEADER.pack(MAGIC, len(head), encoder.sent), head, *encoder.blobs))


class _Encoder:
    """The text and the bytes of one frame as they grow.

    `sent` counts the bytes of the blob, `size` those that the other side makes of them.
    """

    def __init__(self, special: Special | None, share: bool) -> None:
        self.special = special
        self.share = share
        self.text: list[str] = []
        self.blobs: list[bytes] = []
        self.sent = 0
        self.size = 0
        self.nodes = 1
        self.floats = 0
        self.shared: dict[int, int] = {}
        self.flat: dict[int, int] = {}  # dicts that may come again → bytes of their arrays

    def node(self, value: Any, depth: int) -> None:
        _WRITERS.get(type(value), _other)(self, value, depth)

    def enter(self, tag: str, parts: int, depth: int) -> None:
        """Begin a container of so many parts."""
        self.count(parts, depth)
        self.text.append(f'{{"{tag}":[')

    def count(self, parts: int, depth: int) -> None:
        self.nodes += parts
        if depth >= MAX_DEPTH or self.nodes > MAX_NODES:
            raise UnsendableError("the value is nested too deep or has too many parts")

    def is_known(self, value: Any) -> bool:
        """Whether the value is in the frame already; then it is named again."""
        number = self.shared.get(id(value))
        if number is None:
            return False
        self.text.append(f'{{"R":{number}}}')
        return True

    def remember(self, value: Any) -> None:
        self.shared[id(value)] = len(self.shared)

    def grow(self, size: int) -> None:
        self.size += size
        if self.size > MAX_BLOB:
            raise UnsendableError("the value is too large")

    def bytes_of(self, text: str, data: bytes) -> None:
        self.grow(len(data))
        self.sent += len(data)
        self.text.append(text)
        self.blobs.append(data)

    def array(self, value: Any, plain: np.ndarray[Any, Any], form: Form) -> None:
        """An array; `plain` holds the same items, past whatever a subclass does to them."""
        number = self.shared.get(id(value))
        if number is None or not self.share:
            self.grow(form.size)
        if number is not None:
            self.text.append(f'{{"R":{number}}}')
            return
        self.sent += form.size
        self.text.append(form.text)
        self.blobs.append(plain.tobytes() if form.is_native else form.bytes_of(plain))
        self.shared[id(value)] = len(self.shared)


def _constant(encoder: _Encoder, value: Any, _depth: int) -> None:
    encoder.text.append("null" if value is None else "true" if value else "false")


def _integer(encoder: _Encoder, value: int, _depth: int) -> None:
    small = -(2**63) <= value < 2**64
    encoder.text.append(str(value) if small else f'{{"i":"{_digits(value)}"}}')


def _digits(value: int) -> str:
    if value.bit_length() > 3 * MAX_DIGITS:
        raise UnsendableError("an integer of more than a thousand digits")
    return str(value)


def _float(encoder: _Encoder, value: float, _depth: int) -> None:
    encoder.floats += 1
    if encoder.floats <= MAX_FLOATS_IN_BLOB:
        encoder.bytes_of('{"F":8}', _FLOAT.pack(value))
    else:
        encoder.text.append(json.dumps(value))


def _complex(encoder: _Encoder, value: complex, _depth: int) -> None:
    encoder.text.append(json.dumps({"c": [value.real, value.imag]}))


def _text(encoder: _Encoder, value: str, _depth: int) -> None:
    if len(value) <= LONG_TEXT:
        encoder.text.append(encode_basestring_ascii(value))
    else:
        data = value.encode("utf-8", "replace")
        encoder.bytes_of(f'{{"u":{len(data)}}}', data)


def _bytes(encoder: _Encoder, value: bytes, _depth: int) -> None:
    encoder.bytes_of(f'{{"b":{len(value)}}}', value)


def _parts(encoder: _Encoder, tag: str, value: Any, depth: int) -> None:
    encoder.enter(tag, len(value), depth)
    separator = ""
    for part in value:
        encoder.text.append(separator)
        encoder.node(part, depth + 1)
        separator = ","
    encoder.text.append("]}")


def _list(encoder: _Encoder, value: list[Any], depth: int) -> None:
    if not encoder.is_known(value):
        _parts(encoder, "l", value, depth)
        if encoder.share:
            encoder.remember(value)


def _tuple(encoder: _Encoder, value: tuple[Any, ...], depth: int) -> None:
    _parts(encoder, "t", value, depth)


def _set(encoder: _Encoder, value: set[Any], depth: int) -> None:
    if not _have_plain_keys(value):
        _special(encoder, value)
    elif not encoder.is_known(value):
        _parts(encoder, "s", value, depth)
        if encoder.share:
            encoder.remember(value)


def _frozenset(encoder: _Encoder, value: frozenset[Any], depth: int) -> None:
    if _have_plain_keys(value):
        _parts(encoder, "f", value, depth)
    else:
        _special(encoder, value)


def _dict(encoder: _Encoder, value: dict[Any, Any], depth: int) -> None:
    if not _have_plain_keys(value):
        _special(encoder, value)
    elif encoder.share:
        if not encoder.is_known(value):
            _pairs(encoder, value, depth)
            encoder.remember(value)
    elif (size := encoder.flat.get(id(value))) is None:
        _pairs(encoder, value, depth)
        _remember_flat(encoder, value)
    else:
        encoder.count(2 * len(value), depth)
        encoder.grow(size)
        encoder.is_known(value)


def _remember_flat(encoder: _Encoder, value: dict[Any, Any]) -> None:
    """A dict of arrays under short names may come again, as a copy: such as the parameters that
    each step of a sequence holds. The other side tells by the same rule which dicts these are."""
    if _DICTS[type(value)] != "d" or not value:
        return
    for key, item in value.items():
        if type(key) is not str or len(key) > LONG_TEXT:
            return
        if id(item) not in encoder.shared or not isinstance(item, np.ndarray):
            return
    encoder.flat[id(value)] = sum([item.nbytes for item in value.values()])
    encoder.remember(value)


def _pairs(encoder: _Encoder, value: dict[Any, Any], depth: int) -> None:
    encoder.enter(_DICTS[type(value)], 2 * len(value), depth)
    separator = "["
    for key, item in value.items():
        encoder.text.append(separator)
        encoder.node(key, depth + 1)
        encoder.text.append(",")
        encoder.node(item, depth + 1)
        separator = "],["
    encoder.text.append("]]}" if value else "]}")


def _triple(encoder: _Encoder, value: Any, depth: int) -> None:
    """A range or a slice; long ranges and slices of anything but integers don't travel."""
    parts = (value.start, value.stop, value.step)
    travels = all(part is None or type(part) is int for part in parts)
    if travels and type(value) is range:
        travels = abs(value.stop - value.start) <= MAX_RANGE * abs(value.step)
    if travels:
        _parts(encoder, "r" if type(value) is range else "z", parts, depth)
    else:
        _special(encoder, value)


def _array(encoder: _Encoder, value: np.ndarray[Any, Any], _depth: int) -> None:
    form = form_of(value.dtype, value.shape, "a" if value.flags.writeable else "A")
    if form is None:
        _special(encoder, value)
    else:
        encoder.array(value, value, form)


def _other(encoder: _Encoder, value: Any, _depth: int) -> None:
    """A numpy scalar, an array of a subclass, or what only `special` knows."""
    if isinstance(value, np.generic) and (form := form_of(value.dtype, (), "n")):
        encoder.bytes_of(form.text, form.bytes_of(np.asarray(value)))
    elif isinstance(value, np.ndarray) and dtype_code(value.dtype):
        plain = np.asarray(value)
        form = form_of(plain.dtype, plain.shape, "a" if value.flags.writeable else "A")
        assert form is not None
        encoder.array(value, plain, form)
    else:
        _special(encoder, value)


def _special(encoder: _Encoder, value: Any) -> None:
    made = None if encoder.special is None else encoder.special(value)
    if made is None:
        kind = type(value)
        raise UnsendableError(f"a value of type {kind.__module__}.{kind.__qualname__}")
    number = made.get("h")
    encoder.text.append(f'{{"h":{number}}}' if type(number) is int else _to_json(made))


_PLAIN_KEYS = frozenset((str, int, float, bool, type(None), complex, bytes))
_DICTS = {dict: "d", defaultdict: "d", OrderedDict: "o", Counter: "k"}


def _have_plain_keys(keys: Any) -> bool:
    return _PLAIN_KEYS.issuperset(map(type, keys)) or all(map(_is_plain_key, keys))


def _is_plain_key(key: Any) -> bool:
    """Whether the other side can hash the key without asking anybody."""
    if type(key) in (tuple, frozenset):
        return all(map(_is_plain_key, key))
    return type(key) in _PLAIN_KEYS or isinstance(key, np.generic)


_WRITERS: dict[type, Callable[[_Encoder, Any, int], None]] = {
    type(None): _constant,
    bool: _constant,
    int: _integer,
    float: _float,
    complex: _complex,
    str: _text,
    bytes: _bytes,
    list: _list,
    tuple: _tuple,
    set: _set,
    frozenset: _frozenset,
    range: _triple,
    slice: _triple,
    np.ndarray: _array,
    **dict.fromkeys(_DICTS, _dict),
}
