"""How values without parts of their own are written: numbers, texts, arrays, special nodes."""

from __future__ import annotations

import json
import struct
from json.encoder import encode_basestring_ascii
from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.sandbox import richdata
from autograder.sandbox.forms import dtype_code, form_of
from autograder.sandbox.frames import LONG_TEXT, MAX_DIGITS, UnsendableError

if TYPE_CHECKING:
    from autograder.sandbox.encoding import Encoder

# A longer row of floats is shorter as text, and its form hardly ever comes twice.
MAX_FLOATS_IN_BLOB = 32
_FLOAT = struct.Struct("<d")
_to_json = json.JSONEncoder(separators=(",", ":")).encode


def write_constant(encoder: Encoder, value: Any, _depth: int) -> None:
    encoder.text.append("null" if value is None else "true" if value else "false")


def write_integer(encoder: Encoder, value: int, _depth: int) -> None:
    small = -(2**63) <= value < 2**64
    encoder.text.append(str(value) if small else f'{{"i":"{_digits(value)}"}}')


def _digits(value: int) -> str:
    if value.bit_length() > 3 * MAX_DIGITS:
        raise UnsendableError("an integer of more than a thousand digits")
    return str(value)


def write_float(encoder: Encoder, value: float, _depth: int) -> None:
    encoder.floats += 1
    if encoder.floats <= MAX_FLOATS_IN_BLOB:
        encoder.bytes_of('{"F":8}', _FLOAT.pack(value))
    else:
        encoder.text.append(json.dumps(value))


def write_complex(encoder: Encoder, value: complex, _depth: int) -> None:
    encoder.text.append(json.dumps({"c": [value.real, value.imag]}))


def write_text(encoder: Encoder, value: str, _depth: int) -> None:
    if len(value) <= LONG_TEXT:
        encoder.text.append(encode_basestring_ascii(value))
    else:
        data = value.encode("utf-8", "replace")
        encoder.bytes_of(f'{{"u":{len(data)}}}', data)


def write_bytes(encoder: Encoder, value: bytes, _depth: int) -> None:
    encoder.bytes_of(f'{{"b":{len(value)}}}', value)


def write_array(encoder: Encoder, value: np.ndarray[Any, Any], depth: int) -> None:
    form = form_of(value.dtype, value.shape, "a" if value.flags.writeable else "A")
    if form is None:
        write_special(encoder, value, depth)
    else:
        encoder.array(value, value, form)


def write_other(encoder: Encoder, value: Any, depth: int) -> None:
    """A numpy scalar, an array of a subclass, or what only `special` knows."""
    if issubclass(type(value), np.generic) and (form := form_of(value.dtype, (), "n")):
        encoder.bytes_of(form.text, form.bytes_of(np.asarray(value)))
    elif _is_plain_array(value):
        plain = np.asarray(value)
        form = form_of(plain.dtype, plain.shape, "a" if value.flags.writeable else "A")
        assert form is not None
        encoder.array(value, plain, form)
    else:
        write_special(encoder, value, depth)


def _is_plain_array(value: Any) -> bool:
    kind = type(value)  # isinstance would ask a proxy's student
    is_array = issubclass(kind, np.ndarray) and not issubclass(kind, richdata.ARRAYS)
    return is_array and dtype_code(value.dtype) is not None


def write_special(encoder: Encoder, value: Any, depth: int) -> None:
    """What can be taken apart into parts that travel, else what only `special` knows."""
    if id(value) in encoder.shared and encoder.is_known(value):
        return
    taken = richdata.parts_of(value, from_judge=encoder.share)
    if taken is not None:
        encoder.rich(value, *taken, depth)
        return
    made = None if encoder.special is None else encoder.special(value)
    if made is None:
        kind = type(value)
        raise UnsendableError(f"a value of type {kind.__module__}.{kind.__qualname__}")
    number = made.get("h")
    encoder.text.append(f'{{"h":{number}}}' if type(number) is int else _to_json(made))
