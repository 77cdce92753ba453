"""The format of frames between the judge and the student's room, and its limits.

    frame = magic (4) | length of head (u32) | length of blob (u64) | head | blob

The head is a JSON tree. The blob holds the bytes of arrays and of long texts, in the order in
which the tree names them. Nothing is ever unpickled or evaluated.

    null true 1 0.5 "text"      themselves      {"i": "123…"}            a large integer
    {"l": […]} {"t": […]}       list, tuple     {"c": [re, im]}          complex
    {"s": […]} {"f": […]}       set, frozenset  {"b": n} {"u": n}        n bytes, n bytes of text
    {"d": [[k, v]…]}            dict            {"r": […]} {"z": […]}    range, slice
    {"o": …} {"k": …}           OrderedDict, Counter
    {"F": 8}                    float           {"A": …} {"n": …}        read-only array, scalar
    {"a": [dtype, shape, n]}    array
    {"R": i}                    a copy of the i-th array or dict of arrays; from the judge the
                                i-th container or array again
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from typing import Any, NamedTuple

MAGIC = b"RNN1"
HEADER = struct.Struct("<4sIQ")
MAX_HEAD = 16 << 20
MAX_BLOB = 64 << 20
MAX_DEPTH = 40
MAX_NODES = 200_000
MAX_DIGITS = 1_000
MAX_RANGE = 1_000_000
LONG_TEXT = 256
# Most frames are shorter: one system call reads them whole.
READ_SIZE = 1 << 16

_INTEGERS = ("|i1", "|u1", "<i2", "<u2", "<i4", "<u4", "<i8", "<u8")
NUMBERS = frozenset(("|b1", *_INTEGERS, "<f2", "<f4", "<f8", "<c8", "<c16"))
TEXT = re.compile(r"<U[1-9]\d{0,3}")

Special = Callable[[Any], "dict[str, Any] | None"]
Revive = Callable[[str, Any], Any]


class WireError(Exception):
    """A frame that is not what the format allows."""


class UnsendableError(Exception):
    """A value that can't travel: too large, too deep, or of a type the format does not know."""


class Header(NamedTuple):
    """The announced lengths of a frame, checked against the limits."""

    head: int
    blob: int


def read_header(data: bytes) -> Header:
    """Raises `WireError` for a wrong magic or a length above the limit."""
    if len(data) != HEADER.size:
        raise WireError("short header")
    magic, head, blob = HEADER.unpack(data)
    if magic != MAGIC:
        raise WireError("wrong magic")
    if head > MAX_HEAD or blob > MAX_BLOB:
        raise WireError(f"frame of {head} + {blob} bytes is above the limit")
    return Header(head, blob)


def parts_of(frame: bytes) -> tuple[bytes, bytes]:
    """Head and blob of a whole frame."""
    end_of_head = HEADER.size + read_header(frame[: HEADER.size]).head
    return frame[HEADER.size : end_of_head], frame[end_of_head:]
