"""Values → frames.

The head is written as text at once, and the text for each form of array is remembered. Floats go
into the blob: so the heads of calls that differ in their numbers alone are the same bytes, and
the other side reads them by a plan that it has already made.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.sandbox import richdata
from autograder.sandbox.container_writers import (
    DICTS,
    write_dict,
    write_frozenset,
    write_list,
    write_parts,
    write_set,
    write_triple,
    write_tuple,
)
from autograder.sandbox.forms import Form
from autograder.sandbox.frames import (
    HEADER,
    MAGIC,
    MAX_BLOB,
    MAX_DEPTH,
    MAX_HEAD,
    MAX_NODES,
    Special,
    UnsendableError,
)
from autograder.sandbox.leaf_writers import (
    write_array,
    write_bytes,
    write_complex,
    write_constant,
    write_float,
    write_integer,
    write_other,
    write_text,
)


def encode(value: Any, special: Special | None = None, share: bool = False) -> bytes:
    """A frame that holds `value`.

    `special` may turn a value that the format does not know into one tagged node. With `share`
    a list, dict, set or array that occurs twice is one object on the other side, too. Without it
    an array (or a dict of arrays) that occurs twice travels once, and is two on the other side.
    Raises `UnsendableError`.
    """
    encoder = Encoder(special, share)
    encoder.node(value, 0)
    head = "".join(encoder.text).encode("ascii")
    if len(head) > MAX_HEAD:
        raise UnsendableError("the value is too large")
    return b"".join((HEADER.pack(MAGIC, len(head), encoder.sent), head, *encoder.blobs))


class Encoder:
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
        self.kept: list[Any] = []  # parts: one's id must not become another's in this frame
        self.flat: dict[int, int] = {}  # dicts that may come again → bytes of their arrays

    def node(self, value: Any, depth: int) -> None:
        _WRITERS.get(type(value), write_other)(self, value, depth)

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

    def rich(self, value: Any, kind: str, parts: list[Any], depth: int) -> None:
        """A value of `richdata` by its kind and parts."""
        self.kept.append(parts)
        write_parts(self, "x", [kind, *parts], depth)
        if self.share and richdata.is_mutable(kind):
            self.remember(value)

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


_WRITERS: dict[type, Callable[[Encoder, Any, int], None]] = {
    type(None): write_constant,
    bool: write_constant,
    int: write_integer,
    float: write_float,
    complex: write_complex,
    str: write_text,
    bytes: write_bytes,
    list: write_list,
    tuple: write_tuple,
    set: write_set,
    frozenset: write_frozenset,
    range: write_triple,
    slice: write_triple,
    np.ndarray: write_array,
    **dict.fromkeys(DICTS, write_dict),
}
