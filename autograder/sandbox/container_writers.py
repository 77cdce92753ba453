"""Writers of lists, tuples, sets, dicts and other values of many parts: see `encoding`."""

from __future__ import annotations

from collections import Counter, OrderedDict
from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.sandbox import richdata
from autograder.sandbox.frames import LONG_TEXT, MAX_RANGE
from autograder.sandbox.leaf_writers import write_special

if TYPE_CHECKING:
    from autograder.sandbox.encoding import Encoder


_PLAIN_KEYS = frozenset((str, int, float, bool, type(None), complex, bytes))
DICTS = {dict: "d", OrderedDict: "o", Counter: "k"}


def write_parts(encoder: Encoder, tag: str, value: Any, depth: int) -> None:
    encoder.enter(tag, len(value), depth)
    separator = ""
    for part in value:
        encoder.text.append(separator)
        encoder.node(part, depth + 1)
        separator = ","
    encoder.text.append("]}")


def write_list(encoder: Encoder, value: list[Any], depth: int) -> None:
    if not encoder.is_known(value):
        write_parts(encoder, "l", value, depth)
        if encoder.share:
            encoder.remember(value)


def write_tuple(encoder: Encoder, value: tuple[Any, ...], depth: int) -> None:
    write_parts(encoder, "t", value, depth)


def write_set(encoder: Encoder, value: set[Any], depth: int) -> None:
    if not _have_plain_keys(value):
        write_special(encoder, value, depth)
    elif not encoder.is_known(value):
        write_parts(encoder, "s", value, depth)
        if encoder.share:
            encoder.remember(value)


def write_frozenset(encoder: Encoder, value: frozenset[Any], depth: int) -> None:
    if _have_plain_keys(value):
        write_parts(encoder, "f", value, depth)
    else:
        write_special(encoder, value, depth)


def write_dict(encoder: Encoder, value: dict[Any, Any], depth: int) -> None:
    if not _have_plain_keys(value):
        write_special(encoder, value, depth)
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


def _remember_flat(encoder: Encoder, value: dict[Any, Any]) -> None:
    """A dict of arrays under short names may come again, as a copy: such as the parameters that
    each step of a sequence holds. The other side tells by the same rule which dicts these are."""
    if DICTS[type(value)] != "d" or not value:
        return
    for key, item in value.items():
        if type(key) is not str or len(key) > LONG_TEXT:
            return
        if id(item) not in encoder.shared or not isinstance(item, np.ndarray):
            return
    encoder.flat[id(value)] = sum([item.nbytes for item in value.values()])
    encoder.remember(value)


def _pairs(encoder: Encoder, value: dict[Any, Any], depth: int) -> None:
    encoder.enter(DICTS[type(value)], 2 * len(value), depth)
    separator = "["
    for key, item in value.items():
        encoder.text.append(separator)
        encoder.node(key, depth + 1)
        encoder.text.append(",")
        encoder.node(item, depth + 1)
        separator = "],["
    encoder.text.append("]]}" if value else "]}")


def write_triple(encoder: Encoder, value: Any, depth: int) -> None:
    """A range or a slice; long ranges and slices of anything but integers don't travel."""
    parts = (value.start, value.stop, value.step)
    travels = all(part is None or type(part) is int for part in parts)
    if travels and type(value) is range:
        travels = abs(value.stop - value.start) <= MAX_RANGE * abs(value.step)
    if travels:
        write_parts(encoder, "r" if type(value) is range else "z", parts, depth)
    else:
        write_special(encoder, value, depth)


def _have_plain_keys(keys: Any) -> bool:
    return _PLAIN_KEYS.issuperset(map(type, keys)) or all(map(_is_plain_key, keys))


def _is_plain_key(key: Any) -> bool:
    """Whether the other side can hash the key without asking anybody."""
    if type(key) in (tuple, frozenset):
        return all(map(_is_plain_key, key))
    return type(key) in _PLAIN_KEYS or isinstance(key, np.generic) or richdata.is_key(key)
